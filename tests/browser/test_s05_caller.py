"""S05: a caller says he is a husband and asks whether she came here. He may be the respondent: he learns nothing, and nothing is opened."""

import re

import pytest

from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_report import Told, given_a_report, when_it_is_decided
from tests.cases import files
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
WIFE, NUMBER = "Ibu Contoh Rekaan", "0812-5550-7788"
CALLER = Told(
    f"Saya mencari istri saya {WIFE} yang pergi bersama anak kami, nomornya {NUMBER}. Pernahkah ia melapor di sini? Bisakah ia dilaporkan?",
    who="other", channel="hotline",
)  # fmt: skip
NEUTRAL = "Kami tidak dapat membenarkan atau membantah apakah seseorang pernah datang ke sini"


def given_his_call(duty: Person) -> str:
    return given_a_report(duty, CALLER)


def given_that_she_is_known_here(cast: Cast) -> None:
    files.wife_hit(cast, parties=(NewParty("victim", "female", 31, name=WIFE, phone=NUMBER), files.HUSBAND))


def what_triage_says(duty: Person, report: str) -> str:
    duty.opens(report.replace("/reports/", "/triage/")).sees(NEUTRAL)
    return re.sub(r"L-26-\d{4}-\w|\d\d\.\d\d", "", duty.page.locator("main").inner_text())


def when_he_is_advised_in_general(duty: Person, report: str) -> None:
    when_it_is_decided(duty, report, kind="information_only", outcome="advise", reason="Hanya bertanya.")


def when_the_officer_would_open_a_case_it_is_refused(duty: Person, report: str) -> None:
    when_it_is_decided(duty, report, kind="information_only", outcome="open_case", reason="Hanya bertanya.")
    duty.is_told_beside("outcomes", "Permintaan informasi bukan kasus")
    duty.page.locator("input[name='outcomes'][value='open_case']").uncheck()
    duty.ticks("outcomes", "advise").submits()


def when_the_unit_checks_silently(duty: Person, report: str) -> None:
    """The officer writes the number that he named, and learns nothing from it."""
    duty.opens(report.replace("/reports/", "/triage/")).follows("Periksa diam-diam").sees(NEUTRAL)
    duty.writes("first", "siti").submits().is_told_beside("first", "bukan nomor telepon dan bukan NIK")
    duty.writes("first", NUMBER).submits().sees("Pemeriksaan diam-diam sudah dilakukan")


def then_her_manager_looks_at_the_safety_plan(manager: Person, cast: Cast) -> None:
    manager.opens("/").sees("Tinjau rencana keselamatan sebuah kasus", "Tinjau rencana keselamatan").follows(
        "Tinjau rencana keselamatan sebuah kasus"
    )
    with acting_as(cast.manager, "test"):
        assert manager.path == f"/cases/{Case.objects.get().pk}/"


def then_it_is_information_and_no_case(duty: Person, cast: Cast, report: str, cases: int) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees("Permintaan informasi saja", "tidak ada: permintaan informasi")
    duty.sees_nothing_of("K-26", "Buka berkas kasus", "/cases/0")
    duty.opens("/").sees_nothing_of("Triase", "Lengkapi laporan")
    with acting_as(cast.supervisor, "test"):
        assert Case.objects.count() == cases


def test_a_caller_who_may_be_the_respondent_learns_nothing(at: At, cast: Cast) -> None:
    duty = at("duty", phone=True)

    first = given_his_call(duty)
    before = what_triage_says(duty, first)
    given_that_she_is_known_here(cast)
    second = given_his_call(duty)
    assert what_triage_says(duty, second) == before  # the same words, whether she is known or not
    when_he_is_advised_in_general(duty, first)
    when_the_unit_checks_silently(duty, first)
    duty.opens("/").sees_nothing_of("rencana keselamatan")
    then_her_manager_looks_at_the_safety_plan(at("manager"), cast)
    when_the_officer_would_open_a_case_it_is_refused(duty, second)
    then_it_is_information_and_no_case(duty, cast, second, cases=1)
