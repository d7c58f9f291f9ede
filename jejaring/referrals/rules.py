"""What may leave for which purpose, on which basis it may be shared, and to whom. Plain Python.

The allow-lists are our proposal for the agencies' agreements on data sharing; what no list names stays. Who reported and clinical notes
are in none: `cases.rules.PACKET` does not even know them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jejaring.cases.rules import PACKET
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.referrals.states import Handover, ReferralPurpose, ReferralState

P = ReferralPurpose

# These always go along and cannot be left out: whoever helps must know how to reach the person safely, and asks nothing twice.
SAFE_CONTACT = "safe_contact"
ALWAYS = (SAFE_CONTACT, "given_services")

_CORE = ("kind", "risk", "danger_signs", "victim", "victim_name", "victim_birth_date", "victim_domicile", "needs", "guardian", "manager")
_CARE = (*_CORE, "forms", "condition", "wishes")
_HAPPENED = ("forms", "incident_when", "incident_where", "incident_story", "respondent", "relation", "trafficking", "police_report")
_PAPERS = ("victim_nik", "victim_address")

_ALLOWED: Mapping[ReferralPurpose, tuple[str, ...]] = {
    P.LAW_ENFORCEMENT: (*_CORE, *_HAPPENED, *_PAPERS, "respondent_name", "identifiers_for_police"),
    P.HEALTH: (*_CARE, "victim_nik", "incident_when", "police_report"),
    P.SOCIAL: (*_CARE, *_PAPERS, "victim_origin", "trafficking", "needed_services"),
    P.SHELTER: (*_CARE, "respondent", "relation", "needed_services"),
    P.PSYCHOLOGICAL: (*_CARE, "relation", "needed_services"),
    P.COMPANION: (*_CARE, "needed_services"),
    P.LEGAL_AID: (*_CARE, *_HAPPENED, "respondent_name"),
    P.EDUCATION: ("victim", "victim_name", "victim_birth_date", "needs", "guardian", "wishes", "manager"),
    P.RETURN: (*_CARE, *_PAPERS, "victim_origin", "trafficking", "needed_services"),
    P.TRANSFER: (*_CARE, *_HAPPENED, *_PAPERS, "victim_phone", "victim_origin", "respondent_name", "needed_services"),
}
FIELDS_OF_PURPOSE: Mapping[ReferralPurpose, tuple[str, ...]] = {
    purpose: tuple(name for name in PACKET if name in allowed or name in ALWAYS) for purpose, allowed in _ALLOWED.items()
}
"""What a purpose allows, in the order of the page and the letter. No list holds what was said to get help only (`identifiers`), nor
`witnesses`: whoever called may be among them."""

SERVICES_OF_PURPOSE: Mapping[ReferralPurpose, tuple[str, ...]] = {
    P.LAW_ENFORCEMENT: ("law_enforcement", "police_protection", "witness_protection", "content_takedown", "outreach"),
    P.HEALTH: ("health", "medical_treatment", "forensic_examination", "psychiatric_examination"),
    P.SOCIAL: ("social_rehabilitation", "shelter", "social_assistance", "livelihood", "civil_documents", "disability_support"),
    P.SHELTER: ("shelter",),
    P.PSYCHOLOGICAL: ("psychological", "religious_support"),
    P.COMPANION: ("case_management", "law_enforcement", "outreach"),
    P.LEGAL_AID: ("legal_aid", "restitution", "witness_protection", "mediation"),
    P.EDUCATION: ("education",),
    P.RETURN: ("return", "reintegration", "social_assistance"),
    P.TRANSFER: ("case_management", "outreach"),
}

# The bodies that a purpose may be addressed to; a purpose that is not named may go to any.
BODIES_OF_PURPOSE: Mapping[ReferralPurpose, frozenset[str]] = {
    P.LAW_ENFORCEMENT: frozenset({"police", "prosecutor", "court"}),
    P.TRANSFER: frozenset({"protection_unit"}),
}
# What a partner desk may ask of the unit for somebody it is with, without a case file of its own.
REQUESTED = (P.COMPANION, P.PSYCHOLOGICAL, P.SHELTER)
OF_A_CASE = tuple(purpose for purpose in P if purpose != P.COMPANION)  # a case has companions of its own
REQUEST_DAYS = 30
NOT_RECALLED: Mapping[str, str] = {
    "read": _("What the receivers have read already, and what they keep in their own files by law."),
    "letters": _("Letters and papers that have left the house. Their receivers are asked by telephone or letter to stop."),
    "police": _("What is in the file of the police, the prosecutor or the court."),
    "services": _("The record that services were given."),
    "taken_over": _("The case that another unit has taken over. That unit is told, and decides under the same law."),
}
IN_CONFLICT = _("The guardian is in conflict with the child's interest and gives no consent. Choose another basis.")
GIVERS: Mapping[str, str] = {"person": _("The person"), "guardian": _("A guardian")}
PRIVATE_BODIES = frozenset({"legal_aid", "community"})
DEFAULT_DAYS, MOST_DAYS = 90, 365


class Fate(StrEnum):
    """What becomes of a referral when the consent to it is withdrawn."""

    ENDS = "ends"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules need to know of a case and of the desk it would go to."""

    risk: str = ""
    kinds: frozenset[str] = frozenset()  # the main category and the computed ones
    forms: frozenset[str] = frozenset()
    adult: bool = True  # the victims are all adults, or their age is not known
    guardians: tuple[bool, ...] = ()  # for each guardian in the file: in conflict?
    body: str = ""  # the kind of organisation that would receive it
    own_desk: bool = False
    mediation: Verdict = YES  # what the case itself says of it

    @property
    def sexual(self) -> bool:
        """Whether sexual violence is among the kinds or the forms."""
        return "sexual_violence" in self.kinds or "sexual" in self.forms


