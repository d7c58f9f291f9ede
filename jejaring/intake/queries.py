"""Reading reports. Lists and facts show clear codes only; `report_for` opens what is sealed and writes the read log."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import queries as commitments
from jejaring.commitments.models import Commitment
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState
from jejaring.directory.queries import account_name
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.intake import rules
from jejaring.intake.models import Report, Response
from jejaring.intake.states import LimitsNotRead, ReporterKind, ReportPart, ReportState, ResponseKind
from jejaring.kernel.clock import WIB, day_after, midnight, now
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.moments import Moment
from jejaring.kernel.tables import Cell, Table
from jejaring.people.queries import ContactView, contact_for, words_for
from jejaring.people.states import ContactChannel, Sex
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.labels import label
from jejaring.vault import actions as vault

PAGE = 25
ORDER = (ReportState.WAITING, ReportState.DRAFT, ReportState.DECIDED)
SEALED = ("narrative", "location_note")
NAMES = ("victim_name", "reporter_name", "reporter_contact")
RISKS = {"high": gettext_noop("High risk"), "medium": gettext_noop("Medium risk")}  # before triage: rules.report_risk


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as the worklist shows it: never a name."""

    id: UUID
    reference: str
    state: ReportState
    channel: str
    received_at: datetime
    victim_sex: Sex
    victim_age: int | None
    victim_count: int
    area: str
    risk: str
    danger_asked: bool
    complete: bool
    next: Owed | None

    @property
    def who(self) -> str:
        """About whom, without a name."""
        return _who(self.victim_sex, self.victim_age, self.victim_count)

    @property
    def window(self) -> Window | None:
        """The safe hours of the next promise."""
        return window_of(self.next) if self.next else None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of the worklist; `next` is the key of the following one, empty at the end."""

    rows: list[ReportRow]
    next: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the worklist is narrowed to; empty means everything. Days are those of Asia/Jakarta on which reports came in."""

    state: str = ""
    query: str = ""  # (part of) a reference
    risk: str = ""
    district: str = ""
    channel: str = ""
    mine: bool = False  # taken by the actor
    since: date | None = None
    until: date | None = None


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
    complete: bool
    synthetic: bool

    @property
    def who(self) -> str:
        """About whom, without a name."""
        return _who(self.victim_sex, self.victim_age, self.victim_count)

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
        if self.incident_on is None:
            return ""
        on, month = self.incident_on, when.MONTHS[when.language()][self.incident_on.month - 1]
        return {"day": when.day(on), "month": f"{month} {on.year}", "year": str(on.year)}.get(self.incident_precision, "")

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
    recorded_by_name: str
    contact: ContactView | None
    responses: list[ResponseRow]
    promises: list[Owed]
    missing: tuple[ReportPart, ...]

    @property
    def taken(self) -> str:
        """Who wrote it down, and when."""
        return ", ".join(text for text in (self.recorded_by_name, when.moment(self.recorded_at)) if text)


def reports(actor: Actor, *, before: str | None = None, **asked: Any) -> ReportPage:
    """The desk's reports: those that wait, soonest due first; drafts; decided ones, newest first. A page by key; `asked` are those of
    `Asked`. At most four statements."""
    narrow, found = Asked(**asked), list[Any]()
    start = _key(before)
    states = [s for s in ORDER if narrow.state in ("", s)]
    for s in states[states.index(start[0]) if start and start[0] in states else 0 :]:
        wanted = PAGE + 1 - len(found)
        found += _section(actor, s, narrow, start[1:] if start and start[0] == s else None)[:wanted]
        if len(found) > PAGE:
            break
    rows = found[:PAGE]
    more = f"{rows[-1].state}~{rows[-1].key.isoformat()}~{rows[-1].pk}" if len(found) > PAGE else ""
    return ReportPage(_rows(rows), more)


def report_table(actor: Actor, *, limit: int, **asked: Any) -> Table:
    """The same reports as rows of a file, newest first, in clear facts alone. Two statements."""
    narrow = Asked(**asked)
    found = Report.objects.filter(desk_id=actor.desk, state__in=[s for s in ORDER if narrow.state in ("", s)])
    rows = _rows(list(_narrowed(actor, found, narrow).order_by("-received_at", "-pk")[:limit]))
    heads = (
        _("Reference"),
        _("State"),
        _("Came in"),
        _("How it came in"),
        _("Sex"),
        _("Age"),
        _("Number of victims"),
        _("District or village"),
    )
    return Table(_("Reports"), (*heads, _("Risk"), _("Complete"), _("Next promise"), _("Due")), [_cells(r) for r in rows])


