"""The desk's reports as a list: clear codes only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.commitments import queries as commitments
from jejaring.commitments.models import Commitment
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState
from jejaring.intake import rules
from jejaring.intake.models import Report
from jejaring.intake.queries.words import about_whom, window_of
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import day_after, midnight
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.tables import Cell, Table
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.ui.labels import label

PAGE = 25
ORDER = (ReportState.WAITING, ReportState.DRAFT, ReportState.DECIDED)
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
        return about_whom(self.victim_sex, self.victim_age, self.victim_count)

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
