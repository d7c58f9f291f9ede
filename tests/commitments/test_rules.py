"""Due moments and steps under a rule, and what may be published."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jejaring.commitments.rules import Rung, Terms, due, next_step, problems, read_rungs, rungs_for, step_moments, write_rungs
from jejaring.commitments.states import Addressee, ClockKind, CountsFrom, RuleKey
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import WIB
from jejaring.kernel.clocks import Pause
from jejaring.kernel.deadlines import Window

OFFICE = Calendar({day: ((time(7, 30), time(16)),) for day in range(5)}, frozenset({date(2026, 12, 25)}))
EVERYBODY = frozenset(Addressee)
LADDER = "50 desk; 100 head; 200 secretary"


def terms(**changes: Any) -> Terms:
    """A rule of 2, 4 and 8 hours by the wall clock."""
    plain = Terms(RuleKey.TRIAGE, 1, ClockKind.WALL, 2, 4, 8, "local_procedure", False, date(2026, 1, 1), steps=LADDER)
    return replace(plain, **changes)


def at(text: str) -> datetime:
    """A moment in Asia/Jakarta."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


FRIDAY = at("2026-11-27T15:00")
moments = st.integers(1_704_067_200, 1_925_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))  # 2024 to 2030
amounts = st.tuples(*[st.integers(1, 400)] * 3).map(sorted)
clocks = st.sampled_from(ClockKind)


@given(moments, amounts, clocks)
def test_more_risk_is_never_later_and_nothing_is_due_before_it_began(start: datetime, hours: list[int], clock: ClockKind) -> None:
    rule = terms(clock=clock, high=hours[0] % 30 + 1, medium=hours[1] % 30 + 31, low=hours[2] % 30 + 61)
    found = [due(start, rule, risk, calendar=OFFICE) for risk in ("high", "medium", "low")]
    ends = [d.at for d in found if d]
    assert len(ends) == 3
    assert start <= ends[0] <= ends[1] <= ends[2]


@given(moments, st.integers(1, 60), st.integers(0, 200), st.integers(0, 200), clocks)
def test_a_pause_never_shortens(start: datetime, amount: int, after: int, length: int, clock: ClockKind) -> None:
    rule = terms(clock=clock, high=amount, medium=amount, low=amount)
    began = start + timedelta(hours=after)
    without = due(start, rule, "high", calendar=OFFICE)
    paused = due(start, rule, "high", calendar=OFFICE, pauses=[Pause(began, began + timedelta(hours=length))])
    assert without is not None
    assert paused is not None
    assert paused.at >= without.at
    endless = due(start, rule, "high", calendar=OFFICE, pauses=[Pause(start)])
    assert endless is None, "while nobody ends the pause, nothing is due"


@settings(deadline=None)
@given(moments, st.integers(1, 40))
def test_a_working_clock_ends_in_open_time_as_a_slow_walk_finds(start: datetime, hours: int) -> None:
    rule = terms(clock=ClockKind.WORKING_HOURS, high=hours, medium=hours, low=hours)
    found = due(start, rule, "high", calendar=OFFICE)
    assert found is not None
    left, minute = timedelta(hours=hours), start
    while left > timedelta(0):  # the oracle: minute by minute, open or not
        local = minute.astimezone(WIB)
        is_open = local.weekday() < 5 and local.date() != date(2026, 12, 25) and time(7, 30) <= local.time() < time(16)
        step = timedelta(minutes=1) - timedelta(seconds=minute.second, microseconds=minute.microsecond)
        left -= min(step, left) if is_open else timedelta(0)
        minute += step
    assert abs(found.at - minute) < timedelta(minutes=1)


def test_working_days_skip_the_weekend_and_a_holiday() -> None:
    rule = terms(clock=ClockKind.WORKING_DAYS, high=1, medium=2, low=3)
    found = due(FRIDAY, rule, "medium", calendar=OFFICE)
    assert found is not None
    assert found.at == at("2026-12-01T16:00")
    christmas = due(at("2026-12-24T10:00"), rule, "high", calendar=OFFICE)
    assert christmas is not None
    assert christmas.at == at("2026-12-28T16:00")


