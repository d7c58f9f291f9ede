"""What a rule's data mean: amount per risk, the safe window, how late. Plain Python; wall hours until the engine's own issue."""

from dataclasses import dataclass
from datetime import date, datetime

from jejaring.kernel.deadlines import Window, due_after, next_window


@dataclass(frozen=True, slots=True)
class Amount:
    """The hours of one version of a rule by risk."""

    version: int
    high: float
    medium: float
    low: float
    legal_basis: str
    verified: bool
    valid_from: date

    def hours(self, risk: str) -> float:
        """The amount for a risk; an unknown risk counts as medium."""
        return {"high": self.high, "low": self.low}.get(risk, self.medium)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and the window in which it may be done."""

    at: datetime
    window_from: datetime | None = None
    window_until: datetime | None = None


def due(start: datetime, amount: Amount, risk: str, window: Window | None = None) -> Due:
    """The due moment after the start: the rule's wall hours, or for a promise of contact the end of the next safe window."""
    if window is None:
        return Due(due_after(start, amount.hours(risk)))
    opens, closes = next_window(start, window)
    return Due(closes, max(opens, start), closes)
