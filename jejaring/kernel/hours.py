"""Opening hours as offices write them on their door, read as the spans of a week: "Senin–Jumat 07.30–16.00", "24 jam"."""

import re
from collections.abc import Mapping
from datetime import time

from jejaring.kernel.calendars import Span

Week = Mapping[int, tuple[Span, ...]]
DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBER = {name: day for names in (DAYS, ENGLISH) for day, name in enumerate(names)}
ALWAYS: Week = {day: ((time(0), time.max),) for day in range(7)}
OFFICE: Week = {day: ((time(7, 30), time(16)),) for day in range(5)}  # of the city's offices
DAY_WORD = "|".join(NUMBER)
PART = re.compile(rf"({DAY_WORD})(?:\s*[–-]\s*({DAY_WORD}))?\s+(\d{{1,2}})[.:](\d\d)\s*[–-]\s*(\d{{1,2}})[.:](\d\d)", re.IGNORECASE)
ROUND_THE_CLOCK = re.compile(r"24\s*(jam|hours?)", re.IGNORECASE)


def read_hours(text: str) -> Week | None:
    """The week of a text; None where it says no hours that can be read ("call first")."""
    if ROUND_THE_CLOCK.search(text):
        return ALWAYS
    week: dict[int, tuple[Span, ...]] = {}
    for first, last, *clock in PART.findall(text):
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, clock)
        try:
            span = (time(opens_hour, opens_minute), time(closes_hour, closes_minute))
        except ValueError:
            return None
        if span[0] >= span[1]:
            return None
        for day in _days(NUMBER[first.lower()], NUMBER[(last or first).lower()]):
            week[day] = tuple(sorted((*week.get(day, ()), span)))
    return week or None


def _days(first: int, last: int) -> list[int]:
    """Monday to Friday, also over the end of the week."""
    return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
