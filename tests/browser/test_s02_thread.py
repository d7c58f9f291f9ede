"""S02: a girl writes from a hotel. From her message to the closed case, across four desks, each on its own screen."""

import re

import pytest

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_case import (
    when_a_referral_is_prepared,
    when_closure_is_proposed,
    when_it_is_sent,
    when_the_desk_accepts,
    when_the_desk_gives_the_service,
    when_the_desk_reports_back,
    when_the_only_case_is_opened,
)
from tests.browser.steps_report import Told, begins, closed_window, filled_in, given_a_new_report_being_filled_in
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
MESSAGE = Told(
    "umur saya 17. lewat MiChat saya diajak kerja di kafe, ternyata dibawa ke hotel dan harus menemani tamu. KTP dan HP saya "
    "ditahan, dibilang utang ongkos harus lunas dulu. tolong jgn telp, WA aja siang",
    who="victim", channel="whatsapp", signs=("captivity",),
)  # fmt: skip
RECRUITER, RECRUITER_NORMAL = "0812-7400-1188", "+6281274001188"
HER_NAME, FRIEND, FRIENDS_NUMBER, HELP_ONLY = "Kenanga", "Melati Rekaan", "0857-5550-0101", "085755502277"
SAFE = "Hanya lewat WhatsApp"


def given_her_message_taken_on_a_phone(duty: Person, window: tuple[str, str]) -> str:
    given_a_new_report_being_filled_in(duty, MESSAGE)
    duty.ticks("contact_channels", "whatsapp").ticks("contact_never", "phone")
    duty.writes("contact_window_0", window[0]).writes("contact_window_1", window[1])
    duty.presses("Simpan dan mulai hitung waktu")
    duty.sees(SAFE, f"{window[0]}–{window[1]}", "Jangan", "Risiko tinggi", MESSAGE.story)
    return duty.path


def then_the_desk_shows_what_is_promised_soonest_first(duty: Person, window: tuple[str, str]) -> None:
    duty.opens("/").sees("Tanggapan pertama", re.compile("1[345] menit lagi"), "Hubungi dalam jam aman", begins(window[0]))
    first = duty.page.locator(".promises .promise").first
    assert "Tanggapan pertama" in first.inner_text()


def when_an_unsafe_contact_is_tried_it_is_refused(duty: Person, report: str) -> None:
    for kind, channel, reason in (("attempt", "whatsapp", "jam aman"), ("safe_contact", "phone", "")):
        duty.opens(report + "respond/").sees(SAFE).ticks("kind", kind).ticks("channel", channel).writes("note", "Malam ini.").submits()
        assert duty.path == report + "respond/"
        duty.sees(reason, "Malam ini.")
    duty.opens("/").sees("Tanggapan pertama")


def when_a_safety_action_keeps_the_first_response(duty: Person, report: str) -> None:
    duty.opens(report + "respond/").ticks("kind", "safety_action").writes("note", "Pendamping dan patroli menuju lokasi.").submits()
    assert duty.path == report
    duty.sees("ditepati", "Tindakan aman")
    duty.opens("/").sees("Hubungi dalam jam aman").sees_nothing_of("Tanggapan pertama")


def when_the_report_is_completed_once_the_phone_is_down(duty: Person, report: str) -> None:
    duty.opens("/").sees("Lengkapi laporan").opens(report + "complete/").sees(SAFE, MESSAGE.story)
    duty.ticks("victim_sex", "female").writes("victim_age", "17").writes("victim_name", HER_NAME)
    duty.writes("incident_on", "2026").ticks("nothing_more").submits().sees_nothing_of(HER_NAME)
    duty.opens("/").sees_nothing_of("Lengkapi laporan")


