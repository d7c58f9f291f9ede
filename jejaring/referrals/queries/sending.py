"""Before a referral is sent: to whom it may go, what would leave, and what the rules need to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.models import Participant
from jejaring.cases.queries import CaseSummary
from jejaring.cases.rules import PACKET
from jejaring.cases.states import PartyRole
from jejaring.commitments import queries as commitments
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.directory import queries as directory
from jejaring.directory.queries import DeskRow
from jejaring.guard.stored import Stored
from jejaring.kernel.deadlines import Window
from jejaring.people.queries import ContactView, contact_view, contact_wish
from jejaring.people.rules import ContactWish, is_child
from jejaring.reference import queries as reference
from jejaring.referrals import rules
from jejaring.referrals.queries.shelter import Beds, beds_of
from jejaring.referrals.states import ReferralPurpose

CODED = {"danger_signs": "danger_sign", "needs": "accommodation_need"}  # fields that a request carries as codes of these lists


@dataclass(frozen=True, slots=True)
class PacketField:
    """One field of a packet as both sides read it."""

    name: str
    label: str
    value: str
    always: bool = False  # cannot be left out


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would leave, and a digest by which the sending knows that it was seen."""

    fields: list[PacketField]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A desk to which a referral may go, as the form offers it."""

    desk: DeskRow
    offers: bool  # it offers a service of this purpose
    beds: Beds | None = None  # of a shelter

    @property
    def words(self) -> str:
        """Its name, with its free beds, or "by letter" where it does not use the system."""
        name = f"{self.desk.label} · {self.beds.words}" if self.beds else self.desk.label
        return name if self.desk.uses_system else _("%(desk)s (by letter)") % {"desk": name}


def wish_value(wish: ContactWish | None) -> dict[str, Any]:
    """A wish about contact as the packet carries it, in codes, so that the receiver's own screen can warn; empty: nobody has asked."""
    if wish is None or wish.empty:
        return {}
    window = [wish.window.start.isoformat("minutes"), wish.window.end.isoformat("minutes")] if wish.window else []
    plain = {"watched": wish.watched, "number": wish.number, "note": wish.note}
    return {"channels": list(wish.channels), "never": list(wish.never), "window": window, **plain}


def contact_of(value: dict[str, Any]) -> ContactView | None:
    """The wish that a packet carries, in words for the banner."""
    return contact_view(wish_of(value)) if value else None


def wish_of(value: dict[str, Any]) -> ContactWish:
    """The wish that a packet carries, as it was given."""
    if not value:
        return ContactWish()
    window = Window(*(time.fromisoformat(t) for t in value["window"])) if value["window"] else None
    return ContactWish(tuple(value["channels"]), tuple(value["never"]), window, value["watched"], value["number"], value["note"])


def _spoken(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(reference.labels(CODED[name], value))
    if not isinstance(value, dict):
        return str(value)
    contact = contact_of(value)
    never = _("never: %(channels)s") % {"channels": ", ".join(contact.never)} if contact and contact.never else ""
    parts = (", ".join(contact.channels), contact.number, contact.window, never, contact.note) if contact else ()
    return " · ".join(part for part in parts if part)


def packet_field(name: str, value: Any) -> PacketField:
    """A field with its words in the language of the reader."""
    return PacketField(name, _(PACKET[name]), _spoken(name, value), name in rules.ALWAYS)


def chosen_facts(actor: Actor, case_id: UUID, purpose: ReferralPurpose, left_out: Sequence[str] = ()) -> list[tuple[str, Any]]:
    """The names and values that leave for a purpose, opened; each identity is in the read log."""
    facts: dict[str, Any] = dict(cases.packet_facts(actor, case_id))
    facts[rules.SAFE_CONTACT] = wish_value(contact_wish(case_id))
    return rules.chosen(facts, purpose, left_out)


def preview(actor: Actor, case_id: UUID, purpose: ReferralPurpose) -> list[PacketField]:
    """Exactly what will leave for this purpose if nothing is left out."""
    return preview_of(actor, case_id, purpose).fields


def preview_of(actor: Actor, case_id: UUID, purpose: ReferralPurpose) -> Preview:
    """What will leave for this purpose, with its digest; the read is logged with the names of the fields."""
    found = chosen_facts(actor, case_id, purpose)
    audit.record("previewed_packet", "case", case_id, case_id=case_id, fields=[name for name, _value in found])
    return Preview([packet_field(name, value) for name, value in found], rules.fingerprint(found))


def desks_for(actor: Actor, purpose: ReferralPurpose) -> list[Offer]:
    """The desks that a purpose may be addressed to: those that offer one of its services first, then by name.

    Two statements, one more for beds where a shelter may be asked.
    """
    wanted, bodies = set(rules.SERVICES_OF_PURPOSE[purpose]), rules.BODIES_OF_PURPOSE.get(purpose)
    desks = [d for d in directory.partner_desks() if d.id != actor.desk]
    beds = beds_of(d.id for d in desks) if "shelter" in wanted else {}
    found = [Offer(d, bool(wanted & set(d.services)), beds.get(d.id)) for d in desks]
    return sorted((o for o in found if bodies is None or o.desk.organisation_kind in bodies), key=lambda o: not o.offers)


def asked_units(actor: Actor) -> list[DeskRow]:
    """The protection units that a partner desk may ask for something, the nearest first. Four statements."""
    return directory.units_near(actor.desk)


def purposes() -> list[tuple[ReferralPurpose, str]]:
    """The purposes with their services in words. No statement."""
    return [(p, ", ".join(reference.labels("service", rules.SERVICES_OF_PURPOSE[p]))) for p in rules.OF_A_CASE]


def owes_hand_over(case_id: UUID) -> bool:
    """Whether the case is still to be handed over to the body that is responsible. One statement."""
    return any(o.key == RuleKey.HAND_OVER and o.state == CommitmentState.OPEN for o in commitments.of_subjects([case_id]))


GUARDIANS = Stored(lambda case: Participant.objects.filter(case_id=case, role=PartyRole.GUARDIAN))


def facts_for(actor: Actor, case: CaseSummary, desk: DeskRow) -> rules.Facts:
    """What the rules of sharing need to know of a case and of the desk it would go to. One statement."""
    child = any(is_child(v.age, v.minor) for v in case.victims)
    return rules.Facts(
        risk=case.risk, kinds=frozenset({case.kind, *case.categories}), forms=frozenset(form for form, _sub in case.forms), adult=not child,
        guardians=tuple(g.conflict for g in GUARDIANS(case.id)), body=desk.organisation_kind, own_desk=desk.id == actor.desk,
        mediation=cases.may_mediate(case),
    )  # fmt: skip