def basis_fits(basis: str, facts: Facts, *, purpose: ReferralPurpose, giver: str = "") -> Verdict:
    """Every sharing has one basis that holds: consent, vital interest, legal duty or public task (UU 27/2022 art. 20)."""
    checks = {
        "consent": lambda: consent_fits(facts, giver=giver),
        "vital_interest": lambda: vital_interest_fits(facts),
        "legal_duty": lambda: legal_duty_fits(facts, purpose=purpose),
        "public_task": lambda: public_task_fits(facts),
    }
    return checks[basis]() if basis in checks else Verdict(False, _("Choose the basis on which this may be shared."))


def consent_fits(facts: Facts, *, giver: str) -> Verdict:
    """An adult consents in person; for a child a guardian does who is not in conflict (UU 27/2022 art. 25)."""
    if giver not in GIVERS:
        return Verdict(False, _("Say who gave the consent."))
    if giver == "guardian" and facts.adult:
        return Verdict(False, _("An adult gives consent in person; nobody else gives it instead."))
    if giver == "person" and not facts.adult:
        return Verdict(False, _("For a child a guardian consents. Without a guardian to rely on, choose vital interest or public task."))
    if giver == "guardian" and facts.guardians and all(facts.guardians):
        return Verdict(False, IN_CONFLICT)
    return YES


def vital_interest_fits(facts: Facts) -> Verdict:
    """Vital interest is for danger to life or body: the case's risk is high."""
    return YES if facts.risk == "high" else Verdict(False, _("Vital interest is for danger to life or body, and the risk is not high."))


def legal_duty_fits(facts: Facts, *, purpose: ReferralPurpose) -> Verdict:
    """The duty to report is for sexual violence and towards the police alone (UU 12/2022 art. 41)."""
    if facts.sexual and facts.body == "police" and purpose == P.LAW_ENFORCEMENT:
        return YES
    return Verdict(False, _("The legal duty to report covers sexual violence, and only towards the police."))


def public_task_fits(facts: Facts) -> Verdict:
    """Public task binds public bodies; a private organisation helps with the person's consent or when life is in danger."""
    return Verdict(False, _("This is a private organisation: ask for consent.")) if facts.body in PRIVATE_BODIES else YES


def withdrawal_fits(*, by_whom: str, given_by: str, adult: bool, guardians: Iterable[bool] = ()) -> Verdict:
    """The person withdraws whatever was consented to, a guardian what a guardian gave; one in conflict speaks for no child."""
    known = tuple(guardians)
    if by_whom not in GIVERS:
        return Verdict(False, _("Say who withdraws the consent."))
    if by_whom == "guardian" and (adult or given_by != "guardian"):
        return Verdict(False, _("The person gave this consent, and nobody else withdraws it."))
    if by_whom == "guardian" and known and all(known):
        return Verdict(False, _("The guardian is in conflict with the child's interest and withdraws nothing. Ask the child."))
    return YES


def fate_of(facts: Facts, *, purpose: ReferralPurpose, taken_over: bool, kept_for_life: bool) -> Fate:
    """What the withdrawal of its consent does to a referral: it never stops a legal duty or the protection of life.

    `facts` are those of the case towards the referral's receiver.
    """
    if taken_over:
        return Fate.TAKEN_OVER
    if legal_duty_fits(facts, purpose=purpose):
        return Fate.LEGAL_DUTY
    return Fate.VITAL_INTEREST if kept_for_life and vital_interest_fits(facts) else Fate.ENDS


def not_recalled(*, read: bool, letters: bool, police: bool, services: bool, taken_over: bool) -> tuple[str, ...]:
    """What a withdrawal cannot call back, as codes of NOT_RECALLED: the person hears it before she decides."""
    found = {"read": read, "letters": letters, "police": police, "services": services, "taken_over": taken_over}
    return tuple(code for code in NOT_RECALLED if found[code])


