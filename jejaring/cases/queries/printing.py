"""What stands on the papers of a case: gathered and put into Indonesian words, whatever the language of the screen."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import override

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import ForcedOffence, HomeReturn, Participant
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.planning import safe_contact
from jejaring.cases.queries.sections.services import FactRow, Need
from jejaring.cases.queries.standing import CaseSummary, VictimFacts
from jejaring.cases.states import CaseState, NeedState, PartyRole
from jejaring.directory import queries as directory
from jejaring.kernel.clock import WIB, today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.people import queries as people
from jejaring.people.queries import ContactView
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.papers import samples
from jejaring.ui.papers.kinds import Admission, Assignment, Closure, Data, HandOver, Head, Letterhead, Rows, Signer
from jejaring.vault import actions as vault

Given = Mapping[str, Any]
Builder = Callable[[Actor, CaseSummary, Given, Head], Data]
OF_GOVERNMENT = {"protection_unit", "social", "education", "civil", "task_force"}
RULES_OF_THE_HOUSE = (
    "Tinggal di sini atas kemauan sendiri, dan boleh pergi setelah berbicara dengan petugas.",
    "Alamat rumah ini tidak disampaikan kepada siapa pun; telepon dipakai tanpa lokasi.",
    "Keluhan dapat disampaikan kepada kepala unit kapan saja.",
)
BASES = ("permen_pppa_2_2022", "perpres_55_2024")


def long_day(day: date) -> str:
    """A date as letters write it: 3 Maret 2026."""
    return when.day(day, long=True).partition(", ")[2]


def long_moment(at: datetime) -> str:
    """A moment as records write it, in Asia/Jakarta: Selasa, 3 Maret 2026, pukul 09.15 WIB."""
    local = at.astimezone(WIB)
    return f"{when.day(local.date(), long=True)}, pukul {when.clock(local)} WIB"


def head_of(desk_id: UUID, given: Given, *, number: str = "", to: tuple[str, ...] = (), draft: bool = False) -> Head:
    """Letterhead, place, date and signer of a paper that a desk writes; an office signs unless a name was typed. Three statements."""
    with override("id"):
        desk = directory.desk(desk_id)
        office = directory.organisation(desk.organisation_id)
        area = reference.area_name(office.region)
        contact = " · ".join(part for part in (f"Telepon {desk.phone}" if desk.phone else "", desk.email) if part)
        letterhead = Letterhead(office.name, f"Pemerintah {area}" if office.kind in OF_GOVERNMENT else "", office.address, contact)
        place = area.removeprefix("Kota ").removeprefix("Kabupaten ")
        signer = Signer(given.get("signer") or signer_of(office.short_name), given.get("signer_name", ""), given.get("signer_number", ""))
        return Head(letterhead, signer, place, long_day(today()), number, to, draft=draft)


def signer_of(office: str) -> str:
    """Who signs for an office unless somebody else is named."""
    return f"Kepala {office}"


def person_rows(actor: Actor, case: CaseSummary, victim_id: UUID) -> Rows:
    """Who somebody is, for a record: name, age, where from. Opening the identity is logged."""
    victim = _victim(case, victim_id)
    known = people.identity(actor, victim.person_id, case_id=case.id) if victim.person_id else None
    age = f"{victim.words} tahun" if victim.age is not None else victim.words
    rows = [("Nama", known.name if known else ""), ("Jenis kelamin dan umur", age)]
    if known and known.birth_date:
        rows.append(("Tanggal lahir", known.birth_date))
    return (*rows, ("Nomor register", case.reference))


def _victim(case: CaseSummary, victim_id: UUID) -> VictimFacts:
    found = next((v for v in case.victims if v.id == victim_id), None)
    if found is None:
        raise Refused(_("Choose the person."), "victim")
    return found


def was_coerced(case_id: UUID, victim_id: UUID | None = None) -> bool:
    """Whether a victim was forced into an offence, so that papers carry the sentence of UU 21/2007 article 18. One statement."""
    forced = Exists(ForcedOffence.objects.filter(victim=OuterRef("pk")))
    rows = Participant.objects.filter(Q(coerced=True) | forced, case_id=case_id, role=PartyRole.VICTIM)
    return (rows.filter(pk=victim_id) if victim_id else rows).exists()


def contact_rows(contact: ContactView | None) -> Rows:
    """How somebody is reached safely; nothing where nobody has asked."""
    if contact is None:
        return ()
    rows = (
        ("Saluran", ", ".join(contact.channels)), ("Nomor", contact.number), ("Waktu", contact.window),
        ("Jangan pernah", ", ".join(contact.never)), ("Pesan", contact.note),
    )  # fmt: skip
    return tuple((label, value) for label, value in rows if value)


def things_of(text: str) -> Rows:
    """Things from typed lines: what, then after a semicolon how many or in which state."""
    lines = (line.partition(";") for line in text.splitlines() if line.strip())
    return tuple((thing.strip(), state.strip()) for thing, _mark, state in lines)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def assignment(actor: Actor, case: CaseSummary, given: Given, head: Head) -> Assignment:
    """A companion's letter of assignment: it names the companion and the case's reference, never the person."""
    office = head.letterhead.organisation
    since, until = given["since"], given["until"]
    period = long_day(since) if since == until else f"{long_day(since)} sampai {long_day(until)}"
    found = [reference.legal_basis(key) for key in BASES]
    bases = tuple(basis.title for basis in found if basis)
    who = (("Nama", given["companion_name"]), ("Jabatan", given["companion_office"] or "Pendamping"), ("Kantor", office))
    return Assignment(head, who, case.reference, _lines(given["tasks"]), given["where"], period, bases)


def hand_over(actor: Actor, case: CaseSummary, given: Given, head: Head) -> HandOver:
    """A person goes from our hand into another."""
    rows = (("Nama", given["receiver_name"]), ("Jabatan dan kantor", given["receiver_office"]), ("Identitas", given["receiver_identity"]))
    giver = (("Nama", actor.name), ("Kantor", head.letterhead.organisation))
    return HandOver(
        head, long_moment(given["at"]), given["where"], person_rows(actor, case, given["victim"]), giver,
        tuple(row for row in rows if row[1]), given["condition"], things_of(given["things"]), given["message"], given["own_view"],
        was_coerced(case.id, given["victim"]),
    )  # fmt: skip


def admission(actor: Actor, case: CaseSummary, given: Given, head: Head) -> Admission:
    """A person is received in a shelter, which is named without its address."""
    brought = (("Nama", given["brought_by"] or actor.name), ("Kantor", head.letterhead.organisation))
    return Admission(
        head, long_moment(given["at"]), person_rows(actor, case, given["victim"]), given["shelter"], brought, given["condition"],
        given["needs"], contact_rows(safe_contact(case)), things_of(given["things"]), RULES_OF_THE_HOUSE,
    )  # fmt: skip


def _service(row: Need | FactRow) -> tuple[str, str, str]:
    what = {"given": "diberikan", "refused": "tidak diinginkan", "unavailable": "tidak tersedia", "needed": "belum diberikan"}
    state = row.state if isinstance(row, Need) else row.kind
    return (row.label, row.desk or "–", what.get(state, ""))


def closure(actor: Actor, case: CaseSummary, given: Given, head: Head) -> Closure:
    """The record of a closure that was proposed or confirmed. Refused where there is none."""
    file = case_for(actor, case.id)
    found = file.closure
    if found is None or case.state == CaseState.OPEN:
        raise Refused(_("Nobody has proposed to close this case."))
    open_needs = any(n.state == NeedState.NEEDED for n in file.plan)
    follow_up = (
        "Orang yang didampingi setuju ditanya kabarnya, hanya melalui cara yang aman baginya."
        if found.follow_up_agreed
        else "Sesudah penutupan kami tidak menghubungi orang yang didampingi, sesuai keinginannya."
    )
    if open_needs:
        follow_up += "\n\nKebutuhan yang belum terpenuhi disebut pada daftar di atas."
    ended = long_day(found.decided_at.astimezone(WIB).date()) if found.decided_at else "menunggu persetujuan"
    rows = (("Dibuka", long_day(case.registered_at.astimezone(WIB).date())), ("Ditutup", ended))
    return Closure(
        head, person_rows(actor, case, given["victim"]), rows, found.reason_label, found.outcome_label, found.account,
        (*map(_service, file.plan), *map(_service, file.other_facts)), follow_up, found.proposed_by, found.watch_law,
    )  # fmt: skip


BUILDERS: Mapping[str, Builder] = {"assignment": assignment, "hand_over": hand_over, "admission": admission, "closure": closure}
"""The papers that the page of a case prints. What other apps print (referrals, consent) they gather themselves, from the same heads."""


def offered(actor: Actor, case: CaseSummary, kind: str, return_id: UUID | None) -> dict[str, Any]:
    """What a form begins with where another record knows it already: a hand-over for a return home. Opening it is logged."""
    if kind != "hand_over" or return_id is None:
        return {}
    row = get_object_or_404(HomeReturn.objects.select_related("desk__organisation"), pk=return_id, case_id=case.id)
    opened = {name: vault.read(row, name) for name in ("handed_to", "condition", "things", "escorts")}
    audit.record("read", "home_return", row.pk, case_id=case.id, fields=[name for name, text in opened.items() if text])
    office = row.office or (row.desk.organisation.short_name if row.desk else "")
    moment = {"at": row.handed_over_at} if row.handed_over_at else {}
    same = {name: opened[name] for name in ("condition", "things")}
    return {"victim": str(row.victim_id), "receiver_name": opened["handed_to"], "receiver_office": office, **same, **moment}


def build(actor: Actor, case: CaseSummary, kind: str, given: Given, *, number: str = "") -> Data:
    """One paper of a case from what was typed into its form; a draft until it has a number."""
    with override("id"):
        head = head_of(case.lead_desk_id, given, number=number, draft=not number)
        return BUILDERS[kind](actor, case, given, head)


def template_problem(kind: str) -> str:
    """Why the city's own template of a kind is passed over; empty where it works or there is none."""
    return samples.problem_of(kind)
