"""The injected clock: code asks `now()`, tests and the demo city may stand at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one that `standing_at` fixed."""
    return _standing.get() or datetime.now(UTC)


def standing() -> datetime | None:
    """The moment that `standing_at` fixed, or nothing while time runs."""
    return _standing.get()


def today() -> date:
    """The present date in Asia/Jakarta."""
    return now().astimezone(WIB).date()


def midnight(day: date) -> datetime:
    """The first moment of a day in Asia/Jakarta."""
    return datetime.combine(day, time(), WIB)


def day_after(day: date) -> datetime:
    """The first moment after a day in Asia/Jakarta: what lies before it was on that day or earlier. The last day of all ends nothing."""
    return midnight(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Fix the present moment. The moment must carry a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
