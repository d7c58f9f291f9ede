"""Figures as people read them: lines with words, bars and a chart for the page; CSV and JSON for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jejaring.indicators import rules
from jejaring.indicators.definitions import INCIDENT_NOTE, SMALL, TRANSFER_NOTE, UNKNOWN
from jejaring.indicators.queries.figures import Figure, values, words
from jejaring.kernel.tables import Cell as TableCell
from jejaring.kernel.tables import Table, to_csv
from jejaring.ui import when

IN_ORDER = ("month", "age_band", "sex")  # other splits show the largest first
MOST_MONTHS = 120
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a sheet."""

    count: int

    @property
    def small(self) -> bool:
        """So few that somebody may be recognised: internal, not for publication."""
        return 0 < self.count <= SMALL


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the first split: its words, its bar (0 to 100 as text), its cells by the second split, and its total."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell
    share: float
    width: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure as a page shows it."""

    figure: Figure
    title: str
    span: str
    unit: str
    basis: str
    split: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: tuple[Cell, ...]
    chart: rules.Chart | None
    limits: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> Cell:
        """Everything, each thing counted once."""
        return Cell(self.figure.total)

    @property
    def bars(self) -> bool:
        """Whether each line has a bar: without columns, and where no chart shows the same."""
        return not self.columns and self.chart is None

    @property
    def several(self) -> bool:
        """Whether one thing may stand in several lines or columns, so that they add up to more than the total."""
        return any(d.several for d in self.figure.question.by)

    @property
    def small(self) -> bool:
        """Whether any number shown is small."""
        return any(n.small for line in self.lines for n in (*line.cells, line.total)) or Cell(self.figure.total).small

    @property
    def largest(self) -> Line | None:
        """The largest known value, for the sentence; none where there is nothing to compare."""
        known = sorted((x for x in self.lines if not x.unknown), key=lambda x: -x.total.count)
        return known[0] if len(known) > 1 and known[0].total.count > known[1].total.count and known[0].share < 1 else None


def sheet(figure: Figure) -> Sheet:
    """A figure with at most two splits as lines, columns and sums."""
    asked, found = figure.question, {r.values: r.count for r in figure.rows}
    rows = _values(figure, 0) if asked.by else []
    columns = _values(figure, 1) if len(asked.by) > 1 else []
    totals = {v: figure.margins.get((0, v), 0) if columns else found.get((v,), 0) for v in rows}
    largest = max(totals.values(), default=0) or 1
    lines = tuple(
        Line(
            words(asked.unit, asked.by[0], v), tuple(Cell(found.get((v, c), 0)) for c in columns), Cell(totals[v]),
            totals[v] / (figure.total or 1), f"{100 * totals[v] / largest:.2f}", v == UNKNOWN,
        )
        for v in rows
    )  # fmt: skip
    sums = tuple(Cell(figure.margins.get((1, c), 0)) for c in columns)
    limits = tuple((_(d.label), ", ".join(words(asked.unit, d, v) for v in chosen)) for d, chosen in asked.where)
    heads = tuple(words(asked.unit, asked.by[1], c) for c in columns)
    split = _(asked.by[0].label) if asked.by else ""
    return Sheet(figure, *_words(figure), split, heads, lines, sums, _chart(figure, totals, lines), limits, tuple(notes(figure)))


def as_json(figure: Figure) -> dict[str, Any]:
    """The answer of `./run figures`: codes and numbers, nothing else."""
    asked = figure.question
    by = [d.key for d in asked.by]
    rows = [dict(zip(by, r.values, strict=True)) | {"count": r.count} for r in figure.rows]
    span = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    return {"unit": asked.unit.key, "basis": asked.basis.key, **span, "by": by, "rows": rows, "total": figure.total}


def as_table(figure: Figure) -> Table:
    """One line a row, each saying unit, basis and period; codes beside their words; a last line with the total.

    Counts from 1 to 4 are marked internal.
    """
    asked = figure.question
    heads = [name for d in asked.by for name in (d.key, f"{d.key}_label")]
    fixed = [asked.unit.key, asked.basis.key, asked.since.isoformat(), asked.until.isoformat()]
    lines: list[list[TableCell]] = []
    for r in figure.rows:
        named = [text for d, v in zip(asked.by, r.values, strict=True) for text in (v, words(asked.unit, d, v))]
        lines.append([*fixed, *named, r.count, INTERNAL if r.small else ""])
    if asked.by:
        total = Cell(figure.total)
        lines.append([*fixed, *["total", ""] * len(asked.by), total.count, INTERNAL if total.small else ""])
    return Table(asked.unit.key, ("unit", "basis", "since", "until", *heads, "count", "note"), lines)


def as_csv(figure: Figure) -> str:
    """The rows of `as_table` as CSV, for programs."""
    return to_csv(as_table(figure))


def _words(figure: Figure) -> tuple[str, str, str, str]:
    """Title, period with its basis, unit and basis in words: every figure says what it counts, by which date, until when."""
    asked = figure.question
    unit, basis = _(asked.unit.label), _(asked.unit.bases[asked.basis.key])
    by = [_(d.label) for d in asked.by]
    title = _("%(unit)s by %(split)s") % {"unit": unit.capitalize(), "split": _(" and ").join(by)} if by else unit.capitalize()
    return title, f"{basis}, {when.day(asked.since)} – {when.day(asked.until)}", unit, basis


def _values(figure: Figure, place: int) -> list[str]:
    """The values to show: every month of the period; of other splits those that occur, the largest first, what is not known last."""
    asked, split = figure.question, figure.question.by[place]
    seen = list(dict.fromkeys(r.values[place] for r in figure.rows))
    if split.key == "month":
        span = rules.months(asked.since, asked.until)
        shown = list(span) if len(span) <= MOST_MONTHS else sorted(v for v in seen if v != UNKNOWN)
        return shown + [UNKNOWN] * (UNKNOWN in seen)
    if split.key in IN_ORDER:
        return [v for v, _words in values(asked.unit, split) if v in seen]
    counts = {v: sum(r.count for r in figure.rows if r.values[place] == v) for v in seen}
    return sorted(seen, key=lambda v: (v == UNKNOWN, -counts[v], v))


def _chart(figure: Figure, totals: dict[str, int], lines: Sequence[Line]) -> rules.Chart | None:
    """Columns or a line over the months; other splits have a bar in each line of the table."""
    if not figure.question.by or figure.question.by[0].key != "month" or len(totals) < 2:
        return None
    drawn, years = [line for line in lines if not line.unknown], figure.question.since.year != figure.question.until.year
    labels = [line.label if years else line.label.partition(" ")[0] for line in drawn]
    return rules.chart([line.total.count for line in drawn], labels, most=6 if years else 12)


def notes(figure: Figure) -> Iterator[str]:
    """What has to be known to read the figure right."""
    asked = figure.question
    yield _(asked.unit.counts)
    if asked.unit.key not in ("reports",):
        yield _(TRANSFER_NOTE)
    if asked.basis.key == "incident":
        yield _(INCIDENT_NOTE)
    yield from dict.fromkeys(_(d.note) for d in asked.by if d.note)
