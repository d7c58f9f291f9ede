"""A consent is taken back: further sharing and access end in this very transaction, the receivers are told, and the promise begins."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.queries import CaseSummary
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory.actions import sent_before
from jejaring.guard.rows import change, insert
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.referrals import permissions, queries, rules
from jejaring.referrals.actions.answering import ALL_PROMISES, LOST
from jejaring.referrals.actions.sending import new_event
from jejaring.referrals.models import Referral, SharingBasis
from jejaring.referrals.rules import Fate
from jejaring.referrals.states import REFERRAL, ReferralAct
from jejaring.vault import actions as vault

REASONS: Mapping[Fate, str] = {Fate.LEGAL_DUTY: _("The consent was withdrawn; the duty to report sexual violence to the police remains.")}


@transaction.atomic
def withdraw_consent(
    *, by: Actor, basis_id: UUID, version: int, withdrawn_for: str, note: str = "", kept_for_life: str = ""
) -> SharingBasis:
    """The person, or the guardian who gave it, takes a consent back: as easily as it was given, in any state of the case.

    Access of the receivers ends with this transaction: state, expiry and keys; each is told without content; what the law obliges us to
    report stays, and so does, with the reason `kept_for_life`, what protects a life in danger. Opens the promise of 3x24 hours. Done
    twice it changes nothing. Raises ObjectDoesNotExist for whoever does not see the case.
    """
    row = SharingBasis.objects.select_for_update(of=("self",)).select_related("to_desk").get(pk=basis_id)
    case = cases.summary(by, row.case_id)
    if row.withdrawn_at:
        return row
    require(permissions.may_withdraw_consent(by, row.basis, withdrawn=False))
    if row.version != version:
        raise Refused(LOST)
    found = queries.withdrawal_of(by, case, row, kept_for_life=bool(kept_for_life.strip()), lock=True)
    guardians = found.facts.guardians
    verdict = rules.withdrawal_fits(by_whom=withdrawn_for, given_by=row.consent_by, adult=found.facts.adult, guardians=guardians)
    if not verdict:
        raise Refused(verdict.reason, "withdrawn_for")
    if kept_for_life.strip() and not found.may_keep_for_life:
        raise Refused(found.may_keep_for_life.reason, "kept_for_life")
    _write(row, by, withdrawn_for, note, found.not_recalled)
    for each in found.consequences:
        _carry_out(by, row, each.referral, each.fate, kept_for_life)
    _owe(by, case, row)
    audit.record("consent_withdrawn", "case", case.id, case_id=case.id, detail=f"{row.purpose},{len(found.consequences)}")
    return row


def _write(row: SharingBasis, by: Actor, withdrawn_for: str, note: str, not_recalled: tuple[str, ...]) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_for = now(), by.id, withdrawn_for
    row.withdrawal_note, row.not_recalled = note, list(not_recalled)
    change(row, "withdrawn_at", "withdrawn_by", "withdrawn_for", "withdrawal_note", "not_recalled", count="version")


def _carry_out(by: Actor, basis: SharingBasis, referral: Referral, fate: Fate, for_life: str) -> None:
    """One referral after the withdrawal: it ends, or goes on on the basis that remains. The other desk is told in either case."""
    if fate == Fate.ENDS:
        _end(by, referral)
    elif fate in (Fate.LEGAL_DUTY, Fate.VITAL_INTEREST):
        _go_on(by, basis, referral, fate, REASONS.get(fate, for_life))
    if referral.to_desk.uses_system:
        subject = "sharing" if fate == Fate.ENDS else "referral"  # what has ended has no page any more
        notices.tell(
            desk_id=referral.to_desk_id, kind=NoticeKind.CONSENT_WITHDRAWN, subject_kind=subject, subject_id=referral.pk, from_desk=by.desk
        )


def _end(by: Actor, referral: Referral) -> None:
    """The receiver loses sight and key at once, whatever it had answered; nothing more is owed for it."""
    if REFERRAL.may(referral.state, "withdraw"):
        referral.state = REFERRAL.after(referral.state, "withdraw")
    referral.expires_at = min(referral.expires_at, now())
    change(referral, "state", "expires_at", count="version")
    insert(new_event(referral, by, ReferralAct.WITHDRAWN))
    if referral.to_desk.organisation_id != by.organisation:
        vault.withdraw_domain(referral.domain, referral.to_desk.organisation_id)
    commitments.cancel(*ALL_PROMISES, subject_id=referral.pk, by=by, act="withdraw_consent")


def _go_on(by: Actor, old: SharingBasis, referral: Referral, fate: Fate, reason: str) -> None:
    """The referral stays, on the basis that holds without consent; it ends when it would have ended."""
    row = SharingBasis(
        domain=old.domain, case_id=old.case_id, victim_id=old.victim_id, to_desk_id=old.to_desk_id, purpose=referral.purpose,
        basis=fate.value, reason=reason, until=referral.expires_at, by=by.id, at=now(),
    )  # fmt: skip
    insert(row)
    referral.sharing, referral.basis, referral.consent_by = row, fate.value, ""
    change(referral, "sharing", "basis", "consent_by", count="version")


def _owe(by: Actor, case: CaseSummary, row: SharingBasis) -> None:
    """Within 3x24 hours it is written down that every receiver has stopped (UU 27/2022)."""
    first = case.victims[0] if case.victims else None
    about = About(
        "consent", row.pk, case.id, case.reference, case.risk, first.sex if first else "unknown", first.age if first else None, case.area,
        case.kind,
    )  # fmt: skip
    commitments.promise(RuleKey.CONSENT_WITHDRAWAL, by=by, about=about, desk_id=case.lead_desk_id)


@transaction.atomic
def settle_withdrawal(*, by: Actor, basis_id: UUID, version: int, settlement: str, submission: UUID | None = None) -> SharingBasis:
    """What the receivers said: that they have stopped, and what they keep under which law. Keeps the promise of 3x24 hours."""
    if sent_before(by=by, submission=submission):
        return SharingBasis.objects.get(pk=basis_id)
    row = SharingBasis.objects.select_for_update(of=("self",)).get(pk=basis_id)
    case = cases.summary(by, row.case_id)
    require(permissions.may_settle(by, withdrawn=row.withdrawn_at is not None, settled=row.settled_at is not None))
    if row.version != version:
        raise Refused(LOST)
    if not settlement.strip():
        raise Refused(_("Say what each receiver answered, and what it keeps."), "settlement")
    row.settled_at, row.settled_by, row.settlement = now(), by.id, settlement
    change(row, "settled_at", "settled_by", "settlement", count="version")
    commitments.keep(RuleKey.CONSENT_WITHDRAWAL, subject_id=row.pk, by=by, act="settle_withdrawal")
    audit.record("withdrawal_settled", "case", case.id, case_id=case.id, detail=row.purpose)
    return row
