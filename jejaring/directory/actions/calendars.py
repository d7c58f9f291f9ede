"""The days on which a desk is closed, and the note to the worker that promises have to be computed anew."""

from datetime import date, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions.grip import check
from jejaring.directory.models import CalendarChange, ClosedDay, Desk
from jejaring.directory.queries.opening import opens_before
from jejaring.kernel.clock import now, today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused

LONGEST = 31  # days in one entry
NEVER_LONGER = timedelta(days=60)  # without a working day a desk is closed, not on leave


def close_days(*, by: Actor, desk_id: UUID, first: date, last: date, reason: str = "") -> int:
    """One desk is closed from one day to another, beside national holidays; how many days were added.

    Refused where no working day would be left in the next sixty: such a desk is closed, with what it owes given to another.
    """
    check(by)
    if first < today():
        raise Refused(_("What has passed stays as it was: choose today or a later day."), "first")
    if not 0 <= (last - first).days < LONGEST:
        raise Refused(_("From the first to the last day, at most 31 days."), "last")
    Desk.objects.select_for_update().get(pk=desk_id)
    days = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    if not opens_before(desk_id, today() + NEVER_LONGER, without=frozenset(days)):
        raise Refused(_("It would have no working day in the next sixty days. Close the desk instead, and say who takes over."), "last")
    have = set(ClosedDay.objects.filter(desk_id=desk_id, day__in=days).values_list("day", flat=True))
    for day in sorted(days - have):
        ClosedDay(desk_id=desk_id, day=day, reason=reason).save(force_insert=True)
    if days - have:
        calendar_changed(by=by, desk_id=desk_id, day=first)
        audit.record("desk_days_closed", "desk", desk_id, detail=f"{first} {last}")
    return len(days - have)


def open_day(*, by: Actor, closed_id: UUID) -> UUID:
    """A day on which a desk would have been closed is an ordinary day again; the desk."""
    check(by)
    row = get_object_or_404(ClosedDay, pk=closed_id)
    if row.day < today():
        raise Refused(_("What has passed stays as it was: choose today or a later day."))
    desk_id, day = row.desk_id, row.day
    row.delete()
    calendar_changed(by=by, desk_id=desk_id, day=day)
    audit.record("desk_day_opened", "desk", desk_id, detail=day.isoformat())
    return desk_id


def calendar_changed(*, by: Actor, desk_id: UUID | None = None, day: date | None = None) -> None:
    """Note for the worker that due moments on working clocks have to be computed anew, everywhere or at one desk."""
    CalendarChange(desk_id=desk_id, day=day, by=by.id, at=now()).save(force_insert=True)
