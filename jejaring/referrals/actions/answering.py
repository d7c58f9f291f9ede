"""What becomes of a referral, by whichever side: each act is one transition, one event, and the promises that follow from it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import actions as cases
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.directory.actions import sent_before
from jejaring.guard.rows import change, insert
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.referrals import permissions
from jejaring.referrals.actions.beds import keep_bed
from jejaring.referrals.actions.sending import about, new_event
from jejaring.referrals.models import Letter, Referral
from jejaring.referrals.queries import to_row, with_desks
from jejaring.referrals.states import REFERRAL, Handover, ReferralAct
from jejaring.vault import actions as vault

EARLIEST = timedelta(days=30)
LOST = _("Somebody else decided this in the meantime; nothing of yours was lost.")
LOCKED = Stored(lambda pk: with_desks(Referral.objects.select_for_update(of=("self",)).filter(pk=pk)))
ACTS: Mapping[str, ReferralAct] = {
    "accept": ReferralAct.ACCEPTED,
    "decline": ReferralAct.DECLINED,
    "unavailable": ReferralAct.UNAVAILABLE,
    "serve": ReferralAct.SERVED,
    "report_back": ReferralAct.DONE,
    "refuse": ReferralAct.REFUSED,
    "withdraw": ReferralAct.WITHDRAWN,
    "acknowledge": ReferralAct.ACKNOWLEDGED,
}
NOTICES: Mapping[str, NoticeKind] = {
    "accept": NoticeKind.REFERRAL_ACCEPTED,
    "decline": NoticeKind.REFERRAL_DECLINED,
    "unavailable": NoticeKind.REFERRAL_UNAVAILABLE,
    "report_back": NoticeKind.REFERRAL_DONE,
    "refuse": NoticeKind.REFERRAL_DECLINED,
    "withdraw": NoticeKind.REFERRAL_WITHDRAWN,
    "acknowledge": NoticeKind.LETTER_ACKNOWLEDGED,
}
ALL_PROMISES = (RuleKey.REFERRAL_ANSWER, RuleKey.LETTER_ACKNOWLEDGEMENT, RuleKey.FIRST_SERVICE, RuleKey.SERVICE_FEEDBACK)
ANSWERS = (RuleKey.REFERRAL_ANSWER, RuleKey.LETTER_ACKNOWLEDGEMENT)


def _do(by: Actor, referral_id: UUID, version: int, act: str, *, note: str = "", service: str = "", reason: str = "") -> Referral:
    """Lock the referral, check version, side and state, move it, and write the moment, the log and the notice to the other desk."""
    row = LOCKED.one(referral_id)
    if row.version != version:
        raise Refused(LOST)
    require(permissions.may_do(by, to_row(row), act))
    row.state = REFERRAL.after(row.state, act)
    change(row, "state", count="version")
    insert(new_event(row, by, ACTS[act], note=note, service=service, reason=reason))
    audit.record(f"referral_{act}", "referral", row.pk, case_id=row.case_id, detail=reason)
    if kind := NOTICES.get(act):
        told = row.to_desk_id if act == "withdraw" else row.from_desk_id
        notices.tell(desk_id=told, kind=kind, subject_kind="referral", subject_id=row.pk, from_desk=by.desk)
    return row


@transaction.atomic
def accept(*, by: Actor, referral_id: UUID, version: int, note: str = "", submission: UUID | None = None) -> Referral:
    """The receiver takes it on: the promise to answer is kept, that of the first service begins. A transfer makes the case theirs.

    Raises Refused where the case of a transfer is not open any more.
    """
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    row = _do(by, referral_id, version, "accept", note=note)
    keep_bed(by, row)
    commitments.keep(RuleKey.REFERRAL_ANSWER, subject_id=row.pk, by=by, act="accept")
    if row.handover == Handover.TRANSFER and row.case_id:
        _take_over(row, row.case_id)
    commitments.promise(RuleKey.FIRST_SERVICE, by=by, about=about(row), owed_to_desk_id=row.from_desk_id)
    return row


def _take_over(row: Referral, case_id: UUID) -> None:
    """The sender's case is marked as transferred by the desk that took it over, which does not see that case."""
    with connection.cursor() as cursor:
        cursor.execute("select transfer_by_referral(%s, %s)", [row.pk, now()])
        if not cursor.fetchone()[0]:
            raise Refused(_("The sender is not working on this case any more. Ask them to send the transfer again; nothing was changed."))
    audit.record("case_transferred", "case", case_id, case_id=case_id)


@transaction.atomic
def decline(*, by: Actor, referral_id: UUID, version: int, reason: str, note: str = "", submission: UUID | None = None) -> Referral:
    """The receiver does not take it on, with a reason (list "decline_reason"): an answer too, so that somebody else can be asked."""
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    row = _do(by, referral_id, version, "decline", note=note, reason=reason)
    commitments.keep(*ANSWERS, subject_id=row.pk, by=by, act="decline")
    return row


