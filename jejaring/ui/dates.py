"""Reading dates and times as people type them: 3/3/2026, 2026-03-03, 3 Maret 2026, kemarin, 9.05."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

MONTH_OF = {
    **{m: n for n, m in enumerate("jan feb mar apr mei jun jul agu sep okt nov des".split(), 1)},
    "may": 5,
    "aug": 8,
    "ags": 8,
    "agt": 8,
    "oct": 10,
    "nop": 11,
    "dec": 12,
}
NAMED = {"hari ini": 0, "today": 0, "kemarin": -1, "yesterday": -1, "kemarin dulu": -2, "besok": 1, "tomorrow": 1, "lusa": 2}


@dataclass(frozen=True, slots=True)
class Partial:
    """A date as far as it is known: precision is "day", "month" or "year"; the unknown rest of `on` is 1."""

    on: date
    precision: str

    def __str__(self) -> str:
        parts = {"day": f"{self.on.day}/{self.on.month}/", "month": f"{self.on.month}/", "year": ""}
        return f"{parts[self.precision]}{self.on.year}"


def _year(text: str, today: date) -> int:
    """Two digits mean the nearest year that is not more than ten years ahead."""
    if len(text) != 2:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if year > today.year + 10 else year


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTH_OF.get(text[:3], 0)


def read_partial(text: str, *, today: date) -> Partial | None:
    """The date that the text names, with its precision: a day, "Maret 2026", "3/2026" or "2026". None if it names none."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    if text in NAMED:
        return Partial(today + timedelta(days=NAMED[text]), "day")
    if m := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        parts = (m[3], m[2], m[1])
    elif m := re.fullmatch(r"(?:(?:(\d{1,2})[ /.-])?(\d{1,2}|[a-z]{3,9})[ /.-])?(\d{4}|\d{2})", text):
        parts = (m[1], m[2], m[3])
    else:
        return None
    day, month, year = parts
    if not month and len(year) != 4:
        return None
    try:
        on = date(_year(year, today), _month(month) if month else 1, int(day) if day else 1)
    except ValueError:
        return None
    return Partial(on, "day" if day else "month" if month else "year")


def read_day(text: str, *, today: date) -> date | None:
    """The day that the text names, or None if it names no day or only a month or year."""
    found = read_partial(text, today=today)
    return found.on if found and found.precision == "day" else None


def read_time(text: str) -> time | None:
    """A time of day: 9, 09.05, 9:05, 0905. None if it is none. 24.00 is midnight."""
    m = re.fullmatch(r"(\d{1,2})(?:[.:]?(\d{2}))?", text.strip())
    if not m:
        return None
    try:
        return time(int(m[1]) % 24 if m[1] == "24" and not int(m[2] or 0) else int(m[1]), int(m[2] or 0))
    except ValueError:
        return None
