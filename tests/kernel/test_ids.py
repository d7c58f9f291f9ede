"""Identifiers: time first, and in the order in which they were made."""

import time
from itertools import pairwise

import pytest

from jejaring.kernel import ids
from jejaring.kernel.ids import uuid7

MOMENT = 1_795_547_150_521


@pytest.fixture(autouse=True)
def nothing_made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the moments of these tests are forgotten afterwards."""
    monkeypatch.setattr(ids, "_newest", ids._Newest())


def test_an_identifier_says_its_millisecond_and_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: MOMENT * 1_000_000 + 999_999)
    made = uuid7()
    assert (made.int >> 80, made.version, made.variant) == (MOMENT, 7, "specified in RFC 4122")


@pytest.mark.parametrize("step", [1, 0, -1], ids=["goes on", "stands", "was set back"])
def test_each_identifier_sorts_after_the_one_before_whatever_the_clock_does(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    moments = iter(MOMENT * 1_000_000 + step * 300_000 * n for n in range(20_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    made = [uuid7() for _ in range(20_000)]
    assert all(a < b for a, b in pairwise(made))
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_identifiers_of_one_millisecond_are_not_guessed_from_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: MOMENT * 1_000_000)
    made = [uuid7() for _ in range(100)]
    assert all(b.int - a.int > 2**40 for a, b in pairwise(made))
