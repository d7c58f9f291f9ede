"""The clock of a promise: wall time or a desk's open time, with pauses, which stop it without shortening what is left.

A clock is a value; all moments carry a zone. Due moments are recomputed from the start, so that a holiday announced later or a pause
entered afterwards moves them by the same rule that made them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jejaring.kernel.calendars import DAY, SEARCH_DAYS, Calendar, NeverOpen

FOREVER = timedelta(days=SEARCH_DAYS)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from one moment to another; without an end it still does."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends after it began")


def _running(start: datetime, calendar: Calendar | None) -> Iterator[Span]:
    if calendar is None:
        yield start, start + FOREVER
    else:
        yield from calendar.open_from(start)


def _without(spans: Iterable[Span], pauses: Sequence[Pause]) -> Iterator[Span]:
    """The spans less the pauses; nothing comes after a pause that has not ended."""
    for opens, closes in spans:
        at = opens
        for pause in pauses:
            if pause.start >= closes:
                break
            if pause.start > at:
                yield at, pause.start
            if pause.end is None:
                return
            at = max(at, pause.end)
        if at < closes:
            yield at, closes


def due_by_time(start: datetime, amount: timedelta, calendar: Calendar | None = None, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The moment at which `amount` of running time has passed: wall time without a calendar, open time with one.

    None while an unended pause holds it. Raises ValueError for a negative amount, NeverOpen for a calendar without working time.
    """
    if amount < timedelta(0):
        raise ValueError("a deadline lies after its start")
    for opens, closes in _without(_running(start, calendar), sorted(pauses, key=lambda p: p.start)):
        if closes - opens >= amount:
            return opens + amount
        amount -= closes - opens
    return None


def due_by_days(start: datetime, days: int, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The closing moment of the n-th working day after the day of the start; a day that a pause touches does not count.

    None while an unended pause holds it. Raises ValueError for less than one day, NeverOpen for a calendar without working days.
    """
    if days < 1:
        raise ValueError("at least one working day")
    held, day, quiet = tuple(pauses), start.astimezone(calendar.zone).date(), 0
    while quiet < SEARCH_DAYS:
        day += DAY
        spans = calendar.spans(day)
        if any(p.end is None and spans and p.start < spans[-1][1] for p in held):
            return None
        counts = bool(spans) and not any(p.start < spans[-1][1] and (p.end or spans[-1][1]) > spans[0][0] for p in held)
        quiet = 0 if spans else quiet + 1
        days -= counts
        if not days:
            return spans[-1][1]
    raise NeverOpen
