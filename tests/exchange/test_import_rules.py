"""Rules of a list: what heads, values, dates and ages mean, and what is wrong with a row."""

from datetime import date
from typing import Any

import pytest

from jejaring.exchange.rules import cells
from jejaring.exchange.rules.columns import Target, fingerprint, guess, guesses, problems
from jejaring.exchange.rules.rows import Plan, grouped, identity_of, kind_of, read_row
from jejaring.exchange.rules.values import Found, Meanings, find, parts, spelled
from jejaring.exchange.states import ADVICE, SEVERITY, ProblemKind

T, K = Target, ProblemKind
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ("Nama Korban", T.VICTIM_NAME), ("NAMA  KORBAN *", T.VICTIM_NAME), ("Inisial", T.VICTIM_NAME), ("Tgl. Lapor", T.REPORTED_ON),
        ("Tanggal Kejadian", T.INCIDENT_ON), ("Tgl Registrasi", T.REGISTERED_ON), ("JK", T.VICTIM_SEX), ("L/P", T.VICTIM_SEX),
        ("Jenis Kelamin Pelaku", T.RESPONDENT_SEX), ("Usia", T.VICTIM_AGE), ("Umur pelaku", T.RESPONDENT_AGE),
        ("Hubungan dengan Pelaku", T.RELATION), ("Jenis Kasus", T.KIND), ("Bentuk Kekerasan", T.FORMS), ("Kec.", T.DISTRICT),
        ("Kelurahan/Desa", T.VILLAGE), ("No. LP", T.POLICE_NUMBER), ("Kronologi Singkat", T.NARRATIVE), ("NIK", T.VICTIM_NIK),
        ("No HP", T.VICTIM_PHONE), ("Status Kawin", T.VICTIM_MARITAL), ("Status", T.STATUS), ("Petugas", T.MANAGER), ("No", T.IGNORE),
        ("", T.IGNORE), ("Pelapor", T.NOTE), ("Sesuatu yang lain", T.NOTE), ("Tempat, Tgl Lahir", T.VICTIM_BIRTH),
        ("Korban tahu di luar negeri", T.LEARNED_ABROAD), ("Bekerja di luar negeri", T.NOTE),
    ],
)  # fmt: skip
def test_a_head_is_understood_by_its_words(head: str, target: Target) -> None:
    assert guess(head) == target


def test_what_one_column_alone_can_mean_goes_to_the_first() -> None:
    assert guesses(["Tanggal", "Tgl masuk", "Bentuk", "Bentuk lain"]) == [T.REPORTED_ON, T.NOTE, T.FORMS, T.FORMS]


def test_the_same_heads_in_another_order_and_spelling_are_known_again() -> None:
    assert fingerprint(["Nama", "Tgl. Lapor"]) == fingerprint(["TGL LAPOR ", "nama"])
    assert fingerprint(["Nama"]) != fingerprint(["Nama", "Usia"])


def test_a_mapping_needs_a_day_and_a_victim_and_no_meaning_twice() -> None:
    assert problems([T.REPORTED_ON, T.VICTIM_NAME, T.NOTE, T.NOTE]) == []
    assert len(problems([T.NOTE])) == 2
    assert len(problems([T.REPORTED_ON, T.VICTIM_AGE, T.VICTIM_AGE])) == 1