def address_fits(purpose: ReferralPurpose, handover: Handover, facts: Facts) -> Verdict:
    """A purpose goes to a body that has it; a transfer goes to another protection unit."""
    if facts.own_desk:
        return Verdict(False, _("This is your own desk."))
    if (handover == Handover.TRANSFER) != (purpose == P.TRANSFER):
        return Verdict(False, _("A transfer has the purpose of a transfer, and nothing else has."))
    if facts.body not in BODIES_OF_PURPOSE.get(purpose, {facts.body}):
        return Verdict(False, _("This desk is not one that the purpose may be addressed to."))
    return YES


def services_fit(services: Iterable[str], facts: Facts) -> Verdict:
    """Mediation never for sexual violence, and never for domestic violence where the risk is not low."""
    domestic = "domestic_violence" in facts.kinds and facts.risk != "low"
    if "mediation" in set(services) and not facts.mediation:
        return facts.mediation
    if "mediation" in set(services) and (facts.sexual or domestic):
        return Verdict(False, _("No mediation for sexual violence, nor for domestic violence with danger signs."))
    return YES


def may_leave_out(name: str) -> Verdict:
    """The sender may leave out any single field except those that keep her safe and spare her questions."""
    return Verdict(False, _("Safe contact and the services already given always go along.")) if name in ALWAYS else YES


def lasting_fits(days: int) -> Verdict:
    """Access ends after at most a year; 90 days unless somebody says otherwise."""
    return YES if 1 <= days <= MOST_DAYS else Verdict(False, _("Access lasts between 1 and 365 days."))


def problems(
    facts: Facts, *, purpose: ReferralPurpose, handover: Handover, basis: str, giver: str, services: Iterable[str], days: int
) -> dict[str, str]:
    """What of a referral cannot stand, by field (message ids); empty when it may be sent."""
    verdicts = {
        "to_desk": address_fits(purpose, handover, facts),
        "basis": basis_fits(basis, facts, purpose=purpose, giver=giver),
        "services": services_fit(services, facts),
        "expires_days": lasting_fits(days),
    }
    return {field: verdict.reason for field, verdict in verdicts.items() if not verdict}


def request_problems(facts: Facts, purpose: ReferralPurpose, basis: str, giver: str, services: Iterable[str]) -> dict[str, str]:
    """What of a request to the unit cannot stand, by field (message ids)."""
    verdicts = {"basis": basis_fits(basis, facts, purpose=purpose, giver=giver), "services": services_fit(services, facts)}
    if facts.own_desk:
        verdicts["to_desk"] = Verdict(False, _("This is your own desk."))
    return {field: verdict.reason for field, verdict in verdicts.items() if not verdict}


def requested(purpose: ReferralPurpose, said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What leaves with a request: what was said of the person, as far as the purpose allows, in the order of the packet.

    How to reach the person safely always goes along, also where nobody has asked.
    """
    known = {SAFE_CONTACT: {}, **{name: value for name, value in said.items() if value}}
    return [(name, known[name]) for name in FIELDS_OF_PURPOSE[purpose] if name in known]


def chosen(facts: Mapping[str, Any], purpose: ReferralPurpose, left_out: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The fields that leave: those the purpose allows, that are known, and that the sender does not leave out."""
    dropped = set(left_out) - set(ALWAYS)
    return [(name, facts[name]) for name in FIELDS_OF_PURPOSE[purpose] if name not in dropped and facts.get(name)]


def fingerprint(fields: Iterable[tuple[str, Any]]) -> str:
    """A short digest of what was shown before sending, so that exactly that leaves or nothing does."""
    return hashlib.sha256(json.dumps(list(fields), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def handover_of(purpose: ReferralPurpose, *, hands_over: bool = False) -> Handover:
    """The purpose of a transfer hands the case over. Every other one leaves it where it is, also where the other body is responsible."""
    if purpose == P.TRANSFER:
        return Handover.TRANSFER
    return Handover.REFER_OUT if hands_over else Handover.REFERRAL


def keeps_hand_over(handover: Handover) -> bool:
    """What was to be handed over is handed over by a transfer or by the referral to the responsible body, and by no other referral."""
    return handover in (Handover.TRANSFER, Handover.REFER_OUT)


def may_take_back(handover: Handover, state: ReferralState) -> Verdict:
    """A sharing ends when its sender says so, except that of a transfer that was accepted: the case is theirs."""
    gone = handover == Handover.TRANSFER and state in (ReferralState.ACCEPTED, ReferralState.DONE)
    return Verdict(False, _("They have accepted the transfer: the case is theirs now.")) if gone else YES


def is_waiting(state: str) -> bool:
    """Whether the receiver still owes something."""
    return state in (ReferralState.SENT, ReferralState.ACCEPTED)
