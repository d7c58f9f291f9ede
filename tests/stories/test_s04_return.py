"""S04: another city's unit sends a woman home who was trafficked abroad. What was done there comes along, and nobody asks it again."""

from datetime import timedelta

from jejaring.cases.models import Case, HomeReturn
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import filled_in
from tests.cast import Cast
from tests.stories.reader import Reader
from tests.ui import hostile

ASKED = "Mohon pemulangan ke Kelurahan Legok dan reintegrasi."
WISH = "Ingin pulang ke ibu dan bekerja lagi."
LETTER, SENDER, CONDITION = "463/118/UPTD-PPA/III/2026", "UPTD PPA Kota Batam", "Sehat, tidur sering terganggu"
STORY = (
    "Korban perempuan 24 tahun asal Legok, korban TPPO ke Malaysia, masuk kembali lewat Batam. Sudah mendapat layanan kesehatan dan "
    "penampungan lima hari. Persetujuan korban terlampir."
)  # fmt: skip


def given_the_letter_of_the_other_unit(duty: Reader) -> str:
    duty.opens("/reports/new/").chooses("channel", "referral_in").presses("Tampilkan isian saluran ini")
    duty.ticks("limits_not_read_reason", "professional").ticks("danger_answer", "none").writes("narrative", STORY)
    duty.ticks("reporter_kind", "professional").ticks("survivor_awareness", "knows")
    duty.ticks("victim_sex", "female").writes("victim_age", "24")
    duty.writes("d_from_unit", SENDER).writes("d_letter_number", LETTER).writes("d_letter_date", "kemarin")
    duty.ticks("d_services_given", "health", "shelter").ticks("d_consent_attached", "yes").writes("d_present_condition", CONDITION)
    duty.writes("d_asked_for", ASKED).ticks("contact_channels", "whatsapp").ticks("contact_never", "phone").submits()
    return duty.sees("Perempuan, 24", SENDER, LETTER, "Layanan kesehatan").path


def when_triage_takes_it_over(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees(LETTER, ASKED)
    filled_in(
        duty, kind="trafficking", forms="trafficking", risk="medium", respondent_count="1", relation="recruiter", outcomes="open_case",
        manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Warga kota ini; unit pengirim sudah mengidentifikasi.").submits().sees("Diputuskan oleh")


def then_what_was_done_there_stands_in_the_file(manager: Reader, file: str) -> None:
    manager.opens(file).sees("Perempuan, 24", "Layanan kesehatan", "Penampungan sementara", SENDER, LETTER)
    manager.follows("Buka laporan").sees(LETTER, CONDITION, ASKED)
    manager.opens(file + "assess/").ticks("no_danger").writes("condition", CONDITION).writes("wishes", WISH).submits()


def when_the_letter_is_scanned_to_the_file(manager: Reader, file: str) -> None:
    manager.opens(file + "papers/attach/").chooses("kind", "referral_letter").writes("note", "Rujukan dan persetujuan dari Batam")
    manager.ticks("decent").attaches("file", "rujukan.pdf", hostile.pdf(pages=1), "application/pdf").submits().sees("Surat rujukan")


def when_reintegration_is_planned(manager: Reader, file: str) -> None:
    manager.opens(file + "plan/")
    for service in ("reintegration", "psychological"):
        manager.ticks(f"need_{service}")
    manager.submits().sees("Reintegrasi sosial")


def when_social_affairs_is_asked_with_her_consent(manager: Reader, cast: Cast, file: str) -> str:
    when_a_referral_is_prepared(
        manager, file, "return", to=cast.desk_id("social"), asks=ASKED, basis="consent", consent="person", why="Persetujuan terlampir."
    )
    manager.sees("Layanan kesehatan", "Penampungan sementara", CONDITION)
    paper = manager.offers("paper")
    assert len(paper) == 1, "the letter may go along"
    return when_it_is_sent(manager.ticks("paper", *paper))


def then_nothing_is_asked_again(social: Reader, referral: str) -> None:
    social.opens(referral).sees("Layanan kesehatan", "Penampungan sementara", SENDER, LETTER, CONDITION, WISH, "WhatsApp", "Surat rujukan")
    social.presses("Terima").sees("Diterima")


def when_she_asks_to_come_home(manager: Reader, file: str) -> str:
    manager.opens(file + "return/").follows("Siapkan pemulangan").ticks("direction", "inbound").writes("applied_on", "kemarin")
    manager.writes("office", SENDER).writes("safe_there", "Ibunya menunggu; perekrut tidak tinggal di Legok.").submits()
    manager.sees("Sedang disiapkan")
    return manager.path


def then_return_and_rehabilitation_are_owed_within_seven_days(cast: Cast, file: str) -> None:
    with acting_as(cast.manager, "test"):
        case, home = Case.objects.get(), HomeReturn.objects.get()
        owed = {(c.key, c.due_at - c.started_at) for c in Commitment.objects.filter(case_id=case.pk, state="open")}
        assert home.applied_on == today() - timedelta(days=1)
    assert {("home_return", timedelta(days=7)), ("rehabilitation", timedelta(days=7))} <= owed


def when_she_arrives(manager: Reader) -> None:
    manager.follows("Catat serah terima").writes("handed_to", "Ibu kandung dan petugas Dinas Sosial").writes("condition", "Sehat")
    manager.submits().follows("Catat konfirmasi").writes("confirmation", "Tiba di rumah").submits().sees("Dikonfirmasi penerima")


def test_a_woman_comes_home_and_nothing_is_asked_twice(cast: Cast) -> None:
    duty, manager = Reader(cast.duty), Reader(cast.manager)

    report = given_the_letter_of_the_other_unit(duty)
    when_triage_takes_it_over(duty, cast, report)
    file = when_the_only_case_is_opened(manager)
    then_what_was_done_there_stands_in_the_file(manager, file)
    when_the_letter_is_scanned_to_the_file(manager, file)
    when_reintegration_is_planned(manager, file)
    referral = when_social_affairs_is_asked_with_her_consent(manager, cast, file)
    then_nothing_is_asked_again(Reader(cast.social), referral)
    when_she_asks_to_come_home(manager, file)
    then_return_and_rehabilitation_are_owed_within_seven_days(cast, file)
    when_she_arrives(manager)
