"""The law and safety of a case in a browser: a judgment without a charge, a plan written together, a return home, each page seen by axe."""

import pytest

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.cases import files
from tests.cases.files import promises
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
NOTE = "Catatan yang tidak boleh hilang"


@pytest.fixture(scope="module")
def case(cast: Cast) -> Case:
    """A girl recruited online, with an unknown recruiter."""
    return files.open_file(cast)


def owed(cast: Cast, case: Case, state: str = "open") -> list[str]:
    with acting_as(cast.manager, "test"):
        return promises(case, state)


def test_a_judgment_without_a_charge_is_said_beside_the_step_and_nothing_is_lost(at: At, cast: Cast, case: Case) -> None:
    manager = at("manager").opens(f"/cases/{case.pk}/law/").sees("Belum ada langkah")

    manager.follows("Catat langkah").chooses("stage", "judgment").writes("happened_on", "hari ini").writes("note", NOTE)
    manager.writes("next_on", "3/3/2020").submits()
    manager.is_told_beside("stage", "Belum ada dakwaan").is_told_beside("next_on", "Periksa tahunnya")
    assert manager.value_of("note") == NOTE

    manager.chooses("stage", "police_report").writes("number", "LP/B/12/XI/2026").writes("next_on", "")
    manager.unfolds().ticks("articles", "uu_21_2007_2").submits()

    manager.sees("Laporan polisi", "LP/B/12/XI/2026", NOTE, "UU 21/2007 Pasal 2")
    assert "police_report" in owed(cast, case, "kept")
    assert "progress_notice" in owed(cast, case)


def test_a_step_is_corrected_and_the_earlier_entry_stays(at: At, cast: Cast, case: Case) -> None:
    manager = at("manager", dark=True).opens(f"/cases/{case.pk}/law/").follows("Perbaiki")

    manager.writes("number", "LP/B/13/XI/2026").writes("reason", "Nomor keliru").submits()

    manager.sees("LP/B/13/XI/2026", "1 catatan yang dikoreksi").unfolds().sees("LP/B/12/XI/2026")


def test_restitution_is_followed_to_what_is_still_to_be_paid(at: At, case: Case) -> None:
    manager = at("manager", phone=True).opens(f"/cases/{case.pk}/law/")
    for kind, amount in (("ordered", "60.000.000"), ("paid", "15.000.000")):
        manager.follows("Catat jumlah").ticks("kind", kind).writes("amount", amount).submits()

    manager.follows("Catat jumlah").ticks("kind", "paid").writes("amount", "45.000.001").submits()
    manager.is_told_beside("amount", "melebihi sisa")
    manager.opens(f"/cases/{case.pk}/law/").sees("Sisa yang harus dibayar")
    assert "45.000.000" in manager.card("Restitusi: Anak perempuan, 17")


def test_the_other_forms_of_the_law_are_usable(at: At, case: Case) -> None:
    manager = at("manager")
    manager.opens(f"/cases/{case.pk}/law/examination/").writes("letter_number", "R/7/XI/2026").submits().sees("R/7/XI/2026")
    manager.opens(f"/cases/{case.pk}/law/progress/").writes("number", "B/9/XI/2026").submits().sees("belum disampaikan")
    manager.follows("Catat sudah disampaikan").submits().sees("sudah disampaikan")
    manager.opens(f"/cases/{case.pk}/law/rights/").ticks("rights", "restitution").submits().sees("Restitusi atau dana bantuan korban")
    manager.opens(f"/cases/{case.pk}/law/forced/").writes("offence", "memakai paspor palsu").writes("coercion", "paspor ditahan").submits()
    manager.sees("Pasal 18 UU 21/2007")
    manager.opens(f"/cases/{case.pk}/law/court/").ticks("kind", "civil_documents").ticks("matter", "birth_certificate")
    manager.writes("filed_on", "kemarin").submits().sees("Dokumen kependudukan")


def test_a_safety_plan_is_written_together_and_its_review_is_owed(at: At, cast: Cast, case: Case) -> None:
    companion = at("companion", phone=True).opens(f"/cases/{case.pk}/safety/").follows("Susun rencana")
    companion.writes("safe_places", "Rumah Bu RT").submits().is_told_beside("not_with_reason", "mengapa")

    companion.ticks("danger_signs", "threat_to_kill").ticks("written_with").submits()

    companion.sees("Rumah Bu RT", "Ancaman membunuh", "bersama yang bersangkutan")
    assert "safety_plan_review" in owed(cast, case)
    companion.opens(f"/cases/{case.pk}/").sees("Rencana keselamatan").sees_nothing_of("Rumah Bu RT")


def test_a_return_home_goes_to_its_confirmation(at: At, cast: Cast, case: Case) -> None:
    companion = at("companion").opens(f"/cases/{case.pk}/return/").follows("Siapkan pemulangan")
    companion.submits().is_told_beside("office", "tujuannya")
    companion.writes("office", "UPTD PPA Kota Batam").submits().sees("Sedang disiapkan")

    companion.follows("Catat serah terima").writes("handed_to", "Petugas UPTD").writes("condition", "Sehat").submits()
    companion.follows("Catat konfirmasi").writes("confirmation", "Tiba dengan selamat").submits()

    companion.sees("Dikonfirmasi penerima", "Tiba dengan selamat")
    assert {"home_return", "return_confirmation"} <= set(owed(cast, case, "kept"))
