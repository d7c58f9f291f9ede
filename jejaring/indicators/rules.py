"""Plain arithmetic of figures: months of a period, age bands, shapes of a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LINE_FROM = 25  # so many months are drawn as a line, fewer as columns
TICKS = (1, 2, 3, 4, 5, 6, 8)


def months(since: date, until: date) -> tuple[str, ...]:
    """Every month of a period as YYYY-MM, also those without anything."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1))


def thresholds(bands: Sequence[tuple[int, str]]) -> list[int]:
    """The ages at which each further band begins, as PostgreSQL's width_bucket wants them."""
    return [last + 1 for last, _name in bands]


def top(largest: int) -> int:
    """The upper end of an axis: the next round number, even so that its half is a whole number."""
    power = 1
    while True:
        for step in TICKS:
            if (end := step * power) >= max(largest, 2) and end % 2 == 0:
                return end
        power *= 10


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart of 100 by 100 units, as text: a template would write decimal commas."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts over months: columns, or one line where they are many; the axis ends at `end`; labels are thinned out."""

    columns: tuple[Column, ...]
    line: str
    end: int
    labels: tuple[str, ...]

    @property
    def half(self) -> int:
        """The middle of the axis."""
        return self.end // 2


def chart(counts: Sequence[int], labels: Sequence[str], most: int = 12) -> Chart:
    """Draw counts side by side on one axis from zero. Labels stay evenly spaced; where they are more than `most` some are empty."""
    end, step = top(max(counts, default=0)), 100 / max(len(counts), 1)
    heights = [100 * n / end for n in counts]
    gap = min(step * 0.28, 3)
    columns = tuple(
        Column(f"{i * step + gap / 2:.2f}", f"{100 - h:.2f}", f"{step - gap:.2f}", f"{h:.2f}") for i, h in enumerate(heights)
    )
    points = " ".join(f"{(i + 0.5) * step:.2f},{100 - h:.2f}" for i, h in enumerate(heights))
    every = max(1, -(-len(labels) // most))
    shown = tuple(text if i % every == 0 else "" for i, text in enumerate(labels))
    return Chart(columns, points, end, shown) if len(counts) >= LINE_FROM else Chart(columns, "", end, shown)
