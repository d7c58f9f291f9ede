"""Rows as files that a spreadsheet opens: CSV in two dialects, and XLSX. The one place where a cell is written.

A text that would begin a formula is never run: CSV puts an apostrophe in front, XLSX stores it as text and says so. Moments are those
of Asia/Jakarta. Nothing is written to disk.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from jejaring.kernel.clock import WIB
from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _

Cell = str | int | float | Decimal | date | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"  # tells spreadsheets that a text is UTF-8
LONGEST_CELL, LONGEST_TITLE, WIDEST = 32_767, 31, 60  # characters: of a cell and of a sheet's name in XLSX, of a column on the screen
FIRST_YEAR = 1901  # before it XLSX counts days wrongly
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class Format(Labelled):
    """What a list leaves as."""

    CSV = "csv", _("CSV with commas")
    CSV_SEMICOLON = "csv_semicolon", _("CSV with semicolons, as Excel in Indonesian expects it")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")


MEDIA = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.CSV_SEMICOLON: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def plain_cell(text: str) -> str:
    """A cell that a spreadsheet shows and never runs: what would begin a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _local(value: date) -> date:
    """A moment as the wall clock in Jambi shows it, without a zone; a day stays what it is."""
    return value.astimezone(WIB).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _text(value: Cell, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value).replace(".", decimal)
    return plain_cell(value) if isinstance(value, str) else str(value)


def to_csv(table: Table, *, separator: str = ",", mark: bool = False) -> str:
    """The table as CSV: days as 2026-03-03. With semicolons decimals have a comma, as Excel in Indonesian reads them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    decimal = "," if separator == ";" else "."
    writer.writerow([plain_cell(head) for head in table.heads])
    writer.writerows([_text(value, decimal) for value in row] for row in table.rows)
    return (MARK if mark else "") + out.getvalue()


def _title(text: str, taken: set[str]) -> str:
    """A name that XLSX allows, once."""
    name = re.sub(r"[\[\]:*?/\\']", " ", text).strip()[:LONGEST_TITLE] or "1"
    while name.casefold() in taken:
        name = f"{name[: LONGEST_TITLE - 4]} ({len(taken)})"
    taken.add(name.casefold())
    return name


def _write(sheet: Any, looks: dict[str, Any], at: tuple[int, int], value: Cell) -> int:
    """Write one cell; how many characters wide it is."""
    if value is None or value == "":
        return 0
    if isinstance(value, date) and value.year < FIRST_YEAR:
        value = _text(value, ".")
    if isinstance(value, date):
        look, width = (looks["moment"], 16) if isinstance(value, datetime) else (looks["day"], 10)
        sheet.write_datetime(*at, _local(value), look)
        return width
    if isinstance(value, str):
        sheet.write_string(*at, value[:LONGEST_CELL], looks["quoted"] if value.startswith(FORMULA) else None)
        return max(map(len, value.splitlines()), default=0)
    sheet.write_number(*at, value)
    return len(str(value))


def _fill(sheet: Any, looks: dict[str, Any], table: Table) -> None:
    widths = [len(head) for head in table.heads]
    for place, head in enumerate(table.heads):
        sheet.write_string(0, place, head, looks["head"])
    count = 0
    for count, row in enumerate(table.rows, 1):
        for place, value in enumerate(row):
            widths[place] = max(widths[place], _write(sheet, looks, (count, place), value))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    if table.heads:
        sheet.autofilter(0, 0, count, len(table.heads) - 1)


def to_xlsx(tables: Iterable[Table]) -> bytes:
    """The tables as the sheets of one workbook, made in memory: texts as texts, days and moments as dates, the heads standing still."""
    out, taken = io.BytesIO(), set[str]()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        looks = {name: book.add_format(look) for name, look in (("head", {"bold": True}), ("day", {"num_format": DAY}))}
        looks |= {"moment": book.add_format({"num_format": MOMENT}), "quoted": book.add_format({"quote_prefix": True})}
        for table in tables:
            _fill(book.add_worksheet(_title(table.title, taken)), looks, table)
    return out.getvalue()


def to_file(tables: Sequence[Table], wanted: Format) -> bytes:
    """The bytes of a file in one of the formats. A CSV holds the first table alone; it begins with the mark of UTF-8."""
    if wanted == Format.XLSX:
        return to_xlsx(tables)
    return to_csv(tables[0], separator=";" if wanted == Format.CSV_SEMICOLON else ",", mark=True).encode()