@transaction.atomic
def unavailable(*, by: Actor, referral_id: UUID, version: int, note: str = "", submission: UUID | None = None) -> Referral:
    """The service cannot be had there at present: an answer, and a fact about what the city lacks."""
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    row = _do(by, referral_id, version, "unavailable", note=note)
    commitments.keep(*ANSWERS, subject_id=row.pk, by=by, act="unavailable")
    return row


@transaction.atomic
def refuse(*, by: Actor, referral_id: UUID, version: int, note: str = "", submission: UUID | None = None) -> Referral:
    """The person does not want it: her decision ends the referral and whatever was still owed for it."""
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    row = _do(by, referral_id, version, "refuse", note=note)
    commitments.keep(*ANSWERS, subject_id=row.pk, by=by, act="refuse")
    commitments.cancel(*ALL_PROMISES, subject_id=row.pk, by=by, act="refuse")
    return row


@transaction.atomic
def serve(
    *, by: Actor, referral_id: UUID, version: int, service: str, happened_on: date, note: str = "", submission: UUID | None = None
) -> Referral:
    """A service given by the receiver becomes a fact of the case, which the receiver does not see; then feedback is owed.

    `happened_on` is a day in Asia/Jakarta, not in the future; before the referral by `EARLIEST` at most (an emergency is treated first).
    """
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    if happened_on > today():
        raise Refused(_("This date lies in the future."), "happened_on")
    row = _do(by, referral_id, version, "serve", note=note, service=service)
    if happened_on < row.sent_at.astimezone(WIB).date() - EARLIEST:
        raise Refused(_("This lies long before the referral was sent. Check the year."), "happened_on")
    _fact(row, service, happened_on)
    if commitments.keep(RuleKey.FIRST_SERVICE, subject_id=row.pk, by=by, act="serve"):
        commitments.promise(RuleKey.SERVICE_FEEDBACK, by=by, about=about(row), owed_to_desk_id=row.from_desk_id)
    return row


def _fact(row: Referral, service: str, happened_on: date) -> None:
    """The fact of the case, and what of the case's promises it keeps: the receiver sees neither."""
    values: list[Any] = [uuid7(), row.pk, service, happened_on, now()]
    with connection.cursor() as cursor:
        cursor.execute("select service_from_referral(%s, %s, %s, %s, %s)", values)
        cursor.execute("select keep_by_referral(%s, %s, %s)", [row.pk, service, now()])


@transaction.atomic
def report_back(*, by: Actor, referral_id: UUID, version: int, note: str, submission: UUID | None = None) -> Referral:
    """The receiver says what was done and how it went: the referral is done, and nothing more is owed for it."""
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    if not note.strip():
        raise Refused(_("Say in a sentence what was done and how it went."), "note")
    row = _do(by, referral_id, version, "report_back", note=note)
    commitments.keep(RuleKey.SERVICE_FEEDBACK, subject_id=row.pk, by=by, act="report_back")
    commitments.cancel(RuleKey.FIRST_SERVICE, subject_id=row.pk, by=by, act="report_back")
    return row


@transaction.atomic
def withdraw(*, by: Actor, referral_id: UUID, version: int, note: str = "", submission: UUID | None = None) -> Referral:
    """The sender ends the sharing: the receiver loses key and sight at once and is told so; what was read is not recalled."""
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    row = _do(by, referral_id, version, "withdraw", note=note)
    receiver = row.to_desk.organisation_id
    if receiver != by.organisation:
        vault.withdraw_domain(row.domain, receiver)
    commitments.cancel(*ALL_PROMISES, subject_id=row.pk, by=by, act="withdraw")
    return row


@transaction.atomic
def acknowledge_letter(
    *,
    by: Actor,
    referral_id: UUID,
    how: str,
    office: str,
    at: datetime,
    version: int | None = None,
    note: str = "",
    submission: UUID | None = None,
) -> Referral:
    """An office has acknowledged a letter, by telephone, visit or in writing: written down by hand, it stops the letter's clock.

    For a transfer the case is theirs from then on. `at` is the moment of the acknowledgement (with a zone), between the letter and now.
    """
    if sent_before(by=by, submission=submission):
        return Referral.objects.get(pk=referral_id)
    letter = get_object_or_404(Letter.objects.select_for_update(of=("self",)).select_related("referral"), referral_id=referral_id)
    if at > now() or at < letter.written_at.replace(second=0, microsecond=0):
        raise Refused(_("The acknowledgement lies between the letter and now."), "at")
    if not office.strip():
        raise Refused(_("Say which office acknowledged it."), "office")
    row = _do(by, referral_id, letter.referral.version if version is None else version, "acknowledge", note=note)
    letter.acknowledged_at, letter.acknowledged_how, letter.acknowledged_by_office = at, how, office
    letter.recorded_by = by.id
    letter.save(force_update=True)
    commitments.keep(RuleKey.LETTER_ACKNOWLEDGEMENT, subject_id=row.pk, by=by, act="acknowledge_letter")
    if row.handover == Handover.TRANSFER and row.case_id:
        cases.mark_transferred(by=by, case_id=row.case_id)
    return row
