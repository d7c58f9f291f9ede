"""Pieces of pages that a process keeps for a minute."""

import pytest
from django.utils.safestring import SafeString

from jejaring.ui import keeping


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn, with nothing kept before."""
    monkeypatch.setattr(keeping, "_pieces", {})
    return []


def kept(drawn: list[str], key: str) -> str:
    def draw() -> SafeString:
        drawn.append(key)
        return SafeString(f"{key}{len(drawn)}")

    return keeping.keep(key, draw)


def test_a_piece_is_drawn_once_for_each_key(draw: list[str]) -> None:
    assert [kept(draw, key) for key in ("a", "a", "b", "a")] == ["a1", "a1", "b2", "a1"]


def test_a_piece_is_drawn_anew_after_a_minute(draw: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept(draw, "a")
    later = keeping.time.monotonic() + keeping.SECONDS
    monkeypatch.setattr(keeping.time, "monotonic", lambda: later)
    assert kept(draw, "a") == "a2"


def test_a_process_never_keeps_more_than_so_many(draw: list[str]) -> None:
    for n in range(keeping.MOST + 1):
        kept(draw, str(n))
    assert len(keeping._pieces) == 1
