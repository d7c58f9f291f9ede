"""What one version of a rule says, and the due moment that follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jejaring.commitments.states import ClockKind, CountsFrom, RuleKey
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clocks import Pause, due_by_days, due_by_time
from jejaring.kernel.deadlines import Window, next_window


@dataclass(frozen=True, slots=True)
class Terms:
    """One published version of a rule: how much time by risk, on which clock, counted from what, and the steps around the due moment.

    Amounts are hours (wall time or the desk's open time) or whole working days, as the clock says.
    """

    key: RuleKey
    version: int
    clock: ClockKind
    high: float
    medium: float
    low: float
    legal_basis: str
    verified: bool
    valid_from: date
    valid_until: date | None = None
    counts_from: CountsFrom = CountsFrom.OPENING
    steps: str = ""
    steps_trafficking: str = ""
    withdrawn_on: date | None = None  # taken back before it began
    withdrawn_reason: str = ""

    def amount(self, risk: str) -> float:
        """The amount for a risk; an unknown risk counts as medium."""
        return {"high": self.high, "low": self.low}.get(risk, self.medium)

    def in_force(self, on: date) -> bool:
        """Whether promises opened on this day fall under this version."""
        return self.withdrawn_on is None and self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and the window in which it may be done."""

    at: datetime
    window_from: datetime | None = None
    window_until: datetime | None = None


def due(
    start: datetime, terms: Terms, risk: str, window: Window | None = None, *, calendar: Calendar | None = None,
    pauses: Iterable[Pause] = (), happened: datetime | None = None, before: datetime | None = None,
) -> Due | None:  # fmt: skip
    """The due moment of a promise opened at `start`; None while a pause that has not ended holds it.

    - A window makes it a promise of contact: due at the end of the next safe window (Asia/Jakarta), and never runs outside of it.
    - A rule that counts from the incident runs from `happened`, in wall time, where that is known.
    - `before` is a future event that the promise must not miss (a wedding, a departure).
    Whatever the data say, it is never due before it began. Raises NeverOpen for a calendar without working time.
    """
    if window is not None:
        opens, closes = next_window(start, window)
        return Due(closes, max(opens, start), closes)
    at = _running(start, terms, risk, calendar, tuple(pauses), happened)
    if at is None:
        return None
    return Due(max(min(at, before) if before else at, start))


def _running(
    start: datetime, terms: Terms, risk: str, calendar: Calendar | None, pauses: tuple[Pause, ...], happened: datetime | None
) -> datetime | None:
    amount = terms.amount(risk)
    if terms.counts_from == CountsFrom.INCIDENT and happened is not None:
        return due_by_time(min(happened, start), timedelta(hours=amount), None, pauses)
    if terms.clock == ClockKind.WALL:
        return due_by_time(start, timedelta(hours=amount), None, pauses)
    if calendar is None:
        raise ValueError("a working clock needs the desk's calendar")
    if terms.clock == ClockKind.WORKING_DAYS:
        return due_by_days(start, int(amount), calendar, pauses)
    return due_by_time(start, timedelta(hours=amount), calendar, pauses)