def test_a_rule_that_counts_from_the_incident_runs_from_there() -> None:
    rule = terms(high=72, medium=72, low=72, counts_from=CountsFrom.INCIDENT)
    told = at("2026-03-07T02:30")
    found = due(told, rule, "high", happened=told - timedelta(hours=6))
    assert found is not None
    assert found.at == told + timedelta(hours=66)
    past = due(told, rule, "high", happened=told - timedelta(days=9))
    assert past is not None
    assert past.at == told, "a window that has passed is due at once, never before it was promised"
    assert due(told, rule, "high", happened=None) == due(told, replace(rule, counts_from=CountsFrom.OPENING), "high")


def test_a_promise_is_due_before_the_wedding_however_much_time_the_rule_gives() -> None:
    rule = terms(high=100, medium=200, low=300)
    wedding = FRIDAY + timedelta(hours=30)
    found = due(FRIDAY, rule, "high", before=wedding)
    assert found is not None
    assert found.at == wedding


def test_a_promise_of_contact_runs_inside_the_safe_window_alone() -> None:
    found = due(at("2026-03-03T08:15"), terms(), "high", Window(time(13), time(15)))
    assert found is not None
    assert (found.window_from, found.at) == (at("2026-03-03T13:00"), at("2026-03-03T15:00"))


def test_steps_come_at_shares_of_the_given_time() -> None:
    rungs = read_rungs(LADDER)
    assert write_rungs(rungs) == LADDER
    start = at("2026-11-24T08:00")
    found = step_moments(start, start + timedelta(minutes=15), rungs)
    assert [m - start for _rung, m in found] == [timedelta(minutes=7.5), timedelta(minutes=15), timedelta(minutes=30)]
    assert next_step(start, start + timedelta(hours=2), rungs, frozenset({"50 desk"})) == (
        Rung(100, Addressee.HEAD), start + timedelta(hours=2),
    )  # fmt: skip
    assert next_step(start, start, rungs, frozenset(r.name for r in rungs)) is None


def test_a_step_waits_until_the_desk_opens() -> None:
    friday_noon = at("2026-11-27T12:00")
    found = step_moments(friday_noon, at("2026-11-30T12:00"), read_rungs("50 desk"), OFFICE)
    assert [m for _rung, m in found] == [at("2026-11-30T07:45")], "half of the open time, not of the weekend"
    closing = step_moments(friday_noon, at("2026-11-27T16:00"), read_rungs("100 head"), OFFICE)
    assert [m for _rung, m in closing] == [at("2026-11-30T07:30")]


def test_twice_the_time_of_working_days_is_twice_the_open_time() -> None:
    monday = at("2026-11-23T07:30")
    given = due(monday, terms(clock=ClockKind.WORKING_DAYS, high=4, medium=4, low=4), "high", calendar=OFFICE)
    assert given is not None
    assert given.at == at("2026-11-27T16:00")
    found = step_moments(monday, given.at, read_rungs("100 head; 200 agency; 300 secretary"), OFFICE)
    assert [m for _rung, m in found] == [at("2026-11-30T07:30"), at("2026-12-07T07:30"), at("2026-12-14T07:30")], "over two weekends"


@given(moments, st.integers(1, 60), st.sampled_from([ClockKind.WORKING_HOURS, ClockKind.WORKING_DAYS]))
def test_steps_of_a_working_clock_come_in_order_and_in_open_time(start: datetime, amount: int, clock: ClockKind) -> None:
    found = due(start, terms(clock=clock, high=amount, medium=amount, low=amount), "high", calendar=OFFICE)
    assert found is not None
    steps = [m for _rung, m in step_moments(start, found.at, read_rungs("25 desk; 50 desk; 100 head; 150 head; 200 agency"), OFFICE)]
    assert steps == sorted(steps)
    assert all(start <= m for m in steps)
    assert all(any(a <= m < b for a, b in OFFICE.spans(m.astimezone(WIB).date())) for m in steps), "nobody is told at a closed desk"
    assert steps[2] >= found.at


def test_a_desk_that_closed_for_good_after_it_promised_climbs_by_the_wall_clock() -> None:
    never = Calendar({})
    found = step_moments(FRIDAY, FRIDAY + timedelta(hours=2), read_rungs("100 head"), never)
    assert [m for _rung, m in found] == [FRIDAY + timedelta(hours=2)]


