"""Working clocks against a slow, independent oracle that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jejaring.kernel.calendars import Calendar, NeverOpen, open_time_between
from jejaring.kernel.clock import WIB
from jejaring.kernel.clocks import Pause, due_by_days, due_by_time

ZONES = st.sampled_from([ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")])
OFFICE = {d: ((time(8), time(12)), (time(13), time(16))) for d in range(5)}
MINUTE = timedelta(minutes=1)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = st.lists(st.integers(0, 23), min_size=2, max_size=4, unique=True).map(sorted)
    week = {}
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        ends = [time(h) for h in draw(hours)]
        week[weekday] = tuple(zip(ends[::2], ends[1::2], strict=False))
    closed = draw(st.sets(st.dates(date(2025, 12, 20), date(2026, 1, 20)), max_size=12))
    return Calendar(week, frozenset(closed), draw(ZONES))


FIRST = datetime(2025, 12, 20, tzinfo=UTC)
moments = st.integers(0, 26 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    spans = calendar.week.get(local.weekday(), ())
    return local.date() not in calendar.closed and any(a <= local.time() < b for a, b in spans)


def oracle(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    moment = start
    while minutes:
        minutes -= is_open(calendar, moment)
        moment += MINUTE
    return moment


@settings(deadline=None, max_examples=60)
@given(moments, st.integers(1, 2000), calendars())
def test_open_time_agrees_with_walking_minute_by_minute(start: datetime, minutes: int, calendar: Calendar) -> None:
    due = due_by_time(start, timedelta(minutes=minutes), calendar)
    assert due is not None
    assert due == oracle(start, minutes, calendar)
    assert open_time_between(start, due, calendar) == timedelta(minutes=minutes)


@given(moments, st.integers(1, 40), calendars())
def test_working_days_end_on_a_working_day_after_the_start(start: datetime, days: int, calendar: Calendar) -> None:
    due = due_by_days(start, days, calendar)
    assert due is not None
    assert due > start
    between = [start.astimezone(calendar.zone).date() + timedelta(days=n) for n in range(1, 800)]
    working = [d for d in between if calendar.is_working_day(d)]
    assert due.astimezone(calendar.zone).date() == working[days - 1]


@given(moments, st.integers(0, 2000), st.integers(0, 500), calendars())
def test_more_time_is_never_due_earlier(start: datetime, minutes: int, more: int, calendar: Calendar) -> None:
    short, long = (due_by_time(start, timedelta(minutes=m), calendar) for m in (minutes, minutes + more))
    assert short is not None
    assert long is not None
    assert start <= short <= long


@given(moments, st.integers(1, 2000), calendars(), st.dates(date(2025, 12, 20), date(2026, 1, 20)))
def test_a_holiday_announced_later_never_makes_it_due_earlier(start: datetime, minutes: int, calendar: Calendar, day: date) -> None:
    later = Calendar(calendar.week, calendar.closed | {day}, calendar.zone)
    amount = timedelta(minutes=minutes)
    before, after = due_by_time(start, amount, calendar), due_by_time(start, amount, later)
    assert before is not None
    assert after is not None
    assert after >= before


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    found = []
    for begin in draw(st.lists(moments, max_size=4)):
        found.append(Pause(begin, begin + timedelta(minutes=draw(st.integers(0, 4000)))))
    return found


def paused_oracle(start: datetime, minutes: int, calendar: Calendar | None, held: list[Pause]) -> datetime:
    moment = start
    while minutes:
        stands = any(p.end is not None and p.start <= moment < p.end for p in held)
        minutes -= (calendar is None or is_open(calendar, moment)) and not stands
        moment += MINUTE
    return moment


@settings(deadline=None, max_examples=60)
@given(moments, st.integers(1, 2000), st.one_of(st.none(), calendars()), pauses())
def test_paused_clocks_agree_with_walking(start: datetime, minutes: int, calendar: Calendar | None, held: list[Pause]) -> None:
    assert due_by_time(start, timedelta(minutes=minutes), calendar, held) == paused_oracle(start, minutes, calendar, held)


@given(moments, st.integers(1, 2000), st.one_of(st.none(), calendars()), pauses(), pauses())
def test_a_pause_never_shortens(start: datetime, minutes: int, calendar: Calendar | None, some: list[Pause], more: list[Pause]) -> None:
    few, many = (due_by_time(start, timedelta(minutes=minutes), calendar, held) for held in (some, some + more))
    assert few is not None
    assert many is not None
    assert few <= many


@given(moments, st.integers(1, 20), calendars(), pauses(), pauses())
def test_a_pause_never_shortens_working_days(start: datetime, days: int, calendar: Calendar, some: list[Pause], more: list[Pause]) -> None:
    few, many = due_by_days(start, days, calendar, some), due_by_days(start, days, calendar, some + more)
    assert few is not None
    assert many is not None
    assert few <= many
    assert calendar.is_working_day(many.astimezone(calendar.zone).date())


def test_a_pause_without_an_end_holds_the_promise() -> None:
    start = datetime(2026, 1, 5, 9, 0, tzinfo=WIB)
    held = [Pause(start + timedelta(hours=1))]
    assert due_by_time(start, timedelta(hours=2), None, held) is None
    assert due_by_time(start, timedelta(hours=1), None, held) == start + timedelta(hours=1)
    assert due_by_days(start, 1, Calendar(OFFICE), held) is None
    with pytest.raises(ValueError, match="ends after"):
        Pause(start, start - MINUTE)


def test_friday_afternoon_runs_on_monday_and_over_the_new_year() -> None:
    office = Calendar(OFFICE, frozenset({date(2026, 1, 1)}))
    friday = datetime(2026, 1, 2, 15, 0, tzinfo=WIB)
    assert due_by_time(friday, timedelta(hours=2), office) == datetime(2026, 1, 5, 9, 0, tzinfo=WIB)
    assert due_by_days(datetime(2025, 12, 31, 9, 0, tzinfo=WIB), 1, office) == datetime(2026, 1, 2, 16, 0, tzinfo=WIB)


def test_a_calendar_that_never_opens_is_an_error() -> None:
    never = Calendar({})
    with pytest.raises(NeverOpen):
        due_by_time(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1), never)
    with pytest.raises(NeverOpen):
        due_by_days(datetime(2026, 1, 1, tzinfo=UTC), 1, never)


@pytest.mark.parametrize("spans", [((time(9), time(9)),), ((time(9), time(8)),), ((time(8), time(12)), (time(11), time(13)))])
def test_spans_that_overlap_or_are_empty_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="follow one another"):
        Calendar({0: spans})
