"""Age bands of the ministry's format."""

from datetime import date

import pytest

from jejaring.reference import rules


@pytest.mark.parametrize(("age", "band"), [
    (0, "0-5"), (5, "0-5"), (6, "6-12"), (12, "6-12"), (13, "13-17"), (17, "13-17"), (18, "18-24"), (24, "18-24"), (25, "25-44"),
    (44, "25-44"), (45, "45-59"), (59, "45-59"), (60, "60+"), (101, "60+"), (None, "unknown"),
])
def test_a_victims_age_falls_into_the_ministrys_band(age: int | None, band: str) -> None:
    assert rules.age_band(age) == band


@pytest.mark.parametrize(("age", "band"), [
    (0, "0-17"), (17, "0-17"), (18, "18-24"), (25, "25-59"), (59, "25-59"), (60, "60+"), (None, "unknown"),
])
def test_a_respondents_age_falls_into_the_coarser_band(age: int | None, band: str) -> None:
    assert rules.respondent_age_band(age) == band


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        rules.age_band(-1)


def test_the_last_day_of_a_code_still_counts() -> None:
    assert rules.valid_on(date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 31))
    assert not rules.valid_on(date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert not rules.valid_on(date(2026, 1, 1), None, date(2025, 12, 31))
