"""Identity and contact as typed."""

import pytest

from jejaring.people.forms import ContactFields, IdentityForm

pytestmark = pytest.mark.django_db
NIK = "1571074312080001"


def test_one_word_and_nothing_else_is_an_identity() -> None:
    form = IdentityForm({"name": "سيتي"})

    assert form.is_valid(), form.errors
    assert (form.values["name"], form.values["sex"], form.values["birth_date"]) == ("سيتي", "unknown", None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"nik": NIK, "birth_date": "4/12/2008"}, "nik"),
        ({"nik": NIK, "sex": "male"}, "nik"),
        ({"nik": "157107"}, "nik"),
        ({"birth_date": "31/2/2008"}, "birth_date"),
        ({"birth_date": "1/1/2099"}, "birth_date"),
        ({"age": "121"}, "age"),
    ],
)
def test_what_contradicts_itself_is_said_beside_its_field_and_kept(typed: dict[str, str], field: str) -> None:
    form = IdentityForm({"name": "Bunga", **typed})

    assert list(form.errors) == [field]
    assert form[field].value() == typed[field]


def test_a_card_that_was_seen_counts_more_than_its_digits() -> None:
    form = IdentityForm({"nik": NIK, "sex": "male", "nik_as_on_card": "on"})

    assert form.is_valid()
    assert "nik_as_on_card" not in form.values


def test_hours_that_end_where_they_begin_are_refused() -> None:
    form = ContactFields({"contact_channels": ["sms"], "contact_window_0": "13.00", "contact_window_1": "13.00"})

    assert list(form.errors) == ["contact_window"]


def test_a_channel_is_not_both_safe_and_forbidden() -> None:
    assert list(ContactFields({"contact_channels": ["sms"], "contact_never": ["sms"]}).errors) == ["contact_never"]