def _cells(r: ReportRow) -> list[Cell]:
    place = reference.area_path(r.area) if r.area else ""
    next_ = (label(r.next.key), r.next.due_at) if r.next else ("", None)
    told = [r.reference, label(r.state), r.received_at, label(r.channel, "channel"), label(r.victim_sex), r.victim_age, r.victim_count]
    return [*told, place, _(RISKS[r.risk]), _("yes") if r.complete else _("no"), *next_]


def _key(before: str | None) -> tuple[ReportState, datetime, UUID] | None:
    """The key of a page as it stands in the address; a broken one means the first page."""
    try:
        state, at, pk = (before or "").split("~")
        return ReportState(state), datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return None


def _section(actor: Actor, state: ReportState, narrow: Asked, after: Any) -> "QuerySet[Any]":
    """The reports of one state after a key, with `key` annotated: the soonest open promise, or when the report came in."""
    rows: QuerySet[Any] = _narrowed(actor, Report.objects.filter(desk_id=actor.desk, state=state), narrow)
    if state == ReportState.WAITING:
        owed = Commitment.objects.filter(subject_id=OuterRef("pk"), state=CommitmentState.OPEN, desk_id=actor.desk).order_by("due_at")
        due = Coalesce(Subquery(owed.values("due_at")[:1]), F("received_at"), output_field=DateTimeField())
        rows = rows.annotate(key=due).order_by("key", "pk")
        return rows.filter(Q(key__gt=after[0]) | Q(key=after[0], pk__gt=after[1])) if after else rows
    rows = rows.annotate(key=F("received_at")).order_by("-received_at", "-pk")
    return rows.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], pk__lt=after[1])) if after else rows


def _narrowed(actor: Actor, rows: QuerySet[Report], narrow: Asked) -> QuerySet[Report]:
    wanted = Q(reference__icontains=narrow.query.strip(), area__startswith=narrow.district)
    if narrow.risk:
        critical = Q(danger_signs__overlap=sorted(reference.critical_signs()))
        wanted &= critical if narrow.risk == "high" else ~critical
    if narrow.channel:
        wanted &= Q(channel=narrow.channel)
    if narrow.mine:
        wanted &= Q(recorded_by=actor.id)
    if narrow.since:
        wanted &= Q(received_at__gte=midnight(narrow.since))
    if narrow.until:
        wanted &= Q(received_at__lt=day_after(narrow.until))
    return rows.filter(wanted)


def _rows(found: list[Any]) -> list[ReportRow]:
    critical, soonest = reference.critical_signs(), _soonest([r.pk for r in found])
    return [
        ReportRow(
            r.pk, r.reference, r.state, r.channel, r.received_at, r.victim_sex, r.victim_age, r.victim_count, r.area,
            rules.report_risk(r.danger_signs, critical), bool(r.danger_signs) or r.no_danger_asked, r.complete, soonest.get(r.pk),
        )
        for r in found
    ]  # fmt: skip


def _soonest(ids: list[UUID]) -> dict[UUID, Owed]:
    owed = [o for o in commitments.of_subjects(ids) if o.state == CommitmentState.OPEN] if ids else []
    return {o.subject_id: o for o in sorted(owed, key=lambda o: o.due_at, reverse=True)}


def _facts(row: Report) -> dict[str, Any]:
    same = [n for n in ReportFacts.__slots__ if n not in ("risk", "danger_signs")]
    risk = rules.report_risk(row.danger_signs, reference.critical_signs())
    return {n: getattr(row, n) for n in same} | {"risk": risk, "danger_signs": tuple(row.danger_signs)}


def report_facts(actor: Actor, report_id: UUID) -> ReportFacts:
    """The clear facts of a report of the actor's desk, with its version. Http404 for another's. One statement."""
    return ReportFacts(**_facts(get_object_or_404(Report, pk=report_id, desk_id=actor.desk)))


