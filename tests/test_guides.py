"""The guides of docs/id and docs/en say the same, name what the screens say, and show pictures that exist. Needs no database."""

import re
from pathlib import Path

import pytest
from babel.messages import pofile

from jejaring.desk.queries.help import GUIDES, LANGUAGES, OF_ROLE

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PLACES = [(language, key) for language in LANGUAGES for key in GUIDES]
FENCED = re.compile(r"^```.*?^```", re.S | re.M)


def text_of(language: str, key: str) -> str:
    return (DOCS / language / f"{key}.md").read_text(encoding="utf-8")


def labels(language: str) -> set[str]:
    """Every text of the screens in this language, as a reader sees it."""
    found = set()
    for path in ROOT.glob(f"jejaring/*/locale/{language}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale=language):
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                found |= {" ".join(s.split()) for s in strings if s}
    return found


def test_both_languages_have_the_same_guides() -> None:
    assert {(path.parent.name, path.stem) for language in LANGUAGES for path in (DOCS / language).glob("*.md")} == set(PLACES)


@pytest.mark.parametrize("key", GUIDES)
def test_both_languages_have_the_same_headings_steps_pictures_and_commands(key: str) -> None:
    shapes = []
    for language in LANGUAGES:
        text = text_of(language, key)
        commands = [re.sub(r"cakram-lain|other-disk|latihan|drill", "…", block) for block in FENCED.findall(text)]
        prose = FENCED.sub("", text)
        marks = re.findall(r"^(#{1,4}|-|\d+\.|\||>|!\[[^\]]*\]\(\S+/)(?= |\S+\.png)", prose, re.M)
        pictures = [Path(name).name for name in re.findall(r"\((\S+\.png)\)", prose)]
        shapes.append(([re.sub(r"\[.*", "", mark) for mark in marks], pictures, commands))

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_that_a_guide_quotes_stands_on_a_screen(language: str) -> None:
    known = labels(language)
    quoted = {
        (key, " ".join(words.split())) for key in GUIDES for words in re.findall(r"\*\*([^*]+)\*\*", FENCED.sub("", text_of(language, key)))
    }

    assert len(quoted) > 60
    assert sorted(pair for pair in quoted if pair[1] not in known) == []


@pytest.mark.parametrize(("language", "key"), PLACES)
def test_every_picture_of_a_guide_exists_and_has_words(language: str, key: str) -> None:
    for words, name in re.findall(r"!\[([^\]]*)\]\((\S+)\)", text_of(language, key)):
        assert words
        assert (DOCS / language / name).resolve().is_file(), f"{name}: ./run manage pictures"


def test_every_role_has_a_guide() -> None:
    from jejaring.access.roles import Role

    assert set(OF_ROLE) == set(Role)
    assert {key for keys in OF_ROLE.values() for key in keys} | {"everybody"} == set(GUIDES)
