"""Dates and times as people type them."""

from datetime import date, time

import pytest

from jejaring.ui.dates import Partial, read_day, read_partial, read_time

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["3/3/2026", "03-03-2026", "2026-03-03", "3 Maret 2026", "3  maret 2026", "3.3.26", "3 Mar 2026", "3 March 2026", " 3/3/2026 "]
)
def test_a_day_is_read_in_every_common_spelling(text: str) -> None:
    assert read_day(text, today=TODAY) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [("hari ini", TODAY), ("Kemarin", date(2026, 11, 23)), ("besok", date(2026, 11, 25)), ("yesterday", date(2026, 11, 23))],
)
def test_days_near_today_are_read_by_name(text: str, day: date) -> None:
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2009", Partial(date(2009, 1, 1), "year")),
        ("Agustus 2009", Partial(date(2009, 8, 1), "month")),
        ("8/2009", Partial(date(2009, 8, 1), "month")),
        ("Nopember 2009", Partial(date(2009, 11, 1), "month")),
        ("17/8/2009", Partial(date(2009, 8, 17), "day")),
    ],
)
def test_a_partial_date_keeps_its_precision(text: str, found: Partial) -> None:
    assert read_partial(text, today=TODAY) == found


@pytest.mark.parametrize("text", ["", "31/2/2026", "besok pagi", "13/13/2026", "3 Xember 2026", "26", "9", "3/3", "0/0/2026", "<script>"])
def test_what_names_no_date_is_none(text: str) -> None:
    assert read_partial(text, today=TODAY) is None


def test_a_month_is_not_taken_for_a_day() -> None:
    assert read_day("Maret 2026", today=TODAY) is None


def test_two_digits_mean_the_nearest_past_or_coming_year() -> None:
    assert read_day("1/2/85", today=TODAY) == date(1985, 2, 1)
    assert read_day("1/2/30", today=TODAY) == date(2030, 2, 1)


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_a_partial_date_is_read_back_as_it_is_shown(precision: str) -> None:
    shown = Partial(date(2009, 8 if precision != "year" else 1, 17 if precision == "day" else 1), precision)
    assert read_partial(str(shown), today=TODAY) == shown


@pytest.mark.parametrize(
    ("text", "at"),
    [("9", time(9)), ("09.05", time(9, 5)), ("9:05", time(9, 5)), ("0905", time(9, 5)), ("24.00", time(0)), ("23.59", time(23, 59))],
)
def test_a_time_is_read_in_every_common_spelling(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["", "25", "9.60", "24.30", "siang", "9.5"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_time(text) is None
