"""A raid with several people: a partner desk sends it, the unit opens a case for each; and the partner asks for a companion meanwhile."""

import re

import pytest

from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_report import filled_in
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
STORY = "Razia di sebuah kos: tiga orang ditemukan, seorang anak, pintu dikunci dari luar."
GIRL = "Bunga Rekaan"


def when_social_affairs_sends_the_raid(social: Person) -> None:
    social.opens("/").follows("Kirim laporan").chooses("channel", "raid").presses("Tampilkan isian saluran ini")
    social.sees("Instansi yang merazia", "Orang 3").ticks("danger_signs", "captivity").writes("narrative", STORY)
    social.ticks("d_agency", "joint").writes("d_raid_place", "Kos Rekaan").ticks("survivor_awareness", "knows")
    social.ticks("p0-sex", "female").writes("p0-age", "160").writes("p0-name", GIRL).ticks("p0-injured", "yes")
    social.ticks("p1-sex", "female").ticks("p1-grown", "adult").chooses("p1-nationality", "vnm").writes("p1-language", "Vietnam")
    social.ticks("p2-sex", "male").ticks("p2-grown", "child").submits()
    social.is_told_beside("p0-age", "120").writes("p0-age", "16").submits()


def then_it_sees_only_that_it_was_sent(social: Person) -> None:
    social.sees("Laporan terkirim", "belum dibuka").sees_nothing_of(STORY, GIRL, "Kos Rekaan")


def then_the_unit_has_it_with_everybody(duty: Person) -> str:
    duty.opens("/").follows("Laporan dari meja lain sudah tiba").sees(STORY, "Kos Rekaan", "Dikirim oleh", "Dinas Sosial Contoh")
    duty.sees("Anak perempuan, 16", "perlu juru bahasa (Vietnam)", "Anak laki-laki").sees_nothing_of(GIRL)
    return duty.path


def then_the_sender_sees_who_received_it(social: Person) -> None:
    social.opens("/reports/sent/").sees("diterima oleh Petugas duty").sees_nothing_of(STORY)


def when_the_list_is_corrected(duty: Person, report: str) -> None:
    duty.follows("Isi daftar orang").sees("Orang 3").ticks("p2-injured", "no").submits()
    assert duty.path == report


def when_triage_opens_a_case_for_each(duty: Person, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees("1. Anak perempuan, 16", "Satu kasus untuk tiap orang").sees_nothing_of(GIRL)
    filled_in(duty, kind="trafficking", forms="trafficking", grouping="each", outcomes="open_case", manager=cast.manager.id)
    duty.writes("reason", "Ditemukan dalam razia.").submits()
    duty.opens(report.replace("/reports/", "/triage/")).sees("3 kasus")


def then_each_has_a_case_and_nobody_is_a_respondent(manager: Person, cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        opened = list(Case.objects.order_by("pk"))
        assert sorted(Participant.objects.filter(case__in=opened).values_list("role", "sex")) == [
            ("victim", "female"), ("victim", "female"), ("victim", "male"),
        ]  # fmt: skip
    for case in opened:
        manager.opens(f"/cases/{case.pk}/").sees(re.compile("Perdagangan orang"))


def when_the_hospital_asks_for_a_companion(hospital: Person) -> None:
    hospital.opens("/").follows("Minta bantuan unit").ticks("purpose", "companion").writes("request", "Pendamping selama pemeriksaan")
    hospital.ticks("sex", "female").writes("age", "19").ticks("basis", "vital_interest").writes("basis_reason", "Perdarahan").submits()
    hospital.is_told_beside("basis", "risiko").ticks("danger_signs", "captivity").ticks("contact_never", "phone").submits()
    hospital.sees("Pendamping selama pemeriksaan", "Menunggu jawaban")


def then_the_unit_answers_it(manager: Person, hospital: Person) -> None:
    manager.opens("/referrals/?show=received").follows("Buka")
    manager.sees("Pendamping selama pemeriksaan", "Perempuan, 19", "Jangan").presses("Terima")
    hospital.opens("/referrals/?show=sent").sees("Diterima")


def test_a_raid_becomes_a_case_for_each_and_the_sender_learns_no_more_than_that_it_was_answered(at: At, cast: Cast) -> None:
    social, duty, manager = at("social", phone=True), at("duty"), at("manager", dark=True)

    when_social_affairs_sends_the_raid(social)
    then_it_sees_only_that_it_was_sent(social)
    report = then_the_unit_has_it_with_everybody(duty)
    then_the_sender_sees_who_received_it(social)
    when_the_list_is_corrected(duty, report)
    when_triage_opens_a_case_for_each(duty, cast, report)
    then_each_has_a_case_and_nobody_is_a_respondent(manager, cast)
    social.opens("/reports/sent/").sees("Ditanggapi").sees_nothing_of("K-26")


def test_a_hospital_asks_for_a_companion_and_the_unit_answers(at: At, cast: Cast) -> None:
    hospital, manager = at("hospital", phone=True), at("manager")

    when_the_hospital_asks_for_a_companion(hospital)
    then_the_unit_answers_it(manager, hospital)
