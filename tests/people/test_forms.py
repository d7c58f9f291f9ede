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


def test_what_contradicts_itself_can_be_kept_once_it_was_told() -> None:
    typed = {"name": "Bunga", "birth_date": "3/12/2008", "age": "30"}
    form = IdentityForm(typed)

    assert list(form.errors) == ["age"]
    assert "as_told" in form.fields
    assert "nik_as_on_card" not in form.fields
    kept = IdentityForm(typed | {"as_told": "on"})
    assert kept.is_valid(), kept.errors
    assert (kept.values["age"], "as_told" in kept.values) == (30, False)


def test_before_it_is_sent_no_form_offers_to_keep_a_contradiction() -> None:
    assert not {"as_told", "nik_as_on_card"} & set(IdentityForm().fields)


def test_religion_is_taken_only_where_the_persons_need_asks_for_it() -> None:
    assert list(IdentityForm({"religion": "islam"}).errors) == ["religion"]
    form = IdentityForm({"religion": "islam", "religion_needed": "on"})
    assert form.is_valid(), form.errors
    assert form.values["religion"] == "islam"
    assert IdentityForm({"name": "Bunga"}).is_valid()


def test_card_stay_and_origin_are_three_things_each_with_its_area() -> None:
    typed = {
        "address": "Jalan Mawar 1", "address_area": "15.71.07.1001", "domicile": "Kos", "domicile_area": "15.71.07",
        "origin": "Dusun", "origin_area": "33",
    }  # fmt: skip
    areas = [code for _group, codes in IdentityForm().fields["address_area"].choices for code in _codes(codes)]  # type: ignore[attr-defined]
    typed["address_area"] = next(code for code in areas if code.count(".") == 3)
    typed["domicile_area"] = next(code for code in areas if code == "15.05")
    form = IdentityForm(typed)

    assert form.is_valid(), form.errors
    assert {name: form.values[name] for name in typed} == typed


def _codes(found: object) -> list[str]:
    return [code for code, _name in found] if isinstance(found, list) else []


def test_hours_that_end_where_they_begin_are_refused() -> None:
    form = ContactFields({"contact_channels": ["sms"], "contact_window_0": "13.00", "contact_window_1": "13.00"})

    assert list(form.errors) == ["contact_window"]


def test_a_channel_is_not_both_safe_and_forbidden() -> None:
    assert list(ContactFields({"contact_channels": ["sms"], "contact_never": ["sms"]}).errors) == ["contact_never"]
