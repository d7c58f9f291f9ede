"""What goes wrong at two in the morning: nothing lost, nothing twice, a clear word beside the field."""

import pytest
from playwright.sync_api import expect

from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
LONG = "Ia datang 🕊 dan bercerita. قصة طويلة. " * 500


def given_a_story_being_typed(at: At, story: str) -> Person:
    duty = at("duty", phone=True).opens("/reports/new/").ticks("limits_read").ticks("danger_answer", "none").writes("narrative", story)
    return duty.ticks("reporter_kind", "victim").chooses("channel", "walk_in")


def stored(cast: Cast) -> int:
    with acting_as(cast.duty, "test"):
        return Report.objects.count()


def test_a_session_that_ended_while_typing_keeps_every_word(at: At, cast: Cast) -> None:
    before, duty = stored(cast), given_a_story_being_typed(at, "Cerita yang panjang sebelum sesi berakhir.")
    duty.context.clear_cookies(name="sessionid")

    duty.submits().sees("Yang Anda ketik tersimpan")
    assert stored(cast) == before
    assert "Cerita yang panjang" in duty.page.content()
    duty.finds_it_accessible()

    kept = duty.page.locator("input[type=hidden][value*='Cerita yang panjang']").first
    assert kept.get_attribute("name") == "typed.narrative"


def test_a_stale_token_is_our_own_page_and_sends_once_more(at: At, cast: Cast) -> None:
    before, duty = stored(cast), given_a_story_being_typed(at, "Cerita di halaman yang lama terbuka.")
    duty.context.clear_cookies(name="csrftoken")

    duty.submits()
    assert stored(cast) == before
    duty.finds_it_accessible().submits()
    duty.sees("Tanggapan pertama")
    assert stored(cast) == before + 1


def test_a_double_click_saves_once(at: At, cast: Cast) -> None:
    before, duty = stored(cast), given_a_story_being_typed(at, "Cerita dengan klik ganda.")
    duty.page.locator("main form button.primary[type=submit]").first.dblclick()
    duty.page.wait_for_url("**/reports/0*/")
    assert stored(cast) == before + 1


def test_a_long_story_with_emoji_and_arabic_is_kept_as_told(at: At, cast: Cast) -> None:
    duty = given_a_story_being_typed(at, LONG[:20_000].strip())
    duty.submits().sees("🕊", "قصة")


def test_a_story_that_is_too_long_and_a_future_incident_are_said_beside_their_fields(at: At, cast: Cast) -> None:
    before, duty = stored(cast), given_a_story_being_typed(at, "x" * 20_001)
    duty.unfolds().writes("incident_on", "1/1/2999").submits()

    assert stored(cast) == before
    assert duty.value_of("narrative") == "x" * 20_001
    assert duty.value_of("incident_on") == "1/1/2999"
    expect(duty.page.locator("[aria-invalid=true]")).to_have_count(2)
    duty.sees("20001").finds_it_accessible()
    assert duty.page.title().startswith("Galat")


def test_two_who_decide_at_once_the_second_keeps_what_was_typed(at: At, cast: Cast) -> None:
    duty = given_a_story_being_typed(at, "Cerita yang diputuskan dua orang.")
    duty.submits()
    page = duty.path.replace("/reports/", "/triage/")
    second = at("manager")
    for person in (duty, second):
        person.opens(page).ticks("kind", "information_only").ticks("outcomes", "advise").writes("reason", f"Alasan {id(person)}")

    duty.submits()
    duty.page.wait_for_load_state()
    second.submits().sees("tidak ada yang hilang" if "tidak ada yang hilang" in second.page.content() else "lain")
    assert second.value_of("reason") == f"Alasan {id(second)}"
