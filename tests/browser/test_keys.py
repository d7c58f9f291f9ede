"""Lists under the fingers: searching, going down and up, opening, narrowing, and which keys there are."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast
from tests.intake.conftest import receive

pytestmark = pytest.mark.usefixtures("live")


def in_focus(person: Person) -> str:
    """The words of what has the focus."""
    return str(person.page.evaluate("document.activeElement.innerText || document.activeElement.name || ''"))


def test_a_list_is_worked_with_the_keys_alone(at: At, cast: Cast) -> None:
    for age in (11, 22, 33):
        receive(cast.duty, victim_age=age)
    duty = at("duty").opens("/reports/")
    names = duty.page.locator("main ul.promises > li a").all_inner_texts()

    duty.page.keyboard.press("j")
    assert in_focus(duty) == names[0]
    duty.page.keyboard.type("jjjj")
    assert in_focus(duty) == names[-1], "the end of the list holds"
    duty.page.keyboard.press("k")
    assert in_focus(duty) == names[-2]
    duty.page.keyboard.press("Enter")
    duty.page.wait_for_url("**/reports/0*/")
    duty.sees(names[-2])


def test_the_slash_searches_and_letters_in_a_field_are_letters(at: At) -> None:
    duty = at("duty").opens("/reports/")

    duty.page.keyboard.press("/")
    duty.page.keyboard.type("jk?n/")

    assert duty.value_of("q") == "jk?n/"
    duty.page.keyboard.press("Enter")
    duty.page.wait_for_url("**q=jk*")
    duty.sees("Tidak ada laporan meja ini dengan nomor tersebut")


def test_the_question_mark_says_which_keys_there_are(at: At) -> None:
    duty = at("duty").opens("/reports/")

    duty.page.keyboard.press("?")
    sheet = duty.page.get_by_role("dialog", name="Tombol pintas")
    expect(sheet).to_contain_text("Turun dan naik dalam daftar")
    duty.finds_it_accessible()
    duty.page.keyboard.press("n")
    expect(sheet).to_be_visible()
    duty.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_narrowed_list_keeps_its_question_in_sight(at: At, cast: Cast) -> None:
    duty = at("duty", phone=True).opens("/reports/").unfolds().chooses("risk", "high").presses("Tampilkan")

    assert "risk=high" in duty.page.url
    expect(duty.page.locator("select[name='risk']")).to_be_visible()
    duty.follows("Unduh daftar").sees("Untuk apa berkas ini diperlukan?")
    with duty.page.expect_download() as download:
        duty.ticks("reason", "check").page.get_by_role("button", name="Unduh", exact=True).click()
    assert download.value.suggested_filename.endswith(".xlsx")
