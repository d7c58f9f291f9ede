"""Every pair of colours that the stylesheet puts on one another can be read, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

CSS = Path(str(finders.find("ui/jejaring.css"))).read_text()
GROUNDS = ("paper", "surface", "sunken")
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "link", "late", "brand") for ground in GROUNDS]
TEXT += [("brand", "brand-soft"), ("ink", "brand-soft"), ("brand-ink", "brand"), ("surface", "late")]
for _meaning in ("late", "soon", "kept", "calm"):
    TEXT += [(_meaning, f"{_meaning}-soft"), ("ink", f"{_meaning}-soft"), (_meaning, "surface")]
TEXT += [("late", "soon-soft"), ("link", "calm-soft"), ("link", "soon-soft")]
SHAPES = [(shape, ground) for shape in ("edge", "focus", "brand", "late", "kept") for ground in ("paper", "surface")]


def block(selector: str) -> dict[str, str]:
    """The colours that one rule sets."""
    found = re.search(re.escape(selector) + r"\s*\{(.*?)\}", CSS, re.S)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", found[1]))


LIGHT, DARK, AUTO = block(':root, [data-theme="light"]'), block('[data-theme="dark"]'), block(':root[data-theme="auto"]')


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_stand_out_from_their_ground(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_edges_of_inputs_and_focus_stand_out(theme: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(theme[shape], theme[ground]) >= 3


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    assert DARK == AUTO


def test_both_themes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_no_rule_uses_a_colour_that_is_no_token() -> None:
    rules = CSS[CSS.index("@layer base {") : CSS.index("@media print")]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(", rules) == []


def test_every_token_that_is_used_is_defined() -> None:
    used, defined = set(re.findall(r"var\(--([\w-]+)", CSS)), set(re.findall(r"--([\w-]+):", CSS))
    assert used == defined
