"""Names in the form of a report: there for whoever is still writing it down, hidden from everybody else until a purpose is said; logged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jejaring.audit.models import Event
from jejaring.guard.context import acting_as
from jejaring.intake import actions, queries, rules
from jejaring.intake.models import Report
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import as_shown, receive, signed_in, text_of

pytestmark = pytest.mark.django_db
NAMES = {"victim_name": "Bunga Rekaan", "reporter_name": "Sri Rekaan", "reporter_contact": "0812-0000-7777"}
LATER = timedelta(hours=12, minutes=1)


@pytest.fixture
def report(cast: Cast) -> Report:
    return receive(cast.duty, **NAMES)


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in("manager")


def form_of(report: Report) -> str:
    return f"/reports/{report.pk}/complete/"


def names_in(cast: Cast, report: Report) -> dict[str, str]:
    with acting_as(cast.duty, "test"):
        row = Report.objects.get(pk=report.pk)
        return {name: vault.read(row, name) for name in NAMES}


def shown(page: Any) -> list[str]:
    return [text for text in NAMES.values() if text in text_of(page)]


def revealed(cast: Cast) -> list[tuple[Any, ...]]:
    with acting_as(cast.privacy, "test"):
        return list(Event.objects.filter(act="revealed").values_list("actor", "subject_id", "detail"))


# the rule


@pytest.mark.parametrize(
    ("mine", "draft", "after", "writes"),
    [
        (True, False, timedelta(), True), (True, False, timedelta(hours=11, minutes=59), True), (True, False, timedelta(hours=12), False),
        (True, True, timedelta(days=3), True), (False, False, timedelta(), False), (False, True, timedelta(), False),
    ],
)  # fmt: skip
def test_whoever_wrote_it_is_still_writing_it_as_a_draft_or_for_a_shift(mine: bool, draft: bool, after: timedelta, writes: bool) -> None:
    me, start = uuid7(), now()
    by = me if mine else uuid7()
    assert rules.still_writes(by=by, recorded_by=me, recorded_at=start, draft=draft, now=start + after) is writes


# completing


def test_whoever_took_the_call_reads_the_names_that_were_just_told_and_loses_no_click(cast: Cast, report: Report) -> None:
    page = signed_in("duty").get(form_of(report))

    assert shown(page) == [*NAMES.values()]
    assert 'name="reveal"' not in text_of(page)
    assert revealed(cast) == []


def test_a_colleague_and_the_same_officer_after_the_shift_read_none_until_they_say_what_for(
    cast: Cast, report: Report, manager: Client
) -> None:
    with standing_at(now() + LATER):
        pages = [manager.get(form_of(report)), signed_in("duty").get(form_of(report))]

    for page in pages:
        assert shown(page) == []
        assert "Nama tetap tersembunyi" in text_of(page)
        assert 'name="reveal"' in text_of(page)


def test_the_read_log_of_a_hidden_form_names_no_name(cast: Cast, report: Report, manager: Client) -> None:
    manager.get(form_of(report))
    with acting_as(cast.privacy, "test"):
        fields = Event.objects.filter(act="read", subject_id=report.pk, actor=cast.manager.id).values_list("fields", flat=True)
        assert not any(name in field for name in NAMES for field in fields)


def test_one_press_names_the_purpose_shows_the_names_keeps_what_was_typed_and_is_logged(
    cast: Cast, report: Report, manager: Client
) -> None:
    typed = as_shown(manager, report) | {"location_note": "Belakang pasar", "victim_age": "16"}
    answer = manager.post(form_of(report), typed | {"reveal": "contact"})

    assert answer.status_code == 200
    assert shown(answer) == [*NAMES.values()]
    assert "Belakang pasar" in text_of(answer)
    assert revealed(cast) == [(cast.manager.id, report.pk, "contact")]
    with acting_as(cast.duty, "test"):
        assert Report.objects.get(pk=report.pk).victim_age == 17, "nothing was saved by it"


def test_a_name_typed_before_the_press_stays_as_typed(report: Report, manager: Client) -> None:
    answer = manager.post(form_of(report), as_shown(manager, report) | {"victim_name": "Bunga Baru", "reveal": "check"})

    assert shown(answer) == [NAMES["reporter_name"], NAMES["reporter_contact"]]
    assert "Bunga Baru" in text_of(answer)


@pytest.mark.parametrize("reason", ["", "curious"])
def test_a_press_without_a_purpose_of_the_list_shows_and_saves_nothing(
    cast: Cast, report: Report, manager: Client, reason: str
) -> None:
    answer = manager.post(form_of(report), as_shown(manager, report) | {"victim_name": "Lain", "reveal": reason})

    assert (answer.status_code, shown(answer), revealed(cast)) == (200, [], [])
    assert names_in(cast, report) == NAMES


def test_what_is_hidden_and_left_empty_stays_and_what_is_typed_replaces_it(cast: Cast, report: Report, manager: Client) -> None:
    sent = as_shown(manager, report) | {"victim_age": "16", "victim_name": "Bunga Baru"}

    assert manager.post(form_of(report), sent).status_code == 302
    assert names_in(cast, report) == NAMES | {"victim_name": "Bunga Baru"}


def test_what_was_shown_and_is_emptied_is_emptied(cast: Cast, report: Report, manager: Client) -> None:
    page = manager.post(form_of(report), as_shown(manager, report) | {"reveal": "check"})
    form = page.context["form"]
    sent = as_shown(manager, report) | {name: form[name].value() for name in (*NAMES, "named", "shown")} | {"reporter_name": ""}

    assert manager.post(form_of(report), sent).status_code == 302
    assert names_in(cast, report) == NAMES | {"reporter_name": ""}


def test_a_refused_form_shows_no_name_that_was_not_asked_for(report: Report, manager: Client) -> None:
    answer = manager.post(form_of(report), as_shown(manager, report) | {"victim_age": "300"})

    assert (answer.status_code, shown(answer)) == (422, [])


@pytest.mark.parametrize("named", ["1", "[]:1:x", "of another report", "of another account"])
def test_a_token_that_was_not_given_for_this_account_and_report_shows_nothing(
    cast: Cast, report: Report, manager: Client, named: str
) -> None:
    other = receive(cast.manager, victim_name="Lain")
    if named == "of another report":
        named = as_shown(manager, other)["named"]
    elif named == "of another account":
        named = as_shown(signed_in("duty"), report)["named"]
    stale = {"version": "0", "shown": "", "victim_name": "Lain", "named": named}
    answer = manager.post(form_of(report), as_shown(manager, report) | stale)

    assert (answer.status_code, shown(answer)) == (422, [])


def test_a_name_that_nobody_saw_is_not_replaced_while_somebody_else_was_writing(cast: Cast, report: Report, manager: Client) -> None:
    sent = as_shown(manager, report) | {"victim_name": "Bunga Baru"}
    duty = signed_in("duty")
    duty.post(form_of(report), as_shown(duty, report) | {"victim_name": "Melati"})
    answer = manager.post(form_of(report), sent)

    assert answer.status_code == 422
    assert "Melati" not in text_of(answer)
    assert 'id="id_victim_name_error"' in text_of(answer)
    assert names_in(cast, report)["victim_name"] == "Melati"


def test_a_draft_stays_open_to_who_wrote_it_and_hidden_from_colleagues(cast: Cast, manager: Client) -> None:
    draft = receive(cast.duty, draft=True, **NAMES)
    with standing_at(now() + timedelta(days=2)):
        assert shown(signed_in("duty").get(form_of(draft))) == [*NAMES.values()]
        assert shown(manager.get(form_of(draft))) == []


# people


@pytest.fixture
def raid(cast: Cast) -> Report:
    """Two people, one of them named by the officer on duty."""
    row = receive(cast.duty, channel="raid", reporter_kind="professional", victim_count=2, victim_age=None, contact=None)
    with acting_as(cast.duty, "intake"):
        people = [{"sex": "female", "age": 16, "name": "Bunga Rekaan"}, {"sex": "male", "minor": True}]
        actions.list_people(by=cast.duty, report_id=row.pk, version=1, people=people)
    return row


def list_of(row: Report) -> str:
    return f"/reports/{row.pk}/people/"


def sent_by(browser: Client, row: Report) -> dict[str, str]:
    """What a browser would send from the page, untouched."""
    form = browser.get(list_of(row)).context["form"]
    fields = {bound.html_name: bound.value() for one in form.rows for bound in one.form if not isinstance(bound.value(), bool)}
    own = {"version": form["version"].value(), "named": form["named"].value(), "count": form.size, "submission": uuid7()}
    return {name: str(value) for name, value in (fields | own).items() if value is not None}


def test_the_people_of_a_report_are_named_for_who_lists_them_and_hidden_from_the_next(cast: Cast, raid: Report, manager: Client) -> None:
    assert "Bunga Rekaan" in text_of(signed_in("duty").get(list_of(raid)))
    page = text_of(manager.get(list_of(raid)))
    assert "Bunga Rekaan" not in page
    assert page.count("tersimpan di sini dan tersembunyi") == 1, "beside the one who has a name"


def test_one_press_shows_the_people_keeps_the_rows_and_is_logged(cast: Cast, raid: Report, manager: Client) -> None:
    answer = manager.post(list_of(raid), sent_by(manager, raid) | {"p1-name": "Si Kecil", "reveal": "check"})

    assert answer.status_code == 200
    assert "Bunga Rekaan" in text_of(answer)
    assert "Si Kecil" in text_of(answer)
    assert revealed(cast) == [(cast.manager.id, raid.pk, "check")]


def test_a_hidden_name_of_the_list_that_is_left_empty_stays(cast: Cast, raid: Report, manager: Client) -> None:
    answer = manager.post(list_of(raid), sent_by(manager, raid) | {"p0-age": "17", "p1-name": "Si Kecil"})

    assert answer.status_code == 302, text_of(answer)
    with acting_as(cast.duty, "test"):
        assert [(p.age, p.name) for p in queries.people_for(cast.duty, raid.pk)] == [(17, "Bunga Rekaan"), (None, "Si Kecil")]


def test_a_shown_name_of_the_list_that_is_emptied_is_emptied(cast: Cast, raid: Report) -> None:
    duty = signed_in("duty")

    assert duty.post(list_of(raid), sent_by(duty, raid) | {"p0-name": ""}).status_code == 302
    with acting_as(cast.duty, "test"):
        assert [p.name for p in queries.people_for(cast.duty, raid.pk)] == ["", ""]
