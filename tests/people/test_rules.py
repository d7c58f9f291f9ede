"""When contact is safe, when an identity contradicts itself, by what somebody is known. No database."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.people.rules import (
    DAILY_QUESTIONS,
    DESK_QUESTIONS,
    Around,
    Asked,
    ContactWish,
    age_on,
    birth_text,
    components,
    doubts,
    impossible,
    is_known,
    match_values,
    may_ask_again,
    may_contact,
    purpose_of,
    readings,
)
from jejaring.people.states import ContactChannel, MatchKind, RelationKind
from jejaring.ui.dates import Partial

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=WIB)
INSIDE = datetime(2026, 3, 3, 13, 30, tzinfo=WIB)
WISH = ContactWish(channels=("whatsapp",), never=("phone",), window=Window(time(13), time(15)))
TODAY = date(2026, 3, 3)
NIK = "1571074312080001"  # 3 December 2008, a woman


@pytest.mark.parametrize(
    ("channel", "at", "ok"),
    [("whatsapp", INSIDE, True), ("whatsapp", NOON, False), ("phone", INSIDE, False), ("visit", INSIDE, False), ("sms", NOON, False)],
)
def test_contact_is_safe_only_by_a_safe_channel_in_the_safe_hours(channel: str, at: datetime, ok: bool) -> None:
    verdict = may_contact(WISH, channel=channel, at=at)

    assert verdict.ok is ok
    assert bool(verdict.reason) is not ok


@pytest.mark.parametrize("wish", [None, ContactWish()])
def test_while_nobody_has_asked_no_contact_is_safe(wish: ContactWish | None) -> None:
    verdicts = [may_contact(wish, channel=channel, at=NOON) for channel in ContactChannel]

    assert not any(verdicts)
    assert all("Ask when the person gets in touch" in verdict.reason for verdict in verdicts)


def test_hours_over_midnight_are_one_window() -> None:
    night = ContactWish(window=Window(time(22), time(1)))

    assert may_contact(night, channel="sms", at=datetime(2026, 3, 4, 0, 30, tzinfo=WIB))
    assert not may_contact(night, channel="sms", at=NOON)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"nik": "12345"}, {"nik"}),
        ({"nik": "1571073902080001"}, {"nik"}),  # 39 February
        ({"birth": "2027-01-01"}, {"birth_date"}),
        ({"birth": "1890"}, {"birth_date"}),
        ({"birth": "2007-02-30"}, {"birth_date"}),
        ({"age": 121}, {"age"}),
        ({"age": 0}, set()),
        ({"birth": "2008-12-03", "age": 30, "nik": NIK}, set()),
        ({}, set()),
    ],
)
def test_what_cannot_be_is_named_by_its_field(said: dict[str, Any], wrong: set[str]) -> None:
    assert set(impossible(**said, today=TODAY)) == wrong


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"nik": NIK, "birth": "2008-12-03", "sex": "female"}, set()),
        ({"nik": NIK, "birth": "2008-12", "sex": "unknown"}, set()),
        ({"nik": NIK, "birth": "", "sex": "unknown"}, set()),
        ({"nik": NIK, "birth": "2008-12-04"}, {"nik"}),
        ({"nik": NIK, "birth": "2008-11"}, {"nik"}),
        ({"nik": NIK, "birth": "2009"}, {"nik"}),
        ({"nik": NIK, "sex": "male"}, {"nik"}),
        ({"nik": NIK, "age": 18}, set()),
        ({"nik": NIK, "age": 6}, {"nik"}),
        ({"nik": NIK, "around": Around(same_nik=("Girl, 9",))}, {"nik"}),
        ({"birth": "2008-12-03", "age": 30}, {"age"}),
        ({"birth": "2008", "age": 17}, set()),
        ({"birth": "2026-02-02", "role": "victim", "around": Around(date(2026, 2, 1))}, {"birth_date"}),
        ({"birth": "2026-02-02", "role": "reporter", "around": Around(date(2026, 2, 1))}, set()),
        ({"birth": "2026-02", "role": "victim", "around": Around(date(2026, 2, 1))}, set()),
        ({"birth": "2026", "role": "victim", "around": Around(date(2025, 12, 31))}, {"birth_date"}),
        ({"birth": "2008-12-03", "role": "victim", "around": Around()}, set()),
        ({}, set()),
    ],
)
def test_what_contradicts_itself_or_its_case_is_told(said: dict[str, Any], told: set[str]) -> None:
    assert set(doubts(**said, today=TODAY)) == told


def values(**said: Any) -> dict[MatchKind, set[str]]:
    found: dict[MatchKind, set[str]] = {}
    for kind, value in match_values(**said, today=TODAY):
        found.setdefault(kind, set()).add(value)
    return found


def test_somebody_is_found_by_nik_telephone_and_the_sound_of_a_name_with_the_year_of_birth() -> None:
    found = values(name="Siti Noerhaliza", nik="1571 0743 1208 0001", phone="0812-7400-1188", birth="2008-12-03")

    assert found == {
        MatchKind.NIK: {NIK},
        MatchKind.PHONE: {"+6281274001188"},
        MatchKind.NAME: {"nuralisa siti|2008", "sitinuralisa|2008"},
        MatchKind.WORD: {"nuralisa|2008", "siti|2008"},
    }


def test_without_a_year_of_birth_a_name_finds_nobody() -> None:
    assert values(name="Siti") == {}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"age": 17}, MatchKind.NIK),
        ({"age": 6}, MatchKind.NIK_SHARED),
        ({}, MatchKind.NIK),
        ({"birth": "2019-05-05"}, MatchKind.NIK_SHARED),
        ({"birth": "2008-12"}, MatchKind.NIK),
    ],
)
def test_the_nik_of_a_parent_on_a_child_is_no_key_of_a_person(said: dict[str, Any], kind: MatchKind) -> None:
    assert set(values(nik=NIK, **said)) == {kind}
    assert purpose_of(kind) == "person.nik"


@pytest.mark.parametrize(
    ("kinds", "words", "stored", "known"),
    [
        ({MatchKind.NIK: 1}, 0, 3, (MatchKind.NIK,)),
        ({MatchKind.WORD: 1}, 1, 3, (MatchKind.WORD,)),
        ({MatchKind.WORD: 1}, 2, 3, ()),
        ({MatchKind.WORD: 2}, 2, 3, (MatchKind.WORD,)),
        ({MatchKind.WORD: 1}, 3, 1, (MatchKind.WORD,)),
        ({MatchKind.WORD: 2, MatchKind.NAME: 1, MatchKind.PHONE: 1}, 2, 2, (MatchKind.PHONE, MatchKind.NAME)),
        ({MatchKind.NIK_SHARED: 1}, 0, 0, (MatchKind.NIK_SHARED,)),
        ({}, 0, 0, ()),
    ],
)
def test_words_count_only_where_the_shorter_name_is_whole_in_the_longer_one(
    kinds: dict[MatchKind, int], words: int, stored: int, known: tuple[MatchKind, ...]
) -> None:
    assert is_known(kinds, words, stored) == known


def test_questions_are_rationed_and_the_refusal_says_what_to_do() -> None:
    assert may_ask_again(Asked(DAILY_QUESTIONS - 1, DESK_QUESTIONS - 1))
    for asked, whose in ((Asked(DAILY_QUESTIONS, 0), "You have"), (Asked(0, DESK_QUESTIONS), "Your desk has")):
        reason = may_ask_again(asked).reason
        assert reason.startswith(whose)
        assert "midnight" in reason
        assert "emergency access" in reason
        assert asked.left == 0
    assert Asked(3, 50).left == DESK_QUESTIONS - 50


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_linked_registrations_fall_into_groups_that_share_nobody(pairs: list[tuple[int, int]]) -> None:
    groups = components(pairs)

    everybody = [one for group in groups for one in group]
    assert sorted(everybody) == sorted({one for pair in pairs for one in pair})
    assert all(any({a, b} <= group for group in groups) for a, b in pairs)
    assert all(_connected(group, pairs) for group in groups)


def _connected(group: frozenset[int], pairs: list[tuple[int, int]]) -> bool:
    reached = {min(group)}
    for _step in group:
        reached |= {b for a, b in pairs if a in reached} | {a for a, b in pairs if b in reached}
    return reached == group


@given(st.sampled_from(RelationKind))
def test_a_relation_reads_the_same_from_the_other_side(kind: RelationKind) -> None:
    for one, words, other in readings("a", kind, "b"):
        assert ("a", kind, "b") in readings(one, words, other)


def test_a_birth_date_is_kept_as_far_as_it_is_known() -> None:
    on = date(2007, 3, 1)

    assert [birth_text(Partial(on, p)) for p in ("day", "month", "year")] == ["2007-03-01", "2007-03", "2007"]
    assert (birth_text(None), birth_text("2007")) == ("", "2007")


def test_age_is_counted_in_completed_years() -> None:
    assert [age_on(b, TODAY) for b in ("2009-03-03", "2009-03-04", "2009", "")] == [17, 16, 17, None]
