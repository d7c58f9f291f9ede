"""Working time of a desk: opening spans by weekday in its zone, closed days, and due moments that run only while it is open.

Holidays are passed in; this module knows no country. Days are calendar days of the calendar's zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jejaring.kernel.clock import WIB

DAY = timedelta(days=1)
SEARCH_DAYS = 4000  # a calendar without a working day in eleven years has none
Span = tuple[time, time]


class NeverOpen(Exception):
    """The calendar has no working time in sight: a rule that uses it can never be kept."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a desk works: spans for each weekday (Monday is 0), and the days on which it does not."""

    week: Mapping[int, tuple[Span, ...]]
    closed: frozenset[date] = field(default=frozenset())
    zone: ZoneInfo = WIB

    def __post_init__(self) -> None:
        for spans in self.week.values():
            ends = [t for span in spans for t in span]
            if ends != sorted(set(ends)):
                raise ValueError("opening spans of a day follow one another and are not empty")

    def is_working_day(self, day: date) -> bool:
        """Whether the desk opens at all on this day."""
        return bool(self.week.get(day.weekday())) and day not in self.closed

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The moments between which the desk is open on this day."""
        if day in self.closed:
            return []
        return [(datetime.combine(day, a, self.zone), datetime.combine(day, b, self.zone)) for a, b in self.week.get(day.weekday(), ())]

    def open_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans from a moment on, the first one cut to it. Raises NeverOpen when none comes within SEARCH_DAYS days."""
        day, quiet = moment.astimezone(self.zone).date(), 0
        while quiet < SEARCH_DAYS:
            spans = [(max(a, moment), b) for a, b in self.spans(day) if b > moment]
            quiet = 0 if spans else quiet + 1
            yield from spans
            day += DAY
        raise NeverOpen


def open_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much open time lies between two moments; none when the end does not come after the start."""
    total, day = timedelta(0), start.astimezone(calendar.zone).date()
    while day <= end.astimezone(calendar.zone).date():
        for a, b in calendar.spans(day):
            total += max(min(b, end) - max(a, start), timedelta(0))
        day += DAY
    return total
