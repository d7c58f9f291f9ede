"""Who comes to a shelter and who leaves it; and what a receiving desk writes for itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions import once, sent_before
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.referrals import permissions, queries
from jejaring.referrals.actions.answering import serve
from jejaring.referrals.actions.beds import SERVICE, house_of
from jejaring.referrals.models import DeskNote, Referral, Stay, StayChild
from jejaring.referrals.states import DeskNoteKind
from jejaring.vault import actions as vault
from jejaring.vault.models import CLINICAL, GENERAL, IDENTITY

MOST_CHILDREN = 10


@transaction.atomic
def admit(
    *, by: Actor, referral_id: UUID, version: int, at: datetime, children: Sequence[tuple[str, int]] = (), condition: str = "",
    belongings: str = "", submission: UUID | None = None,
) -> Stay:  # fmt: skip
    """Somebody arrives at the shelter, perhaps with children; a service of the case that keeps the promise of the first one.

    `children` are sex and age in years. `at` (with a zone) is not in the future and not before the referral was sent. The house's row
    is locked, so that two keepers cannot give the last bed twice. Raises Refused where the beds do not suffice: nothing is written.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return Stay.objects.get(pk=first)
    referral = get_object_or_404(Referral.objects.select_for_update(), pk=referral_id, to_desk_id=by.desk)
    require(permissions.may_admit(by, queries.row_for(by, referral_id)))
    _check_arrival(referral, at, children)
    _check_beds(by, referral, 1 + len(children))
    vault.make_domain(pk, by.organisation, classes=(GENERAL, IDENTITY))
    if referral.from_desk.organisation_id != by.organisation:
        vault.share_domain(pk, referral.from_desk.organisation_id, classes=(GENERAL, IDENTITY))
    row = Stay(
        id=pk, domain=pk, referral_id=referral_id, desk=by.desk, admitted_at=at, condition=condition, belongings=belongings, by=by.id,
        recorded_at=now(),
    )  # fmt: skip
    _insert_once(row)
    insert(*(StayChild(stay=row, sex=sex, age=age) for sex, age in children))
    serve(by=by, referral_id=referral_id, version=version, service=SERVICE, happened_on=at.astimezone(WIB).date())
    audit.record("admitted", "stay", pk, case_id=referral.case_id)
    return row


def _check_arrival(referral: Referral, at: datetime, children: Sequence[tuple[str, int]]) -> None:
    if at > now():
        raise Refused(_("This moment lies in the future."), "at")
    if at < referral.sent_at.replace(second=0, microsecond=0):
        raise Refused(_("The arrival lies before the referral. Record an earlier stay with the unit."), "at")
    if len(children) > MOST_CHILDREN or any(not 0 <= age <= 17 for _sex, age in children):
        raise Refused(_("At most ten children, each from 0 to 17 years old."), "children")


def _check_beds(by: Actor, referral: Referral, wanted: int) -> None:
    """The person's own bed was counted when the referral was accepted; the children's were not."""
    house = house_of(by)
    if house is None:
        raise Refused(_("Say first how many beds the house has."))
    reserved = 0 if Stay.objects.filter(referral=referral).exists() else 1
    free = house.beds - queries.beds_taken(by.desk) + reserved
    if wanted > free:
        raise Refused(_("The shelter is full: there are not enough free beds for everybody. Nothing was written."), "children")


def _insert_once(row: Stay) -> None:
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:
        raise Refused(_("This person is staying already."))


@transaction.atomic
def leave(
    *, by: Actor, stay_id: UUID, at: datetime, exit_reason: str, destination: str = "", submission: UUID | None = None
) -> Stay:
    """Somebody leaves the shelter; the beds are free again. Where to and with whom is sealed; the referral's feedback tells the rest."""
    if sent_before(by=by, submission=submission):
        return Stay.objects.get(pk=stay_id)
    row = get_object_or_404(Stay.objects.select_for_update(), pk=stay_id, desk=by.desk)
    require(permissions.may_keep_shelter(by))
    if row.left_at is not None:
        raise Refused(_("The exit is recorded already."))
    if not row.admitted_at <= at <= now():
        raise Refused(_("The exit lies between the arrival and now."), "at")
    row.left_at, row.exit_reason, row.destination = at, exit_reason, destination
    row.save(force_update=True, update_fields=["left_at", "exit_reason", "destination"])
    audit.record("left_shelter", "stay", row.pk, detail=exit_reason)
    return row


@transaction.atomic
def write_desk_note(*, by: Actor, referral_id: UUID, kind: DeskNoteKind, text: str, submission: UUID | None = None) -> UUID:
    """The receiving desk writes for itself. The sender never sees it; clinical and counsel's notes open for those roles alone."""
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return first
    row = queries.row_for(by, referral_id)
    require(permissions.may_write_desk_note(by, row, kind))
    if not text.strip():
        raise Refused(_("Please write something."), "text")
    vault.make_domain(pk, by.organisation, classes=(CLINICAL,))
    insert(DeskNote(id=pk, domain=pk, referral_id=referral_id, desk=by.desk, kind=kind, text=text, by=by.id, at=now()))
    audit.record("desk_note_written", "referral", referral_id, detail=kind.value)
    return pk


