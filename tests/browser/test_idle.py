"""A page left alone at a shared computer: it closes by itself, keeps what was typed, and never closes on somebody who is at work."""

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from jejaring.access.purposes import Purpose
from jejaring.directory import actions as directory
from jejaring.directory.models import Session
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_report import Told, given_a_new_report_being_filled_in
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
PASSWORD, STORY = "sandi panjang untuk uji", "Cerita yang sedang diketik ketika telepon lain berdering."
ALONE = "Halaman ini ditinggalkan, maka ditutup."


def given_the_duty_officer_types(at: At, cast: Cast) -> Person:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        directory.set_password(by=cast.admin, user_id=cast.duty.id, password=PASSWORD)
    duty = at("duty")
    duty.page.clock.install()
    return given_a_new_report_being_filled_in(duty, Told(STORY, who="victim", channel="walk_in", signs=("weapon",)))


def when_minutes_pass(duty: Person, minutes: int, *, on_the_server: bool = True) -> None:
    if on_the_server:
        Session.objects.filter(user=duty.actor.id if duty.actor else None).update(expire_date=F("expire_date") - timedelta(minutes=minutes))
    duty.page.clock.fast_forward(minutes * 60_000)


def test_a_page_left_alone_closes_and_keeps_what_was_typed(at: At, cast: Cast) -> None:
    duty = given_the_duty_officer_types(at, cast)
    when_minutes_pass(duty, 16)

    duty.sees("Yang Anda ketik tersimpan")
    assert duty.page.title() == "Masuk · Jejaring"
    assert STORY not in duty.page.inner_text("body")
    duty.writes("username", "duty").writes("password", PASSWORD).presses("Masuk").sees("Yang Anda ketik tersimpan")
    assert duty.page.locator("input[name=narrative]").get_attribute("value") == STORY


def test_a_page_without_a_form_closes_and_comes_back_to_itself(at: At, cast: Cast) -> None:
    duty = given_the_duty_officer_types(at, cast).opens("/account/")
    when_minutes_pass(duty, 16)

    duty.sees(ALONE)
    duty.writes("username", "duty").writes("password", PASSWORD).presses("Masuk")
    assert duty.path == "/account/"


def test_whoever_is_at_work_in_another_tab_finds_this_one_open(at: At, cast: Cast) -> None:
    duty = given_the_duty_officer_types(at, cast)
    when_minutes_pass(duty, 16, on_the_server=False)

    expect(duty.page.locator("body")).to_be_visible()
    assert duty.page.locator("textarea[name=narrative]").input_value() == STORY


def test_typing_counts_as_being_there(at: At, cast: Cast) -> None:
    duty = given_the_duty_officer_types(at, cast)
    when_minutes_pass(duty, 10)
    with duty.page.expect_response("**/account/awake/"):
        duty.page.locator("textarea[name=narrative]").press("End")
    when_minutes_pass(duty, 10)

    assert Session.objects.filter(user=cast.duty.id).exists()
    assert duty.page.locator("textarea[name=narrative]").input_value() == STORY
    assert duty.path == "/reports/new/"
