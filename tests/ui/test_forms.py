"""Forms: what people type is read kindly, shown again when refused, and tied to its label, hint and error."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import Labelled
from jejaring.kernel.verdict import Refused
from jejaring.ui import forms as ui
from jejaring.ui.http import form_page


class Kind(Labelled):
    """Two kinds, labelled with message ids of the interface's own catalogue."""

    VICTIM = "victim", "Victim"
    REPORTER = "reporter", "Reporter"


class Everything(ui.Form):
    """One field of each kind, one section."""

    layout = (ui.Section("Tentang", ("kind", "story"), "Sejauh diketahui"),)
    kind = ui.ChipRadio(label="Siapa", choices=Kind)
    signs = ui.ChipChecks(label="Tanda", choices=[("knife", "Senjata"), ("rope", "Tali")], danger={"knife"}, required=False)
    story = ui.LongText(label="Cerita", hint="Seperti disampaikan", max_length=20)
    born = ui.PartialDate(label="Lahir", required=False)
    on = ui.Date(label="Tanggal", required=False)
    at = ui.Moment(label="Kapan", required=False)
    hours = ui.Window(label="Jam aman", required=False)
    area = ui.Select(label="Kecamatan", choices=lambda: [("a", "Alam Barajo")], required=False)
    count = ui.Number(label="Jumlah", required=False)
    agreed = ui.Tick(label="Setuju")


GOOD = {"kind": "victim", "story": "singkat", "agreed": "on"}


def cleaned(**typed: Any) -> dict[str, Any]:
    form = Everything(GOOD | typed)
    assert form.is_valid(), form.errors
    return form.values


def words(**typed: Any) -> dict[str, list[str]]:
    with override("id"):
        return {name: [str(e) for e in errors] for name, errors in Everything(GOOD | typed).errors.items()}


