"""The letter of a referral and the form of consent, in Indonesian words whatever the language of the screen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, override

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.models import Participant
from jejaring.cases.queries import CaseSummary
from jejaring.cases.queries.standing import VictimFacts
from jejaring.cases.rules import PACKET
from jejaring.cases.states import PartyRole
from jejaring.directory import queries as directory
from jejaring.kernel.clock import WIB, today
from jejaring.people import queries as people
from jejaring.people.queries import words_for
from jejaring.people.rules import is_child
from jejaring.reference import queries as reference
from jejaring.referrals import rules
from jejaring.referrals.models import Referral, Stay
from jejaring.referrals.queries.sending import contact_of, facts_for, packet_field
from jejaring.referrals.queries.shelter import StayView, stay_for, stays_about
from jejaring.referrals.queries.single import LetterPage, packet_of
from jejaring.referrals.states import Handover, ReferralPurpose
from jejaring.ui.papers.kinds import Admission, Consent, HandOver, Head, Rows
from jejaring.ui.papers.kinds import Referral as Sheet

BY_PEN = "…………………………………………"


def letter_data(page: LetterPage, *, number: str) -> Sheet:
    """What stands on the letter of a referral: the packet as it was frozen, and how the person is reached safely."""
    view, row = page.view, page.view.row
    with override("id"):
        to = (f"Pimpinan {page.receiver.label}", page.receiver_address or "di tempat")
        along = f"{len(view.papers)} berkas" if view.papers else ""
        head = replace(cases.head_of(row.from_desk_id, {}, number=number, to=to), enclosed=along)
        head = replace(head, date=cases.long_day(row.sent_at.astimezone(WIB).date()))
        names = {f.name for f in view.carried}
        return Sheet(
            head, row.reference, gettext(row.purpose.label), ", ".join(reference.labels("service", row.services)), view.request,
            cases.contact_rows(view.contact), tuple((gettext(PACKET[f.name]), f.value) for f in view.carried),
            reference.label("sharing_basis", view.basis), view.basis_reason, cases.long_day(row.expires_at.astimezone(WIB).date()),
            cases.long_moment(row.due.due_at) if row.due else "", page.sender.phone,
            row.handover == Handover.TRANSFER, bool(row.case_id and "trafficking" in names and cases.was_coerced(row.case_id)),
        )  # fmt: skip


def guardians(case: CaseSummary) -> list[tuple[UUID, str, bool]]:
    """The guardians of a case: id, words without a name, and whether they are in conflict. One statement."""
    rows = Participant.objects.filter(case_id=case.id, role=PartyRole.GUARDIAN).order_by("recorded_at", "pk")
    return [(g.pk, words_for(g.sex, g.age, g.minor), g.conflict) for g in rows]


def consent_problems(actor: Actor, case: CaseSummary, given: Mapping[str, Any]) -> dict[str, str]:
    """Why this person cannot consent to this sharing, by field (message ids): the same rules as when it is sent."""
    victim, desk, purpose = _victim(case, given["victim"]), directory.desk(given["to_desk"]), ReferralPurpose(given["purpose"])
    facts = replace(facts_for(actor, case, desk), adult=not is_child(victim.age, victim.minor))
    giver = "guardian" if given["guardian"] else "person"
    found = rules.problems(
        facts, purpose=purpose, handover=rules.handover_of(purpose), basis="consent", giver=giver, services=(), days=given["days"]
    )  # fmt: skip
    return {{"basis": "guardian", "expires_days": "days"}.get(field, field): reason for field, reason in found.items()}


def _victim(case: CaseSummary, victim_id: UUID) -> VictimFacts:
    return next(v for v in case.victims if v.id == victim_id)


def consent_data(actor: Actor, case: CaseSummary, given: Mapping[str, Any]) -> Consent:
    """The form of consent to one purpose and one receiver. Names of fields stand on it, no values; the identities opened are logged."""
    desk, purpose = directory.desk(given["to_desk"]), ReferralPurpose(given["purpose"])
    with override("id"):
        victim = _victim(case, given["victim"])
        fields = tuple(gettext(PACKET[name]) for name in rules.FIELDS_OF_PURPOSE[purpose])
        until = cases.long_day(today() + timedelta(days=given["days"]))
        excluded = tuple(words for _pk, words, conflict in guardians(case) if conflict)
        return Consent(
            cases.head_of(case.lead_desk_id, given), cases.person_rows(actor, case, victim.id), desk.label, gettext(purpose.label), fields,
            until, _guardian(actor, case, given["guardian"]), excluded if is_child(victim.age, victim.minor) else (),
            is_child(victim.age, victim.minor), given["child_view"], case.is_sexual,
        )  # fmt: skip


def _guardian(actor: Actor, case: CaseSummary, guardian_id: UUID | None) -> Rows:
    if guardian_id is None:
        return ()
    found = get_object_or_404(Participant, pk=guardian_id, case_id=case.id, role=PartyRole.GUARDIAN, conflict=False)
    known = people.identity(actor, found.person_id, case_id=case.id) if found.person_id else None
    return (("Nama", known.name if known else ""), ("Bertindak sebagai", "wali"), ("Domisili", known.domicile if known else ""))


def stay_paper(actor: Actor, stay_id: UUID, kind: str) -> tuple[Admission | HandOver, str]:
    """The admission paper of a stay, or the record of whom the person went with, for the house itself; and its number. Logged.

    The name stands there as long as the packet opens here. Raises ObjectDoesNotExist for other houses, and for a record before the exit.
    """
    stay, sent = stay_for(actor, stay_id), stays_about([stay_id])[stay_id]
    if kind == "hand_over" and stay.row.left_at is None:
        raise Stay.DoesNotExist
    carried = _carried(stay.row.referral_id)
    with override("id"):
        head = cases.head_of(actor.desk, {}, number=stay.row.reference)
        head = replace(head, letterhead=replace(head.letterhead, address=""))  # the address of a shelter stands on no paper
        who = (("Nama", carried.get("victim_name", "")), ("Jenis kelamin dan umur", words_for(sent.sex, sent.age, None)))
        along = ("Anak yang ikut", stay.row.children)
        person = (*(row for row in (*who, along) if row[1]), ("Nomor rujukan", stay.row.reference))
        given = _admission if kind == "admission" else _exit
        data = given(head, person, stay, directory.desk(sent.sender).label, carried)
    audit.record("paper_printed", "stay", stay_id, detail=kind, fields=[name for name in ("victim_name", "needs") if carried.get(name)])
    return data, stay.row.reference


def _carried(referral_id: UUID) -> dict[str, Any]:
    """What the packet says, as long as this desk may open it."""
    row = Referral.objects.select_related("packet").filter(pk=referral_id).first()
    return packet_of(row) if row else {}


def _admission(head: Head, person: Rows, stay: StayView, sender: str, carried: Mapping[str, Any]) -> Admission:
    needs = packet_field("needs", carried["needs"]).value if carried.get("needs") else ""
    return Admission(
        head, cases.long_moment(stay.row.admitted_at), person, head.letterhead.organisation, (("Kantor", sender),),
        stay.condition, needs, cases.contact_rows(contact_of(carried.get(rules.SAFE_CONTACT, {}))), cases.things_of(stay.belongings),
        cases.RULES_OF_THE_HOUSE,
    )  # fmt: skip


def _exit(head: Head, person: Rows, stay: StayView, sender: str, _carried: Mapping[str, Any]) -> HandOver:
    house, left = head.letterhead.organisation, stay.row.left_at or stay.row.admitted_at
    why = reference.label("shelter_exit", stay.row.exit_reason)
    receiver = (("Kepada dan tujuan", stay.destination or BY_PEN), ("Alasan", why))
    message = f"Dirujuk oleh {sender}; rumah ini melapor kepadanya."
    return HandOver(
        head, cases.long_moment(left), house, person, (("Kantor", house),), receiver, BY_PEN, cases.things_of(stay.belongings), message
    )  # fmt: skip
