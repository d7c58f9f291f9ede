"""One report: its clear facts, and the report opened, which is an entry of the read log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.directory.queries import account_name, desk_name
from jejaring.guard.branches import Branch
from jejaring.intake import rules
from jejaring.intake.models import FoundPerson, Report, ReportDetail, Response
from jejaring.intake.queries.channels import DetailView, PersonView, details_of, people_of, takes_people
from jejaring.intake.queries.medical import medical_limits
from jejaring.intake.queries.words import about_whom
from jejaring.intake.states import LimitsNotRead, MedicalLimit, ReporterKind, ReportPart, ReportState, ResponseKind
from jejaring.kernel.clock import now
from jejaring.people.queries import ContactView, contact_for
from jejaring.people.states import ContactChannel, Sex
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.labels import label
from jejaring.vault import actions as vault

SEALED = ("narrative", "location_note")
NAMES = ("victim_name", "reporter_name", "reporter_contact")
OF_REPORT = {
    "answered": Branch(Response, on="{row}.report_id = {parent}.id", order="{row}.at, {row}.id"),
    "detailed": Branch(ReportDetail, on="{row}.report_id = {parent}.id"),
    "found": Branch(FoundPerson, on="{row}.report_id = {parent}.id and not {row}.taken_back", order="{row}.position, {row}.id"),
}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The clear facts of a report."""

    id: UUID
    reference: str
    state: ReportState
    version: int
    desk_id: UUID
    channel: str
    received_at: datetime
    recorded_at: datetime
    recorded_by: UUID
    limits_read: bool
    limits_not_read_reason: LimitsNotRead | str
    danger_signs: tuple[str, ...]
    no_danger_asked: bool
    danger_not_asked: bool
    risk: str
    reporter_kind: ReporterKind | str
    reporter_anonymous: bool
    survivor_awareness: str
    victim_sex: Sex
    victim_age: int | None
    victim_count: int
    area: str
    incident_on: date | None
    incident_precision: str
    incident_at: datetime | None
    sent_from: UUID | None
    complete: bool
    synthetic: bool

    @property
    def who(self) -> str:
        """About whom, without a name."""
        return about_whom(self.victim_sex, self.victim_age, self.victim_count)

    @property
    def told_words(self) -> str:
        """How and when it came in."""
        came = when.near(self.received_at, now=now())
        return " · ".join(text for text in (label(self.channel, "channel"), label(self.reporter_kind), came) if text)

    @property
    def place(self) -> str:
        """Where it happened, with what lies around it."""
        return reference.area_path(self.area) if self.area else ""

    @property
    def incident(self) -> str:
        """When it happened, as far as it is known."""
        if self.incident_at:
            return when.moment(self.incident_at)
        if self.incident_on is None:
            return ""
        on, month = self.incident_on, when.MONTHS[when.language()][self.incident_on.month - 1]
        return {"day": when.day(on), "month": f"{month} {on.year}", "year": str(on.year)}.get(self.incident_precision, "")

    @property
    def medical(self) -> list[tuple[MedicalLimit, datetime | None]]:
        """Until when each kind of medical help is possible; nothing where it is not known from when it counts, or long past."""
        return medical_limits(self)

    @property
    def medical_by_day(self) -> bool:
        """Whether the limits are counted from the beginning of a day, since nobody knows the hour."""
        return self.incident_at is None

    @property
    def limits(self) -> str:
        """Whether the limits of confidentiality were read out, or why not."""
        return _("read out") if self.limits_read else label(self.limits_not_read_reason)


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One first response, opened."""

    kind: ResponseKind
    channel: ContactChannel | str
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportView(ReportFacts):
    """A report with what is sealed opened; names are empty where they were not asked for."""

    narrative: str
    location_note: str
    victim_name: str
    reporter_name: str
    reporter_contact: str
    names_opened: bool
    has_victim_name: bool  # whether one was ever written down
    has_reporter: bool  # a name or a way to reach the reporter
    stored_names: tuple[str, ...]  # the fields in which one stands, opened or not
    recorded_by_name: str
    contact: ContactView | None
    responses: list[ResponseRow]
    promises: list[Owed]
    missing: tuple[ReportPart, ...]
    details: list[DetailView]
    people: list[PersonView]

    @property
    def lists_people(self) -> bool:
        """Whether its people are listed one by one."""
        return bool(self.people) or takes_people(self.channel, self.victim_count)

    @property
    def sender(self) -> str:
        """The partner desk that sent it, who wrote it there, and when."""
        return ", ".join(text for text in (desk_name(self.sent_from), self.taken) if text)

    @property
    def taken(self) -> str:
        """Who wrote it down, and when."""
        return ", ".join(text for text in (self.recorded_by_name, when.moment(self.recorded_at)) if text)


def _facts(row: Report) -> dict[str, Any]:
    same = [n for n in ReportFacts.__slots__ if n not in ("risk", "danger_signs")]
    risk = rules.report_risk(row.danger_signs, reference.critical_signs())
    return {n: getattr(row, n) for n in same} | {"risk": risk, "danger_signs": tuple(row.danger_signs)}


def report_facts(actor: Actor, report_id: UUID) -> ReportFacts:
    """The clear facts of a report of the actor's desk, with its version. Http404 for another's. One statement."""
    return ReportFacts(**_facts(get_object_or_404(Report, pk=report_id, desk_id=actor.desk)))


def report_for(actor: Actor, report_id: UUID, *, names: bool = True, writing: bool = False) -> ReportView:
    """A report of the actor's desk, opened; the read log names what was opened. Without `names` those stay closed, unless it is asked for
    `writing` and the actor is still writing it down. Http404 for another's.

    Six statements at most.
    """
    branches: dict[str, Any] = {name: branch.on_rows_of(Report) for name, branch in OF_REPORT.items()}
    row: Any = get_object_or_404(Report.objects.annotate(**branches), pk=report_id, desk_id=actor.desk)
    names = names or (writing and _still_writes(actor, row))
    opened = dict.fromkeys(NAMES, "") | {name: vault.read(row, name) for name in (*SEALED, *(NAMES if names else ()))}
    responses, details, people = (branch.rows(getattr(row, name)) for name, branch in OF_REPORT.items())
    contact, facts = contact_for(row.pk), _facts(row)
    _log(row, opened, contact=contact is not None, details=bool(details), people=bool(people) and names)
    return ReportView(
        **facts, **opened, names_opened=names, has_victim_name=row.victim_name is not None,
        has_reporter=row.reporter_name is not None or row.reporter_contact is not None,
        stored_names=tuple(name for name in NAMES if getattr(row, name) is not None),
        recorded_by_name=account_name(row.recorded_by), contact=contact,
        responses=[response_row(r) for r in responses], promises=commitments.of_subjects([row.pk]),
        missing=rules.missing({**facts, "has_contact": contact is not None}), details=details_of(row.channel, details),
        people=people_of(people, names=names),
    )  # fmt: skip


def _still_writes(actor: Actor, row: Report) -> bool:
    draft = row.state == ReportState.DRAFT
    return rules.still_writes(by=actor.id, recorded_by=row.recorded_by, recorded_at=row.recorded_at, draft=draft, now=now())


def _log(row: Report, opened: Mapping[str, str], **more: bool) -> None:
    audit.record("read", "report", row.pk, fields=[*(n for n, text in opened.items() if text), *(n for n, read in more.items() if read)])


def response_row(row: Response) -> ResponseRow:
    """A first response with its note opened."""
    return ResponseRow(row.kind, row.channel, row.at, account_name(row.by), vault.read(row, "note"))
