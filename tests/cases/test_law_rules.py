"""The rules of the law: which step may come when, where a track stands, what is still to be paid. Needs no database."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jejaring.cases.rules import law, restitution
from jejaring.cases.rules.law import Around, NewStep
from jejaring.cases.states import Diversion, ProcedureLaw, TrackKind, TrackState

TODAY = date(2026, 11, 24)
AROUND = Around(TODAY, incident_on=date(2025, 6, 1))
CODES = Path(law.__file__).parents[2] / "reference/data/codes"
MAIN = ("police_report", "investigation", "suspect_named", "file_to_prosecutor", "file_complete", "handed_over", "prosecution", "trial",
        "judgment", "final_judgment", "sentence_executed")  # fmt: skip


@dataclass(frozen=True)
class Told:
    stage: str
    happened_on: date
    articles: tuple[str, ...] = ()
    next_on: date | None = None


def codes_of(list_name: str) -> set[str]:
    with (CODES / f"{list_name}.csv").open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file)}


def path(*stages: str, start: date = date(2026, 2, 1)) -> list[Told]:
    """The stages ten days apart."""
    return [Told(stage, start + timedelta(days=10 * n)) for n, stage in enumerate(stages)]


def wanted(stage: str, day: date, **other: object) -> NewStep:
    """A step with whatever it needs beside its day."""
    return replace(NewStep(stage, day, reason="Alasan", result="convicted", days=14), **other)  # type: ignore[arg-type]


def fields(stage: str, day: date, known: list[Told], around: Around = AROUND, **other: object) -> set[str]:
    return set(law.problems(wanted(stage, day, **other), known, around))


def test_the_rules_know_exactly_the_stages_and_exits_of_the_lists() -> None:
    assert set(law.STAGES) == codes_of("legal_stage")
    assert set(law.EXITS) == codes_of("legal_exit")
    assert set(law.COURT_STAGES) == codes_of("court_stage")
    assert law.SEVEN_YEARS | law.BELOW_SEVEN | {"other"} == codes_of("charge_article")
    assert not law.SEVEN_YEARS & law.BELOW_SEVEN


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 1, 1), ProcedureLaw.KUHAP_1981), (date(2026, 1, 2), ProcedureLaw.UU_20_2025), (date(2024, 5, 1), ProcedureLaw.KUHAP_1981)],
)
def test_the_procedure_is_that_of_the_day_of_the_step(day: date, code: str) -> None:
    assert law.law_of(day) == code


def test_the_whole_path_can_be_told_in_its_order() -> None:
    told: list[Told] = []
    for step in path(*MAIN):
        assert law.problems(wanted(step.stage, step.happened_on), told, AROUND) == {}
        told.append(step)
    assert law.state_of(told) == TrackState.FINAL


def test_a_judgment_before_a_charge_is_refused_at_the_stage_and_one_dated_before_it_at_the_day() -> None:
    told = path("police_report", "investigation")
    assert fields("judgment", TODAY, told) == {"stage"}
    told = path("police_report", "prosecution")
    assert fields("judgment", told[1].happened_on - timedelta(1), told) == {"happened_on"}
    assert fields("judgment", told[1].happened_on, told) == set()


def test_gaps_are_allowed_since_nobody_is_told_of_every_step() -> None:
    told = path("police_report")
    assert fields("file_complete", TODAY, told) == set()
    assert fields("prosecution", TODAY, told) == set()


def test_a_file_can_go_back_and_forth_until_it_is_complete() -> None:
    told = path("police_report", "file_to_prosecutor", "file_returned", "file_to_prosecutor", "file_returned", "file_to_prosecutor")
    assert law.open_return(told) is None
    assert law.open_return(told[:5]) == told[4]
    assert fields("file_complete", told[-1].happened_on, told) == set()
    told += [Told("file_complete", told[-1].happened_on + timedelta(5))]
    assert fields("file_returned", TODAY, told) == {"happened_on"}
    assert fields("file_returned", told[1].happened_on - timedelta(1), told[:2]) == {"happened_on"}


def test_a_returned_file_needs_its_reason_and_its_days() -> None:
    assert fields("file_returned", TODAY, path("police_report", "file_to_prosecutor"), reason=" ", days=None) == {"note", "days"}


def test_the_notice_to_the_prosecutor_comes_before_the_file_under_the_new_procedure_alone() -> None:
    old = path("police_report", "investigation", "file_to_prosecutor", start=date(2025, 6, 10))
    assert fields("notice_to_prosecutor", old[-1].happened_on + timedelta(3), old) == set()
    new = path("police_report", "investigation", "file_to_prosecutor", start=date(2026, 3, 1))
    assert fields("notice_to_prosecutor", new[-1].happened_on + timedelta(3), new) == {"happened_on"}
    assert fields("notice_to_prosecutor", new[1].happened_on + timedelta(3), new) == set()


@pytest.mark.parametrize("day", [TODAY + timedelta(1), date(2025, 5, 31)])
def test_a_step_lies_neither_ahead_nor_before_the_incident(day: date) -> None:
    assert fields("police_report", day, []) == {"happened_on"}


@pytest.mark.parametrize("next_on", [date(2025, 12, 1), TODAY - timedelta(1), date(2029, 1, 1)])
def test_a_hearing_whose_year_was_mistyped_is_said_beside_it(next_on: date) -> None:
    told = path("police_report", "prosecution")
    assert fields("trial", TODAY, told, next_on=next_on) == {"next_on"}
    assert fields("trial", TODAY, told, next_on=TODAY + timedelta(14)) == set()


@pytest.mark.parametrize("exit_", law.EXITS)
def test_every_exit_needs_a_reason_and_ends_the_track_until_it_goes_on(exit_: str) -> None:
    child = replace(AROUND, child=True)
    told = path("police_report", "investigation")
    assert "note" in fields(exit_, TODAY, told, child, reason="")
    told = [*told, Told(exit_, date(2026, 5, 1))]
    assert law.state_of(told) == TrackState.EXITED
    assert fields("prosecution", TODAY, told, child) == {"happened_on"}
    assert fields("suspect_named", date(2026, 4, 1), told, child) == set(), "what is heard late may lie before the end"
    told = [*told, Told("resumed", date(2026, 6, 1))]
    assert law.state_of(told) == TrackState.RUNNING
    assert fields("prosecution", TODAY, told, child) == set()


def test_nothing_is_resumed_that_has_not_ended_and_nothing_ends_that_is_final() -> None:
    assert fields("resumed", TODAY, path("police_report")) == {"stage"}
    assert fields("complaint_withdrawn", TODAY, path(*MAIN)) == {"stage"}


def test_the_path_of_a_child_is_offered_to_a_child_alone() -> None:
    assert set(law.stages_of(TrackKind.CRIMINAL, True)) - set(law.stages_of(TrackKind.CRIMINAL, False)) == law.FOR_A_CHILD
    assert fields("diversion", TODAY, path("police_report")) == {"stage"}
    child = replace(AROUND, child=True)
    assert fields("probation_report", TODAY, path("police_report"), child) == set()
    grave = [Told("police_report", date(2026, 2, 1), ("uu_35_2014_82",))]
    assert fields("diversion", TODAY, grave, child) == {"stage"}


@pytest.mark.parametrize(
    ("child", "charged", "answer"),
    [
        (False, ["uu_12_2022_5"], Diversion.NOT_A_CHILD),
        (True, [], Diversion.ASK_ARTICLE),
        (True, ["other"], Diversion.ASK_ARTICLE),
        (True, ["uu_12_2022_14"], Diversion.SOUGHT),
        (True, ["uu_35_2014_82"], Diversion.EXCLUDED),
        (True, ["uu_35_2014_82", "uu_12_2022_14"], Diversion.SOUGHT),
        (True, ["uu_35_2014_82", "other"], Diversion.ASK_ARTICLE),
    ],
)
def test_whether_diversion_is_sought_depends_on_age_and_article(child: bool, charged: list[str], answer: Diversion) -> None:
    assert law.diversion(child, charged) == answer


def test_the_article_that_holds_is_the_latest_named() -> None:
    told = [Told("prosecution", date(2026, 6, 1), ("uu_1_2023_473",)), Told("police_report", date(2026, 2, 1), ("other",))]
    assert law.articles(told) == ("uu_1_2023_473",)


def test_an_exit_that_the_law_does_not_foresee_is_recorded_with_an_objection() -> None:
    assert "not settled" in law.objection("restorative_justice", sexual=True, child=False)
    assert not law.objection("restorative_justice", sexual=True, child=True)
    assert not law.objection("investigation_stopped", sexual=True, child=False)


T = TrackState


@pytest.mark.parametrize(
    ("states", "respondents", "may", "by_itself"),
    [
        ([], 1, True, False),
        ([T.RUNNING], 1, False, False),
        ([T.FINAL], 1, True, True),
        ([T.FINAL, T.RUNNING], 2, False, False),
        ([T.FINAL, T.EXITED], 2, True, True),
        ([T.FINAL], 2, True, False),  # the second man was never found: people decide
        ([T.EMPTY], 1, False, False),
    ],
)
def test_the_watch_ends_when_every_criminal_track_is_over(states: list[T], respondents: int, may: bool, by_itself: bool) -> None:
    assert law.may_stop_watching(states).ok is may
    assert law.is_watched_to_the_end(states, respondents) is by_itself


def test_the_police_owe_notices_from_the_report_until_the_court_has_it() -> None:
    assert not law.is_investigated(path("not_reported"))
    assert law.is_investigated(path("police_report"))
    assert not law.is_investigated(path("police_report", "prosecution"))
    assert not law.is_investigated(path("police_report", "investigation_stopped"))


def test_other_courts_have_a_path_of_their_own() -> None:
    court = replace(AROUND, kind=TrackKind.RELIGIOUS_COURT)
    assert fields("decided", TODAY, [], court) == {"stage"}
    told = path("filed", "hearing", "hearing")
    assert fields("decided", TODAY, told, court) == set()
    assert fields("decided", told[1].happened_on, told, court) == {"happened_on"}
    assert fields("police_report", TODAY, told, court) == {"stage"}


def test_a_step_that_others_need_cannot_be_taken_away() -> None:
    told = path("prosecution", "judgment")
    assert law.rests_on("prosecution", [told[1]])
    assert not law.rests_on("judgment", [told[0]])
    assert not law.rests_on("file_to_prosecutor", path("file_to_prosecutor", "file_returned"))


def test_the_next_date_is_the_latest_named_until_something_happened_on_it() -> None:
    told = [*path("police_report", "prosecution"), Told("trial", date(2026, 3, 1), (), date(2026, 3, 8))]
    assert law.next_of(told) == told[-1]
    moved = [*told, Told("trial", date(2026, 3, 2), (), date(2026, 3, 20))]
    assert law.next_of(moved) == moved[-1]
    assert law.next_of([*told, Told("trial", date(2026, 3, 8))]) is None
    assert law.next_of([*told, Told("judgment", date(2026, 3, 3)), Told("final_judgment", date(2026, 3, 4))]) is None


steps = st.lists(
    st.tuples(st.sampled_from((*law.STAGES, *law.EXITS)), st.dates(date(2025, 6, 1), TODAY), st.booleans()), max_size=25
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(steps)
def test_whatever_is_told_in_whatever_order_what_was_taken_is_in_order(attempts: list[tuple[str, date, bool]]) -> None:
    told: list[Told] = []
    for stage, day, child in attempts:
        if not law.problems(wanted(stage, day), told, replace(AROUND, child=child)):
            told.append(Told(stage, day))
    names = {t.stage for t in told}
    assert not names & {"judgment", "trial"} or "prosecution" in names
    assert not names & {"final_judgment", "appeal", "cassation"} or "judgment" in names
    for one in told:
        for other in told:
            if law.comes_before(one.stage, other.stage, law.law_of(other.happened_on)) and one.happened_on > other.happened_on:
                raise AssertionError((one, other))
    assert law.state_of(told) != TrackState.EMPTY or not told


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(MAIN), min_size=1))
def test_any_part_of_the_path_keeps_its_order(part: set[str]) -> None:
    chosen = [stage for stage in MAIN if stage in part]
    for n, one in enumerate(chosen):
        assert not any(law.comes_before(other, one) for other in chosen[n:])


@dataclass(frozen=True)
class Amount:
    kind: str
    amount: int
    happened_on: date


amounts = st.lists(
    st.tuples(st.sampled_from(["requested", "lpsk_assessed", "demanded", "ordered", "paid", "fund"]), st.integers(-5, 1000),
              st.dates(date(2025, 5, 1), TODAY + timedelta(5))), max_size=30,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(amounts)
def test_the_ledger_is_never_below_zero_and_never_above_the_order(attempts: list[tuple[str, int, date]]) -> None:
    taken: list[Amount] = []
    for kind, amount, day in attempts:
        if not restitution.problems(kind, amount, day, taken, AROUND):
            taken.append(Amount(kind, amount, day))
    found = restitution.ledger(taken)
    assert found.paid + found.fund <= found.ordered
    assert found.outstanding == found.ordered - found.paid - found.fund >= 0


def test_several_payments_add_up_and_one_above_what_is_left_is_refused_at_the_amount() -> None:
    day = date(2026, 9, 1)
    told = [Amount("ordered", 10_000_000, day), Amount("paid", 4_000_000, day), Amount("fund", 1_000_000, day)]
    assert restitution.ledger(told).outstanding == 5_000_000
    assert set(restitution.problems("paid", 5_000_001, day, told, AROUND)) == {"amount"}
    assert restitution.problems("paid", 5_000_000, day, told, AROUND) == {}
    assert set(restitution.problems("ordered", 4_000_000, TODAY, told, AROUND)) == {"amount"}
    assert restitution.ledger([*told, Amount("paid", 5_000_000, TODAY)]).is_settled


def test_a_payment_needs_an_order_and_does_not_lie_before_it() -> None:
    assert set(restitution.problems("paid", 1, TODAY, [], AROUND)) == {"kind"}
    told = [Amount("ordered", 100, date(2026, 9, 1))]
    assert set(restitution.problems("paid", 1, date(2026, 8, 1), told, AROUND)) == {"happened_on"}


def test_on_appeal_the_later_order_holds() -> None:
    told = [Amount("ordered", 100, date(2026, 9, 1)), Amount("ordered", 70, date(2026, 10, 1)), Amount("requested", 200, date(2026, 2, 1))]
    assert (restitution.ledger(told).ordered, restitution.ledger(told).requested) == (70, 200)