def report_for(actor: Actor, report_id: UUID, *, names: bool = True) -> ReportView:
    """A report of the actor's desk, opened; the read log names what was opened. Without `names` those stay closed. Http404 for another's.

    Seven statements at most.
    """
    row = get_object_or_404(Report, pk=report_id, desk_id=actor.desk)
    opened = dict.fromkeys(NAMES, "") | {name: vault.read(row, name) for name in (*SEALED, *(NAMES if names else ()))}
    responses = list(Response.objects.filter(report=row).order_by("at", "pk"))
    contact = contact_for(row.pk)
    audit.record("read", "report", row.pk, fields=[*(n for n, text in opened.items() if text), *(["contact"] if contact else [])])
    facts = _facts(row)
    return ReportView(
        **facts, **opened, names_opened=names, recorded_by_name=account_name(row.recorded_by), contact=contact,
        responses=[_response(r) for r in responses], promises=commitments.of_subjects([row.pk]),
        missing=rules.missing({**facts, "has_contact": contact is not None}),
    )  # fmt: skip


def _response(row: Response) -> ResponseRow:
    return ResponseRow(row.kind, row.channel, row.at, account_name(row.by), vault.read(row, "note"))


def moments(actor: Actor, report_id: UUID) -> list[Moment]:
    """The timeline of a report, oldest first: received, and each first response. Nothing where the actor does not see it.

    Opens the notes of responses and logs that; promises are told by `commitments`. At most four statements.
    """
    row = Report.objects.filter(pk=report_id, desk_id=actor.desk).first()
    if row is None:
        return []
    found = list(Response.objects.filter(report=row).order_by("at", "pk"))
    responses = [_response(r) for r in found]
    if any(r.note for r in responses):
        audit.record("read", "report", row.pk, fields=["response_note"])
    return _told(row, account_name(row.recorded_by), responses)


def report_of(column: str) -> Branch:
    """A report with its responses, for whoever holds its id in a column and reads both in one statement."""
    responses = Branch(Response, on="{row}.report_id = {parent}.id", order="{row}.at, {row}.id", also={"author": AUTHOR})
    taken = "select u.display_name from directory_user u where u.id = {row}.recorded_by"
    return Branch(Report, on=f"{{row}}.id = {{parent}}.{column}", also={"taken_by": taken}, children={"answered": responses})


def moments_from(row: Any) -> list[Moment]:
    """The timeline of a report from a row of `report_of`. The page that reads it logs the opened notes. No statement."""
    responses = [ResponseRow(r.kind, r.channel, r.at, r.author or "", vault.read(r, "note")) for r in row.answered]
    return _told(row, row.taken_by or "", responses)


def moments_of(view: ReportView) -> list[Moment]:
    """The same timeline from a report that is open already. No statement."""
    first, *rest = _told(view, view.recorded_by_name, view.responses)
    return [replace(first, url_name="", url_id=None, link=""), *rest]


def _who(sex: str, age: int | None, count: int) -> str:
    if sex == Sex.UNKNOWN and age is None and count == 1:
        return _("Victim not yet known")
    words = [words_for(sex, age, None), *([] if age is not None else [_("age not known")])]
    if count > 1:
        words.append(ngettext("%(n)d person", "%(n)d persons", count) % {"n": count})
    return ", ".join(words)


def window_of(owed: Owed) -> Window | None:
    """The safe hours in which a promise of contact may be kept, in Asia/Jakarta; None for any other promise."""
    if owed.window_from is None or owed.window_until is None:
        return None
    start, end = (at.astimezone(WIB).time() for at in (owed.window_from, owed.window_until))
    return Window(start, end) if start != end else None


def _told(told: Report | ReportView, by: str, responses: list[ResponseRow]) -> list[Moment]:
    words = ", ".join(text for text in (label(told.channel, "channel"), label(told.reporter_kind)) if text)
    title = _("Report told") if told.state != ReportState.DRAFT else _("Report begun as a draft")
    first = Moment(told.received_at, "told", title, text=words, by=by, url_name="intake:report", url_id=told.id, link=_("Open the report"))
    return [first, *(_responded(r) for r in responses)]


def _responded(r: ResponseRow) -> Moment:
    text = ". ".join(part for part in (label(r.channel), r.note) if part)
    return Moment(r.at, "kept", label(r.kind), text=text, by=r.by)
