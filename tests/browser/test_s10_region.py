"""S10: an aunt calls about a girl of 15 in the neighbouring regency. A numbered letter goes there; the promise runs until they have it."""

import re

import pytest

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import Told, given_a_new_report_being_filled_in, when_it_is_decided
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
AUNT = Told(
    "Keponakan saya 15 tahun, tinggal di Muaro Jambi. Minggu depan ia hendak dinikahkan orang tuanya demi melunasi utang.",
    who="family", channel="hotline", signs=("imminent_wedding",), knows="does_not_know",
)  # fmt: skip
NEVER_PARENTS = "Jangan pernah menghubungi orang tuanya"
AUNTS_NAME = "Bibi Rekaan"
NEIGHBOURS = "UPTD PPA Muaro Contoh"


def given_the_aunts_call(duty: Person) -> str:
    given_a_new_report_being_filled_in(duty, AUNT).unfolds()
    duty.ticks("victim_sex", "female").writes("victim_age", "15").writes("reporter_name", AUNTS_NAME).chooses("area", "15.05")
    duty.ticks("contact_channels", "through_other").ticks("contact_never", "phone", "visit").writes("contact_note", NEVER_PARENTS).submits()
    duty.sees("Anak perempuan, 15", "Risiko tinggi", NEVER_PARENTS).sees_nothing_of(AUNTS_NAME)
    return duty.path


def then_nobody_is_led_to_the_parents(person: Person, *pages: str) -> None:
    """Where somebody could contact the family the page says first that nobody does."""
    for page in pages:
        person.opens(page)
        assert NEVER_PARENTS in person.page.locator(".safe").first.inner_text(), page


def when_triage_hands_it_to_the_neighbouring_region(duty: Person, cast: Cast, report: str) -> None:
    facts = {"kind": "violence_against_children", "forms": "sexual exploitation", "victim_sex": "female", "victim_age": "15"}
    when_it_is_decided(duty, report, outcome="transfer", jurisdiction="transfer_region", risk="high", manager=cast.manager.id, **facts)
    duty.is_told_beside("region", "Pilih daerah yang mengambil alih")
    duty.chooses("region", "15.05").submits()
    duty.sees("Diputuskan oleh")


def when_the_letter_is_written(manager: Person, cast: Cast, file: str) -> str:
    manager.opens("/").sees("Serahkan")
    when_a_referral_is_prepared(
        manager, file, "transfer", to=cast.desk_id("letters"), asks="Mohon dicegah sebelum hari yang direncanakan.", basis="vital_interest",
        why="Perkawinan anak dalam hitungan hari.",
    )  # fmt: skip
    manager.sees(NEVER_PARENTS, "Anak perempuan, 15").sees_nothing_of(AUNTS_NAME)
    return when_it_is_sent(manager)


def then_a_numbered_letter_can_be_printed(manager: Person, referral: str) -> None:
    manager.opens(referral + "letter/").sees(NEVER_PARENTS, NEIGHBOURS, "Lembar tanda terima", "Anak perempuan, 15").sees_nothing_of(
        AUNTS_NAME
    )
    manager.sees(re.compile(r"Nomor\s*\S*\d+\S*"))


def then_the_promise_runs_until_it_is_acknowledged(manager: Person, referral: str) -> None:
    manager.opens("/").sees("Tanda terima surat").opens(referral).sees("belum: tenggat berjalan")


def when_the_neighbours_confirm_by_telephone(manager: Person, referral: str) -> None:
    manager.opens(referral + "acknowledge/").ticks("how", "phone").writes("office", NEIGHBOURS).submits()
    manager.sees(NEIGHBOURS, "Diterima pihak sana").opens("/").sees_nothing_of("Tanda terima surat", "Serahkan")


def then_the_case_is_theirs(manager: Person, cast: Cast, file: str) -> None:
    manager.opens(file).sees("Dilimpahkan")
    with acting_as(cast.manager, "test"):
        assert Case.objects.get(pk=file.strip("/").split("/")[-1]).state == "transferred"


def test_a_girl_in_another_region_and_a_letter(at: At, cast: Cast) -> None:
    duty, manager = at("duty"), at("manager", phone=True)

    report = given_the_aunts_call(duty)
    then_nobody_is_led_to_the_parents(duty, report, report + "respond/", report + "complete/", report.replace("/reports/", "/triage/"))
    when_triage_hands_it_to_the_neighbouring_region(duty, cast, report)
    file = when_the_only_case_is_opened(manager)
    then_nobody_is_led_to_the_parents(
        manager, file, file + "note/", file + "party/", file.replace("/cases/", "/referrals/new/") + "?purpose=transfer"
    )
    referral = when_the_letter_is_written(manager, cast, file)
    then_nobody_is_led_to_the_parents(manager, referral, referral + "letter/")
    then_a_numbered_letter_can_be_printed(manager, referral)
    then_the_promise_runs_until_it_is_acknowledged(manager, referral)
    when_the_neighbours_confirm_by_telephone(manager, referral)
    then_the_case_is_theirs(manager, cast, file)
