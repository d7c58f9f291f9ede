"""The glossary names every model and every enum of states, once, in full rows. Needs no database."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs/glossary.md"
MODELS = {"Model", "AbstractBaseUser"}
STATES = {"Labelled"}


def classes(file_name: str, bases: set[str]) -> Iterator[str]:
    """Classes in the apps' files of this name (or the package in its place) that build on one of the bases."""
    folder = file_name.removesuffix(".py")
    for path in sorted([*(ROOT / "jejaring").glob(f"*/{file_name}"), *(ROOT / "jejaring").glob(f"*/{folder}/*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and bases & {ast.unparse(base).rpartition(".")[2] for base in node.bases}:
                yield node.name


def rows() -> list[list[str]]:
    """The cells of every row that explains an identifier."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def named() -> list[str]:
    return [cells[0].strip("`") for cells in rows()]


def test_every_model_is_in_the_glossary() -> None:
    models = set(classes("models.py", MODELS))

    assert {"Case", "Report", "User"} <= models
    assert sorted(models - set(named())) == []


def test_every_enum_of_states_is_in_the_glossary() -> None:
    states = set(classes("states.py", STATES)) | set(classes("roles.py", STATES))

    assert {"CaseState", "Role"} <= states
    assert sorted(states - set(named())) == []


def test_no_identifier_is_explained_twice() -> None:
    assert sorted(name for name in set(named()) if named().count(name) > 1) == []


def test_every_row_says_all_five_things() -> None:
    assert [cells for cells in rows() if len(cells) != 5 or not all(cells)] == []


def test_what_an_identifier_is_confused_with_exists_too() -> None:
    known = set(named())
    cross = {name for cells in rows() for name in re.findall(r"`([A-Z]\w+)`", " ".join(cells[1:]))}

    assert sorted(cross - known) == []


@pytest.mark.parametrize(("word", "instead"), [("supervisor", "penyelia"), ("penanda", "pengenal")])
def test_the_indonesian_catalogues_have_one_word_for_one_thing(word: str, instead: str) -> None:
    said = {path.parts[-5]: path.read_text(encoding="utf-8") for path in (ROOT / "jejaring").glob("*/locale/id/LC_MESSAGES/django.po")}
    answers = {
        app: " ".join(re.findall(r"^(?:msgstr|\")(.*)$", re.sub(r"msgid .*\n(\".*\n)*", "", text), re.M)) for app, text in said.items()
    }

    assert [app for app, text in answers.items() if re.search(rf"\b{word}\b", text, re.I)] == [], f"say {instead}"
