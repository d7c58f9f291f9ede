"""S09: an emergency doctor reports at night. She is 19, awake, and agrees; two men nobody knows."""

import pytest

from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_case import (
    when_a_referral_is_prepared,
    when_closure_is_proposed,
    when_it_is_sent,
    when_the_desk_accepts,
    when_the_only_case_is_opened,
)
from tests.browser.steps_report import Told, given_a_new_report_being_filled_in, when_it_is_decided
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
DOCTOR = Told(
    "IGD: pasien perempuan, 19, mengaku mengalami kekerasan seksual tadi malam; dua terlapor tidak dikenal. Perawatan sudah diberikan, "
    "perlu visum dan pendampingan segera. Pasien sadar, setuju dilaporkan.",
    who="professional", channel="hospital", signs=("threat_to_kill",), knows="knows",
)  # fmt: skip
WARD, DOCTORS_NAME = "Lewat perawat jaga, ruang tindakan", "dr. Rekaan Contoh"


def given_the_doctors_call(duty: Person) -> str:
    given_a_new_report_being_filled_in(duty, DOCTOR).unfolds()
    duty.ticks("victim_sex", "female").writes("victim_age", "19").writes("incident_on", "hari ini").writes("reporter_name", DOCTORS_NAME)
    duty.ticks("contact_channels", "through_other").writes("contact_note", WARD).submits()
    duty.sees("Perempuan, 19", "Risiko tinggi", WARD).sees_nothing_of(DOCTORS_NAME)
    return duty.path


def when_a_companion_is_sent(duty: Person, report: str) -> None:
    duty.opens("/").sees("Tanggapan pertama", "menit lagi")
    duty.opens(report + "respond/").ticks("kind", "safety_action").writes("note", "Pendamping menuju IGD.").submits().sees("ditepati")


def when_triage_gives_it_to_the_supervisor_on_call(duty: Person, cast: Cast, report: str) -> None:
    when_it_is_decided(
        duty, report, kind="violence_against_women", forms="sexual physical", victim_sex="female", victim_age="19", respondent_count="2",
        relation="stranger", risk="high", outcome="open_case", manager=cast.supervisor.id, reason="Setuju ditangani; visum malam ini.",
    )  # fmt: skip
    duty.sees("Diputuskan oleh")


def then_the_police_must_be_told_within_three_days(supervisor: Person, file: str) -> None:
    supervisor.sees("Perempuan, 19", "Kekerasan seksual", "Risiko tinggi", WARD, "Laporan ke polisi")
    people = supervisor.card("Orang")
    assert people.upper().count("TERLAPOR") == 2
    assert people.count("Orang tidak dikenal") == 2


def when_the_forensic_examination_is_planned(supervisor: Person, cast: Cast, file: str) -> None:
    supervisor.opens(file + "plan/").unfolds()
    for service in ("forensic_examination", "psychological"):
        supervisor.ticks(f"need_{service}").chooses(f"desk_{service}", cast.desk_id("hospital"))
    supervisor.writes("by_forensic_examination", "hari ini").ticks("need_law_enforcement").submits()
    plan = supervisor.card("Rencana")
    assert "Visum et repertum" in plan
    assert "RSUD Contoh" in plan


def when_police_and_psychologist_are_asked(supervisor: Person, cast: Cast, file: str) -> tuple[str, str]:
    agrees = {"basis": "consent", "consent": "person", "why": "Pasien sadar dan setuju."}
    when_a_referral_is_prepared(
        supervisor, file, "law_enforcement", to=cast.desk_id("police"), asks="Mohon surat permintaan visum.", **agrees
    )
    supervisor.sees(WARD).sees_nothing_of(DOCTORS_NAME)
    to_police = when_it_is_sent(supervisor)
    when_a_referral_is_prepared(supervisor, file, "psychological", to=cast.desk_id("hospital"), asks="Mohon psikolog malam ini.", **agrees)
    supervisor.sees(WARD, "Visum et repertum").sees_nothing_of(DOCTORS_NAME)
    return to_police, when_it_is_sent(supervisor)


def then_both_answer(police: Person, hospital: Person, to_police: str, to_hospital: str) -> None:
    when_the_desk_accepts(police, to_police).sees(WARD, "Pasien sadar dan setuju").sees_nothing_of(DOCTORS_NAME)
    when_the_desk_accepts(hospital, to_hospital).sees(WARD, "Mohon psikolog malam ini").sees_nothing_of(DOCTORS_NAME)


def then_whoever_proposes_closure_cannot_confirm_it(supervisor: Person, file: str) -> None:
    when_closure_is_proposed(supervisor, file)
    supervisor.sees("Anda yang mengusulkan penutupan ini").opens(file + "confirm/").sees("Orang lain yang memutuskan")


def test_a_hospital_at_night(at: At, cast: Cast) -> None:
    duty, supervisor = at("duty", phone=True, dark=True), at("supervisor")

    report = given_the_doctors_call(duty)
    when_a_companion_is_sent(duty, report)
    when_triage_gives_it_to_the_supervisor_on_call(duty, cast, report)
    file = when_the_only_case_is_opened(supervisor)
    then_the_police_must_be_told_within_three_days(supervisor, file)
    when_the_forensic_examination_is_planned(supervisor, cast, file)
    to_police, to_hospital = when_police_and_psychologist_are_asked(supervisor, cast, file)
    then_both_answer(at("police"), at("hospital", phone=True), to_police, to_hospital)
    then_whoever_proposes_closure_cannot_confirm_it(supervisor, file)
