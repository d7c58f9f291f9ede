"""The pages of emergency access: one form, the banner, what was read, the review, whose right rests."""

from datetime import timedelta
from uuid import UUID

import pytest

from jejaring.access.purposes import Purpose
from jejaring.audit.models import Event
from jejaring.cases import actions
from jejaring.cases.models import Case, EmergencyAccess, EmergencySuspension
from jejaring.cases.rules import emergency as rules
from jejaring.directory.models import SignInAttempt
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import reference, uuid7
from tests.cases.urgent import PASSWORD, REASON, opened, planned, review
from tests.cast import Cast
from tests.screens import signed_in

ASK = "/cases/emergency/"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def filled(known_by: str, **other: str) -> dict[str, str]:
    """The form as it is sent."""
    return {"danger": "life", "known_by": known_by, "reason": REASON, "password": PASSWORD, "submission": str(uuid7()), **other}


def test_one_form_opens_the_case_shows_what_helps_and_a_banner_on_every_page_until_it_is_ended(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.duty)
    sent = browser.post(ASK, filled(case.reference))
    shown = browser.get(sent["Location"]).content.decode()
    elsewhere = browser.get("/reports/").content.decode()
    ended = browser.post(f"{ASK}{UUID(sent['Location'].split('/')[2])}/end/")
    after = browser.get("/reports/").content.decode()

    assert "Perekrut tahu rumahnya" in shown
    assert case.reference in shown
    assert "Bunga Contoh" not in shown
    assert "notice late running" in shown
    assert "notice late running" in elsewhere
    assert case.reference not in elsewhere
    assert "notice late running" not in after
    assert browser.get(sent["Location"])["Location"] == ended["Location"]  # what was read, in the place of what is closed


def test_the_same_form_sent_twice_is_one_access(cast: Cast, case: Case) -> None:
    browser, form = signed_in(cast.duty), filled(case.reference)

    assert browser.post(ASK, form)["Location"] == browser.post(ASK, form)["Location"]
    with acting_as(cast.privacy, "test"):
        assert EmergencyAccess.objects.count() == 1


def test_a_name_is_shown_once_by_an_act_of_its_own(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with acting_as(cast.manager, "test"):
        person = case.participants.get(role="victim").person_id
    address = f"/emergency/{access}/name/{person}/"

    assert "Bunga Contoh" in signed_in(cast.duty).post(address).content.decode()
    assert signed_in(cast.duty).get(address).status_code == 405
    assert signed_in(cast.duty).post(f"/emergency/{access}/name/{uuid7()}/").status_code == 404
    assert signed_in(cast.companion).post(address).status_code == 404


def test_a_safety_card_shows_no_name_to_another_organisation(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    with acting_as(cast.manager, "test"):
        person = case.participants.get(role="victim").person_id
    browser = signed_in(cast.police)

    assert "Perekrut tahu rumahnya" in browser.get(f"/emergency/{access}/").content.decode()
    assert browser.post(f"/emergency/{access}/name/{person}/").status_code == 404


@pytest.mark.parametrize("known_by", ["none", "own"])
def test_no_case_and_a_case_of_ones_own_conflict_are_one_answer(cast: Cast, case: Case, known_by: str) -> None:
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account="duty", kind="kin", reason="Saudara terlapor")
    asked = reference("K", 2026, 9999) if known_by == "none" else case.reference
    answer = signed_in(cast.duty).post(ASK, filled(asked))

    assert answer.status_code == 422
    assert "Tidak ada kasus yang dibuka dengan isian ini" in answer.content.decode()


def test_a_wrong_password_is_said_at_its_field_keeps_what_was_typed_and_counts(cast: Cast, case: Case) -> None:
    answer = signed_in(cast.duty).post(ASK, filled(case.reference, password="salah"))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "Ini bukan kata sandi Anda sekarang." in text
    assert REASON in text
    assert "salah" not in text
    with acting_as(cast.duty, Purpose.EMERGENCY):
        assert SignInAttempt.objects.count() == 1


def test_the_sixth_question_of_a_day_is_refused_at_its_page_and_is_in_the_log(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.police)
    for _n in range(rules.A_DAY):
        browser.post(ASK, filled(reference("K", 2026, 9999)))
    answer = browser.post(ASK, filled(case.reference))

    assert answer.status_code == 422
    assert "lima kali" in answer.content.decode()
    with acting_as(cast.privacy, Purpose.AUDIT):
        assert [(e.actor, e.detail) for e in Event.objects.filter(act="ration_spent")] == [(cast.police.id, "emergency")]


def test_the_head_finds_the_promise_on_the_home_page_and_reviews_it(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    signed_in(cast.duty)
    browser, page = signed_in(cast.head), f"{ASK}{access}/"
    home = browser.get("/").content.decode()
    before = browser.get(page).content.decode()
    sent = browser.post(page, {"verdict": "justified", "reason": "Ada ancaman parang", "submission": str(uuid7())})
    after = browser.get(page).content.decode()

    assert page in home
    assert REASON in before
    assert case.reference not in home + before + after
    assert sent.status_code == 302
    assert "Ada ancaman parang" in after
    assert browser.post(page, {"verdict": "justified", "reason": "x"}).status_code == 409


def test_the_team_opens_what_was_read_from_the_timeline(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    browser = signed_in(cast.manager)

    assert f"{ASK}{access}/" in browser.get(f"/cases/{case.pk}/").content.decode()
    assert browser.get(f"{ASK}{access}/").status_code == 200


def test_the_privacy_officer_sees_all_and_gives_a_right_back_and_an_empty_list_says_so(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.privacy)
    empty = browser.get(f"{ASK}all/").content.decode()
    review(cast.head, opened(cast.duty, case), "unjustified")
    with acting_as(cast.privacy, "test"):
        resting = EmergencySuspension.objects.get().pk
    shown = browser.get(f"{ASK}all/").content.decode()
    sent = browser.post(f"{ASK}right/{resting}/", {"reason": "Sudah dibicarakan", "submission": str(uuid7())})

    assert "Belum ada kasus yang dibuka" in empty
    assert f"{ASK}right/{resting}/" in shown
    assert sent["Location"] == f"{ASK}all/"
    assert f"{ASK}right/{resting}/" not in browser.get(f"{ASK}all/").content.decode()
    assert browser.get(f"{ASK}right/{resting}/").status_code == 404


def test_whoever_lost_the_right_reads_so_before_typing(cast: Cast, case: Case) -> None:
    review(cast.head, opened(cast.duty, case), "unjustified")

    assert "ditangguhkan" in signed_in(cast.duty).get(ASK).content.decode()


def test_the_banner_goes_by_itself(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.duty)
    browser.post(ASK, filled(case.reference))
    with standing_at(now() + timedelta(hours=4, seconds=1)):
        assert "notice late running" not in browser.get("/reports/").content.decode()
