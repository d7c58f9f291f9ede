"""Who is on duty, what nobody covers, and what one shift left to the next. Rosters are the desk's own; others learn only whether somebody
is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.directory import rules
from jejaring.directory.models import ClosedDay, Desk, HandOver, Shift
from jejaring.directory.queries.names import account_name
from jejaring.directory.queries.opening import working_calendar
from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import now, today
from jejaring.kernel.hours import OFFICE, read_hours
from jejaring.vault import actions as vault

AHEAD = timedelta(days=7)  # what the roster shows
SHOWN = 3  # notes that nobody has read yet


@dataclass(frozen=True, slots=True)
class Worked:
    """One time on duty."""

    shift_id: UUID
    user_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime
    weekly: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty now and who comes next. `planned`: the desk has a roster at all; `open`: it is open now."""

    planned: bool
    open: bool
    now: tuple[Worked, ...]
    next: Worked | None

    @property
    def nobody(self) -> bool:
        """A desk that plans its shifts is open, and nobody is there."""
        return self.planned and self.open and not self.now


@dataclass(frozen=True, slots=True)
class Roster:
    """The next seven days: who is on duty, and when nobody is although the desk is open."""

    duty: Duty
    worked: list[Worked]
    gaps: list[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What one shift left to the next."""

    id: UUID
    text: str
    attached: tuple[UUID, ...]
    by: UUID
    by_name: str
    at: datetime
    read_by: str
    read_at: datetime | None


SHIFTS = Branch(
    Shift, on="{row}.desk_id = {parent}.id and {row}.taken_off_at is null", order="{row}.starts_at, {row}.id",
    also={"name": "select u.display_name from directory_user u where u.id = {row}.user_id and u.is_active"},
)  # fmt: skip
CLOSED = Branch(ClosedDay, on="{row}.desk_id = {parent}.id and {row}.day >= current_date - 1", order="{row}.day")
NOTES = Branch(HandOver, on="{row}.desk_id = {parent}.id and {row}.read_at is null", order="{row}.at, {row}.id")
STANDING = Stored(
    lambda desk: Desk.objects.filter(pk=desk).select_related("organisation").annotate(
        shifts=SHIFTS.on_rows_of(Desk), closed=CLOSED.on_rows_of(Desk), notes=NOTES.on_rows_of(Desk)
    )
)


def _read(desk_id: UUID) -> tuple[Any, list[Any]]:
    """The desk's row with what belongs to it, and its shifts of people whose account is open. One statement."""
    found: Any = STANDING.first(desk_id)
    return found, [s for s in SHIFTS.rows(found.shifts) if s.name] if found else []


def _worked(shifts: Iterable[Any], since: datetime, until: datetime) -> list[Worked]:
    found = [
        Worked(s.pk, s.user_id, s.name, a, b, s.weekly, s.until) for s in shifts for a, b in rules.occurrences(s, since, until)
    ]  # fmt: skip
    return sorted(found, key=lambda w: (w.starts_at, w.name))


def _calendar(found: Any) -> Calendar:
    return working_calendar(read_hours(found.hours) or OFFICE, (c.day for c in CLOSED.rows(found.closed)), found.organisation.region)


def _is_open(calendar: Calendar, moment: datetime) -> bool:
    return any(a <= moment < b for a, b in calendar.spans(moment.astimezone(calendar.zone).date()))


def standing(actor: Actor) -> tuple[Duty, list[NoteRow]]:
    """Who is on duty at the actor's desk, and what others left that nobody has read yet.

    One statement, and one for the keys where something was left.
    """
    found, shifts = _read(actor.desk)
    if found is None:
        return Duty(False, False, (), None), []
    left = [note for note in NOTES.rows(found.notes) if note.by != actor.id]
    return _duty(found, shifts), _notes(left[:SHOWN])


def _duty(found: Any, shifts: list[Any]) -> Duty:
    moment = now()
    if not shifts:
        return Duty(False, True, (), None)
    worked = _worked(shifts, moment, moment + AHEAD)
    there = tuple(w for w in worked if w.starts_at <= moment)
    coming = next((w for w in worked if w.starts_at > moment), None)
    opened = bool(there) or _is_open(_calendar(found), moment)
    return Duty(True, opened, there, coming)


def roster(actor: Actor) -> Roster:
    """The next seven days at the actor's desk. One statement."""
    found, shifts = _read(actor.desk)
    moment = now()
    end = moment + AHEAD
    worked, calendar = _worked(shifts, moment, end), _calendar(found)
    first = moment.astimezone(calendar.zone).date()
    spans = [span for n in range(8) for span in calendar.spans(first + timedelta(days=n))]
    wanted = [(max(a, moment), min(b, end)) for a, b in spans if b > moment and a < end]
    gaps = rules.uncovered(wanted, [(w.starts_at, w.ends_at) for w in worked]) if shifts else []
    return Roster(_duty(found, shifts), worked, _joined(gaps))


def _joined(gaps: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Gaps that only midnight parts are one."""
    found: list[tuple[datetime, datetime]] = []
    for a, b in gaps:
        if found and a - found[-1][1] < timedelta(minutes=1):
            found[-1] = (found[-1][0], b)
        elif b - a >= timedelta(minutes=1):
            found.append((a, b))
    return found


def deserted() -> frozenset[UUID]:
    """The desks that plan their shifts, are open and have nobody on duty now. Three statements; who would be there is not told."""
    with connection.cursor() as cursor:
        cursor.execute("select deserted_desks()")
        empty = [desk for (desk,) in cursor.fetchall()]
    if not empty:
        return frozenset()
    closed: dict[UUID, set[date]] = {}
    near = ClosedDay.objects.filter(desk_id__in=empty, day__range=(today(), today() + timedelta(days=1)))  # today in each zone
    for desk_id, day in near.values_list("desk_id", "day"):
        closed.setdefault(desk_id, set()).add(day)
    rows = Desk.objects.filter(pk__in=empty).values_list("pk", "hours", "organisation__region")
    weeks = [(pk, read_hours(hours) or OFFICE, region) for pk, hours, region in rows]
    return frozenset(pk for pk, week, region in weeks if _is_open(working_calendar(week, closed.get(pk, ()), region), now()))


def past_hand_overs(actor: Actor, *, limit: int = 20) -> list[NoteRow]:
    """The newest notes of the actor's desk, read or not. Two statements."""
    return _notes(HandOver.objects.filter(desk_id=actor.desk).order_by("-at", "-pk")[:limit])


def _notes(rows: Iterable[HandOver]) -> list[NoteRow]:
    return [
        NoteRow(
            r.pk, vault.read(r, "text"), tuple(UUID(str(pk)) for pk in r.attached), r.by, account_name(r.by), r.at,
            account_name(r.read_by) if r.read_by else "", r.read_at,
        ) for r in rows
    ]  # fmt: skip