def test_trafficking_climbs_its_own_ladder() -> None:
    rule = terms(steps_trafficking="100 secretary; 150 chair")
    assert [r.to for r in rungs_for(rule, trafficking=True)] == ["secretary", "chair"]
    assert [r.to for r in rungs_for(rule, trafficking=False)] == ["desk", "head", "secretary"]
    assert rungs_for(terms(), trafficking=True) == read_rungs(LADDER)


TODAY = date(2026, 11, 24)
RISKS = ("high", "medium", "low")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"high": 0}, "high"),
        ({"high": 5}, "high"),
        ({"low": 100_000}, "low"),
        ({"clock": ClockKind.WORKING_DAYS, "high": 1.5}, "high"),
        ({"valid_from": date(2026, 11, 23)}, "valid_from"),
        ({"valid_from": date(2026, 11, 26)}, "valid_from"),
        ({"valid_until": date(2026, 12, 1)}, "valid_until"),
        ({"steps": ""}, "steps"),
        ({"steps": "50 desk; 100 desk"}, "steps"),
        ({"steps": "besok kepala"}, "steps"),
        ({"steps": "50 chair; 100 head"}, "steps"),
        ({"steps": "100 head; 100 head"}, "steps"),
        ({"steps": "5000 head"}, "steps"),
        ({"steps_trafficking": "100 agency"}, "steps_trafficking"),
        ({"counts_from": CountsFrom.INCIDENT}, "counts_from"),
        ({"key": RuleKey.PROPHYLAXIS}, "counts_from"),
        ({"key": RuleKey.POLICE_REPORT, "clock": ClockKind.WORKING_HOURS}, "clock"),
        ({"key": RuleKey.FIRST_RESPONSE, "clock": ClockKind.WORKING_DAYS}, "clock"),
    ],
)
def test_what_could_go_wrong_later_is_refused_at_publishing(changes: dict[str, Any], field: str) -> None:
    earlier = [terms(valid_from=date(2026, 11, 26))]
    wanted = terms(**{"version": 2, "valid_from": date(2026, 12, 2), **changes})
    found = problems(wanted, earlier=earlier, today=TODAY, reachable=EVERYBODY - {Addressee.AGENCY})
    assert list(found) == [field]


@given(moments, st.integers(0, 6_000), amounts, amounts)
def test_whoever_was_abroad_is_never_due_earlier_than_somebody_at_home(start: datetime, ago: int, some: list[int], more: list[int]) -> None:
    """Every pair of versions that may be published beside one another, whichever of them comes second."""
    window = {"counts_from": CountsFrom.INCIDENT, "valid_from": TODAY}
    home = terms(key=RuleKey.COMPLAINT_PERIOD, **window, **dict(zip(RISKS, some, strict=True)))
    abroad = terms(key=RuleKey.COMPLAINT_PERIOD_ABROAD, **window, **dict(zip(RISKS, more, strict=True)))
    asked: dict[str, Any] = {"earlier": (), "today": TODAY, "reachable": EVERYBODY}
    refused = bool(problems(abroad, paired=[home], **asked))
    assert refused is bool(problems(home, paired=[abroad], **asked))
    earlier = [due_of(abroad, start, ago, risk) < due_of(home, start, ago, risk) for risk in RISKS]
    assert refused or not any(earlier)
    past = replace(home, valid_until=TODAY - timedelta(days=1))
    assert not problems(abroad, paired=[past], **asked), "a version that has ended holds nobody back"


def due_of(rule: Terms, start: datetime, ago: int, risk: str) -> datetime:
    """When it is due if it happened some hours before it was promised."""
    found = due(start, rule, risk, happened=start - timedelta(hours=ago))
    assert found is not None
    return found.at


def test_a_sound_version_may_be_published() -> None:
    wanted = terms(version=2, valid_from=TODAY, steps="50 desk; 90 head; 100 head; 150 agency; 200 secretary; 300 chair")
    assert problems(wanted, earlier=[terms()], today=TODAY, reachable=EVERYBODY) == {}
