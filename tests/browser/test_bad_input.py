"""What goes wrong at two in the morning: nothing lost, nothing twice, a clear word beside the field and above the form."""

import pytest

from jejaring.access.purposes import Purpose
from jejaring.config.sessions import SessionStore
from jejaring.directory import actions as directory
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.triage.models import Triage
from jejaring.vault import actions as vault
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in, given_a_report
from tests.cases import files
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
PASSWORD = "sandi panjang untuk uji"
STORY = "Cerita yang panjang, diketik sambil menelepon."
SENTENCE = "Ia datang 🕊️ dan bercerita: قصة طويلة جدا. "
KEPT = "Yang Anda ketik tersimpan"


def given_somebody_typing(at: At, story: str = STORY) -> Person:
    return given_a_new_report_being_filled_in(at("duty", phone=True), Told(story, who="victim", channel="walk_in", signs=("weapon",)))


def stored(cast: Cast) -> list[str]:
    """The stories that were saved, oldest first."""
    with acting_as(cast.duty, "test"):
        rows = list(Report.objects.order_by("pk"))
        vault.preload(row.domain for row in rows)
        return [str(vault.read(row, "narrative")) for row in rows]


def given_that_the_officer_knows_a_password(cast: Cast) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        directory.set_password(by=cast.admin, user_id=cast.duty.id, password=PASSWORD)


def when_the_session_ends_on_the_server(person: Person) -> None:
    cookie = next(c["value"] for c in person.context.cookies() if c["name"] == "sessionid")
    SessionStore(cookie).delete()


def when_they_sign_in_again(person: Person) -> None:
    person.writes("username", "duty").writes("password", PASSWORD).presses("Masuk").sees(KEPT)


def test_a_session_that_ended_while_typing_loses_nothing(at: At, cast: Cast) -> None:
    given_that_the_officer_knows_a_password(cast)
    duty, before = given_somebody_typing(at).ticks("contact_never", "phone").unfolds().writes("victim_name", "Kenanga"), stored(cast)

    when_the_session_ends_on_the_server(duty)
    duty.submits().sees("Sesi Anda berakhir", KEPT)
    duty.writes("username", "duty").writes("password", "keliru").presses("Masuk").sees(KEPT)  # mistyped: still kept
    when_they_sign_in_again(duty)
    assert stored(cast) == before
    duty.submits()

    duty.sees(STORY, "Senjata", "Jangan", "Telepon", "Datang langsung").opens(duty.path + "names/").ticks("reason", "contact").submits()
    duty.sees("Kenanga")
    assert stored(cast) == [*before, STORY]


def test_a_stale_token_is_our_own_page_which_keeps_the_fields(at: At, cast: Cast) -> None:
    duty, before = given_somebody_typing(at), stored(cast)

    duty.context.clear_cookies(name="csrftoken")
    duty.submits().sees("Halaman terbuka terlalu lama", "Semua yang Anda ketik masih ada")
    assert stored(cast) == before
    duty.submits()

    duty.sees(STORY, "Senjata")
    assert stored(cast) == [*before, STORY]


def test_a_double_click_saves_once(at: At, cast: Cast) -> None:
    duty, before = given_somebody_typing(at), stored(cast)

    duty.page.locator("main form button.primary[type=submit]").first.dblclick()
    duty.page.wait_for_url("**/reports/0*/")

    assert stored(cast) == [*before, STORY]


def test_a_form_that_arrives_twice_without_our_script_saves_once(at: At, cast: Cast) -> None:
    duty, before = given_somebody_typing(at), stored(cast)
    typed = duty.page.evaluate(
        "Array.from(new FormData(document.querySelector('main form[method=post]')), ([name, value]) => [name, value])"
    )
    body = "new URLSearchParams(typed)"

    twice = f"typed => Promise.all([1, 2].map(() => fetch('/reports/new/', {{method: 'POST', body: {body}}}).then(a => a.url)))"
    first, second = duty.page.evaluate(twice, typed)

    assert first == second
    assert stored(cast) == [*before, STORY]


def test_twenty_thousand_characters_with_emoji_and_arabic_are_kept_as_told(at: At, cast: Cast) -> None:
    story = (SENTENCE * 600)[:20_000].strip()
    duty, before = given_somebody_typing(at, story), stored(cast)

    duty.sees(f"sisa {20_000 - len(story)} karakter").submits().sees("🕊️", "قصة طويلة")

    assert stored(cast) == [*before, story]


def test_what_cannot_be_is_said_beside_its_field_and_on_top(at: At, cast: Cast) -> None:
    duty, before = given_somebody_typing(at, "x" * 20_001), stored(cast)

    duty.unfolds().writes("incident_on", "1/1/2999").writes("victim_age", "200").submits()
    duty.is_told_beside("narrative", "20001").is_told_beside("incident_on", "Kejadian tidak dapat bertanggal setelah hari ini")
    duty.is_told_beside("victim_age", "antara 0 dan 120")
    assert (duty.value_of("narrative"), duty.value_of("incident_on")) == ("x" * 20_001, "1/1/2999")
    duty.writes("narrative", STORY).writes("incident_on", "31/2/2026").writes("victim_age", "20").submits()
    duty.is_told_beside("incident_on", "31/2/2026")
    assert stored(cast) == before
    duty.writes("incident_on", "Februari 2026").writes("victim_name", "Kenanga").submits()

    assert stored(cast) == [*before, STORY]


def test_a_nik_that_contradicts_birth_date_or_sex_is_said_and_kept(at: At, cast: Cast) -> None:
    case, manager = files.open_file(cast), at("manager")

    manager.opens(f"/cases/{case.pk}/party/").ticks("role", "witness").ticks("sex", "male").writes("birth_date", "3/3/1999")
    manager.writes("name", "Melati").writes("nik", "1571015502030001").submits()
    manager.is_told_beside("nik", "NIK")
    assert (manager.value_of("nik"), manager.value_of("birth_date")) == ("1571015502030001", "3/3/1999")
    manager.ticks("sex", "female").writes("birth_date", "").writes("nik", "").submits()

    assert manager.path == f"/cases/{case.pk}/"  # one word is a name, an unknown birth date is an answer


def test_of_two_who_decide_one_report_the_second_keeps_what_was_typed(at: At, cast: Cast) -> None:
    first, second = at("duty", phone=True), at("supervisor")
    report = given_a_report(first, Told("Cerita yang diputuskan dua orang.", who="victim", channel="walk_in"))
    page = report.replace("/reports/", "/triage/")
    for person, reason in ((first, "Alasan pertama"), (second, "Alasan kedua")):
        filled_in(person.opens(page), kind="information_only", outcomes="advise").writes("reason", reason)

    first.submits()
    second.submits().sees("isian Anda tidak ada yang hilang")

    assert second.value_of("reason") == "Alasan kedua"
    with acting_as(cast.duty, "test"):
        assert Triage.objects.count() == 1
    second.opens(page).sees("Alasan pertama").sees_nothing_of("Alasan kedua")
