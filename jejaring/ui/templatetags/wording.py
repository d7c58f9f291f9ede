"""The filters for words and numbers. Registered as builtins: no template loads them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template

from jejaring.kernel import clock
from jejaring.ui import labels, numbers, when

register = template.Library()

LEVELS = {"error": "late", "warning": "soon", "success": "kept"}


@register.filter
def label(value: object, list_name: str = "") -> str:
    """`member|label` or `code|label:"list"`: the translated words of a stored code."""
    return labels.label(value, list_name)


@register.filter
def wib(at: datetime | None) -> str:
    """A moment in full: 24 Nov 2026 09.14."""
    return when.moment(at) if at else ""


@register.filter
def dial(number: str) -> str:
    """A telephone number as a telephone dials it: digits, perhaps a plus in front."""
    digits = "".join(c for c in str(number) if c.isascii() and c.isdigit())
    return f"+{digits}" if str(number).strip().startswith("+") else digits


@register.filter
def jam(at: Any) -> str:
    """A time of day: 09.14."""
    return when.clock(at) if at else ""


@register.filter
def hari(on: date | None, how: str = "") -> str:
    """A date: 24 Nov 2026; "long": Selasa, 24 November 2026; "short": 24 Nov; "named": Sel, 24 Nov (of a moment)."""
    if how == "named" and isinstance(on, datetime):
        return f"{when.weekday(on)}, {when.day(on, year=False)}"
    return when.day(on, long=how == "long", year=how != "short") if on else ""


@register.filter(name="clock")
def on_the_wall(at: datetime | None) -> str:
    """The clock of the frame: Selasa, 24 Nov · 09.14 WIB."""
    return f"{when.weekday(at, long=True)}, {when.day(at, year=False)} · {when.clock(at)} WIB" if at else ""


@register.filter
def saat(at: datetime | None) -> str:
    """A moment named from today: hari ini 08.55."""
    return when.near(at, now=clock.now()) if at else ""


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago: 5 menit lalu."""
    return when.ago(at, now=clock.now()) if at else ""


@register.filter
def angka(value: Any, places: int | None = None) -> str:
    """A number with the separators of the language: 1.234,5. Nothing for no number."""
    return numbers.number(value, places)


@register.filter
def rupiah(amount: Any) -> str:
    """An amount in whole rupiah: Rp 1.500.000."""
    return numbers.rupiah(amount)


@register.filter
def persen(share: Any, places: int = 0) -> str:
    """A share of one as a percentage: 94 %."""
    return numbers.percent(share, places)


@register.filter
def words(text: str) -> list[str]:
    """Split at white space."""
    return text.split()


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key that a template cannot spell."""
    return mapping.get(key, "")


@register.filter
def tone(level_tag: str) -> str:
    """The meaning of a message's level."""
    return LEVELS.get(level_tag.rpartition(" ")[2], "calm")
