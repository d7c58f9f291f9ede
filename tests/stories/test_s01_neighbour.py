"""S01: a neighbour calls at night about a woman and her children whom nobody has asked, and does not want to be named to anybody."""

from jejaring.cases.models import Case, Participant
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in
from tests.cast import Cast
from tests.stories.reader import Reader

NEIGHBOURS_NAME, NEIGHBOURS_NUMBER = "Warga Rekaan", "0812-5550-1199"
NEIGHBOUR = Told(
    "Tetangga saya hampir setiap malam dipukuli suaminya, baru saja ia berteriak minta tolong. Anaknya dua, si bungsu tiga tahun. "
    "Suaminya mabuk dan memegang parang. Tolong jangan bawa-bawa nama saya.",
    who="other", channel="hotline", signs=("weapon",), knows="not_yet_reached",
)  # fmt: skip


def given_the_neighbours_call(duty: Reader) -> str:
    given_a_new_report_being_filled_in(duty, NEIGHBOUR).ticks("other_signs", "substance_use", "young_children", "lives_with_respondent")
    duty.writes("victim_count", "3").chooses("area", "15.71.01.1001").writes("reporter_name", NEIGHBOURS_NAME)
    duty.writes("reporter_contact", NEIGHBOURS_NUMBER).ticks("reporter_anonymous").submits()
    return duty.opens(duty.path.replace("people/", "")).path


def then_help_is_owed_at_once(duty: Reader) -> None:
    duty.sees("Risiko tinggi").sees_nothing_of(NEIGHBOURS_NAME, NEIGHBOURS_NUMBER)
    duty.opens("/").sees("Tanggapan pertama", "menit lagi")


def when_the_mother_and_both_children_are_listed(duty: Reader, report: str) -> None:
    duty.opens(report + "people/").ticks("p0-sex", "female").ticks("p0-grown", "adult")
    duty.ticks("p1-grown", "child").writes("p2-age", "3").submits()
    duty.sees("Orang Perempuan Anak Anak, 3")


def when_a_patrol_is_sent_instead_of_a_call(duty: Reader, report: str) -> None:
    """Nobody rings her at home: he would be beside the telephone."""
    duty.opens(report + "respond/").ticks("kind", "safety_action").writes("note", "Patroli Polsek menuju rumahnya.").submits()
    duty.opens("/").sees_nothing_of("Tanggapan pertama")


def when_triage_opens_a_case_because_life_is_in_danger(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/"))
    filled_in(
        duty, kind="violence_against_women", forms="physical psychological", respondent_count="1", relation="spouse", outcomes="open_case",
        manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Ada parang dan anak kecil: nyawa terancam.").submits()
    duty.sees("Diputuskan oleh")


def then_mother_and_children_are_in_the_file_and_nobody_asked_them_yet(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file).sees("Perempuan", "Anak, 3", "Risiko tinggi", "Suami atau istri")
    with acting_as(cast.manager, "test"):
        people = sorted(Participant.objects.filter(role="victim").values_list("sex", "age", "minor"), key=str)
        assert people == sorted([("female", None, False), ("unknown", None, True), ("unknown", 3, None)], key=str)
        assert set(Case.objects.get().categories) == {"violence_against_women", "violence_against_children", "domestic_violence"}


def when_the_police_are_asked_because_life_is_in_danger(manager: Reader, cast: Cast, file: str) -> str:
    when_a_referral_is_prepared(
        manager, file, "law_enforcement", to=cast.desk_id("police"), asks="Mohon patroli dan pengamanan parang malam ini.",
        basis="vital_interest", why="Nyawa ibu dan dua anak terancam.",
    )  # fmt: skip
    return when_it_is_sent(manager)


def then_the_neighbour_is_in_no_packet(cast: Cast, file: str, referral: str) -> None:
    secret = (NEIGHBOURS_NAME, NEIGHBOURS_NUMBER, "6281255501199", "tetangga saya", "bawa-bawa nama")
    police = Reader(cast.police).opens(referral)
    police.sees("Mohon patroli", "Anak, 3", "Senjata").sees_nothing_of(*secret)
    manager = Reader(cast.manager)
    for path in (file, referral, f"{file}papers/", f"{file}assess/", file.replace("/cases/", "/referrals/new/") + "?purpose=social"):
        assert manager.opens(path).sees_nothing_of(*secret).status == 200


def then_the_first_response_was_kept_by_the_patrol(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        kept = Commitment.objects.get(key="first_response")
    assert (kept.state, kept.risk) == ("kept", "high")
    assert kept.ended_at <= kept.due_at


def test_a_neighbour_calls_and_a_patrol_goes(cast: Cast) -> None:
    duty, manager = Reader(cast.duty), Reader(cast.manager)

    report = given_the_neighbours_call(duty)
    then_help_is_owed_at_once(duty)
    when_a_patrol_is_sent_instead_of_a_call(duty, report)
    when_the_mother_and_both_children_are_listed(duty, report)
    when_triage_opens_a_case_because_life_is_in_danger(duty, cast, report)
    file = when_the_only_case_is_opened(manager)
    then_mother_and_children_are_in_the_file_and_nobody_asked_them_yet(manager, cast, file)
    referral = when_the_police_are_asked_because_life_is_in_danger(manager, cast, file)
    then_the_neighbour_is_in_no_packet(cast, file, referral)
    then_the_first_response_was_kept_by_the_patrol(cast)
