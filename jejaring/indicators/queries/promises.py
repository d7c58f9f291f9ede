"""What every desk promised and kept: numbers by desk, no names, no case numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.directory import queries as directory
from jejaring.indicators.permissions import may_see_promises
from jejaring.indicators.queries.answers import Answer, answers
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.verdict import require
from jejaring.ui import when

PERIODS = ("year", "months")


@dataclass(frozen=True, slots=True)
class DeskPromises:
    """The promises of one desk. `by_letter`: the desk is written to, since nobody here may order it or it does not use the system."""

    label: str
    organisation: str
    desk: str  # empty where the organisation's name says it
    phone: str
    by_letter: bool
    open: int
    late: int
    kept_in_time: int
    kept_late: int
    waiting: timedelta | None  # the longest of all that is open, since it was promised
    overdue: timedelta | None  # the longest of all that is late, since it was due
    answer: Answer | None = None  # to persons and other desks, in the period
    deserted: bool = False  # it plans its shifts, is open, and nobody is on duty

    @property
    def waits(self) -> str:
        """The longest waiting in words."""
        return when.span(self.waiting) if self.waiting else ""

    @property
    def is_overdue(self) -> str:
        """The longest late in words."""
        return when.span(self.overdue) if self.overdue else ""

    @property
    def running(self) -> int:
        """Open and not late."""
        return self.open - self.late

    @property
    def kept(self) -> int:
        """Kept, in time or late."""
        return self.kept_in_time + self.kept_late


@dataclass(frozen=True, slots=True)
class Promises:
    """All desks together, and each; the latest first."""

    since: datetime
    until: datetime
    desks: tuple[DeskPromises, ...]

    @property
    def late(self) -> int:
        """Open and past the due moment."""
        return sum(d.late for d in self.desks)

    @property
    def running(self) -> int:
        """Open and not yet due."""
        return sum(d.running for d in self.desks)

    @property
    def settled(self) -> int:
        """Kept, or fallen due and not kept: what the share of promises kept in time is a share of."""
        return sum(d.kept for d in self.desks) + self.late

    @property
    def share(self) -> float | None:
        """Kept in time, of all that is settled; none while nothing is."""
        return sum(d.kept_in_time for d in self.desks) / self.settled if self.settled else None

    @property
    def worst(self) -> DeskPromises | None:
        """The desk with the most late promises, where one has more than the others."""
        late = sorted((d for d in self.desks if d.late), key=lambda d: -d.late)
        return late[0] if len(late) > 1 and late[0].late > late[1].late else None

    @property
    def overdue(self) -> timedelta | None:
        """How long the oldest late promise has been late."""
        return max((d.overdue for d in self.desks if d.overdue), default=None)

    @property
    def is_overdue(self) -> str:
        """The same in words."""
        return when.span(self.overdue) if self.overdue else ""


def _named(d: directory.DeskRow) -> tuple[str, str]:
    """The organisation, and its desk where that says more."""
    return (d.name, "") if d.organisation in d.name else (d.organisation, d.name)


def beginning(period: str, at: datetime) -> datetime:
    """Midnight in Asia/Jakarta on 1 January of this year, or a year ago for "months"."""
    day = at.astimezone(WIB).date()
    start = day - timedelta(days=365) if period == "months" else day.replace(month=1, day=1)
    return datetime.combine(start, time(), WIB)


def promises(actor: Actor, *, period: str = "year") -> Promises:
    """Every desk's promises: what is open now, and what was kept in the period. At most seven statements. Refused to other roles."""
    require(may_see_promises(actor))
    at = now()
    since = beginning(period, at)
    with connection.cursor() as cursor:
        cursor.execute("select * from desk_promises(%s::timestamptz, %s::timestamptz)", [since, at])
        rows: Sequence[tuple[UUID, int, int, int, int, datetime | None, datetime | None]] = cursor.fetchall()
    desks, answered = {d.id: d for d in directory.all_desks()}, answers(actor, since=since, at=at)
    deserted = directory.deserted()
    found = []
    for desk_id, still_open, late, in_time, kept_late, waiting, overdue in rows:
        d = desks[desk_id]
        spans = (at - waiting if waiting else None, at - overdue if overdue else None)
        by_letter = d.vertical or not d.uses_system
        counted = (still_open, late, in_time, kept_late)
        found.append(DeskPromises(d.label, *_named(d), d.phone, by_letter, *counted, *spans, answered.get(desk_id), desk_id in deserted))
    found.sort(key=lambda d: (-d.late, -(d.overdue or timedelta()), -d.open, d.organisation, d.desk))
    return Promises(since, at, tuple(found))
