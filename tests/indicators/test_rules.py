"""Months, bands, cells and shapes, without a database."""

from datetime import date

import pytest

from jejaring.indicators import rules
from jejaring.reference.rules import RESPONDENT_BANDS, VICTIM_BANDS


def test_every_month_of_a_period_is_named_also_over_a_new_year() -> None:
    assert rules.months(date(2023, 11, 30), date(2024, 2, 1)) == ("2023-11", "2023-12", "2024-01", "2024-02")


def test_bands_begin_a_year_after_the_last_one_ends() -> None:
    assert rules.thresholds(VICTIM_BANDS) == [6, 13, 18, 25, 45, 60]
    assert rules.thresholds(RESPONDENT_BANDS) == [18, 25, 60]


@pytest.mark.parametrize(("largest", "end"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 6), (11, 20), (21, 30), (149, 200), (501, 600)])
def test_an_axis_ends_at_a_round_number_with_a_whole_half(largest: int, end: int) -> None:
    assert rules.top(largest) == end


def test_columns_fill_the_width_and_reach_their_share_of_the_height() -> None:
    drawn = rules.chart([5, 10, 0], ["a", "b", "c"])

    assert [c.height for c in drawn.columns] == ["50.00", "100.00", "0.00"]
    assert [c.y for c in drawn.columns] == ["50.00", "0.00", "100.00"]
    assert drawn.line == ""
    assert drawn.labels == ("a", "b", "c")


def test_many_months_are_a_line_with_fewer_labels() -> None:
    drawn = rules.chart([1] * 36, [str(n) for n in range(36)])

    assert len(drawn.line.split()) == 36
    assert [label for label in drawn.labels if label] == [str(n) for n in range(0, 36, 3)]


def test_a_chart_of_nothing_is_drawn() -> None:
    assert rules.chart([], []).columns == ()
