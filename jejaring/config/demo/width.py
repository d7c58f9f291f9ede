"""Acts of the longer tales: the law, safety, shelter, return, papers, what is sealed, an emergency, somebody who came before."""

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.cases import actions as cases
from jejaring.cases import queries as case_queries
from jejaring.cases.actions import claims, law, returning, rights, safety
from jejaring.cases.models import EmergencyAccess, Participant, SealedItem
from jejaring.cases.states import ExaminationKind, LedgerKind, PartyRole, Payer, ReturnDirection, SealedKind, SealGround, UnsealGround
from jejaring.config.demo import words
from jejaring.config.demo.acts import Told, case_of, referral_of, victim_of
from jejaring.config.demo.places import PASSWORD, Town
from jejaring.config.demo.tales import Step, Tale
from jejaring.desk.queries.emergency import emergency_page
from jejaring.exchange import actions as exchange
from jejaring.exchange.states import EntryState
from jejaring.guard.context import acting_as
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now, standing_at, today
from jejaring.people import actions as people
from jejaring.people import queries as people_queries
from jejaring.people.states import LinkReason, SubjectKind
from jejaring.referrals import actions as referrals

RESPONDENTS = Stored(lambda case: Participant.objects.filter(case_id=case, role=PartyRole.RESPONDENT).order_by("recorded_at", "pk"))
AMOUNTS = {"requested": 68_500_000, "lpsk_assessed": 54_250_000}  # rupiah, invented
STEPS: Mapping[str, Mapping[str, Any]] = {
    "file_returned": {"note": "Keterangan dua saksi dan bukti perjalanan belum lengkap.", "days": 14},
    "suspect_named": {"articles": ["uu_21_2007_2"]},
    "trial": {"days_ahead": 5},
}
ROOMS = {"police_report": "Polresta Jambi, Unit PPA", "file_to_prosecutor": "Kejari Jambi", "prosecution": "PN Jambi", "trial": "PN Jambi"}


