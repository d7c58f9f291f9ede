"""Who is on duty when, and what one shift leaves to the next. Always for the actor's own desk."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory import permissions, rules
from jejaring.directory.actions.grip import again
from jejaring.directory.models import Desk, HandOver, Shift
from jejaring.directory.queries import colleagues
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.vault import actions as vault

MOST_ATTACHED = 50


def plan_shift(
    *, by: Actor, user_id: UUID, starts_at: datetime, ends_at: datetime, weekly: bool = False, until: date | None = None,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Somebody of the desk is on duty from one moment to another, once or every week until a last day. Refused with the field."""
    require(permissions.may_plan_duty(by))
    row = Shift(
        id=uuid7(), desk_id=by.desk, user_id=user_id, starts_at=starts_at, ends_at=ends_at, weekly=weekly, until=until if weekly else None,
        planned_by=by.id,
    )  # fmt: skip
    if earlier := again(by, submission, row.pk):
        return earlier
    if not any(c.user_id == user_id for c in colleagues(by.desk)):
        raise Refused(_("Nobody of that name works at this desk today."), "user_id")
    for field, reason in rules.shift_problems(starts_at, ends_at, until=row.until, now=now()).items():
        raise Refused(reason, field)
    row.save(force_insert=True)
    audit.record("shift_planned", "shift", row.pk)
    return row.pk


def take_off_shift(*, by: Actor, shift_id: UUID) -> None:
    """A shift, with all its weeks, stands on the roster no more. What was worked stays in the log."""
    require(permissions.may_plan_duty(by))
    row = get_object_or_404(Shift.objects.select_for_update(), pk=shift_id, desk_id=by.desk)
    if row.taken_off_at is None:
        row.taken_off_at = now()
        row.save(update_fields=["taken_off_at"])
        audit.record("shift_taken_off", "shift", row.pk)


def write_hand_over(*, by: Actor, text: str, attached: Sequence[UUID] = (), submission: UUID | None = None) -> UUID:
    """Whoever leaves writes what the next one has to know; it is shown to everybody else of the desk until one of them has read it.

    Sealed in the desk's own key domain, which is made with the first note. `attached` are promises that it is about.
    """
    require(permissions.may_plan_duty(by))
    pk = uuid7()
    if earlier := again(by, submission, pk):
        return earlier
    if not text.strip():
        raise Refused(_("Please write something."), "text")
    if len(attached) > MOST_ATTACHED:
        raise Refused(_("At most fifty promises."), "attached")
    _own_domain(by)
    HandOver(id=pk, domain=by.desk, desk_id=by.desk, text=text, attached=list(attached), by=by.id, at=now()).save(force_insert=True)
    audit.record("hand_over_written", "hand_over", pk)
    return pk


def _own_domain(by: Actor) -> None:
    """The desk's key domain, once: the lock on the desk makes the second of two wait for the first."""
    list(Desk.objects.select_for_update().filter(pk=by.desk).values_list("pk"))
    vault.ensure_domain(by.desk, by.organisation)


def read_hand_over(*, by: Actor, note_id: UUID) -> None:
    """Somebody who comes on has read it. Whoever wrote it cannot say so."""
    require(permissions.may_plan_duty(by))
    row = get_object_or_404(HandOver.objects.select_for_update(), pk=note_id, desk_id=by.desk)
    if row.by == by.id:
        raise Refused(_("You wrote it. Whoever comes on confirms it."))
    if row.read_at is None:
        row.read_by, row.read_at = by.id, now()
        row.save(update_fields=["read_by", "read_at"])
        audit.record("hand_over_read", "hand_over", row.pk)