def test_values_are_read_as_people_write_them() -> None:
    with standing_at(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        found = cleaned(born="Maret 2009", on="kemarin", at_0="3 Maret 2026", at_1="9.05", hours_0="13", hours_1="15.30", count="1.250")
    assert found["born"] == ui.Partial(date(2009, 3, 1), "month")
    assert found["on"] == date(2026, 11, 23)
    assert found["at"] == datetime(2026, 3, 3, 9, 5, tzinfo=WIB)
    assert found["hours"] == Window(time(13), time(15, 30))
    assert found["count"] == 1250


def test_what_is_left_empty_is_none_and_never_an_error() -> None:
    found = cleaned()
    assert [found[name] for name in ("born", "on", "at", "hours", "count")] == [None] * 5
    assert found["signs"] == []


def test_half_a_window_and_a_window_of_no_length_are_refused() -> None:
    assert words(hours_0="13")["hours"] == ["Isi awal dan akhirnya."]
    assert words(hours_0="13", hours_1="13.00")["hours"] == ["Akhirnya sama dengan awalnya."]


def test_half_a_moment_is_refused_and_never_dropped() -> None:
    assert words(at_0="3/3/2026")["at"] == ["Isi tanggal dan jamnya."]
    assert words(at_1="9.05")["at"] == ["Isi tanggal dan jamnya."]


def test_what_is_refused_is_said_in_plain_indonesian_of_our_own() -> None:
    class Bounded(ui.Form):
        beds = ui.Number(label="Tempat tidur", min_value=2, max_value=9)
        few = ui.Number(label="Jumlah", max_value=9)
        code = ui.Text(label="Kode", min_length=5)

    assert words(count="dua")["count"] == ["Tulis bilangan bulat dengan angka, misalnya 12."]
    assert words(story="x" * 21)["story"] == ["Paling banyak 20 huruf dan tanda; ini 21."]
    assert words(kind="ghost")["kind"] == words(signs=["ghost"])["signs"] == words(area="ghost")["area"]
    assert words(area="ghost")["area"] == ["Ini tidak ada di antara pilihan. Pilih salah satu yang tampil."]
    with override("id"):
        errors = Bounded({"beds": "1", "few": "10", "code": "abc"}).errors
        assert [str(e[0]) for e in errors.values()] == ["Paling sedikit 2.", "Paling banyak 9.", "Paling sedikit 5 huruf dan tanda; ini 3."]


def test_a_day_from_an_address_is_shown_in_the_form_in_which_people_type() -> None:
    assert 'value="1/3/2026"' in str(Everything({"on": "2026-03-01"})["on"])
    assert 'value="2026-02-31"' in str(Everything({"on": "2026-02-31"})["on"]), "what is no day stays as it was typed"


def test_an_unreadable_date_is_quoted_in_its_error() -> None:
    assert words(on="31/2/2026")["on"] == ["“31/2/2026” tidak terbaca sebagai tanggal. Tulis seperti 3/3/2026."]


@pytest.mark.parametrize(("language", "label"), [("id", "Korban"), ("en", "Victim")])
def test_labels_of_an_enum_are_in_the_language_of_the_screen(language: str, label: str) -> None:
    with override(language):
        assert f"<span>{label}</span>" in Everything().as_div()


def test_only_the_named_sign_is_drawn_as_a_danger() -> None:
    drawn = str(Everything()["signs"])
    assert re.findall(r'<label class="([ a-z]*)"', drawn) == ["choice danger marked", "choice"]


def test_label_hint_and_error_belong_to_the_input() -> None:
    form = Everything(GOOD | {"story": ""})
    drawn = form["story"].as_field_group()
    assert '<label for="id_story">' in drawn
    assert 'aria-describedby="id_story_helptext id_story_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_story_helptext"' in drawn
    assert 'id="id_story_error"' in drawn


def test_a_group_of_chips_is_a_fieldset_with_its_legend() -> None:
    drawn = Everything()["kind"].as_field_group()
    assert re.search(r"<fieldset[^>]*>\s*<legend>Siapa", drawn)
    assert drawn.count('type="radio"') == 2


def test_everything_typed_is_shown_again_when_the_form_is_refused() -> None:
    typed = {"story": "lebih panjang dari dua puluh huruf", "on": "31/2/2026", "hours_0": "13", "signs": ["rope"], "area": "a"}
    drawn = Everything(typed).as_div()
    assert all(text in drawn for text in ("lebih panjang dari dua puluh huruf", 'value="31/2/2026"', 'value="13"'))
    assert re.search(r'value="rope"[^>]*checked', drawn)
    assert re.search(r'value="a" selected', drawn)


def test_every_problem_leads_to_an_input_of_the_page() -> None:
    form = Everything({"on": "x", "hours_0": "1", "at_0": "x"})
    drawn = form.as_div()
    problems = list(form.problems())
    assert {p.label for p in problems} == {"Siapa", "Cerita", "Tanggal", "Kapan", "Jam aman", "Setuju"}
    assert all(re.search(rf'<(?:input|textarea|select)[^>]*id="{p.anchor}"', drawn) for p in problems)


@pytest.mark.parametrize(("label", "line"), [("Apa itu?", "Apa itu? Wajib."), ("Nama", "Nama: Wajib.")])
def test_a_label_that_is_a_question_ends_by_its_own_mark(label: str, line: str) -> None:
    assert ui.Problem("id_x", label, "Wajib.").line == line


def test_a_refusal_of_an_action_is_shown_at_its_field_or_on_top() -> None:
    form = Everything(GOOD)
    assert form.is_valid()
    form.refuse(Refused("Referrals", "story"))
    form.refuse(Refused("Nobody knows this field", "elsewhere"))
    assert [(p.anchor, p.text) for p in form.problems()][1] == ("", "Nobody knows this field")
    assert "story" in form.errors


def test_fields_that_no_section_names_follow_in_a_last_one() -> None:
    first, rest = Everything().sections()
    assert [f.name for f in first.fields] == ["kind", "story"]
    assert (rest.legend, rest.fields[0].name) == ("", "signs")
    assert "submission" not in [f.name for f in rest.fields]


def test_the_rarer_kind_of_field_is_marked() -> None:
    assert Everything().mark == "required"


def test_each_page_view_is_one_submission_that_survives_a_refusal() -> None:
    first, second = Everything()["submission"].value(), Everything()["submission"].value()
    assert first != second
    again = Everything({"submission": first})
    assert f'value="{first}"' in again.as_div()
    sent = Everything(GOOD | {"submission": first})
    assert sent.is_valid()
    assert sent.submission_id == UUID(first)
    assert "submission" not in sent.values


def test_a_broken_submission_is_replaced_and_what_was_typed_kept() -> None:
    sent = Everything(GOOD | {"submission": "'; drop table"})
    assert sent.is_valid()
    assert isinstance(sent.submission_id, UUID)


def test_initial_values_are_shown_as_people_write_them() -> None:
    at, born = datetime(2026, 3, 3, 2, 5, tzinfo=UTC), ui.Partial(date(2009, 3, 1), "month")
    drawn = Everything(initial={"on": date(2026, 3, 3), "at": at, "hours": Window(time(13), time(1)), "born": born}).as_div()
    assert all(f'value="{text}"' in drawn for text in ("3/3/2026", "09.05", "13.00", "01.00", "3/2009"))


@pytest.mark.parametrize(("typed", "status"), [(None, 200), ({}, 422), (GOOD, 200)])
def test_a_refused_form_answers_422(typed: dict[str, str] | None, status: int) -> None:
    answer = form_page(RequestFactory().get("/"), Everything(typed), title="Uji", template="ui/form_page.html")
    assert answer.status_code == status
    assert ("data-errors" in answer.content.decode()) == (status == 422)


class Many(ui.Form):
    """Many boxes, some of them behind headings."""

    signs = ui.ChipChecks(
        label="Tanda", choices=[("knife", "Senjata"), ("rope", "Tali"), ("debt", "Utang"), ("new", "Baru")], danger={"knife"},
        required=False, folds=(("Uang", ("debt", "gone")), ("Lain", ("rope",)), ("Kosong", ("nothing",))),
    )  # fmt: skip


def test_what_no_fold_names_stands_open_and_a_fold_with_a_tick_is_open_too() -> None:
    drawn = Many({"signs": ["rope"]})["signs"].as_field_group()
    shown, *folds = drawn.split("<details")

    assert "Senjata" in shown
    assert "Baru" in shown
    assert [("Uang" in f, "Lain" in f, " open" in f.partition(">")[0]) for f in folds] == [(True, False, False), (False, True, True)]


def test_values_behind_a_fold_are_sent_and_checked_like_the_others() -> None:
    form = Many({"signs": ["debt", "knife"]})

    assert form.is_valid()
    assert form.values["signs"] == ["debt", "knife"]
    assert not Many({"signs": ["gone"]}).is_valid()
