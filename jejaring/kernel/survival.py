"""How long something takes, counting also what has not ended yet: the product-limit estimate of Kaplan and Meier (1958).

A mean of what has ended flatters whoever leaves the hardest unanswered. Shares get the interval of Wilson (1927), which stays honest for
small numbers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Span:
    """So many that lasted so long: ended then, or were last seen still running then (open or called off)."""

    length: float
    ended: int = 0
    running: int = 0


def quantile(spans: Iterable[Span], share: float) -> float | None:
    """The length within which this share (0 < share < 1) has ended; None where so many never did, as far as is known.

    Of several of one length those that ended come before those that ran on. Raises ValueError for a share outside of 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError("a share lies between 0 and 1")
    ended: Counter[float] = Counter()
    left: Counter[float] = Counter()
    for span in spans:
        ended[span.length] += span.ended
        left[span.length] += span.ended + span.running
    at_risk, surviving = sum(left.values()), 1.0
    for length in sorted(left):
        if ended[length]:
            surviving *= 1 - ended[length] / at_risk
            if surviving <= 1 - share + 1e-12:
                return length
        at_risk -= left[length]
    return None


def interval(hits: int, of: int) -> tuple[float, float] | None:
    """Between which shares the true one lies with 95 %, given so many hits of so many; None of nothing."""
    if of <= 0:
        return None
    p, z2 = hits / of, Z95 * Z95
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)
