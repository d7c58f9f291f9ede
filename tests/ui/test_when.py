"""Words for moments, in Indonesian and English, on both sides of midnight in Jakarta."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.translation import override

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.ui import when

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=WIB)  # a Tuesday


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    with override("id"):
        yield


def due(**later: float) -> when.Due:
    return when.due_words(NOW + timedelta(**later), now=NOW)


@pytest.mark.parametrize(
    ("later", "tone", "words", "note"),
    [
        ({"hours": -2}, "late", "lewat 2 jam", "07.14"),
        ({"minutes": -25}, "late", "lewat 25 menit", "08.49"),
        ({"seconds": 0}, "late", "lewat 1 menit", "09.14"),
        ({"days": -11}, "late", "lewat 11 hari", "13 Nov 09.14"),
        ({"hours": -12}, "late", "lewat 12 jam", "kemarin 21.14"),
        ({"minutes": 25}, "soon", "25 menit lagi", "09.39"),
        ({"minutes": 65}, "soon", "65 menit lagi", "10.19"),
        ({"minutes": -82}, "late", "lewat 82 menit", "07.52"),
        ({"minutes": -91}, "late", "lewat 2 jam", "07.43"),
        ({"hours": -35}, "late", "lewat 35 jam", "22 Nov 22.14"),
        ({"hours": -47}, "late", "lewat 2 hari", "22 Nov 10.14"),
        ({"minutes": 95}, "soon", "2 jam lagi", "10.49"),
        ({"hours": 6}, "calm", "6 jam lagi", "15.14"),
        ({"days": 1, "minutes": 51}, "calm", "besok 10.05", "Rab"),
        ({"days": 3, "hours": 6, "minutes": 46}, "calm", "Jum 16.00", "27 Nov"),
        ({"days": 18}, "calm", "12 Des", "Sab 09.14"),
        ({"days": 45}, "calm", "8 Jan 2027", "Jum 09.14"),
    ],
)
def test_a_due_moment_is_said_in_indonesian(later: dict[str, float], tone: str, words: str, note: str) -> None:
    assert due(**later) == when.Due(tone, words, note)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ({"hours": -2}, "2 hours late"),
        ({"minutes": -1}, "1 minute late"),
        ({"minutes": 25}, "25 minutes left"),
        ({"days": 1, "minutes": 51}, "tomorrow 10:05"),
        ({"days": 3, "hours": 6, "minutes": 46}, "Fri 16:00"),
    ],
)
def test_a_due_moment_is_said_in_english(later: dict[str, float], words: str) -> None:
    with override("en"):
        assert due(**later).words == words


def test_minutes_before_midnight_are_not_called_tomorrow() -> None:
    late_evening = datetime(2026, 11, 24, 23, 50, tzinfo=WIB)
    said = when.due_words(late_evening + timedelta(minutes=20), now=late_evening)
    assert said == when.Due("soon", "20 menit lagi", "00.10")


def test_a_moment_in_utc_is_said_in_jakarta_time() -> None:
    assert when.moment(datetime(2026, 11, 24, 18, 0, tzinfo=UTC)) == "25 Nov 2026 01.00"


class TestContact:
    window = Window(time(13), time(15))

    def test_before_its_window_says_when_it_opens(self) -> None:
        said = when.due_words(NOW + timedelta(hours=9), now=NOW, window=self.window)
        assert said == when.Due("soon", "mulai 13.00", "jam aman 13–15")

    def test_inside_its_window_says_until_when(self) -> None:
        inside = NOW.replace(hour=13, minute=30)
        said = when.due_words(inside + timedelta(hours=9), now=inside, window=self.window)
        assert said == when.Due("soon", "sekarang s.d. 15.00", "jam aman 13–15")

    def test_after_its_window_waits_for_tomorrow(self) -> None:
        evening = NOW.replace(hour=19)
        said = when.due_words(evening + timedelta(minutes=5), now=evening, window=self.window)
        assert said == when.Due("calm", "besok 13.00", "jam aman 13–15")

    def test_that_is_late_still_shows_the_safe_hours(self) -> None:
        said = when.due_words(NOW - timedelta(hours=2), now=NOW, window=Window(time(22, 30), time(1)))
        assert said == when.Due("late", "lewat 2 jam", "jam aman 22.30–01.00")


class TestSettled:
    def test_kept_says_in_how_long(self) -> None:
        said = when.due_words(NOW, now=NOW, state="kept", started_at=NOW - timedelta(minutes=32), kept_at=NOW - timedelta(minutes=15))
        assert said == when.Due("kept", "ditepati", "dalam 17 menit")

    def test_kept_late_says_how_late(self) -> None:
        said = when.due_words(NOW - timedelta(hours=5), now=NOW, state="kept", kept_at=NOW - timedelta(hours=2))
        assert said == when.Due("kept", "ditepati, terlambat", "lewat 3 jam")

    @pytest.mark.parametrize(("state", "words"), [("waived", "dibebaskan"), ("cancelled", "dibatalkan")])
    def test_what_no_longer_counts_is_never_late(self, state: str, words: str) -> None:
        assert when.due_words(NOW - timedelta(days=9), now=NOW, state=state) == when.Due("calm", words)

    def test_without_a_deadline_nothing_is_late(self) -> None:
        assert when.due_words(None, now=NOW) == when.Due("calm", "tanpa tenggat")


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        ({"seconds": 50}, "baru saja"),
        ({"minutes": 5}, "5 menit lalu"),
        ({"hours": 30}, "30 jam lalu"),
        ({"days": 4}, "4 hari lalu"),
        ({"days": 60}, "25 Sep 2026"),
    ],
)
def test_how_long_ago_is_said(earlier: dict[str, float], words: str) -> None:
    assert when.ago(NOW - timedelta(**earlier), now=NOW) == words


def test_near_moments_are_named_from_today_and_the_year_only_when_it_differs() -> None:
    said = [when.near(NOW + timedelta(days=d), now=NOW) for d in (0, -1, 1, -21, -400)]
    assert said == ["hari ini 09.14", "kemarin 09.14", "besok 09.14", "3 Nov 09.14", "20 Okt 2025 09.14"]


def test_dates_are_said_short_and_long() -> None:
    assert when.day(date(2026, 8, 17)) == "17 Agu 2026"
    assert when.day(date(2026, 8, 17), long=True) == "Senin, 17 Agustus 2026"
    with override("en"):
        assert when.day(date(2026, 8, 17), long=True) == "Monday, 17 August 2026"


def test_a_length_is_never_said_in_two_units_of_the_same_size() -> None:
    """The units follow one another: no length is shorter in words than a shorter one, and none is "1 jam" or "1 hari"."""
    said = [when.span(timedelta(minutes=15 * n)) for n in range(1, 4 * 24 * 4)]
    units = [words.split()[1] for words in said]
    assert units == sorted(units, key=["menit", "jam", "hari"].index)
    assert not {"1 jam", "1 hari"} & set(said)
