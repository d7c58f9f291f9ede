"""S03: a father comes with his son of nine, whom a teacher touched. The police are told within three days, or a supervisor says why not."""

import io
from datetime import timedelta

import pypdfium2 as pdfium

from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in
from tests.cast import Cast
from tests.stories.reader import Reader

FATHER = Told(
    "Putra saya sembilan tahun diraba guru mengajinya, sudah tiga kali, yang terakhir hari Minggu di Kenali Besar. Sekarang ia tidak mau "
    "sekolah. Kami belum ke polisi, saya takut ia malu.",
    who="family", channel="walk_in", signs=("respondent_near_child",), knows="knows",
)  # fmt: skip
FATHERS_NAME, HIS_VIEW = "Bapak Rekaan", "Aku mau cerita ke ibu psikolog saja, jangan ke banyak orang."
NEVER_MEDIATED = "Kekerasan seksual tidak pernah dimediasi"


def given_the_fathers_report(duty: Reader) -> str:
    given_a_new_report_being_filled_in(duty, FATHER).ticks("victim_sex", "male").writes("victim_age", "9")
    duty.chooses("area", "15.71.09.1001").writes("incident_on", "kemarin").writes("reporter_name", FATHERS_NAME)
    return duty.submits().sees("Anak laki-laki, 9", "Risiko tinggi").path


def when_triage_opens_a_case(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/"))
    filled_in(
        duty, kind="violence_against_children", forms="sexual", respondent_count="1", relation="teacher_or_carer", outcomes="open_case",
        manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Anak; guru masih mengajar.").submits().sees("Diputuskan oleh")


def given_the_boys_case(cast: Cast) -> str:
    """His file, as the manager opens it for the first time."""
    duty = Reader(cast.duty)
    when_triage_opens_a_case(duty, cast, given_the_fathers_report(duty))
    return when_the_only_case_is_opened(Reader(cast.manager))


def owed(cast: Cast) -> Commitment:
    """The promise to report to the police."""
    with acting_as(cast.manager, "test"):
        return Commitment.objects.get(key="police_report")


def then_a_boy_counts_as_a_child_and_the_police_are_owed_a_report_in_three_days(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file).sees("Anak laki-laki, 9", "Guru, pendidik, atau pengasuh", "Laporan ke polisi")
    with acting_as(cast.manager, "test"):
        case = Case.objects.get()
    assert set(case.categories) == {"violence_against_children", "sexual_violence"}
    promise = owed(cast)
    assert (promise.state, promise.due_at) == ("open", case.registered_at + timedelta(hours=72))


def then_mediation_is_offered_nowhere(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file + "plan/").sees(NEVER_MEDIATED)
    assert manager.offers("need_mediation") == []
    assert "mediation" not in manager.opens(file + "service/").sees(NEVER_MEDIATED).offers("service")
    manager.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=legal_aid").sees(NEVER_MEDIATED)
    assert "legal_aid" in manager.offers("services")
    assert "mediation" not in manager.offers("services")


def when_his_father_is_his_guardian(manager: Reader, file: str) -> None:
    manager.opens(file + "party/").ticks("role", "guardian").writes("name", FATHERS_NAME).ticks("guardian_of").submits()
    manager.sees("Wali").sees_nothing_of(FATHERS_NAME)


def when_the_childs_own_view_is_asked_and_written_down(manager: Reader, file: str) -> None:
    manager.opens(file + "assess/").sees("Dengan kata-kata korban sendiri")
    assert manager.value_of("danger_signs") == "respondent_near_child", "told in the report, not asked again"
    manager.writes("condition", "Takut, sulit tidur.").writes("wishes", HIS_VIEW).submits().sees(HIS_VIEW)


def then_the_consent_has_the_guardian_and_what_the_child_says(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file.replace("/cases/", "/referrals/consent/")).chooses("purpose", "psychological")
    manager.chooses("to_desk", cast.desk_id("hospital")).writes("child_view", HIS_VIEW).submits()
    manager.is_told_beside("guardian", "wali")
    guardian = next(choice for choice in manager.offers("guardian") if choice)
    manager.ticks("guardian", guardian).submits()
    with pdfium.PdfDocument(io.BytesIO(manager.body)) as paper:
        words = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in paper)
    assert FATHERS_NAME in words
    assert HIS_VIEW in words


def when_the_psychologist_is_asked_with_the_fathers_consent(manager: Reader, cast: Cast, file: str) -> str:
    when_a_referral_is_prepared(
        manager, file, "psychological", to=cast.desk_id("hospital"), asks="Mohon psikolog anak.", basis="consent", consent="guardian",
        why="Ayah setuju, anak ingin bicara dengan psikolog saja.",
    )  # fmt: skip
    return when_it_is_sent(manager.sees(HIS_VIEW))


def when_the_police_are_told(manager: Reader, file: str) -> None:
    manager.opens(file + "police/").sees("3×24 jam").writes("number", "LP/B/3/III/2026 (rekaan)").submits().sees("LP/B/3/III/2026")


def test_a_boy_and_his_teacher(cast: Cast) -> None:
    manager = Reader(cast.manager)

    file = given_the_boys_case(cast)
    then_a_boy_counts_as_a_child_and_the_police_are_owed_a_report_in_three_days(manager, cast, file)
    then_mediation_is_offered_nowhere(manager, cast, file)
    when_his_father_is_his_guardian(manager, file)
    when_the_childs_own_view_is_asked_and_written_down(manager, file)
    then_the_consent_has_the_guardian_and_what_the_child_says(manager, cast, file)
    referral = when_the_psychologist_is_asked_with_the_fathers_consent(manager, cast, file)
    Reader(cast.hospital).opens(referral).sees(HIS_VIEW, "Anak laki-laki, 9").presses("Terima")
    when_the_police_are_told(manager, file)
    assert (owed(cast).state, owed(cast).ended_at is not None) == ("kept", True)


def test_only_a_supervisor_says_in_writing_why_the_police_are_not_told(cast: Cast) -> None:
    file = given_the_boys_case(cast)
    manager, supervisor = Reader(cast.manager), Reader(cast.supervisor)

    manager.opens(file + "police/").sees_nothing_of("police/ground/").opens(file + "police/ground/").is_refused()
    assert owed(cast).state == "open"
    supervisor.opens(file + "police/").follows("Tulis alasan tidak melapor ke polisi").submits().is_told_beside("text", "wajib")
    supervisor.writes("text", "Polda sudah menangani perkara yang sama sejak Senin.").submits()

    assert owed(cast).state == "kept"
    manager.opens(file).sees("Polda sudah menangani")
