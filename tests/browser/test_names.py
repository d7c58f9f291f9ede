"""The names of a report in its forms: hidden from a colleague until one press says what for, and nothing that was typed is lost by it."""

import pytest

from jejaring.guard.context import acting_as
from jejaring.intake import actions
from jejaring.intake.models import Report
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast
from tests.intake.conftest import receive

CHECK = "Untuk memeriksa atau memperbaiki data"


@pytest.fixture
def report(cast: Cast) -> Report:
    """Taken by the officer on duty, with two people of whom one is named."""
    row = receive(cast.duty, channel="raid", victim_count=2, victim_name="Bunga Rekaan", reporter_name="Sri Rekaan")
    with acting_as(cast.duty, "intake"):
        people = [{"sex": "female", "age": 16, "name": "Bunga Rekaan"}, {"sex": "male", "minor": True}]
        actions.list_people(by=cast.duty, report_id=row.pk, version=1, people=people)
    return row


def then_enter_saves_and_shows_nobodys_name(manager: Person) -> None:
    manager.page.locator("input[name='p1-name']").fill("Si Kecil")
    with manager.page.expect_navigation():
        manager.page.locator("input[name='p1-name']").press("Enter")
    manager.sees("Daftar orang tersimpan").sees_nothing_of("Bunga Rekaan")


def test_a_colleague_says_what_for_with_one_press_and_nothing_typed_is_lost(at: At, report: Report) -> None:
    complete, people = f"/reports/{report.pk}/complete/", f"/reports/{report.pk}/people/"
    duty = at("duty").opens(complete).sees_nothing_of("Nama tetap tersembunyi")
    assert duty.value_of("victim_name") == "Bunga Rekaan"

    manager = at("manager", phone=True, dark=True).opens(complete).sees("Nama tetap tersembunyi")
    manager.sees_nothing_of("Bunga Rekaan", "Sri Rekaan").unfolds()
    manager.writes("location_note", "Belakang pasar").presses(CHECK).sees("Nama ditampilkan kepada Anda")
    assert [manager.value_of(name) for name in ("victim_name", "reporter_name", "location_note")] == [
        "Bunga Rekaan", "Sri Rekaan", "Belakang pasar",
    ]  # fmt: skip

    manager.opens(people).sees("Nama tetap tersembunyi").sees_nothing_of("Bunga Rekaan")
    then_enter_saves_and_shows_nobodys_name(manager)
    manager.opens(people).presses(CHECK)
    assert [manager.value_of(name) for name in ("p0-name", "p1-name")] == ["Bunga Rekaan", "Si Kecil"]
