"""Moments read by Python's own reader are those that psycopg reads."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.backends.postgresql import psycopg_any

from jejaring.config import moments

pytestmark = pytest.mark.django_db
TOLD = (
    "2026-11-24 02:14:00+00", "2026-11-24 02:14:00.5+07", "2026-11-24 02:14:00.123456+00", "1999-12-31 23:59:59.999999-05:30",
    "0001-01-01 00:00:00+00", "9999-12-31 23:59:59+00",
)  # fmt: skip


def _answer(text: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [text])
        found: datetime = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("text", TOLD)
def test_the_same_moment_in_the_same_zone(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = _answer(text)
    monkeypatch.setattr(moments.loader, "load", moments._load)

    assert (ours, ours.tzinfo) == (_answer(text), UTC)
    assert ours == datetime.fromisoformat(text)


@pytest.mark.parametrize("text", ["infinity", "0044-03-15 12:00:00+00 BC"])
def test_what_no_datetime_holds_fails_as_before(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exception, match="timestamp") as ours:
        _answer(text)
    monkeypatch.setattr(moments.loader, "load", moments._load)
    with pytest.raises(Exception, match="timestamp") as theirs:
        _answer(text)

    assert (type(ours.value), str(ours.value)) == (type(theirs.value), str(theirs.value))


def test_a_connection_that_stands_in_another_zone_is_read_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local time zone 'Asia/Jakarta'")
    ours = _answer(TOLD[0])
    monkeypatch.setattr(moments.loader, "load", moments._load)

    assert ours == _answer(TOLD[0])


def test_it_is_what_rows_are_read_by() -> None:
    assert psycopg_any.BaseTzLoader.load is moments.read
