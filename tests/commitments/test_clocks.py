"""Every clock of a rule against an independent slow oracle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from jejaring.commitments.rules import due
from jejaring.commitments.states import ClockKind, CountsFrom
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import WIB
from jejaring.kernel.clocks import Pause
from jejaring.kernel.deadlines import Window, is_inside
from jejaring.kernel.zones import WIT, WITA, zone_of
from tests.commitments.test_rules import clocks, moments, terms

# Every clock with an independent oracle, in the three zones, over a year's end, with a day off that is announced later.

ZONES = st.sampled_from([WIB, WITA, WIT])
YEARS_END = st.integers(0, 20 * 24 * 60).map(lambda minutes: datetime(2026, 12, 18, tzinfo=UTC) + timedelta(minutes=minutes))
DAYS_OFF = st.sets(st.dates(date(2026, 12, 18), date(2027, 1, 15)), max_size=8)


def minute_by_minute(start: datetime, minutes: int, calendar: Calendar | None, held: list[Pause]) -> datetime:
    """The slow oracle: walk the minutes, and count one that is open and not paused."""
    moment = start
    while minutes:
        local = moment.astimezone(calendar.zone) if calendar else moment
        opened = calendar is None or (
            local.date() not in calendar.closed and local.weekday() < 5 and time(7, 30) <= local.time() < time(16)
        )  # fmt: skip
        stands = any(p.end is not None and p.start <= moment < p.end for p in held)
        minutes -= opened and not stands
        moment += timedelta(minutes=1)
    return moment


def closing_of_day(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The slow oracle of working days: walk the calendar, and count the days on which somebody works."""
    day = start.astimezone(calendar.zone).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in calendar.closed
    return datetime.combine(day, time(16), calendar.zone)


@settings(deadline=None, max_examples=80)
@given(YEARS_END, st.integers(1, 20), clocks, ZONES, DAYS_OFF, st.integers(0, 72), st.integers(0, 72))
def test_every_clock_agrees_with_the_slow_oracle_in_each_zone_over_the_years_end(
    start: datetime, amount: int, clock: ClockKind, zone: ZoneInfo, off: set[date], after: int, length: int
) -> None:
    calendar = Calendar({day: ((time(7, 30), time(16)),) for day in range(5)}, frozenset(off), zone)
    held = [Pause(start + timedelta(hours=after), start + timedelta(hours=after + length))] if clock != ClockKind.WORKING_DAYS else []
    found = due(start, terms(clock=clock, high=amount, medium=amount, low=amount), "high", calendar=calendar, pauses=held)
    assert found is not None
    if clock == ClockKind.WORKING_DAYS:
        assert found.at == closing_of_day(start, amount, calendar)
    else:
        assert found.at == minute_by_minute(start, amount * 60, None if clock == ClockKind.WALL else calendar, held)


@given(YEARS_END, st.integers(1, 30), clocks, ZONES, DAYS_OFF, st.dates(date(2026, 12, 18), date(2027, 1, 15)))
def test_a_day_off_announced_later_is_never_due_earlier_on_any_clock(
    start: datetime, amount: int, clock: ClockKind, zone: ZoneInfo, off: set[date], announced: date
) -> None:
    week, rule = {day: ((time(7, 30), time(16)),) for day in range(5)}, terms(clock=clock, high=amount, medium=amount, low=amount)
    before = due(start, rule, "high", calendar=Calendar(week, frozenset(off), zone))
    later = due(start, rule, "high", calendar=Calendar(week, frozenset(off | {announced}), zone))
    assert before is not None
    assert later is not None
    assert later.at >= before.at
    assert clock != ClockKind.WALL or later == before, "the wall clock knows no days off"


@given(moments, st.integers(0, 300), st.integers(1, 200), st.integers(-50, 300))
def test_windows_from_the_incident_and_future_events_agree_with_their_definition(told: datetime, ago: int, amount: int, event: int) -> None:
    rule = terms(high=amount, medium=amount, low=amount, counts_from=CountsFrom.INCIDENT)
    happened, wedding = told - timedelta(hours=ago), told + timedelta(hours=event)
    found = due(told, rule, "high", happened=happened, before=wedding)
    assert found is not None
    hours = min(amount - ago, event)  # from the report on
    assert found.at == told + timedelta(hours=max(hours, 0))


@given(moments, st.integers(0, 1439), st.integers(1, 1439))
def test_a_contact_is_promised_inside_the_safe_hours_alone(start: datetime, opens: int, length: int) -> None:
    begins = time(opens // 60, opens % 60)
    ends = time((opens + length) % 1440 // 60, (opens + length) % 60)
    found = due(start, terms(), "high", Window(begins, ends))
    assert found is not None
    assert found.window_from is not None
    assert start <= found.window_from < found.at == found.window_until
    assert found.at - start <= timedelta(days=2), "tomorrow at the latest"
    minute = found.window_from
    while minute < found.at:
        assert is_inside(minute, Window(begins, ends))
        minute += timedelta(minutes=17)


def test_an_office_keeps_the_hours_of_its_region() -> None:
    assert [zone_of(code).key for code in ("15.71", "64.72", "91.03", "")] == [
        "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Jakarta",
    ]  # fmt: skip
