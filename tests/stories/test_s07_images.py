"""S07: a school counsellor about a girl of 13 whose pictures a boy of 16 spread. No picture ever comes here, only its address and print."""

from jejaring.cases.models import Case, Document, Participant
from jejaring.guard.context import acting_as
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import filled_in
from tests.cast import Cast
from tests.stories.reader import Reader

STORY = (
    "Siswi kelas 8, 13 tahun, bercerita fotonya disebarkan mantan pacarnya yang berumur 16 di grup Telegram setelah ia menolak mengirim "
    "lagi. Orang tuanya belum tahu dan ia minta jangan dulu."
)  # fmt: skip
GROUP, PRINT = "https://t.me/+grup-rekaan", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
NOT_YET, COUNSELLOR = "Jangan dahulu", "Ibu BK Rekaan"
WISH = "Orang tua jangan diberi tahu dahulu; mau bicara dengan psikolog."
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def given_the_counsellors_call(duty: Reader) -> str:
    duty.opens("/reports/new/").chooses("channel", "school").presses("Tampilkan isian saluran ini")
    duty.sees("Gambar dan videonya jangan pernah")
    assert not [box for box in duty.page.all("input") if box["type"] == "file"], "there is no place for a picture"
    duty.ticks("limits_not_read_reason", "professional").ticks("danger_signs", "respondent_near_child").writes("narrative", STORY)
    duty.ticks("reporter_kind", "professional").ticks("survivor_awareness", "knows")
    duty.ticks("victim_sex", "female").writes("victim_age", "13")
    duty.writes("d_school", "SMP Rekaan").writes("d_team_member", COUNSELLOR).ticks("d_parents_know", "no").ticks("d_child_wish", "not_yet")
    duty.writes("d_content_address", GROUP).ticks("contact_channels", "through_other")
    duty.writes("contact_note", "Lewat guru BK di sekolah; jangan ke rumah.").writes("d_content_hash", "bukan sidik").submits()
    duty.is_told_beside("d_content_hash", "Gambarnya sendiri jangan pernah").writes("d_content_hash", PRINT).submits()
    return duty.sees("Anak perempuan, 13", NOT_YET, GROUP, PRINT, "Risiko tinggi").path


def when_triage_opens_a_case(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees(NOT_YET)
    filled_in(
        duty, kind="violence_against_children", forms="sexual psychological", respondent_count="1", relation="former_dating_partner",
        outcomes="open_case", manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Gambar menyebar; keduanya anak.").submits().sees("Diputuskan oleh")


def when_the_place_of_it_is_the_internet(manager: Reader, file: str) -> None:
    manager.opens(file + "incident/").ticks("place", "online").ticks("sub_sexual", "electronic_sexual_violence").submits()


def then_it_is_violence_online_by_a_former_partner(cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        found = set(Case.objects.get().categories)
    assert found == {"violence_against_children", "sexual_violence", "online_violence", "dating_violence"}


def then_the_childs_wish_is_recorded_and_weighed(manager: Reader, file: str) -> None:
    manager.opens(file).follows("Buka laporan").sees(NOT_YET, GROUP)
    manager.opens(file + "assess/").writes("wishes", WISH).writes("condition", "Tidak masuk sekolah dua hari.").submits().sees(WISH)


def then_a_picture_is_refused_and_its_address_is_kept(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file + "papers/attach/").chooses("kind", "photograph").attaches("file", "bukti.png", PICTURE, "image/png").submits()
    manager.is_told_beside("decent", "Centang bila sudah benar")
    with acting_as(cast.manager, "test"):
        assert not Document.objects.exists()
    manager.opens(file + "papers/online/").writes("address", GROUP).writes("digest", PRINT).submits().sees("Daring")
    manager.follows("Lihat").sees(GROUP, PRINT)


def when_the_respondent_is_sixteen(manager: Reader, cast: Cast, file: str) -> str:
    with acting_as(cast.manager, "test"):
        boy = Participant.objects.get(role="respondent")
    manager.opens(f"{file}party/{boy.pk}/").unticks("unknown").ticks("sex", "male").writes("age", "16").submits().sees("Anak laki-laki, 16")
    return f"{file}law/respondent/{boy.pk}/"


def then_diversion_depends_on_the_article(manager: Reader, file: str, track: str) -> None:
    manager.opens(file + "law/").sees("Isi pasalnya dulu", "Bapas")
    manager.opens(track).chooses("stage", "police_report").writes("happened_on", "hari ini").writes("number", "LP/B/7/III/2026 (rekaan)")
    manager.ticks("articles", "uu_12_2022_14").submits().sees("Diversi wajib diupayakan")
    manager.opens(track)
    assert {"probation_report", "diversion"} <= set(manager.offers("stage"))
    manager.chooses("stage", "probation_report").writes("happened_on", "hari ini").ticks("articles", "uu_35_2014_81").submits()
    manager.sees("Pasal ini tidak dapat didiversi").opens(track)
    assert "probation_report" in manager.offers("stage")
    assert "diversion" not in manager.offers("stage")


def when_the_content_is_to_be_taken_down(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file + "plan/").ticks("need_content_takedown").ticks("need_psychological").submits().sees("Permintaan penurunan konten")
    manager.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=law_enforcement").ticks("services", "content_takedown")
    manager.chooses("to_desk", cast.desk_id("police")).writes("request", "Mohon grupnya diturunkan.").ticks("basis", "legal_duty")
    manager.writes("basis_reason", "Kekerasan seksual terhadap anak.").submits().sees("Inilah yang dikirim", "Mohon grupnya diturunkan")
    when_it_is_sent(manager)


def when_the_psychologist_is_asked_without_the_parents(manager: Reader, cast: Cast, file: str) -> None:
    """A child alone gives no consent that counts, and her parents do not know yet: it rests on the public task."""
    asked = {"to": cast.desk_id("hospital"), "asks": "Mohon psikolog anak di sekolah.", "why": "Anak minta orang tua belum diberi tahu."}
    manager.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=psychological").chooses("to_desk", asked["to"])
    manager.writes("request", "Mohon psikolog.").ticks("basis", "consent").ticks("consent_by", "person").writes("basis_reason", "Ia mau.")
    manager.submits().is_told_beside("basis", "wali")
    when_a_referral_is_prepared(manager, file, "psychological", basis="public_task", **asked)
    referral = when_it_is_sent(manager.sees(WISH, "Lewat guru BK"))
    Reader(cast.hospital).opens(referral).sees(WISH, "Lewat guru BK").sees_nothing_of(COUNSELLOR, GROUP, PRINT)


def test_a_school_and_pictures_that_never_come_here(cast: Cast) -> None:
    duty, manager = Reader(cast.duty), Reader(cast.manager)

    report = given_the_counsellors_call(duty)
    when_triage_opens_a_case(duty, cast, report)
    file = when_the_only_case_is_opened(manager)
    when_the_place_of_it_is_the_internet(manager, file)
    then_it_is_violence_online_by_a_former_partner(cast)
    then_the_childs_wish_is_recorded_and_weighed(manager, file)
    then_a_picture_is_refused_and_its_address_is_kept(manager, cast, file)
    track = when_the_respondent_is_sixteen(manager, cast, file)
    then_diversion_depends_on_the_article(manager, file, track)
    when_the_content_is_to_be_taken_down(manager, cast, file)
    when_the_psychologist_is_asked_without_the_parents(manager, cast, file)
