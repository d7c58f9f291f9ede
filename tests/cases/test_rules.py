"""What follows from the facts of a case, without a database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jejaring.cases import rules
from jejaring.cases.states import CASE, NeedState
from jejaring.kernel.clock import WIB
from jejaring.people.rules import is_child, who

TODAY = date(2026, 3, 10)


@dataclass
class Victim:
    sex: str = "female"
    age: int | None = 30
    minor: bool | None = None


@dataclass
class Screened:
    identified_for_services: bool = True
    purposes: list[str] = field(default_factory=list)


GIRL, BOY, WOMAN, MAN = Victim("female", 17), Victim("male", 9), Victim("female", 31), Victim("male", 27)
W, C, M, D, S, T = (
    "violence_against_women", "violence_against_children", "violence_against_men", "domestic_violence", "sexual_violence", "trafficking",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "forms", "relations", "victims", "place", "expected"),
    [
        (C, ["sexual"], ["teacher_or_carer"], [BOY], "unknown", (C, S)),  # a boy is a child victim
        (T, ["trafficking", "sexual", "exploitation"], ["recruiter"], [GIRL], "lodging", (C, S, T)),
        (T, ["trafficking", "physical"], ["recruiter"], [MAN], "abroad_or_travel", (T,)),
        (W, ["neglect"], ["spouse"], [WOMAN], "home", (W, D)),
        (W, ["sexual", "physical"], ["stranger"], [Victim("female", 19)], "public_place", (W, S)),
        (D, ["physical"], ["spouse"], [MAN], "home", (D,)),  # a man in domestic violence counts there
        (M, ["physical"], ["stranger"], [MAN], "public_place", (M,)),
        ("other", ["physical"], ["stranger"], [MAN], "public_place", (M,)),  # elsewhere he has a category too
        (S, ["sexual"], ["colleague"], [MAN], "workplace", (M, S)),
        (W, ["physical"], ["dating_partner"], [WOMAN], "lodging", (W, "dating_violence")),
        (W, ["psychological"], ["online_contact"], [WOMAN], "online", (W, "online_violence")),
        (W, ["physical"], ["parent"], [WOMAN, BOY], "home", (W, C, D)),  # any victim counts
        (W, ["physical"], ["stranger"], [BOY], "school", (C,)),  # a kind that names persons gives way to who they are
        (C, ["physical"], ["neighbour"], [Victim("female", None)], "home", (C,)),  # until an age says otherwise
        (W, ["physical"], ["neighbour"], [Victim("unknown", 40)], "home", (W,)),
        (S, ["sexual"], [], [Victim("unknown", None)], "unknown", (S,)),
        (W, ["physical"], ["stranger"], [Victim("female", None, True)], "home", (C,)),
        ("child_in_conflict_with_law", [], [], [BOY], "unknown", ("child_in_conflict_with_law",)),
        ("child_special_protection", ["neglect"], [], [BOY], "home", (C, "child_special_protection")),
        ("other", [], [], [WOMAN], "unknown", ("other",)),
        (T, [], [], [], "unknown", (T,)),
    ],
)
def test_categories_come_from_the_facts_and_hide_nobody(
    kind: str, forms: list[str], relations: list[str], victims: list[Victim], place: str, expected: tuple[str, ...]
) -> None:
    found = rules.categories(kind, [(f, "") for f in forms], [(r, False) for r in relations], victims, {place})
    assert found == expected


@pytest.mark.parametrize(
    ("relation", "together", "domestic"),
    [("spouse", False, True), ("step_parent", False, True), ("sibling", False, False), ("sibling", True, True), ("employer", True, True),
     ("former_spouse", False, False), ("stranger", True, False)],
)  # fmt: skip
def test_the_household_is_that_of_the_law(relation: str, together: bool, domestic: bool) -> None:
    found = rules.categories(W, [("physical", "")], [(relation, together)], [WOMAN])
    assert (D in found) is domestic


def test_a_screen_that_identifies_a_victim_adds_trafficking_and_for_a_sexual_purpose_sexual_violence() -> None:
    found = rules.categories(W, [("exploitation", "")], [], [WOMAN], {"lodging"}, [Screened(purposes=["sexual_exploitation"])])
    assert found == (W, S, T)
    assert rules.categories(W, [("exploitation", "")], [], [WOMAN], (), [Screened(False, ["forced_labour"])]) == (W,)


def test_every_category_that_the_rules_can_give_is_in_the_reference_list() -> None:
    listed = (Path(rules.__file__).parents[2] / "reference/data/codes/category.csv").read_text()
    assert all(f"\n{code}," in listed for code in rules.CATEGORIES)


@pytest.mark.parametrize(
    ("age", "minor", "child"), [(17, None, True), (18, None, False), (None, True, True), (None, None, False), (18, True, False)]
)
def test_a_child_is_under_eighteen_by_age_or_by_what_is_known_without_it(age: int | None, minor: bool | None, child: bool) -> None:
    assert is_child(age, minor) is child


A, ME, P = ["recruitment"], ["fraud"], ["sexual_exploitation"]


@pytest.mark.parametrize(
    ("acts", "means", "purposes", "age", "services", "charge"),
    [
        (A, ME, P, 17, True, True),
        (A, [], P, 17, True, False),  # for a child no means are needed to get services
        (A, [], P, 18, False, False),
        (A, ME, P, 30, True, True),
        (A, ME, [], 17, False, False),
        ([], ME, P, 17, False, False),
        (A, [], P, None, False, False),  # nobody says that it is a child
        ([], [], [], 17, False, False),
    ],
)
def test_a_screen_gives_two_indications(
    acts: list[str], means: list[str], purposes: list[str], age: int | None, services: bool, charge: bool
) -> None:
    assert rules.screen(acts, means, purposes, age) == (services, charge)


def test_a_screen_says_which_element_is_missing_and_what_a_child_does_not_need() -> None:
    said = " ".join(rules.elements(A, [], P, 17).reasons)
    assert "No means yet" in said
    assert "For a child no means" in said
    assert "Services start now" in said
    adult = " ".join(rules.elements(A, [], P, 30).reasons)
    assert "For a child" not in adult
    assert "Services start now" not in adult


SCREENS = {
    "S02, a girl recruited online": (
        ["recruitment", "transportation", "harbouring"], ["fraud", "debt_bondage", "abuse_of_vulnerability"], ["sexual_exploitation"], GIRL,
    ),
    "S06, a man held in an online gambling compound": (
        ["recruitment", "sending", "receipt"], ["confinement", "use_of_violence", "abuse_of_vulnerability"],
        ["forced_labour", "use_of_labour_for_gain"], MAN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_of_the_known_stories_indicate_services_and_charge(name: str) -> None:
    acts, means, purposes, victim = SCREENS[name]
    assert rules.screen(acts, means, purposes, victim.age) == (True, True)


STORIES = {  # kind, forms, relation to the victim, victim, place, categories
    "S02, a girl recruited online": (T, ["trafficking", "sexual", "exploitation"], "recruiter", GIRL, "lodging", {C, S, T}),
    "S03, a boy touched by a teacher": (C, ["sexual"], "teacher_or_carer", BOY, "unknown", {C, S}),
    "S06, a man held abroad": (T, ["trafficking", "physical", "exploitation"], "recruiter", MAN, "abroad_or_travel", {T}),
    "S08, a wife without maintenance": (W, ["neglect"], "spouse", WOMAN, "home", {W, D}),
    "S09, a woman raped by strangers": (W, ["sexual", "physical"], "stranger", Victim("female", 19), "public_place", {W, S}),
}


@pytest.mark.parametrize("name", STORIES)
def test_the_known_stories_fall_into_their_categories(name: str) -> None:
    kind, forms, relation, victim, place, expected = STORIES[name]
    assert set(rules.categories(kind, [(form, "") for form in forms], [(relation, False)], [victim], {place})) == expected


CRITICAL = {"weapon", "strangling"}


@pytest.mark.parametrize(
    ("signs", "risk"),
    [([], "low"), (["pregnant"], "medium"), (["pregnant", "repeated", "stalking"], "medium"), (["weapon"], "high"),
     (["pregnant", "repeated", "stalking", "separation"], "high"), (["pregnant"] * 9, "medium")],
)  # fmt: skip
def test_a_critical_sign_or_many_make_the_risk_high(signs: list[str], risk: str) -> None:
    assert rules.computed_risk(signs, CRITICAL) == risk


def test_risks_are_ordered() -> None:
    assert rules.higher_risk("medium", "high") == "high"
    assert rules.higher_risk("", "low") == "low"
    assert rules.is_lower("low", "medium")
    assert not rules.is_lower("high", "high")
    assert not rules.is_lower("high", "low")


@pytest.mark.parametrize(
    ("categories", "signs", "risk", "ok"),
    [
        ((S,), (), "low", False),  # never for sexual violence
        ((D,), None, "low", False),  # nor before danger was asked about
        ((D,), ("separation",), "low", False),
        ((D,), (), "high", False),
        ((D,), (), "low", True),
        ((D, S), (), "low", False),
        ((W,), None, "medium", True),
    ],
)
def test_mediation_is_never_offered_where_it_endangers(categories: tuple[str, ...], signs: Any, risk: str, ok: bool) -> None:
    verdict = rules.may_mediate(categories, signs, risk)
    assert verdict.ok is ok
    assert bool(verdict.reason) is not ok


@dataclass
class Fact:
    kind: str
    happened_on: date
    at: datetime = datetime(2026, 3, 1, tzinfo=WIB)


def test_a_need_stands_where_its_latest_fact_says() -> None:
    first, second = Fact("refused", TODAY), Fact("given", TODAY + timedelta(1))
    assert rules.need_state([]) == NeedState.NEEDED
    assert rules.need_state([second, first]) == NeedState.GIVEN
    same_day = Fact("unavailable", second.happened_on, second.at + timedelta(hours=1))
    assert rules.need_state([same_day, first, second]) == NeedState.UNAVAILABLE


@pytest.mark.parametrize(
    ("on", "precision", "ok"),
    [(TODAY, "day", True), (TODAY + timedelta(1), "day", False), (date(2026, 3, 31), "month", True), (date(2026, 4, 1), "month", False),
     (date(2026, 12, 31), "year", True), (date(2027, 1, 1), "year", False), (None, "unknown", True), (None, "day", False),
     (TODAY, "unknown", False)],
)  # fmt: skip
def test_an_incident_has_come_and_says_how_exactly_it_is_known(on: date | None, precision: str, ok: bool) -> None:
    assert rules.may_have_happened(on, precision, TODAY).ok is ok


@pytest.mark.parametrize(
    ("sex", "age", "word"),
    [("female", 5, "Girl"), ("male", 5, "Boy"), ("unknown", 5, "Child"), ("female", 50, "Woman"), ("male", 50, "Man"),
     ("unknown", None, "Person")],
)  # fmt: skip
def test_somebody_has_a_word_without_a_name(sex: str, age: int | None, word: str) -> None:
    assert who(sex, age, None) == word


def test_a_case_ends_only_through_two_steps() -> None:
    ends = [(state.value, act) for (state, act), after in CASE.table.items() if after == "closed"]
    assert ends == [("closure_proposed", "confirm_closure"), ("legal_watch", "end_watch")]
