"""When contact is safe, and when an identity contradicts itself. No database."""

from datetime import date, datetime, time

import pytest

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.people.rules import ContactWish, age_on, birth_text, identity_problems, may_contact
from jejaring.people.states import ContactChannel
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
        ({"nik": NIK, "birth": "2008-12-03", "sex": "female"}, set()),
        ({"nik": NIK, "birth": "2008-12", "sex": "unknown"}, set()),
        ({"nik": NIK, "birth": "", "sex": "unknown"}, set()),
        ({"nik": NIK, "birth": "2008-12-04"}, {"nik"}),
        ({"nik": NIK, "birth": "2008-11"}, {"nik"}),
        ({"nik": NIK, "birth": "2009"}, {"nik"}),
        ({"nik": NIK, "sex": "male"}, {"nik"}),
        ({"nik": NIK, "sex": "male", "as_on_card": True}, set()),
        ({"nik": "12345"}, {"nik"}),
        ({"nik": "1571073902080001"}, {"nik"}),  # 39 February
        ({"birth": "2027-01-01"}, {"birth_date"}),
        ({"birth": "1890"}, {"birth_date"}),
        ({"birth": "2007-02-30"}, {"birth_date"}),
        ({"birth": "2008-12-03", "age": 30}, {"age"}),
        ({"birth": "2008", "age": 17}, set()),
        ({"age": 121}, {"age"}),
        ({"age": 0}, set()),
        ({}, set()),
    ],
)
def test_an_identity_may_be_unknown_but_not_contradict_itself(said: dict[str, object], wrong: set[str]) -> None:
    assert set(identity_problems(**said, today=TODAY)) == wrong  # type: ignore[arg-type]


def test_a_birth_date_is_kept_as_far_as_it_is_known() -> None:
    on = date(2007, 3, 1)

    assert [birth_text(Partial(on, p)) for p in ("day", "month", "year")] == ["2007-03-01", "2007-03", "2007"]
    assert (birth_text(None), birth_text("2007")) == ("", "2007")


def test_age_is_counted_in_completed_years() -> None:
    assert [age_on(b, TODAY) for b in ("2009-03-03", "2009-03-04", "2009", "")] == [17, 16, 17, None]
