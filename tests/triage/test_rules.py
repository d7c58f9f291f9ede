"""What may be decided: truth tables without a database."""

import pytest

from jejaring.kernel.ids import reference
from jejaring.kernel.verdict import YES, Verdict
from jejaring.triage import rules
from jejaring.triage.rules import Draft, Someone
from jejaring.triage.states import Risk

CRITICAL = {"weapon", "imminent_wedding"}
NO = Verdict(False, "only a supervisor")


@pytest.mark.parametrize(
    ("signs", "asked", "expected"),
    [
        ((), True, (0, Risk.LOW)),
        ((), False, (0, Risk.MEDIUM)),
        (("pregnant",), True, (1, Risk.MEDIUM)),
        (("pregnant", "repeated", "stalking"), True, (3, Risk.MEDIUM)),
        (("pregnant", "repeated", "stalking", "escalating"), True, (4, Risk.HIGH)),
        (("weapon",), True, (4, Risk.HIGH)),
        (("weapon", "pregnant"), True, (5, Risk.HIGH)),
        (("pregnant", "pregnant"), True, (1, Risk.MEDIUM)),
    ],
)
def test_a_critical_sign_or_four_others_are_high(signs: tuple[str, ...], asked: bool, expected: tuple[int, Risk]) -> None:
    assert rules.score(signs, CRITICAL, asked=asked) == expected


def test_each_sign_says_what_it_adds_and_the_heaviest_comes_first() -> None:
    assert [(p.sign, p.points, p.critical) for p in rules.points(("pregnant", "weapon"), CRITICAL)] == [
        ("weapon", 4, True), ("pregnant", 1, False),
    ]  # fmt: skip


@pytest.mark.parametrize("computed", list(Risk))
@pytest.mark.parametrize("chosen", list(Risk))
@pytest.mark.parametrize("supervisor", [True, False])
@pytest.mark.parametrize("reason", ["", "   ", "sudah aman"])
def test_lowering_a_risk_needs_a_supervisor_and_a_reason(chosen: Risk, computed: Risk, supervisor: bool, reason: str) -> None:
    order = [Risk.LOW, Risk.MEDIUM, Risk.HIGH]
    lower = order.index(chosen) < order.index(computed)
    wanted = "risk" if lower and not supervisor else "lowered_reason" if lower and not reason.strip() else None

    found = rules.risk_fits(chosen, computed, reason=reason, may_lower=YES if supervisor else NO)

    assert list(found) == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("kind", "outcomes", "ok"),
    [
        ("trafficking", (), False),
        ("trafficking", ("open_case",), True),
        ("trafficking", ("open_case", "refer_out"), True),
        ("trafficking", ("open_case", "transfer"), True),
        ("trafficking", ("advise",), True),
        ("trafficking", ("advise", "refer_out"), True),
        ("trafficking", ("advise", "open_case"), False),
        ("trafficking", ("join_case",), True),
        ("trafficking", ("join_case", "advise"), False),
        ("information_only", ("advise",), True),
        ("information_only", ("advise", "refer_out"), False),
        ("information_only", ("open_case",), False),
        ("information_only", ("join_case",), False),
        ("information_only", ("transfer",), False),
    ],
)
def test_outcomes_do_not_contradict_one_another(kind: str, outcomes: tuple[str, ...], ok: bool) -> None:
    assert rules.outcomes_fit(outcomes, kind=kind).ok is ok


@pytest.mark.parametrize(
    ("jurisdiction", "region", "outcomes", "wrong"),
    [
        ("own", "", ("open_case",), set()),
        ("own", "", ("transfer",), {"jurisdiction", "region"}),
        ("transfer_region", "15.05", ("transfer",), set()),
        ("transfer_region", "", ("transfer",), {"region"}),
        ("transfer_region", "15.71", ("transfer",), {"region"}),
        ("transfer_region", "15.05", ("open_case",), {"jurisdiction"}),
        ("transfer_region", "15.05", ("advise",), set()),
        ("other_body", "", ("refer_out",), set()),
    ],
)
def test_a_transfer_names_another_region(jurisdiction: str, region: str, outcomes: tuple[str, ...], wrong: set[str]) -> None:
    draft = Draft("trafficking", outcomes, jurisdiction, "high", True, False, "", risk="high", region=region, reason="x", manager=1)

    assert set(rules.problems(draft)) == wrong


@pytest.mark.parametrize(
    ("third_party", "awareness", "kind", "victims", "critical", "ok"),
    [
        (True, "not_yet_reached", "violence_against_women", [Someone(31)], False, False),
        (True, "does_not_know", "violence_against_women", [Someone(31)], False, False),
        (True, "does_not_want", "violence_against_women", [Someone(31)], False, False),
        (True, "knows", "violence_against_women", [Someone(31)], False, True),
        (True, "", "violence_against_women", [Someone(31)], False, True),
        (True, "not_yet_reached", "violence_against_women", [Someone(31)], True, True),
        (False, "not_yet_reached", "violence_against_women", [Someone(31)], False, True),
        (True, "not_yet_reached", "violence_against_women", [Someone(17)], False, True),
        (True, "not_yet_reached", "violence_against_women", [Someone(31), Someone(3)], False, True),
        (True, "not_yet_reached", "violence_against_women", [Someone(None, True)], False, True),
        (True, "not_yet_reached", "violence_against_women", [Someone(None, False)], False, False),
        (True, "not_yet_reached", "violence_against_women", [Someone()], False, False),
        (True, "not_yet_reached", "violence_against_children", [Someone()], False, True),
    ],
)
def test_an_adult_who_was_not_asked_is_no_case_unless_life_is_in_danger(
    third_party: bool, awareness: str, kind: str, victims: list[Someone], critical: bool, ok: bool
) -> None:
    verdict = rules.was_asked(third_party=third_party, awareness=awareness, kind=kind, victims=victims, critical=critical)

    assert verdict.ok is ok
    assert ok or "safe approach" in verdict.reason


@pytest.mark.parametrize("outcome", ["open_case", "refer_out", "transfer"])
def test_whoever_was_not_asked_is_not_referred_on_either(outcome: str) -> None:
    draft = Draft(
        "violence_against_women", (outcome,), "transfer_region" if outcome == "transfer" else "own", "medium", False, True,
        "not_yet_reached", risk="medium", region="15.05", reason="x", manager=1, victims=[Someone(31)],
    )  # fmt: skip

    assert "outcomes" in rules.problems(draft)


def test_a_file_needs_somebody_in_charge_and_a_decision_its_reason() -> None:
    draft = Draft("trafficking", ("open_case",), "own", "high", True, False, "", risk="high")

    assert set(rules.problems(draft)) == {"manager", "reason"}


def test_a_request_for_information_has_no_risk_to_choose() -> None:
    assert rules.problems(Draft("information_only", ("advise",), "own", "low", False, True, "does_not_know", reason="x")) == {}


def test_a_reference_is_checked_by_its_letter_and_not_by_whether_it_exists() -> None:
    good = reference("K", 2026, 417)

    assert rules.reference_fits(f" {good.lower()} ").ok
    assert not rules.reference_fits(good[:-1] + ("A" if good[-1] != "A" else "B")).ok
    assert not rules.reference_fits(reference("L", 2026, 417)).ok
    assert not rules.reference_fits("").ok
