"""Reading the files of others: by content and not by name, refused in words, never more than can be held."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from jejaring.exchange import formats
from jejaring.exchange.formats import FORMULA_ERROR, MOST_ROWS, Sheet, Unreadable
from jejaring.exchange.formats.files import read_file
from jejaring.kernel.clock import WIB
from tests.exchange import lists

ONE = [["1", "Melati, atau Bunga", "KDRT"], ["2", "Séroja", "kekerasan\nfisik"]]


def read(data: bytes, limit: int = lists.LIMIT) -> list[Sheet]:
    return read_file(data, size=len(data), limit=limit)


def workbook(fill: object, **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True} | options) as book:
        fill(book)  # type: ignore[operator]
    return out.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_csv_is_read_in_every_separator_and_encoding(separator: str, encoding: str) -> None:
    data = lists.csv_of(ONE, separator=separator, encoding=encoding, heads=["No", "Nama", "Jenis"])

    (sheet,) = read(data)

    assert [cells for _n, cells in sheet.rows] == [["No", "Nama", "Jenis"], *ONE]


def test_the_first_line_of_excel_names_the_separator_and_keeps_its_number() -> None:
    (sheet,) = read(b"sep=;\r\na;b\r\n1,5;2\r\n")

    assert sheet.rows == [(2, ["a", "b"]), (3, ["1,5", "2"])]


def test_rows_keep_their_number_behind_empty_ones() -> None:
    (sheet,) = read(lists.xlsx_of(lists.CLEAN, above=3))

    assert [number for number, _cells in sheet.rows] == [4, 5, 6, 7]


def test_days_numbers_and_texts_of_a_workbook_stay_what_they_are() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet("A"), book.add_format({"num_format": "dd/mm/yy"})
        sheet.write_datetime(0, 0, date(2026, 3, 3), day)
        sheet.write_datetime(0, 1, datetime(2026, 3, 3, 14, 5, tzinfo=WIB).replace(tzinfo=None), day)
        sheet.write(0, 2, 17)
        sheet.write(0, 3, 17.5)
        sheet.write_boolean(0, 4, True)
        sheet.write_string(0, 5, " 0812 ")

    (sheet,) = read(workbook(fill))

    assert sheet.rows == [(1, [{"d": "2026-03-03"}, {"d": "2026-03-03T14:05"}, {"n": 17}, {"n": 17.5}, "ya", "0812"])]


def test_a_merged_range_counts_for_each_of_its_rows() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("A")
        sheet.merge_range(0, 0, 2, 0, "001/PPA")
        for row in range(3):
            sheet.write(row, 1, f"korban {row}")

    (sheet,) = read(workbook(fill))

    assert [cells for _n, cells in sheet.rows] == [["001/PPA", "korban 0"], ["001/PPA", "korban 1"], ["001/PPA", "korban 2"]]
    assert sheet.merged == 1


def test_a_formula_gives_its_last_value_and_a_failed_one_says_so() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("A")
        sheet.write_formula(0, 0, "=10+7", value=17)
        sheet.write_formula(0, 1, "=1/0", value="#DIV/0!")

    (sheet,) = read(workbook(fill))

    assert sheet.rows == [(1, [{"n": 17}, FORMULA_ERROR])]
    assert sheet.formulas == 2


def test_a_hidden_sheet_is_named_as_one() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Terbuka").write(0, 0, "a")
        hidden = book.add_worksheet("Tersembunyi")
        hidden.write(0, 0, "b")
        hidden.hide()

    assert [(s.name, s.hidden) for s in read(workbook(fill))] == [("Terbuka", False), ("Tersembunyi", True)]


def test_one_stray_cell_far_away_does_not_unfold_a_sheet() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Baik").write(0, 0, "a")
        book.add_worksheet("Jauh").write(1_048_575, 16_383, "x")

    good, far = read(workbook(fill))

    assert good.rows == [(1, ["a"])]
    assert (far.rows, far.problem) == ([], formats.TOO_WIDE)


def test_fifty_thousand_rows_are_refused_in_words_and_not_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Besar")
        for row in range(50_000):
            sheet.write(row, 0, "x")

    with pytest.raises(Unreadable, match="3,000"):
        read(workbook(fill))
    with pytest.raises(Unreadable, match="3,000"):
        read(b"a;b\r\n" + b"1;2\r\n" * 50_000)


def test_beside_a_list_that_can_be_read_a_sheet_too_large_is_only_marked() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Baik").write(0, 0, "a")
        book.add_worksheet("Besar").write_column(0, 0, ["x"] * 50_000)

    good, large = read(workbook(fill))

    assert (good.rows, good.problem) == ([(1, ["a"])], "")
    assert (large.rows, large.problem) == ([], formats.TOO_MANY_ROWS)


def test_as_many_rows_as_allowed_are_read() -> None:
    (sheet,) = read(b"a;b\r\n" + b"1;2\r\n" * MOST_ROWS)

    assert len(sheet.rows) == MOST_ROWS + 1


def test_a_bomb_is_not_unfolded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 220_000_000)

    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.reason == formats.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", formats.EMPTY),
        (b" \r\n ;; \r\n", formats.EMPTY),
        (b"%PDF-1.7 ...", formats.NOT_A_LIST),
        (b"\x89PNG\r\n", formats.NOT_A_LIST),
        (bytes(range(1, 9)) * 40, formats.NOT_A_LIST),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, formats.OLD_EXCEL),
        (b"PK\x03\x04 and then nothing", formats.DAMAGED),
        (lists.xlsx_of(lists.CLEAN)[:-700], formats.DAMAGED),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.reason == reason


def test_an_archive_without_sheets_is_damaged() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("kata.txt", "bukan lembar kerja")

    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.reason == formats.DAMAGED


def test_two_hundred_megabytes_are_refused_by_their_size_alone() -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(b"", size=200_000_000, limit=lists.LIMIT)
    assert refused.value.reason == formats.TOO_LARGE


def test_external_entities_are_not_read() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    with pytest.raises(Unreadable):
        read(evil)
