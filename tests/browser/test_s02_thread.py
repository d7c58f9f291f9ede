"""S02: a girl writes from a hotel. From her message to the closed case, across four desks."""

from datetime import timedelta

import pytest

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import WIB, now
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
STORY = (
    "saya 17 thn, kenal org di MiChat ditawarin kerja kafe, sampe sini malah disuruh layani tamu di hotel. KTP sama HP lama saya "
    "ditahan, dibilang utang ongkos harus lunas dulu. tolong jgn telp, WA aja siang"
)
RECRUITER = "0812-7400-1188"
WINDOW = [(now().astimezone(WIB) + timedelta(hours=h)).strftime("%H.00") for h in (4, 6)]  # closed now, whatever the hour


def given_a_message_taken_by_the_officer_on_duty(duty: Person) -> str:
    duty.opens("/reports/new/").sees("Bacakan dahulu").finds_it_accessible()
    duty.ticks("limits_read").ticks("danger_signs", "captivity").writes("narrative", STORY)
    duty.ticks("reporter_kind", "victim").chooses("channel", "whatsapp")
    duty.ticks("contact_channels", "whatsapp").writes("contact_window_0", WINDOW[0]).writes("contact_window_1", WINDOW[1])
    duty.ticks("contact_never", "phone").presses("Simpan dan mulai hitung waktu")
    duty.sees("Hanya lewat WhatsApp", "Jangan", "Telepon").finds_it_accessible()
    return duty.path


def when_a_call_is_tried_at_the_wrong_hour_it_is_refused(duty: Person, report: str) -> None:
    duty.opens(report + "respond/").ticks("kind", "attempt").ticks("channel", "whatsapp").submits()
    duty.sees("jam aman")
    duty.opens(report + "respond/").ticks("kind", "attempt").ticks("channel", "phone").submits()
    assert duty.path == report + "respond/"


def when_a_safety_action_keeps_the_first_response(duty: Person, report: str) -> None:
    duty.opens("/").sees("Tanggapan pertama", "Hubungi dalam jam aman", f"mulai {WINDOW[0]}")
    duty.opens(report + "respond/").ticks("kind", "safety_action").writes("note", "Pendamping dan patroli menuju lokasi.").submits()
    assert duty.path == report


