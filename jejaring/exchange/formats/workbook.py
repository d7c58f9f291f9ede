"""XLSX through calamine, after a look at the parts of the archive: a small file can unfold to gigabytes, and one stray cell far away makes
a sheet of millions of cells."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from jejaring.exchange.formats import (
    DAMAGED,
    FORMULA_ERROR,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    OLD_EXCEL,
    TOO_LARGE,
    TOO_MANY_ROWS,
    TOO_WIDE,
    Cell,
    Sheet,
    Unreadable,
)

MOST_UNFOLDED = 200_000_000  # bytes of all parts together
MOST_CELLS = 2_000_000  # of the rectangle around everything in a sheet
FARTHEST_ROW = 3 * MOST_ROWS  # with empty ones between
CHUNK = 1 << 20
CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(rb"<f[ >/]")
FAILED = re.compile(rb'<c (?=[^>]*?t="e")[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
MOST_FAILED = 10_000


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, and how many of its cells are computed."""

    rows: int = 0
    columns: int = 0
    formulas: int = 0
    failed: set[tuple[int, int]] = field(default_factory=set)  # row and column of formulas that ended in an error


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _look(stream: Any, left: int) -> tuple[Extent, int]:
    """The extent of one part, unfolded piece by piece, and how many bytes may still be unfolded after it."""
    found, tail = Extent(), b""
    while piece := stream.read(CHUNK):
        left -= len(piece)
        if left < 0:
            raise Unreadable(TOO_LARGE)
        if found.rows > FARTHEST_ROW:
            continue  # it will not be read; only its size still counts
        text = tail + piece
        cut = text.rfind(b"<", max(0, len(text) - 4000)) if len(piece) == CHUNK else len(text)
        text, tail = text[:cut], text[cut:]
        for letters, row in CELL.findall(text):
            found.rows, found.columns = max(found.rows, int(row)), max(found.columns, _column(letters))
        found.formulas += len(FORMULA.findall(text))
        found.failed.update((int(row), _column(letters)) for letters, row in FAILED.findall(text)[:MOST_FAILED])
    return found, left


def _extents(data: bytes) -> dict[str, Extent]:
    """The extent of every sheet of the archive by the name of its part. Raises Unreadable where it unfolds to too much."""
    found, left = {}, MOST_UNFOLDED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as stream:
                found[part.filename], left = _look(stream, left)
    return {name: extent for name, extent in found.items() if "/worksheets/" in name}


def _problem(extent: Extent) -> str:
    if extent.columns > MOST_COLUMNS and extent.rows * extent.columns > MOST_CELLS:
        return TOO_WIDE
    if extent.rows > FARTHEST_ROW or extent.rows * extent.columns > MOST_CELLS:
        return TOO_MANY_ROWS
    return ""


def cell_of(value: Any) -> Cell:
    """A value as calamine gives it, in the shape in which it is staged."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float):
        return {"n": int(value) if float(value).is_integer() else value}
    if isinstance(value, datetime):
        return {"d": value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).replace("\x00", "").strip()


def _repeat_merged(rows: list[list[Any]], ranges: list[Any]) -> None:
    """What stands in a merged range stands in each of its rows: one case number beside several victims. A title stays one cell."""
    for (top, left), (bottom, _right) in ranges:
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top : bottom + 1]:
                row[left] = rows[top][left]


def _rows(sheet: Any, extent: Extent) -> Iterator[tuple[int, list[Cell]]]:
    rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    _repeat_merged(rows, sheet.merged_cell_ranges or [])
    for number, row in enumerate(rows, 1):
        cells = [cell_of(value) for value in row]
        for place in range(len(cells)):
            if (number, place + 1) in extent.failed:
                cells[place] = FORMULA_ERROR
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells


def _sheet(book: Any, about: Any, extent: Extent) -> Sheet:
    hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
    if problem := _problem(extent):
        return Sheet(about.name, hidden, problem=problem)
    found = book.get_sheet_by_name(about.name)
    rows = list(_rows(found, extent))
    if len(rows) > MOST_ROWS + 50:
        return Sheet(about.name, hidden, problem=TOO_MANY_ROWS)
    if max((len(cells) for _n, cells in rows), default=0) > MOST_COLUMNS:
        return Sheet(about.name, hidden, problem=TOO_WIDE)
    return Sheet(about.name, hidden, rows, len(found.merged_cell_ranges or []), extent.formulas)


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises Unreadable with a reason for whoever brought it."""
    try:
        extents = _extents(data)
        largest = max(extents.values(), key=lambda e: e.rows * e.columns, default=Extent())
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            listed = [s for s in book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
            by_order = dict(enumerate(_in_order(extents)))
            return [_sheet(book, about, by_order.get(place, largest)) for place, about in enumerate(listed[:MOST_SHEETS])]
    except python_calamine.PasswordError:
        raise Unreadable(OLD_EXCEL) from None
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise Unreadable(DAMAGED) from None


def _in_order(extents: dict[str, Extent]) -> list[Extent]:
    """The extents in the order of the parts' numbers, in which programs write the sheets."""
    return [extents[name] for name in sorted(extents, key=lambda n: [int(d) for d in re.findall(r"\d+", n)])]
