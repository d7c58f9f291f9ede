"""A city's list becomes cases in a browser: the check runs by itself, or by a button."""

from pathlib import Path

import pytest

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast
from tests.exchange.lists import csv_of, understood

pytestmark = pytest.mark.usefixtures("live")
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "kasus-berjalan.xlsx"


def when_the_example_is_brought(person: Person) -> None:
    person.opens("/import/")
    person.page.set_input_files("input[type=file]", str(EXAMPLE))
    person.submits().sees("Lembar yang mana?", "Melati Rekaan", "1 rumus")
    assert person.value_of("header_row") == "3", "the heads were found below the title"
    person.submits().sees("Arti kolom")


def when_its_values_are_named(person: Person, cast: Cast) -> None:
    person.submits().sees("Arti nilai", "hak asuh anak")
    for select in person.page.locator("div.meanings select").all():
        if select.is_visible() and select.input_value() == "":
            select.select_option("open")
    person.chooses("manager", cast.manager.id)
    person.page.locator("main form button.primary[type=submit]").first.click()
    person.page.wait_for_url("**/preview/")
    person.finds_it_accessible()


def test_a_list_is_taken_in_and_out_again(at: At, cast: Cast) -> None:
    supervisor = at("supervisor")
    when_the_example_is_brought(supervisor)
    when_its_values_are_named(supervisor, cast)
    supervisor.sees("belasan", "Tidak terbaca umur", "Ambil 12 kasus")

    supervisor.ticks("without").submits().sees("12 kasus sudah diambil")
    with acting_as(cast.supervisor, "test"):
        assert Case.objects.count() == 12
    supervisor.follows("Keluarkan lagi").presses("Keluarkan daftar lagi").sees("12 kasus sudah dikeluarkan lagi")


def test_on_a_phone_in_the_dark_every_step_fits(at: At, cast: Cast) -> None:
    supervisor = at("supervisor", phone=True, dark=True)
    when_the_example_is_brought(supervisor)
    supervisor.sees("Judul kolom ini pernah diunggah")  # by the story before
    when_its_values_are_named(supervisor, cast)
    supervisor.presses("Buang daftar").sees("Daftar dibuang")


def test_without_javascript_the_check_is_a_button(at: At, cast: Cast) -> None:
    batch_id = understood(cast, csv_of([["", "", "3/3/2025", f"Korban {n} Contoh", "P", "30", "KDRT", *[""] * 6] for n in range(120)]))
    supervisor = at("supervisor")
    supervisor.context.route("**/*.js", lambda route: route.abort())
    supervisor.page.goto(f"/import/{batch_id}/check/")

    supervisor.page.get_by_role("button", name="Lanjutkan").click()
    supervisor.page.wait_for_url("**/preview/")

    supervisor.sees("Ambil 120 kasus")
    supervisor.complaints.clear()  # the scripts that we kept away