@pytest.mark.parametrize(
    ("cell", "on", "precision"),
    [
        ("3 Maret 2026", (2026, 3, 3), "day"), ("03/03/25", (2025, 3, 3), "day"), ("3-3-2025", (2025, 3, 3), "day"),
        ("2025-03-09", (2025, 3, 9), "day"), ("2025/03/09", (2025, 3, 9), "day"), ("3 Mar 25", (2025, 3, 3), "day"),
        ("Selasa, 3 Maret 2026", (2026, 3, 3), "day"), ("3 Maret 2026 14:05", (2026, 3, 3), "day"), ("3 Agt 2025", (2025, 8, 3), "day"),
        ("Jambi, 3 Maret 2010", (2010, 3, 3), "day"), ("Maret 2026", (2026, 3, 1), "month"), ("2024", (2024, 1, 1), "year"),
        ("3/ 3 /2025", (2025, 3, 3), "day"), ("tgl 3 Nop 2025", (2025, 11, 3), "day"), ({"d": "2025-03-03"}, (2025, 3, 3), "day"),
        ({"n": 45719}, (2025, 3, 3), "day"), ("45719", (2025, 3, 3), "day"), ("45719,5", (2025, 3, 3), "day"),
        ({"d": "2025-03-03T23:59"}, (2025, 3, 3), "day"), ("29/2/2024", (2024, 2, 29), "day"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(cell: Any, on: tuple[int, int, int], precision: str) -> None:
    found = cells.day(cell, today=TODAY)

    assert (found.problem, found.value.on, found.value.precision) == (None, date(*on), precision)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("3/25/2025", K.MONTH_FIRST), ("besok pagi", K.NO_DATE), ("31/02/2025", K.NO_DATE), ("29/2/2025", K.NO_DATE),
        ("1/1/2027", K.FUTURE),
        ({"d": "2030-01-01"}, K.FUTURE), ("3/3/1899", K.TOO_EARLY), ("#ERROR!", K.FORMULA_ERROR), ("tgl lupa", K.NO_DATE),
    ],
)  # fmt: skip
def test_what_is_no_day_is_never_turned_around(cell: Any, kind: ProblemKind) -> None:
    assert cells.day(cell, today=TODAY, earliest=cells.EARLIEST_REPORT).problem == kind


@pytest.mark.parametrize("cell", ["", " ", "-", "?"])
def test_an_empty_day_says_nothing(cell: str) -> None:
    assert cells.day(cell, today=TODAY) == cells.Read()


@pytest.mark.parametrize(
    ("cell", "years"),
    [("17", 17), ({"n": 17}, 17), ({"n": 17.5}, 17), ("17,5", 17), ("17.0", 17), ("17 th", 17), ("17 Tahun", 17), ("8 bln", 0),
     ("±17", 17), ("sekitar 17 thn", 17), ("17 tahun 3 bulan", 17), ("0", 0), ("120", 120)],
)  # fmt: skip
def test_an_age_is_read_with_its_unit_and_either_decimal_sign(cell: Any, years: int) -> None:
    assert (cells.age(cell).value, cells.age(cell).problem) == (years, None)


@pytest.mark.parametrize("cell", ["121", "belasan", "-3", "3/4", {"n": 1998}, "#ERROR!"])
def test_what_is_no_age_is_a_problem(cell: Any) -> None:
    assert cells.age(cell).problem in (K.NO_AGE, K.FORMULA_ERROR)


def test_a_nik_from_a_number_cell_is_not_trusted() -> None:
    assert cells.nik("1571014303900001").value == "1571014303900001"
    assert cells.nik({"n": 1571014303900000}).problem == K.NIK_ROUNDED
    assert cells.nik("12345").problem == K.NO_NIK


@pytest.mark.parametrize(("cell", "number"), [("0812-7400-1188", "+6281274001188"), ({"n": 81274001188}, "+6281274001188"),
                                              ("0812 7400 1188 / 0813", "+6281274001188")])  # fmt: skip
def test_a_telephone_number_gets_its_zero_back(cell: Any, number: str) -> None:
    assert cells.phone(cell).value == number


KIND = Meanings({"category:domestic_violence": ("Kekerasan dalam rumah tangga",), "form:physical": ("Fisik",), "form:sexual": ("Seksual",)})
DISTRICT = Meanings({"15.71.08": ("Jelutung",), "15.71.07": ("Kota Baru",), "15.71.01": ("Telanaipura",), "15.71.11": ("Paal Merah",)})


@pytest.mark.parametrize(
    ("name", "text", "meanings", "found"),
    [
        ("kind", "KDRT", KIND, Found("category:domestic_violence", True)), ("kind", "kekerasan fisik", KIND, Found("form:physical", True)),
        ("kind", "Pencabulan", KIND, Found("form:sexual", True)), ("kind", "kekersan seksual", KIND, Found("form:sexual", False)),
        ("kind", "hak asuh", KIND, Found("", False)), ("district", "Kec. Jelutung", DISTRICT, Found("15.71.08", True)),
        ("district", "JELUTUNG", DISTRICT, Found("15.71.08", True)), ("district", "Jelutng", DISTRICT, Found("15.71.08", False)),
        ("district", "Kotabaru", DISTRICT, Found("15.71.07", False)), ("district", "Telanai Pura", DISTRICT, Found("15.71.01", False)),
        ("district", "Palmerah", DISTRICT, Found("15.71.11", False)), ("district", "Bandung", DISTRICT, Found("", False)),
    ],
)  # fmt: skip
def test_a_value_means_what_cities_say_or_is_spelled_alike(name: str, text: str, meanings: Meanings, found: Found) -> None:
    assert find(name, text, meanings) == found


def test_what_somebody_said_before_counts_first_also_that_it_stays_open() -> None:
    told = Meanings(DISTRICT.codes, {spelled("district", "Bandung"): "", spelled("district", "jel"): "15.71.08"})

    assert find("district", "Kec. Bandung", told) == Found("", True)
    assert find("district", "JEL.", told) == Found("15.71.08", True)


def test_one_cell_holds_several_values_where_the_list_allows_it() -> None:
    assert parts("form", "fisik, psikis dan seksual / -") == ["fisik", "psikis", "seksual"]
    assert parts("relation", "ayah dan ibu") == ["ayah dan ibu"]
    assert parts("district", "tidak diketahui") == []


HEADS = ["Lapor", "Nama", "JK", "Usia", "Jenis", "NIK", "Kejadian", "Catatan", "Status"]
TARGETS = [T.REPORTED_ON, T.VICTIM_NAME, T.VICTIM_SEX, T.VICTIM_AGE, T.KIND, T.VICTIM_NIK, T.INCIDENT_ON, T.NOTE, T.STATUS]
SAID = {
    "sex": {"p": "female"}, "kind": {"kdrt": "category:domestic_violence", "fisik": "form:physical", "lain": ""},
    "status": {"selesai": "closed", "proses": "open"},
}  # fmt: skip


def row(*values: Any) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    draft, found = read_row(12, list(values), Plan(HEADS, TARGETS, SAID, TODAY))
    return draft, [(p.column, p.kind.value) for p in found]


def test_a_good_row_becomes_the_facts_of_a_case() -> None:
    draft, wrong = row("3/3/2025", "Melati", "P", "34", "KDRT", "", "1/3/2025", "dirujuk", "proses")

    assert wrong == []
    assert (draft["row"], draft["reported_on"], draft["incident_on"], draft["kind"]) == (
        12,
        "2025-03-03",
        "2025-03-01",
        "domestic_violence",
    )
    assert (draft["victim"]["name"], draft["victim"]["sex"], draft["victim"]["age"]) == ("Melati", "female", 34)
    assert draft["notes"] == [["Catatan", "dirujuk"]]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (("3/25/2025", "Melati", "P", "34", "KDRT"), [(0, "month_first")]),
        (("", "Melati", "P", "34", "KDRT"), [(-1, "no_report_date")]),
        (("3/3/2025", "Melati", "Q", "34", "KDRT"), [(2, "no_meaning")]),
        (("3/3/2025", "", "", "", "KDRT"), [(-1, "no_victim")]),
        (("3/3/2025", "Melati", "", "", "lain"), [(-1, "no_kind")]),
        (("3/3/2025", "Melati", "P", "34", "KDRT", "", "5/3/2025"), [(6, "after_report")]),
        (("3/3/2025", "Melati", "P", "34", "KDRT", {"n": 1571014303900000}), [(5, "nik_rounded")]),
        (("3/3/2025", "Melati", "P", "34", "KDRT", "1571010303900001"), [(5, "nik_and_birth")]),
        (("3/3/2025", "Melati", "P", "34", "KDRT", "", "", "", "selesai"), [(8, "closed")]),
        (("3/3/2025", "#ERROR!", "P", "34", "KDRT"), [(1, "formula_error")]),
        (("x", "y", "z", "zz", "zzz"), [(0, "no_date"), (2, "no_meaning"), (3, "no_age"), (4, "no_meaning")]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_named_with_its_column(values: tuple[Any, ...], wrong: list[tuple[int, str]]) -> None:
    assert sorted(row(*values)[1]) == sorted(wrong)


def test_what_cannot_be_read_as_a_number_is_kept_in_words() -> None:
    draft, _wrong = row("3/3/2025", "Melati", "P", "34", "KDRT", "12345", "", "catatan")

    assert draft["victim"]["nik"] == ""
    assert draft["notes"] == [["Catatan", "catatan"], ["NIK", "12345"]]


def test_a_form_in_the_place_of_a_kind_leaves_the_kind_to_age_and_sex() -> None:
    assert (row("3/3/2025", "A", "P", "15", "fisik")[0]["kind"], row("3/3/2025", "A", "P", "15", "fisik")[0]["forms"]) == (
        "violence_against_children", ["physical"],
    )  # fmt: skip
    assert kind_of(["form:sexual"], {"sex": "female", "age": 30}) == "violence_against_women"
    assert kind_of([], {"sex": "unknown", "age": None}) == ""


def test_rows_of_one_number_are_one_case_and_names_are_compared_without_capitals() -> None:
    told = (("Melati", "001"), ("melati ", " 001 "), ("Anggrek", ""), ("Banyu", ""))
    facts = [row("3/3/2025", name, "P", "34", "KDRT")[0] for name, _number in told]
    drafts = [fact | {"case_number": number, "row": n} for n, (fact, (_name, number)) in enumerate(zip(facts, told, strict=True))]

    assert [len(group) for group in grouped(drafts)] == [2, 1, 1]
    assert identity_of(drafts[0]) == identity_of(drafts[1]) != identity_of(drafts[2])


def test_every_kind_of_problem_has_a_weight_and_an_advice() -> None:
    assert set(ADVICE) == set(SEVERITY) == set(ProblemKind)
