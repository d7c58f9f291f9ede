"""Numbers as a page shows them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from jejaring.ui.when import language


def number(value: Any, places: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; whole numbers without decimals unless places says so; empty for no number."""
    if value is None or value == "":
        return ""
    if places is None:
        places = 0 if isinstance(value, int) or value == int(value) else min(2, -int(Decimal(str(value)).as_tuple().exponent))
    text = f"{value:,.{places}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def rupiah(amount: int | None) -> str:
    """Whole rupiah with a space that does not break: Rp 1.500.000; empty for no amount."""
    return "" if amount is None else f"Rp\u00a0{number(amount)}"


def percent(share: Any, places: int = 0) -> str:
    """94 % in Indonesian (with a space that does not break), 94% in English."""
    if share is None or share == "":
        return ""
    return number(share * 100, places) + ("%" if language() == "en" else "\u00a0%")


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar of 100 units, as attributes of SVG: text, since a template would write a decimal comma."""

    tone: str
    x: str
    width: str


def bar_parts(kept: int, open_: int, late: int) -> list[Part]:
    """The stretches of a bar; each count above zero gets at least 1.5 units, so that one late promise is seen."""
    counts = [(t, n) for t, n in (("k", kept), ("o", open_), ("l", late)) if n > 0]
    total = sum(n for _, n in counts)
    sizes = [max(1.5, 100 * n / total) for _, n in counts]
    parts: list[Part] = []
    x = 0.0
    for (tone, _), size in zip(counts, sizes, strict=True):
        width = 100 * size / sum(sizes)
        parts.append(Part(tone, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return parts


def bar_words(kept: int, open_: int, late: int) -> str:
    """What the bar says to those who do not see it."""
    return gettext("kept %(kept)s, open %(open)s, late %(late)s") % {"kept": number(kept), "open": number(open_), "late": number(late)}
