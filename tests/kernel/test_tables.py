"""Rows as files: nothing runs as a formula, every spreadsheet reads the same values."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import python_calamine

from jejaring.kernel.clock import WIB
from jejaring.kernel.tables import Cell, Format, Table, plain_cell, to_csv, to_file, to_xlsx

MIXED: list[Cell] = ["Alam Barajo", 3, 2.5, Decimal("1.5"), date(2026, 3, 3), datetime(2026, 3, 2, 18, 30, tzinfo=UTC), None, ""]


def table(*rows: list[Cell]) -> Table:
    return Table("Kasus", tuple("abcdefgh"[: len(rows[0])]), rows)


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-5", "@cmd", "\t=1", "\r=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    assert next(csv.reader(io.StringIO(to_csv(table([text])).split("\r\n", 1)[1], newline="")))[0][0] == "'"


def test_plain_words_and_numbers_stay_as_they_are() -> None:
    assert plain_cell("Alam Barajo") == "Alam Barajo"
    assert to_csv(table([-5])) == "a\r\n-5\r\n"


def test_a_csv_says_days_moments_and_decimals_in_one_way() -> None:
    assert to_csv(table(MIXED)).splitlines()[1] == "Alam Barajo,3,2.5,1.5,2026-03-03,2026-03-03 01:30,,"


def test_with_semicolons_decimals_have_a_comma() -> None:
    lines = to_csv(table(MIXED), separator=";").splitlines()

    assert lines == ["a;b;c;d;e;f;g;h", "Alam Barajo;3;2,5;1,5;2026-03-03;2026-03-03 01:30;;"]


def test_separators_quotes_and_line_ends_inside_a_cell_come_back() -> None:
    told = 'kata; "kutip", koma\nbaris kedua'

    for separator in ",;":
        assert list(csv.reader(io.StringIO(to_csv(table([told]), separator=separator), newline=""), delimiter=separator))[1] == [told]


def test_a_csv_file_begins_with_the_mark_of_utf_8() -> None:
    assert to_file([table(["é"])], Format.CSV).startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_every_table_with_its_types() -> None:
    book = python_calamine.load_workbook(io.BytesIO(to_xlsx([table(MIXED), table(["x"])])))

    assert book.sheet_names == ["Kasus", "Kasus (1)"]
    row = book.get_sheet_by_name("Kasus").to_python()[1]
    assert row == ["Alam Barajo", 3.0, 2.5, 1.5, date(2026, 3, 3), datetime(2026, 3, 3, 1, 30, tzinfo=WIB).replace(tzinfo=None), "", ""]


def test_a_workbook_keeps_a_formula_as_the_text_that_it_is() -> None:
    texts: list[Cell] = ["=1+1", "+62812", "@x", "http://contoh.id", "=HYPERLINK(1)"]

    found = python_calamine.load_workbook(io.BytesIO(to_xlsx([table(texts)]))).get_sheet_by_index(0).to_python()[1]

    assert found == texts


def test_a_workbook_takes_what_a_sheet_cannot_hold() -> None:
    long, old = "x" * 40_000, date(1899, 12, 31)

    book = python_calamine.load_workbook(io.BytesIO(to_xlsx([Table("a/b:c[d]*?" * 9, ("x", "y"), [[long, old]]), Table("", (), [])])))

    assert book.get_sheet_by_index(0).to_python()[1] == [long[:32_767], "1899-12-31"]
    assert max(map(len, book.sheet_names)) <= 31
