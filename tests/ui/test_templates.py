"""All templates of all apps: nothing that the content security policy would refuse, nothing from elsewhere, one h1."""

import re
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2] / "jejaring"
TEMPLATES = sorted(CODE.glob("*/templates/**/*.html"))
MODULES = sorted(CODE.glob("*/static/**/*.js"))
FORBIDDEN = {
    "inline style": r"<[^>]*\sstyle\s*=",
    "inline handler": r"<[^>]*\son[a-z]+\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "script address": r"(?:href|action|src)\s*=\s*[\"']\s*javascript:",
    "another host": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "htmx code": r"\shx-(?:on|vals\s*=\s*[\"']js:|confirm)",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(CODE)))
def test_a_template_holds_nothing_that_the_policy_refuses(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text())
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(CODE)))
def test_every_form_that_posts_carries_the_token(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.I | re.S)
    assert all("{% csrf_token %}" in form for form in forms)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.name)
def test_a_module_is_short_and_stores_nothing_in_the_browser(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 100
    assert re.search(r"localStorage|sessionStorage|indexedDB|eval\(|innerHTML", text) is None
