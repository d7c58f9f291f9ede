"""A partner desk asks the unit for something for somebody it is with: a referral without a case, with the same clock for the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory import queries as directory
from jejaring.directory.actions import once
from jejaring.directory.queries import DeskRow
from jejaring.directory.states import DeskKind
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.queries import words_for
from jejaring.people.rules import ContactWish, is_child
from jejaring.reference import queries as reference
from jejaring.referrals import permissions, rules
from jejaring.referrals.actions.sending import check_texts, owe, seal
from jejaring.referrals.models import Referral
from jejaring.referrals.queries import wish_value
from jejaring.referrals.states import ReferralPurpose
from jejaring.vault import actions as vault
from jejaring.vault.models import GENERAL, IDENTITY

NOT_ASKED_OF_A_UNIT = _("Ask the unit for a companion, a psychologist or a place in a shelter.")
NO_UNIT = _("This desk is no protection unit that uses the system.")
RISKS = {"high": _("High risk"), "medium": _("Medium risk")}


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody for whom something is asked, as the desk that is with the person describes them. Unknown is a value."""

    sex: str = "unknown"
    age: int | None = None
    minor: bool | None = None
    name: str = ""
    area: str = ""  # district or village where the person is
    place: str = ""  # where exactly
    condition: str = ""
    danger_signs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def risk(self) -> str:
        """High where one of the signs is critical."""
        return "high" if set(self.danger_signs) & reference.critical_signs() else "medium"


@transaction.atomic
def request_service(
    *, by: Actor, to_desk: UUID, purpose: ReferralPurpose | str, request: str, basis: str, basis_reason: str, person: Described,
    consent_by: str = "", services: Sequence[str] = (), contact: ContactWish | None = None, submission: UUID | None = None,
) -> Referral:  # fmt: skip
    """A partner desk asks a protection unit for a companion, a psychologist or a place; the unit owes it an answer by the risk.

    What is said of the person is the packet, frozen, as far as the purpose allows; the unit's access ends after 30 days. `services` are
    codes, by default the first of the purpose. Raises Refused with the field for a basis that does not hold, missing words, or a desk
    that is no unit. The same submission sent twice gives the first request back.
    """
    require(permissions.may_request(by))
    pk, purpose, unit = uuid7(), ReferralPurpose(purpose), directory.desk(to_desk)
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return Referral.objects.get(pk=first)
    _check(by, unit, purpose, person, basis, consent_by, services)
    check_texts({"basis_reason": basis_reason, "request": request})
    asked = list(services) or list(rules.SERVICES_OF_PURPOSE[purpose][:1])
    row = _row(
        pk, by, unit, person, purpose=purpose, services=asked, basis=basis, consent_by=consent_by if basis == "consent" else "",
        basis_reason=basis_reason, request=request,
    )  # fmt: skip
    seal(row, by, unit, rules.requested(purpose, _said(person, contact)))
    owe(row, by, unit)
    audit.record("service_requested", "referral", pk, detail=f"{purpose},{basis}")
    return row


def _check(
    by: Actor, unit: DeskRow, purpose: ReferralPurpose, person: Described, basis: str, giver: str, services: Sequence[str]
) -> None:
    if purpose not in rules.REQUESTED:
        raise Refused(NOT_ASKED_OF_A_UNIT, "purpose")
    if unit.kind != DeskKind.PROTECTION or not unit.uses_system:
        raise Refused(NO_UNIT, "to_desk")
    for field, reason in rules.request_problems(facts_of(person, unit, by), purpose, basis, giver, services).items():
        raise Refused(reason, field)


def facts_of(person: Described, unit: DeskRow, by: Actor) -> rules.Facts:
    """What the rules of sharing need to know of somebody without a case."""
    return rules.Facts(
        risk=person.risk, adult=not is_child(person.age, person.minor), body=unit.organisation_kind, own_desk=unit.id == by.desk
    )


def _said(person: Described, contact: ContactWish | None) -> dict[str, Any]:
    """The packet's fields in words, as a case's would stand there."""
    return {
        rules.SAFE_CONTACT: wish_value(contact),
        "risk": gettext(RISKS[person.risk]),
        "danger_signs": list(person.danger_signs),  # codes: the unit's report of it needs them
        "victim": words_for(person.sex, person.age, person.minor),
        "victim_name": person.name,
        "victim_domicile": person.place,
        "needs": list(person.needs),
        "condition": person.condition,
    }


def _row(pk: UUID, by: Actor, unit: DeskRow, person: Described, **plain: Any) -> Referral:
    moment = now()
    until = moment + timedelta(days=rules.REQUEST_DAYS)
    keys = vault.new_domain(pk, by.organisation, classes=(GENERAL, IDENTITY))
    if unit.organisation_id != by.organisation:
        keys += vault.wraps_for(pk, unit.organisation_id, classes=(GENERAL, IDENTITY), expires_at=until)
    row = Referral(
        id=pk, domain=pk, reference=next_reference("referral"), from_desk_id=by.desk, to_desk_id=unit.id, risk=person.risk, sex=person.sex,
        age=person.age, area=person.area, sent_at=moment, sent_by=by.id, expires_at=until, recorded_at=moment, **plain,
    )  # fmt: skip
    insert(*keys, row)
    return row
