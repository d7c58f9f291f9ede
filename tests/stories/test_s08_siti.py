"""S08: a woman whose husband pays nothing and wants the house. She was here a year ago: the unit finds that out, not she."""

from datetime import date, timedelta

from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import figures
from jejaring.kernel.clock import now, standing_at, today
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in
from tests.cases import files
from tests.cast import Cast
from tests.stories.reader import Reader

NAME, PHONE = "Siti Rekaan", "0812-5550-3131"
SITI = Told(
    "Nama saya Siti, umur 31. Sudah dua tahun suami tidak memberi nafkah, sekarang rumah mau diambilnya. Tahun lalu saya pernah ke sini "
    "karena dipukul.",
    who="victim", channel="walk_in",
)  # fmt: skip


def given_that_she_was_here_a_year_ago(cast: Cast) -> Case:
    with standing_at(now() - timedelta(days=365)):
        return files.wife_hit(cast, parties=(NewParty("victim", "female", 30, name=NAME, phone=PHONE), files.HUSBAND))


def when_she_tells_that_the_house_is_to_be_taken(duty: Reader) -> str:
    given_a_new_report_being_filled_in(duty, SITI).unticks("danger_answer").ticks("other_signs", "separation", "repeated")
    duty.ticks("victim_sex", "female").writes("victim_age", "31").writes("reporter_name", NAME).writes("reporter_contact", PHONE).submits()
    return duty.sees("Perempuan, 31").sees_nothing_of("Barangkali dikenal", "K-26").path


def when_triage_opens_a_case(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/")).sees("Pernah melapor sebelumnya")
    filled_in(
        duty, kind="violence_against_women", forms="neglect", risk="medium", respondent_count="1", relation="spouse", outcomes="open_case",
        manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Penelantaran; perkara rumah.").submits().sees("Diputuskan oleh")


def the_new_case(cast: Cast, earlier: Case) -> str:
    with acting_as(cast.manager, "test"):
        return f"/cases/{Case.objects.exclude(pk=earlier.pk).get().pk}/"


def then_the_unit_finds_her_earlier_file(manager: Reader, earlier: Case, file: str) -> None:
    manager.opens(file).follows("dikenal?: Perempuan, 31").presses("Tanyakan").sees(f"Berkas Anda {earlier.reference}", "nomor telepon")


def when_she_says_that_it_was_she(manager: Reader) -> None:
    manager.follows("Lihat keduanya").sees(NAME).ticks("reason", "says_so").submits()


def counted(cast: Cast, unit: str) -> int:
    with acting_as(cast.chair, "figures"):
        asked = figures.question(unit=unit, basis="registered", since=date(2024, 1, 1), until=today(), by=(), where=())
        return figures.count(cast.chair, asked).total


def then_she_is_one_person_with_two_cases(manager: Reader, cast: Cast, earlier: Case, file: str) -> None:
    assert (counted(cast, "persons"), counted(cast, "cases"), counted(cast, "victims")) == (1, 2, 2)
    manager.opens(file).sees("orang yang sama", earlier.reference)


def then_mediation_waits_for_the_danger(manager: Reader, file: str) -> None:
    manager.opens(file + "plan/").sees("Lakukan asesmen bahaya dulu")
    assert manager.offers("need_mediation") == []


def when_the_religious_court_gets_it(manager: Reader, file: str) -> None:
    for matter in ("divorce", "maintenance", "custody", "shared_property"):
        manager.opens(file + "law/court/").ticks("kind", "religious_court").ticks("matter", matter).writes("filed_on", "hari ini").submits()
    manager.sees("Perceraian", "Nafkah", "Hak asuh anak", "Harta bersama")


def then_the_danger_is_to_be_scored_again(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file).sees("Tinjau rencana keselamatan")
    with acting_as(cast.manager, "test"):
        assert Commitment.objects.filter(key="safety_review", state="open", case_id=file.split("/")[2]).count() == 1


def when_it_is_scored_again(manager: Reader, file: str) -> None:
    manager.opens(file + "assess/")
    assert manager.value_of("danger_signs"), "what she told in the report is ticked already"
    manager.ticks("danger_signs", "escalating").writes("condition", "Cemas").writes("wishes", "Tetap di rumah bersama anak.").submits()
    manager.opens(file + "plan/").sees("Ada tanda bahaya")
    assert manager.offers("need_mediation") == []


def then_the_promise_to_score_is_kept(cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        assert list(Commitment.objects.filter(key="safety_review").values_list("state", flat=True)) == ["kept"]


def when_legal_aid_and_psychologist_are_asked(manager: Reader, cast: Cast, file: str) -> None:
    manager.ticks("need_legal_aid").ticks("need_psychological").submits().sees("Bantuan atau konsultasi hukum")
    when_a_referral_is_prepared(
        manager, file, "legal_aid", to=cast.desk_id("social"), asks="Mohon bantuan hukum di Pengadilan Agama.", basis="consent",
        consent="person", why="Ia meminta sendiri.",
    )  # fmt: skip
    when_it_is_sent(manager.sees("Tetap di rumah bersama anak"))


def test_she_was_here_before_and_is_one_person_with_two_cases(cast: Cast) -> None:
    duty, manager = Reader(cast.duty), Reader(cast.manager)

    earlier = given_that_she_was_here_a_year_ago(cast)
    report = when_she_tells_that_the_house_is_to_be_taken(duty)
    when_triage_opens_a_case(duty, cast, report)
    file = the_new_case(cast, earlier)
    then_the_unit_finds_her_earlier_file(manager, earlier, file)
    when_she_says_that_it_was_she(manager)
    then_she_is_one_person_with_two_cases(manager, cast, earlier, file)
    then_mediation_waits_for_the_danger(manager, file)
    when_the_religious_court_gets_it(manager, file)
    then_the_danger_is_to_be_scored_again(manager, cast, file)
    when_it_is_scored_again(manager, file)
    then_the_promise_to_score_is_kept(cast)
    when_legal_aid_and_psychologist_are_asked(manager, cast, file)