def _law(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """A step of the criminal track against the respondent of the case."""
    stage, facts = step.service, dict(STEPS.get(step.service, {}))
    ahead = facts.pop("days_ahead", None)
    number = f"LP/B/{len(tale.story) % 400 + 1:03d}/{today().year}/SPKT (rekaan)" if stage == "police_report" else ""
    return law.record_step(
        by=by, case_id=case_of(told), stage=stage, happened_on=today(), respondent_id=RESPONDENTS(case_of(told))[0].pk,
        office=ROOMS.get(stage, ""), number=number, next_on=today() + timedelta(days=ahead) if ahead else None, **facts,
    )  # fmt: skip


def _court(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """A matter at the religious court."""
    return law.open_track(
        by=by, case_id=case_of(told), kind="religious_court", matter=step.service, filed_on=today(), victim_id=victim_of(told),
        office="Pengadilan Agama Jambi", next_on=today() + timedelta(days=14),
    )  # fmt: skip


def _examination(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return rights.request_examination(
        by=by, case_id=case_of(told), kind=ExaminationKind.PHYSICAL, letter_number="R/12/RES.1.24 (rekaan)", letter_on=today(),
        victim_id=victim_of(told), investigator="Penyidik Unit PPA", desk=town.desks["hospital"].pk, payer=Payer.CITY,
    )  # fmt: skip


def _rights(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    known = ("be_informed", "decide", "identity_kept_secret", "companion", "legal_aid", "restitution")
    return rights.explain_rights(by=by, case_id=case_of(told), rights=known, explained_on=today(), victim_id=victim_of(told))


def _progress(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return rights.log_progress(
        by=by, case_id=case_of(told), number=f"SP2HP/{today().month}/{today().year} (rekaan)", dated=today(), given_on=today(),
        content="Pemeriksaan saksi berjalan. Hasil berikutnya diberitahukan dalam tiga puluh hari.",
    )  # fmt: skip


def _forced(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return rights.record_forced_offence(
        by=by, case_id=case_of(told), victim_id=victim_of(told), offence="Melewati batas negara tanpa dokumen.",
        coercion="Paspor ditahan, perjalanan diatur orang yang memberangkatkan.",
    )  # fmt: skip


def _claim(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    kind = LedgerKind(step.service)
    return claims.record_amount(
        by=by, case_id=case_of(told), kind=kind, amount=AMOUNTS[kind], happened_on=today(), victim_id=victim_of(told)
    )


def _safety(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """The safety plan, or one more version of it, written with her."""
    texts: dict[str, Any] = dict(words.SAFETY)
    return safety.write_safety_plan(
        by=by, case_id=case_of(told), victim_id=victim_of(told), danger_signs=tale.signs, written_with=True, **texts
    )


def _return(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    inbound = step.service == "inbound"
    return returning.plan_return(
        by=by, case_id=case_of(told), direction=ReturnDirection.INBOUND if inbound else ReturnDirection.OUTBOUND, applied_on=today(),
        victim_id=victim_of(told), region="" if inbound else "15.05", office="Keluarga di Kelurahan Legok" if inbound else "UPTD PPA setempat",
        leaves_on=today() + timedelta(days=5), transport="Mobil dinas", escorts="Pendamping UPTD PPA dan petugas Dinas Sosial",
        safe_there="Rumah kakak, terlapor tidak tahu alamatnya.",
    )  # fmt: skip


def _admit(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """She arrives at the shelter, with the children that came along."""
    pk, version = referral_of(told, step.office)
    children = [(child.sex, child.age) for child in tale.others if child.age is not None and child.age < 18]
    return referrals.admit(
        by=by, referral_id=pk, version=version, at=now(), children=children, condition="Lelah, tidak terluka.",
        belongings="Satu tas pakaian, buku sekolah anak.",
    ).pk  # fmt: skip


def _paper(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """A companion's letter of assignment under a number of the unit's letters."""
    case = case_queries.summary(by, case_of(told))
    given = {
        "companion_name": case.companion, "companion_office": "Pendamping", "since": today(), "until": today() + timedelta(days=30),
        "tasks": "Mendampingi pemeriksaan di kepolisian\nMendampingi layanan kesehatan", "where": "Kota Jambi", "signer": "Kepala UPTD PPA",
        "signer_name": "", "signer_number": "",
    }  # fmt: skip
    return cases.issue(
        by=by, case_id=case.id, kind="assignment", data=lambda number: case_queries.build(by, case, "assignment", given, number=number)
    )


def _entered(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """Entered into the national register."""
    number = f"{1500 + len(tale.story)}-R"
    return exchange.note_entry(
        by=by, victim_id=victim_of(told), state=EntryState.ENTERED, number=number, case_number=f"{number}/K", entered_on=today()
    )


def _link(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """The unit asks whether she is perhaps known, and links the two registrations."""
    person = Participant.objects.filter(pk=victim_of(told)).values_list("person_id", flat=True).get()
    people.ask_known(by=by, subject_kind=SubjectKind.PERSON, subject_id=person, case_id=case_of(told))
    earlier = people_queries.known(by, person)[0]
    return people.link(by=by, person_id=person, same_as_id=earlier.person_id, reason=LinkReason.SAYS_SO)


def _emergency(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """Somebody before a person in danger opens the case, looks, and is done."""
    with acting_as(town.actors[tale.manager], Purpose.DEMO):
        reference = case_queries.summary(town.actors[tale.manager], case_of(told)).reference
    with acting_as(by, Purpose.EMERGENCY):
        access = cases.open_emergency(by=by, known_by=reference, danger=step.service, reason=words.EMERGENCY, password=PASSWORD)
        assert access is not None
        emergency_page(by, access)
        with standing_at(now() + timedelta(minutes=50)):
            cases.end_emergency(by=by, access_id=access)
    return access


def _judge(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """A head of another organisation reviews the newest access to the case that waits for it here."""
    waiting = EmergencyAccess.objects.filter(reviewing_desk=by.desk, review=None).order_by("-pk").values_list("pk", flat=True)[0]
    cases.review_emergency(by=by, access_id=waiting, verdict=step.service, reason=words.JUDGED)
    return waiting


def _drawn(*lines: str) -> bytes:
    """A sheet with a few lines on it, as a scanner would give it."""
    sheet, out = Image.new("L", (1240, 1754), 255), io.BytesIO()
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((120, 160 + 70 * number), line, fill=0, font_size=38)
    sheet.save(out, "PNG")
    return out.getvalue()


def _seal(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """The head of the unit writes down, or attaches, what the team alone must not open, and seals it in the same quarter of an hour."""
    case, (said, reason) = case_of(told), words.SEALED[step.service]
    if step.service == SealedKind.DOCUMENT:
        subject = cases.attach(
            by=by, case_id=case, kind="court_decision", content=_drawn(*words.PAPER), name="salinan penetapan.png", note=said
        )
    else:
        subject = cases.write_note(by=by, case_id=case, text=said)
    with standing_at(now() + timedelta(minutes=10)):
        return cases.seal(by=by, case_id=case, kind=step.service, subject_id=subject, ground=SealGround.ADOPTION, reason=reason)


def _unseal(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """The manager asks, the privacy officer agrees with the password, the manager reads and is done before the hour is over."""
    case, second = case_of(told), town.actors["privacy"]
    item = SealedItem.objects.filter(case_id=case, kind=step.service).values_list("pk", flat=True).get()
    asked = cases.ask_unsealing(by=by, case_id=case, item_id=item, ground=UnsealGround.CARE, reason=words.UNSEALED)
    with standing_at(now() + timedelta(minutes=9)), acting_as(second, Purpose.UNSEALING):
        cases.confirm_unsealing(by=second, unsealing_id=asked, password=PASSWORD)
    with standing_at(now() + timedelta(minutes=15)):
        summary = case_queries.summary(by, case)
        case_queries.opened(by, summary, case_queries.sealed_item(by, summary, item))
    with standing_at(now() + timedelta(minutes=25)):
        cases.end_unsealing(by=by, case_id=case, unsealing_id=asked)
    return asked


WIDTH: Mapping[str, Callable[[Town, Actor, Tale, Told, Step], UUID]] = {
    "law": _law, "court": _court, "examination": _examination, "rights": _rights, "progress": _progress, "forced": _forced, "claim": _claim,
    "safety": _safety, "return": _return, "admit": _admit, "paper": _paper, "entered": _entered, "link": _link,
    "emergency": _emergency, "judge": _judge, "seal": _seal, "unseal": _unseal,
}  # fmt: skip
