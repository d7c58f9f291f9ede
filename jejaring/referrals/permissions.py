"""Who may send a referral and who may answer it."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.cases.states import CaseState
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.referrals import rules
from jejaring.referrals.states import REFERRAL, DeskNoteKind, Handover, ReferralState

RECEIVER, SENDER, BY_HAND = "receiver", "sender", "by_hand"

# Whose act it is. The answers of a desk without the system are written down by the sender, as they were heard.
SIDES: Mapping[str, tuple[str, ...]] = {
    "accept": (RECEIVER,),
    "serve": (RECEIVER,),
    "decline": (RECEIVER, BY_HAND),
    "unavailable": (RECEIVER, BY_HAND),
    "refuse": (RECEIVER, BY_HAND),
    "report_back": (RECEIVER, BY_HAND),
    "acknowledge": (BY_HAND,),
    "withdraw": (SENDER,),
}


class Standing(Protocol):
    """What the permissions ask about a referral."""

    @property
    def state(self) -> ReferralState: ...
    @property
    def from_desk_id(self) -> UUID: ...
    @property
    def to_desk_id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID | None: ...
    @property
    def by_letter(self) -> bool: ...
    @property
    def handover(self) -> Handover: ...


def may_send(actor: Actor, case_state: CaseState) -> Verdict:
    """Referrals are sent by those who lead cases, while the case is being worked on."""
    working = case_state in (CaseState.OPEN, CaseState.CLOSURE_PROPOSED)
    return actor.may(P.SEND_REFERRAL) & (YES if working else Verdict(False, _("This case is closed: reopen it before you refer.")))


def may_keep_consents(actor: Actor) -> Verdict:
    """Whoever works on a case writes down what the person consents to and what she takes back: both as easily, in any state of the case."""
    return actor.may(P.WORK_CASE)


def may_withdraw_consent(actor: Actor, basis: str, *, withdrawn: bool) -> Verdict:
    """A consent is withdrawn once. Vital interest, legal duty and public task are nobody's to withdraw."""
    if basis != "consent":
        return Verdict(False, _("Only a consent can be withdrawn: this sharing rests on another basis."))
    return may_keep_consents(actor) & (Verdict(False, _("This consent was withdrawn already.")) if withdrawn else YES)


def may_settle(actor: Actor, *, withdrawn: bool, settled: bool) -> Verdict:
    """After a withdrawal it is written down, once, that the receivers have stopped."""
    waits = YES if withdrawn and not settled else Verdict(False, _("Nothing is waiting here to be settled."))
    return may_keep_consents(actor) & waits


def may_request(actor: Actor) -> Verdict:
    """A partner desk asks the unit for a companion, a psychologist or a place for somebody it is with."""
    return actor.may(P.REQUEST_SERVICE)


def may_see(actor: Actor) -> Verdict:
    """Referrals are for those who send or answer them."""
    return actor.may(P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.WORK_CASE)


def may_do(actor: Actor, referral: Standing, act: str) -> Verdict:
    """Each act belongs to one side: the receiver answers, the sender withdraws, and writes down what a desk answers by letter."""
    verdict = _is_theirs(actor, referral, SIDES[act]) & REFERRAL.may(referral.state, act)
    return verdict & rules.may_take_back(referral.handover, referral.state) if act == "withdraw" else verdict


def _is_theirs(actor: Actor, referral: Standing, sides: tuple[str, ...]) -> Verdict:
    if RECEIVER in sides and referral.to_desk_id == actor.desk:
        return actor.may(P.ANSWER_REFERRAL)
    if referral.from_desk_id == actor.desk and (SENDER in sides or (BY_HAND in sides and referral.by_letter)):
        return actor.may(P.SEND_REFERRAL, P.REQUEST_SERVICE)
    return Verdict(False, _("This is for the other desk to do."))


def may_take_up(actor: Actor, referral: Standing) -> Verdict:
    """The desk that accepted a request makes a report of it and triages it; whatever belongs to a case has its file already."""
    if referral.to_desk_id != actor.desk or referral.case_id is not None:
        return Verdict(False, _("This is for the other desk to do."))
    accepted = referral.state in (ReferralState.ACCEPTED, ReferralState.DONE)
    return actor.may(P.TAKE_REPORT) & actor.may(P.TRIAGE) & (YES if accepted else Verdict(False, _("Accept the request first.")))


NOTE_NEEDS: Mapping[DeskNoteKind, P] = {
    DeskNoteKind.CARE: P.ANSWER_REFERRAL,
    DeskNoteKind.CLINICAL: P.WRITE_CLINICAL,
    DeskNoteKind.COUNSEL: P.WRITE_COUNSEL,
}


def may_keep_shelter(actor: Actor) -> Verdict:
    """Beds, arrivals and exits are the shelter keeper's."""
    return actor.may(P.KEEP_SHELTER)


def may_admit(actor: Actor, referral: Standing) -> Verdict:
    """A keeper of the shelter that accepted a referral admits the person."""
    return actor.may(P.KEEP_SHELTER) & may_do(actor, referral, "serve")


def may_write_desk_note(actor: Actor, referral: Standing, kind: DeskNoteKind) -> Verdict:
    """The receiving desk writes for itself; clinical and counsel's notes are those roles' own."""
    if referral.to_desk_id != actor.desk:
        return Verdict(False, _("This is for the other desk to do."))
    return actor.may(NOTE_NEEDS[kind])


def note_kinds(actor: Actor) -> list[DeskNoteKind]:
    """The kinds of notes that the actor's roles write and read."""
    return [kind for kind, needed in NOTE_NEEDS.items() if actor.may(needed)]