def when_triage_opens_a_case(duty: Person, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees("Hanya lewat WhatsApp").finds_it_accessible()
    duty.ticks("kind", "trafficking").ticks("forms", "trafficking", "sexual", "exploitation")
    duty.ticks("victim_sex", "female").writes("victim_age", "17").writes("respondent_count", "1").chooses("relation", "recruiter")
    duty.ticks("risk", "medium").ticks("outcomes", "open_case").chooses("manager", cast.manager.id)
    duty.writes("reason", "Anak, ditahan di penginapan.").submits()
    duty.sees("Hanya supervisor yang boleh menurunkan risiko")  # a critical sign: the officer cannot lower it
    duty.ticks("risk", "high").submits()
    assert "/triage/" not in duty.path


def when_the_manager_works_on_the_case(manager: Person) -> str:
    manager.opens("/cases/").follows("Buka")
    file = manager.path
    manager.sees("Hanya lewat WhatsApp", "Anak perempuan, 17").finds_it_accessible()
    manager.opens(file + "screen/").ticks("acts", "recruitment", "transportation", "harbouring")
    manager.ticks("means", "fraud", "debt_bondage", "abuse_of_vulnerability").ticks("purposes", "sexual_exploitation")
    manager.ticks("control", "withholds_documents").submits().sees("Teridentifikasi untuk layanan", "indikasi")
    manager.opens(file + "identifier/").ticks("kind", "phone").writes("value", RECRUITER).ticks("role", "recruiter")
    manager.ticks("use", "may_go_to_police").submits().sees("+6281274001188")
    manager.opens(file + "assess/").unfolds().writes("wishes", "Ingin keluar dari hotel dan melanjutkan sekolah.")
    manager.submits()
    manager.opens(file + "plan/").unfolds().finds_it_accessible()
    manager.ticks("need_law_enforcement").ticks("need_social_rehabilitation").ticks("need_psychological").submits()
    assert manager.path == file
    return file


def when_it_is_referred(manager: Person, file: str, desk: object, purpose: str, basis: str) -> str:
    manager.opens(file.replace("/cases/", "/referrals/new/")).finds_it_accessible()
    manager.opens(file.replace("/cases/", "/referrals/new/") + f"?purpose={purpose}").chooses("to_desk", desk)  # type: ignore[arg-type]
    manager.writes("request", "Mohon tindak lanjut segera dengan petugas perempuan.").ticks("basis", basis)
    manager.writes("basis_reason", "Anak dalam bahaya, ditahan di penginapan.").submits()
    manager.sees("Inilah yang dikirim", "WhatsApp").finds_it_accessible()
    assert ("+6281274001188" in manager.page.content()) is (purpose == "law_enforcement")
    manager.ticks("agreed").submits()
    return manager.path


def then_the_desk_answers(partner: Person, referral: str, service: str) -> None:
    partner.opens("/").finds_it_accessible()
    partner.opens(referral).sees("Hanya lewat WhatsApp", "Mohon tindak lanjut segera").finds_it_accessible()
    partner.presses("Terima").opens(referral + "serve/").chooses("service", service).submits()
    partner.opens(referral + "report-back/").writes("note", "Sudah didampingi, keadaan aman.").submits()
    partner.sees("Selesai, dengan umpan balik")


def then_two_people_close_it(manager: Person, supervisor: Person, file: str) -> None:
    manager.opens(file + "police/").writes("number", "LP/B/1/2026 (rekaan)").submits()
    manager.opens(file + "close/").ticks("reason", "goals_met").writes("account", "Semua layanan diberikan; ia kembali bersekolah.")
    manager.page.locator("input[name='outcome']").first.check()
    manager.submits()
    manager.opens(file + "confirm/")
    assert manager.page.locator("input[name='decision']").count() == 0  # the same person cannot decide
    supervisor.opens("/").sees("Keputusan penutupan").opens(file + "confirm/").finds_it_accessible()
    supervisor.ticks("decision", "confirm").submits()
    supervisor.opens(file).sees("Ditutup")


def test_from_her_message_to_a_closed_case(at: At, cast: Cast) -> None:
    duty, manager, supervisor = at("duty", phone=True), at("manager"), at("supervisor")

    report = given_a_message_taken_by_the_officer_on_duty(duty)
    when_a_call_is_tried_at_the_wrong_hour_it_is_refused(duty, report)
    when_a_safety_action_keeps_the_first_response(duty, report)
    when_triage_opens_a_case(duty, cast, report)
    file = when_the_manager_works_on_the_case(manager)
    to_police = when_it_is_referred(manager, file, cast.desk_id("police"), "law_enforcement", "vital_interest")
    to_social = when_it_is_referred(manager, file, cast.desk_id("social"), "social", "public_task")
    then_the_desk_answers(at("police"), to_police, "law_enforcement")
    then_the_desk_answers(at("social", phone=True), to_social, "social_rehabilitation")
    then_two_people_close_it(manager, supervisor, file)

    supervisor.opens(file).unfolds().sees("Rujukan ke Polresta Contoh", "Laporan", "Triase").finds_it_accessible()
    reader = at("supervisor", english=True, dark=True, phone=True)
    reader.opens(file).unfolds().sees("Referral to Polresta Contoh", "Closed").finds_it_accessible()
    with acting_as(cast.supervisor, "test"):
        assert Report.objects.count() == 1
        case_id = file.strip("/").split("/")[-1]
        assert not Commitment.objects.filter(case_id=case_id, state="open").exclude(key="follow_up").exists()


def test_others_do_not_find_the_case(at: At, cast: Cast) -> None:
    file = at("supervisor").opens("/cases/?state=").follows("Buka").path
    for name in ("duty", "stranger", "police", "chair", "admin"):
        person = at(name).opens(file).sees_nothing_of("WhatsApp saja", "MiChat", "K-2")
        assert person.page.locator(".safe").count() == 0
