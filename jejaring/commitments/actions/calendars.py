"""A day off is announced or taken back; the open promises that run over it are computed anew, desk by desk."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import permissions, queries
from jejaring.commitments.actions.changing import recompute
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState
from jejaring.directory import actions as directory
from jejaring.directory.models import CalendarChange
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import NIL
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.reference import actions as reference
from jejaring.reference.states import HolidayKind

BATCH = 500
FARTHEST = timedelta(days=3 * 366)


def announce_day(*, by: Actor, day: date, name: str, kind: HolidayKind | str) -> None:
    """The government announced a day off: from now on working clocks stand still on it. The worker computes the open promises anew."""
    _check(by, day)
    if not name.strip():
        raise Refused(_("Say which day off it is."), "name")
    _change(by, day, name, HolidayKind(kind), withdrawn=False)


def take_back_day(*, by: Actor, day: date) -> None:
    """A day off is an ordinary day again. Refused for a day that is none."""
    _check(by, day)
    known = next((h for h in queries.holidays(day.year) if h.day == day and not h.withdrawn), None)
    if known is None:
        raise Refused(_("This is no day off."), "day")
    _change(by, day, known.name, known.kind, withdrawn=True)


def _check(by: Actor, day: date) -> None:
    require(permissions.may_publish(by))
    if day < today():
        raise Refused(_("What has passed stays as it was: choose today or a later day."), "day")
    if day > today() + FARTHEST:
        raise Refused(_("At most three years ahead."), "day")


def _change(by: Actor, day: date, name: str, kind: HolidayKind, *, withdrawn: bool) -> None:
    reference.announce(day=day, name=name, kind=kind, withdrawn=withdrawn)
    directory.calendar_changed(by=by, day=day)
    audit.record("day_off_withdrawn" if withdrawn else "day_off_announced", "calendar", NIL, detail=day.isoformat())


def begin_change(change: CalendarChange) -> list[UUID]:
    """Which desks a change concerns: its own, or all with open promises on working clocks; noted, so that its progress can be said."""
    if change.desks is None:
        with connection.cursor() as cursor:
            cursor.execute("select desks_on_working_clocks()")
            concerned = [desk for (desk,) in cursor.fetchall() if change.desk_id in (None, desk)]
        change.desks, change.waiting = len(concerned), concerned
        change.done_at = None if concerned else now()
        change.save(force_update=True, update_fields=["desks", "waiting", "done_at"])
    return list(change.waiting)


def recompute_desk(*, by: Actor, change_id: UUID) -> int:
    """Compute the open promises of the actor's desk on working clocks anew, once for a change; how many due moments moved.

    In the caller's transaction: killed in between, the desk is looked at again, and nothing moves twice.
    """
    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    if by.desk not in change.waiting:
        return 0
    moved = sum(recompute(commitments=rows, by=by) for rows in _batches(by.desk))
    change.waiting = [desk for desk in change.waiting if desk != by.desk]
    change.moved += moved
    change.done_at = None if change.waiting else now()
    change.save(force_update=True, update_fields=["waiting", "moved", "done_at"])
    return moved


def _batches(desk: UUID) -> Iterator[list[UUID]]:
    """The open promises of a desk on working clocks, some hundred at a time."""
    versions, last = queries.on_working_clocks(), NIL
    rows = Commitment.objects.filter(desk_id=desk, state=CommitmentState.OPEN, paused_at=None, fixed=False).order_by("pk")
    while found := list(rows.filter(pk__gt=last).values_list("pk", "key", "rule_version")[:BATCH]):
        yield [pk for pk, key, version in found if (key, version) in versions]
        last = found[-1][0]
