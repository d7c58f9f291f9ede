"""Normalising what links files: NIK, telephone numbers, accounts, plates. All return "" for what cannot be one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Nik:
    """What the sixteen digits of a population number say: district code, birth date (two-digit year), sex."""

    digits: str
    district: str
    day: int
    month: int
    year: int
    sex: str


def parse_nik(text: str) -> Nik | None:
    """Read a NIK: 6 digits of district, DDMMYY (women add 40 to the day), 4 digits of sequence. None if it cannot be one."""
    digits = re.sub(r"[\s.-]", "", text)
    if not re.fullmatch(r"\d{16}", digits) or digits.endswith("0000"):
        return None
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex, day = ("female", day - 40) if day > 40 else ("male", day)
    try:
        date(2000 + year if year % 4 else 2000, month, day)  # 2000 is a leap year: 29 February is judged with the birth date
    except ValueError:
        return None
    return Nik(digits, digits[:6], day, month, year, sex)


def nik_contradictions(nik: Nik, *, birth_date: date | None, sex: str) -> tuple[str, ...]:
    """Which of "birth_date" and "sex" the digits contradict; unknown values contradict nothing."""
    found = []
    if birth_date and (birth_date.day, birth_date.month, birth_date.year % 100) != (nik.day, nik.month, nik.year):
        found.append("birth_date")
    if sex in ("male", "female") and sex != nik.sex:
        found.append("sex")
    return tuple(found)


def normal_phone(text: str) -> str:
    """An Indonesian number in E.164: 0812-7400-1188 becomes +6281274001188; a foreign one keeps its prefix."""
    digits = re.sub(r"[^\d+]", "", text.strip())
    plus, digits = digits.startswith("+"), digits.replace("+", "")
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    if not plus:
        if digits.startswith("0"):
            digits = "62" + digits[1:]
        elif digits.startswith("8"):
            digits = "62" + digits
    return f"+{digits}" if 8 <= len(digits) <= 15 else ""


def normal_identifier(kind: str, text: str) -> str:
    """The one spelling of an identifier by kind: telephone in E.164, accounts and plates without signs, handles lower case."""
    text = unicodedata.normalize("NFKC", text).strip()
    if kind == "phone":
        return normal_phone(text)
    if kind in ("bank_account", "e_wallet"):
        bank, digits = re.sub(r"[^A-Za-z ]", "", text).split(), re.sub(r"\D", "", text)
        return " ".join([*(w.upper() for w in bank), digits]) if len(digits) >= 5 else ""
    if kind in ("passport", "vehicle_plate"):
        return re.sub(r"[^A-Z0-9]", "", text.upper())
    if kind in ("social_handle", "email"):
        return text.casefold().lstrip("@") if kind == "social_handle" else text.casefold()
    return re.sub(r"\s+", " ", text).casefold()
