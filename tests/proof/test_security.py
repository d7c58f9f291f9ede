"""docs/security.md claims nothing that has no test, and says of every chapter of ASVS where it stands."""

import re

import pytest

from jejaring.config.place import BASE

TEXT = (BASE / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)))
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _file, name in NAMED])
def test_every_test_that_security_md_names_exists(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (BASE / file).read_text(encoding="utf-8"), re.M)


def test_every_file_of_tests_that_it_names_exists() -> None:
    assert [file for file in set(re.findall(r"tests/[\w/]+\.py", TEXT)) if not (BASE / file).exists()] == []


def test_every_threat_has_its_test_or_is_called_open() -> None:
    without = [row[0] for row in ROWS if "::test_" not in row[-1] and not row[-1].startswith("open")]

    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) > 20
    assert without == []


def test_every_chapter_of_asvs_is_met_not_applicable_or_open() -> None:
    chapters = dict(re.findall(r"^\| V(\d+) [^|]+ \| ([^|]+) \|", TEXT, re.M))

    assert list(map(int, chapters)) == list(range(1, 18))
    assert set(chapters.values()) <= {"met", "not applicable", "open"}
