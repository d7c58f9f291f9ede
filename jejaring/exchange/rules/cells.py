"""Reading one cell as what it should be: a day, an age, a NIK, a text. Says what is wrong instead of guessing further."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jejaring.exchange.formats import FORMULA_ERROR, Cell
from jejaring.exchange.states import ProblemKind
from jejaring.kernel.identifiers import normal_phone, parse_nik
from jejaring.ui.dates import Partial, read_partial

K = ProblemKind
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000  # days since 30 December 1899: 1927 to 2119
EPOCH = date(1899, 12, 30)
EARLIEST_REPORT = date(2000, 1, 1)
DAYS = r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)"
TIME = r"(?:[ t,]+(?:pukul|jam|pkl)?\.? ?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?(?:wib|am|pm))?)"
AGE = re.compile(r"(?:±|\+/-|kira-kira|sekitar|kurang lebih|kl)?\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*(th|thn|tahun|bln|bulan|hari)?\b.*", re.I)


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says, or what is wrong with it; nothing of both for an empty one."""

    value: Any = None
    problem: ProblemKind | None = None
    estimate: bool = False


def text_of(cell: Cell) -> str:
    """A cell as a person sees it."""
    if isinstance(cell, str):
        return cell
    return str(cell.get("d", cell.get("n", "")))


def _typed(cell: Cell) -> Partial | None:
    """The day that the file itself knew, or that lies behind a bare number."""
    if isinstance(cell, dict) and "d" in cell:
        return Partial(datetime.fromisoformat(cell["d"]).date(), "day")
    text = text_of(cell).strip().replace(",", ".")
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and FIRST_SERIAL <= float(text) <= LAST_SERIAL:
        return Partial(EPOCH + timedelta(days=int(float(text))), "day")
    return None


def _tidied(text: str) -> str:
    """Without weekday, time of day, place before a comma, and signs that people put into dates."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    text = re.sub(rf"^{DAYS}[ ,/]+", "", text)
    text = re.sub(rf"{TIME}$", "", text)
    text = re.sub(r"^[a-z ]+, *(?=\d)", "", text)  # Jambi, 3 Maret 2010
    text = re.sub(r"^(?:tgl|tanggal)\.? ?", "", text).strip(" .,")
    return re.sub(r"\s*([/.-])\s*", r"\1", text).replace("--", "-")


def day(cell: Cell, *, today: date, past: bool = True, earliest: date | None = None) -> Read:
    """The day that a cell names as far as it is known; day before month, as Indonesia writes it. Excel's bare day numbers are read.

    A day in the future, too early, or with a month above twelve is a problem, never turned around in silence.
    """
    text = text_of(cell)
    if text == FORMULA_ERROR:
        return Read(problem=K.FORMULA_ERROR)
    if not text.strip() or text.strip() in ("-", "?"):
        return Read()
    found = _typed(cell) or read_partial(re.sub(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})$", r"\1-\2-\3", _tidied(text)), today=today)
    if found is None:
        turned = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})", _tidied(text))
        return Read(problem=K.MONTH_FIRST if turned and int(turned[2]) > 12 >= int(turned[1]) else K.NO_DATE)
    if past and found.on > today:
        return Read(problem=K.FUTURE)
    if earliest and found.on < earliest:
        return Read(problem=K.TOO_EARLY)
    return Read(found)


def age(cell: Cell) -> Read:
    """Completed years: 17, "17 th", "17,5", "±17" (an estimate), "8 bln" (none)."""
    text = text_of(cell).strip()
    if text == FORMULA_ERROR:
        return Read(problem=K.FORMULA_ERROR)
    if not text or text in ("-", "?"):
        return Read()
    if (m := AGE.fullmatch(text)) is None or re.match(r"\d+[/-]\d", text):
        return Read(problem=K.NO_AGE)
    unit = (m[3] or "").lower()
    years = 0 if unit in ("bln", "bulan", "hari") else int(m[1])
    if years > 120:
        return Read(problem=K.NO_AGE)
    return Read(years, estimate=not text[0].isdigit())


def nik(cell: Cell) -> Read:
    """Sixteen digits that hold a birth date. From a number cell the last digit may be lost: spreadsheets keep fifteen."""
    digits = re.sub(r"\D", "", text_of(cell))
    if not digits:
        return Read()
    if isinstance(cell, dict) and "n" in cell:
        return Read(problem=K.NIK_ROUNDED)
    return Read(digits) if parse_nik(digits) else Read(problem=K.NO_NIK)


def phone(cell: Cell) -> Read:
    """A telephone number in its one spelling; a number cell has lost its leading zero, which is put back."""
    text = text_of(cell).strip()
    if not text or text in ("-", "0"):
        return Read()
    first = re.split(r"[/;,]| atau ", text)[0]
    return Read(normal_phone(first)) if normal_phone(first) else Read(problem=K.NO_PHONE)