def when_triage_opens_a_case(duty: Person, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees(SAFE, MESSAGE.story, "genting")
    filled_in(duty, kind="trafficking", forms="trafficking sexual exploitation", victim_sex="female", victim_age="17")
    filled_in(duty, respondent_count="1", relation="recruiter", risk="medium", outcomes="open_case", manager=cast.manager.id)
    duty.writes("reason", "Anak, ditahan di penginapan.").submits()
    duty.is_told_beside("risk", "Hanya penyelia yang boleh menurunkan risiko")  # a critical sign forces high
    duty.ticks("risk", "high").submits()
    duty.sees("Diputuskan oleh")


def when_it_is_screened_for_trafficking(manager: Person, file: str) -> None:
    manager.opens(file + "screen/").sees(SAFE).ticks("acts", "recruitment", "transportation", "harbouring")
    manager.ticks("means", "fraud", "debt_bondage", "abuse_of_vulnerability").ticks("purposes", "sexual_exploitation")
    manager.ticks("control", "withholds_documents").submits()
    card = manager.card("Penapisan TPPO")
    assert re.search(r"indikasi\s+Teridentifikasi untuk layanan", card)
    assert re.search(r"indikasi\s+Unsur untuk tuntutan ada", card)
    assert "bukan putusan" in card
    manager.sees_nothing_of("pelaku")


def when_the_friend_who_helped_her_is_added(manager: Person, file: str) -> None:
    manager.opens(file + "party/").ticks("role", "reporter").writes("name", FRIEND).writes("phone", FRIENDS_NUMBER).submits()
    manager.sees("Pelapor", "disembunyikan").sees_nothing_of(FRIEND, FRIENDS_NUMBER)


def when_identifiers_are_sighted(manager: Person, file: str) -> None:
    manager.opens(file + "identifier/").ticks("kind", "phone").writes("value", RECRUITER).ticks("role", "recruiter")
    manager.ticks("use", "may_go_to_police").submits().sees(RECRUITER_NORMAL, "Boleh diteruskan ke polisi")
    manager.opens(file + "identifier/").ticks("kind", "phone").writes("value", HELP_ONLY).submits().sees("Hanya untuk menolong")


def when_it_is_assessed_and_planned(manager: Person, file: str) -> None:
    manager.opens("/").sees("Asesmen", "Rencana").opens(file + "assess/").sees(SAFE)
    manager.ticks("factors", "debt", "job_offer").writes("condition", "Lelah, tidak terluka.")
    manager.writes("wishes", "Ingin keluar dari hotel dan kembali bersekolah.").submits()
    manager.sees("Tawaran kerja yang menipu", "kembali bersekolah")
    manager.opens(file + "plan/").unfolds().ticks("need_law_enforcement").ticks("need_social_rehabilitation").submits()
    manager.sees("Pendampingan proses hukum", "Rehabilitasi sosial")


def when_it_is_referred_to_the_police(manager: Person, cast: Cast, file: str) -> str:
    manager.opens(file.replace("/cases/", "/referrals/new/")).follows("Penegakan hukum")
    when_a_referral_is_prepared(
        manager, file, "law_enforcement", to=cast.desk_id("police"), asks="Mohon dijemput petugas perempuan.", basis="vital_interest",
        why="Anak ditahan di penginapan.",
    )  # fmt: skip
    manager.sees(SAFE.removeprefix("Hanya lewat "), RECRUITER_NORMAL, "Perekrut", HER_NAME)
    manager.sees_nothing_of(FRIEND, FRIENDS_NUMBER, HELP_ONLY, HELP_ONLY[1:])
    return when_it_is_sent(manager)


def then_the_police_answer_on_their_own_screen(police: Person, referral: str) -> None:
    police.opens("/").sees("Jawaban rujukan", "Anak perempuan, 17").sees_nothing_of(FRIEND)
    police.opens(referral).sees(SAFE, "Mohon dijemput", RECRUITER_NORMAL).sees_nothing_of(FRIEND, FRIENDS_NUMBER, HELP_ONLY[1:])
    when_the_desk_accepts(police, referral)
    police.opens("/").sees("Layanan pertama")
    when_the_desk_gives_the_service(police, referral, "law_enforcement")
    when_the_desk_reports_back(police, referral, "Sudah dijemput, laporan polisi dibuat.")
    police.opens("/").sees("Tidak ada janji yang terbuka")


def then_social_affairs_asks_nothing_twice(manager: Person, social: Person, cast: Cast, file: str) -> None:
    when_a_referral_is_prepared(
        manager, file, "social", to=cast.desk_id("social"), asks="Mohon tempat aman dan pendampingan.", basis="public_task",
        why="Anak tanpa wali di kota ini.",
    )  # fmt: skip
    manager.sees("Pendampingan proses hukum", "kembali bersekolah").sees_nothing_of(RECRUITER_NORMAL, FRIEND, FRIENDS_NUMBER, HELP_ONLY[1:])
    referral = when_it_is_sent(manager)
    social.opens(referral).sees(SAFE, "Mohon tempat aman", "Polresta Contoh", "Pendampingan proses hukum", "kembali bersekolah")
    social.sees_nothing_of(RECRUITER_NORMAL, FRIEND, "MiChat")
    when_the_desk_accepts(social, referral)
    when_the_desk_gives_the_service(social, referral, "social_rehabilitation")
    when_the_desk_reports_back(social, referral, "Ia tinggal di rumah aman dan tenang.")
    manager.opens("/").sees("Layanan diberikan dan dilaporkan kembali")


def then_two_people_close_it(manager: Person, supervisor: Person, file: str) -> None:
    manager.opens(file + "police/").sees("3×24 jam").writes("number", "LP/B/1/2026 (rekaan)").submits()
    when_closure_is_proposed(manager, file)
    manager.opens(file + "confirm/").sees("Anda tidak dapat melakukan ini di sini")
    assert manager.page.locator("input[name='decision']").count() == 0
    supervisor.opens("/").sees("Keputusan penutupan").opens(file + "confirm/").sees("Petugas manager", "Aman dan pulih")
    supervisor.ticks("decision", "confirm").submits().sees("Ditutup")


def then_the_timeline_tells_all(reader: Person, file: str) -> None:
    reader.opens(file).unfolds().sees(
        "Laporan disampaikan", "Triase: buka kasus", "Kasus dibuka", "Penapisan TPPO", "Pengenal ditemukan", "Asesmen",
        "Rujukan ke Polresta Contoh",
        "Rujukan ke Dinas Sosial Contoh", "Penutupan diusulkan", "Kasus ditutup",
    )  # fmt: skip


def then_nothing_of_the_case_is_owed(cast: Cast, supervisor: Person, file: str) -> None:
    supervisor.opens("/?all=1").sees_nothing_of("Perdagangan orang (TPPO)")
    with acting_as(cast.supervisor, "test"):
        assert Report.objects.count() == 1
        assert not Commitment.objects.filter(case_id=file.strip("/").split("/")[-1], state="open").exists()


def then_it_reads_the_same_in_english(reader: Person, file: str) -> None:
    reader.opens(file).presses("EN").sees("Closed", "Safe contact", "Only by WhatsApp", "Journey", "Trafficking screen", "Respondent")
    assert reader.page.locator("html").get_attribute("lang") == "en"
    reader.unfolds().sees("Referral to Polresta Contoh", "Case closed").opens("/").sees("What we promised")
    reader.presses("ID").sees("Yang kita janjikan")


def then_others_do_not_find_it(at: At, file: str) -> None:
    for name in ("duty", "stranger", "police", "chair", "admin"):
        person = at(name).opens(file).sees_nothing_of("WhatsApp", "MiChat", "Anak perempuan, 17")
        assert person.page.locator(".safe").count() == 0


def test_from_her_message_to_a_closed_case(at: At, cast: Cast) -> None:
    duty, manager, supervisor, window = at("duty", phone=True), at("manager"), at("supervisor"), closed_window()

    report = given_her_message_taken_on_a_phone(duty, window)
    then_the_desk_shows_what_is_promised_soonest_first(duty, window)
    when_an_unsafe_contact_is_tried_it_is_refused(duty, report)
    when_a_safety_action_keeps_the_first_response(duty, report)
    when_the_report_is_completed_once_the_phone_is_down(duty, report)
    when_triage_opens_a_case(duty, cast, report)
    file = when_the_only_case_is_opened(manager)
    manager.sees(SAFE, "Anak perempuan, 17", "Risiko tinggi").sees_nothing_of(HER_NAME)
    when_it_is_screened_for_trafficking(manager, file)
    when_the_friend_who_helped_her_is_added(manager, file)
    when_identifiers_are_sighted(manager, file)
    when_it_is_assessed_and_planned(manager, file)
    to_police = when_it_is_referred_to_the_police(manager, cast, file)
    then_the_police_answer_on_their_own_screen(at("police"), to_police)
    then_social_affairs_asks_nothing_twice(manager, at("social", phone=True), cast, file)
    then_two_people_close_it(manager, supervisor, file)
    then_the_timeline_tells_all(supervisor, file)
    then_nothing_of_the_case_is_owed(cast, supervisor, file)
    then_it_reads_the_same_in_english(at("supervisor", phone=True, dark=True), file)
    then_others_do_not_find_it(at, file)
