"""The table of clocks in the documentation says what the rules say, and leaves none out."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from jejaring.commitments import queries
from jejaring.commitments.states import WINDOWS, CountsFrom, RuleKey

TABLE = Path(__file__).resolve().parents[2] / "docs/reference/clocks.md"
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and not line.startswith("| Clock")
]  # fmt: skip
RULED = [(RuleKey(key), row) for row in ROWS for key in re.findall(r"`(\w+)`", row[2])]
pytestmark = pytest.mark.django_db


def test_every_rule_has_its_clock_in_the_table_once() -> None:
    assert sorted(key for key, _row in RULED) == sorted(RuleKey)
    assert all(row[4] for row in ROWS if row[2] == "none"), "a clock without a rule says why"


@pytest.mark.parametrize(("key", "row"), RULED, ids=[key for key, _row in RULED])
def test_the_table_and_the_rule_name_the_same_amounts(key: RuleKey, row: list[str]) -> None:
    rule = queries.terms(key)
    with override("en"):
        said = "; ".join(queries.amount_words(amount, rule.clock) for amount in (rule.high, rule.medium, rule.low))
    assert said in row[3].split(", ")


def test_what_counts_from_the_incident_is_neither_paused_nor_moved() -> None:
    assert {key for key in RuleKey if queries.terms(key).counts_from == CountsFrom.INCIDENT} == WINDOWS
