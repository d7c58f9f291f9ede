"""One referral with its packet opened, for either side, and the letter to a desk without the system."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.directory import queries as directory
from jejaring.directory.models import Organisation
from jejaring.directory.queries import DeskRow
from jejaring.kernel.moments import Moment
from jejaring.kernel.verdict import Verdict
from jejaring.people.queries import ContactView
from jejaring.reference import queries as reference
from jejaring.referrals import permissions, rules
from jejaring.referrals.models import Letter, Referral, ReferralEvent
from jejaring.referrals.queries.along import PaperAlong, papers_of, with_papers
from jejaring.referrals.queries.lists import LOOKS, ReferralRow, label_of, to_row, with_desks
from jejaring.referrals.queries.sending import PacketField, contact_of, packet_field
from jejaring.referrals.queries.shelter import DeskNoteRow, StayView, own_notes, stays_of
from jejaring.referrals.states import ReferralAct
from jejaring.vault import actions as vault

OPENED = ("request", "basis_reason", "notes")


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened to a referral."""

    act: ReferralAct
    at: datetime
    desk: str
    service: str
    reason: str
    note: str

    @property
    def text(self) -> str:
        """Which service, which reason, and the note."""
        words = (("service", self.service), ("decline_reason", self.reason))
        codes = [reference.label(name, code) for name, code in words if code]
        return ": ".join(part for part in (", ".join(codes), self.note) if part)


@dataclass(frozen=True, slots=True)
class LetterView:
    """The numbered letter and its acknowledgement."""

    number: str
    written_at: datetime
    acknowledged_at: datetime | None
    acknowledged_how: str
    acknowledged_by_office: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral as either side reads it."""

    row: ReferralRow
    incoming: bool
    basis: str
    consent_by: str
    basis_reason: str
    request: str
    contact: ContactView | None  # how the person may safely be reached; none: nobody has asked
    fields: list[PacketField]
    events: list[EventRow]
    promises: list[Owed]
    letter: LetterView | None
    stays: list[StayView]  # in a shelter, newest first
    notes: list[DeskNoteRow]  # what the receiving desk keeps for itself
    papers: list[PaperAlong]  # of the case, which went along
    report_id: UUID | None  # the report that this desk made of the request
    may: Mapping[str, Verdict]  # by act

    @property
    def carried(self) -> list[PacketField]:
        """The fields below the banner, which says how to contact safely."""
        return [f for f in self.fields if f.name != rules.SAFE_CONTACT]

    @property
    def giver(self) -> str:
        """Who consented, in words."""
        return _(rules.GIVERS[self.consent_by]) if self.consent_by else ""

    @property
    def moments(self) -> list[Moment]:
        """Its events for the timeline, newest first."""
        return [_moment(e) for e in reversed(self.events)]

    @property
    def acts(self) -> list[str]:
        """The acts that may be done now."""
        return [act for act, verdict in self.may.items() if verdict]


def _moment(e: EventRow) -> Moment:
    return Moment(e.at, LOOKS.get(e.act, "plain"), _(e.act.label), e.text, e.desk)


def row_for(actor: Actor, referral_id: UUID) -> ReferralRow:
    """A referral in clear codes for whoever sees it. One statement. Raises Referral.DoesNotExist (ObjectDoesNotExist) for others."""
    return to_row(with_desks(Referral.objects.all()).get(pk=referral_id))


def _events(r: Referral) -> list[EventRow]:
    name = {r.from_desk_id: label_of(r.from_desk), r.to_desk_id: label_of(r.to_desk)}
    rows = ReferralEvent.objects.filter(referral=r).order_by("at", "pk")
    return [EventRow(e.act, e.at, name.get(e.desk, ""), e.service, e.reason, vault.read(e, "note")) for e in rows]


def _letter(letter: Letter | None) -> LetterView | None:
    if letter is None:
        return None
    said = (letter.acknowledged_at, letter.acknowledged_how, letter.acknowledged_by_office)
    return LetterView(letter.number, letter.written_at, *said)


def packet_of(r: Referral) -> dict[str, Any]:
    """What a referral carries, by field, opened as it was sealed. Whoever calls it logs the read."""
    return {f["name"]: f["value"] for f in json.loads(vault.read(r.packet, "content") or "[]")}


def referral_for(actor: Actor, referral_id: UUID) -> ReferralView:
    """A referral with its packet opened, for the desk that sent it and the one it was sent to; one entry in the read log.

    Raises Referral.DoesNotExist (ObjectDoesNotExist) for everybody else, and for the receiver once the access has ended.
    At most seven statements, four more for a stay.
    """
    r = with_papers(with_desks(Referral.objects.select_related("packet"))).get(pk=referral_id)
    vault.preload([r.domain])
    promises = commitments.of_subjects([r.pk])
    row, carried = to_row(r, promises), packet_of(r)
    found = ReferralView(
        row=row, incoming=r.to_desk_id == actor.desk, basis=r.basis, consent_by=r.consent_by, basis_reason=vault.read(r, "basis_reason"),
        request=vault.read(r, "request"), contact=contact_of(carried.get(rules.SAFE_CONTACT, {})),
        fields=[packet_field(*f) for f in carried.items()], events=_events(r), promises=promises,
        letter=_letter(getattr(r, "letter", None)),
        stays=stays_of(r.pk) if "shelter" in r.services else [], notes=own_notes(actor, row), papers=papers_of(r),
        report_id=r.report_id if r.case_id is None and r.to_desk_id == actor.desk else None,
        may={act: permissions.may_do(actor, row, act) for act in permissions.SIDES},
    )  # fmt: skip
    audit.record("read", "referral", r.pk, case_id=r.case_id, fields=(*OPENED, *carried))
    return found


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter ready to be printed."""

    view: ReferralView
    sender: DeskRow
    sender_name: str
    sender_address: str
    receiver: DeskRow
    receiver_address: str


def letter_for(actor: Actor, referral_id: UUID) -> LetterPage:
    """The letter of a referral for the desk that wrote it, logged as a read. Raises ObjectDoesNotExist where there is none."""
    found = sheet_for(actor, referral_id)
    if found.view.letter is None:
        raise Letter.DoesNotExist
    return found


def sheet_for(actor: Actor, referral_id: UUID) -> LetterPage:
    """A referral with who writes to whom, for the desk that sent it. Raises ObjectDoesNotExist for everybody else."""
    view = referral_for(actor, referral_id)
    if view.incoming:
        raise Letter.DoesNotExist
    sender, receiver = directory.desk(view.row.from_desk_id), directory.desk(view.row.to_desk_id)
    found = {o.pk: o for o in Organisation.objects.filter(pk__in=[sender.organisation_id, receiver.organisation_id])}
    office, to = found[sender.organisation_id], found[receiver.organisation_id]
    return LetterPage(view, sender, office.name, office.address, receiver, to.address)
