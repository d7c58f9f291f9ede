"""Nobody answers a referral: over days it climbs from the police desk to a letter and the chair, once a step; the answer stops it."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from jejaring.cases.models import Case
from jejaring.commitments import actions as commitments
from jejaring.commitments import jobs
from jejaring.commitments.models import Commitment, StepTaken
from jejaring.commitments.states import RuleKey
from jejaring.directory.models import Desk, Organisation
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.notices.models import Notice
from jejaring.referrals.models import Referral
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_case import when_the_desk_accepts
from tests.cases import files
from tests.cast import Cast
from tests.referrals.sent import send

pytestmark = pytest.mark.usefixtures("live")
PHONE = "0741-000-110"
DUE, LATE = "Sebuah janji segera jatuh tempo", "Sebuah janji lewat waktu"
LADDER = ("Dibuka", "Diingatkan", "Dinaikkan", "Dinaikkan", "Dinaikkan")


def given_a_referral_to_the_police_four_days_ago(cast: Cast) -> tuple[Case, Referral, datetime]:
    with acting_as(cast.admin, "administration"):
        Organisation.objects.filter(pk=cast.police.organisation).update(vertical=True)
        Desk.objects.filter(pk=cast.desk_id("police")).update(phone=PHONE)
    sent_at = now() - timedelta(days=4)
    with standing_at(sent_at):
        case = files.open_file(cast, risk="medium")
        return case, send(cast, case, basis="public_task"), sent_at


def when_hours_pass(sent_at: datetime, *hours: float) -> None:
    """The worker ticks at these moments, each of them twice."""
    for n in hours:
        with standing_at(sent_at + timedelta(hours=n, seconds=1)):
            jobs.tick()
            jobs.tick()


def promise_of(cast: Cast, referral: Referral) -> UUID:
    with acting_as(cast.police, "test"):
        return Commitment.objects.get(subject_id=referral.pk, key="referral_answer").pk


def then_nothing_more_is_taken(cast: Cast, referral: Referral, steps: int) -> None:
    """The answer ended it: no step, no notice, whatever time passes."""
    with acting_as(cast.police, "test"):
        assert StepTaken.objects.filter(commitment_id=promise_of(cast, referral)).count() == steps
        assert Notice.objects.filter(subject_id=promise_of(cast, referral)).count() == 2


def then_each_desk_was_told_once(cast: Cast, referral: Referral, **kinds: list[str]) -> None:
    """The notices about this promise and about late desks: exactly these at each desk, in order."""
    for who, wanted in kinds.items():
        with acting_as(cast.actors[who], "test"):
            told = Notice.objects.filter(subject_id__in=[promise_of(cast, referral), cast.desk_id("office")])
            assert list(told.order_by("at", "pk").values_list("kind", flat=True)) == wanted, who


def then_the_chair_sees_which_desk_and_no_case(chair: Person, case: Case) -> None:
    chair.opens("/promises/").sees("Polresta Contoh", PHONE).sees_nothing_of(case.reference, "Bunga")
    href = chair.page.get_by_role("link", name="Konsep surat pengingat").first.get_attribute("href")
    letter = chair.page.request.get(str(href))
    assert (letter.status, letter.headers["content-type"]) == (200, "application/pdf")


def then_the_journey_tells_it_all(manager: Person, case: Case, *acts: str) -> None:
    manager.opens(f"/cases/{case.pk}/?only=promises")
    life = manager.page.locator("details.life", has_text=re.compile("Jawaban rujukan")).first
    life.locator("summary").click()
    assert [text.split("\n")[0].strip() for text in life.locator("h3").all_inner_texts()] == list(acts)
    for words in ("jam sistem · Polresta Contoh", "Konsep surat dibuat", "Ketua gugus tugas"):
        assert words in life.inner_text(), words


def test_a_referral_that_nobody_answers_climbs_to_a_letter_and_the_chair(at: At, cast: Cast) -> None:
    case, referral, sent_at = given_a_referral_to_the_police_four_days_ago(cast)
    police, secretary, chair, manager = at("police", phone=True), at("secretary"), at("chair"), at("manager")

    with acting_as(cast.manager, "test"):  # the windows of the incident climb a ladder of their own
        commitments.cancel_case(case_id=case.pk, by=cast.manager, act="test", keep_keys=(RuleKey.REFERRAL_ANSWER,))

    when_hours_pass(sent_at, 1, 11.9)
    police.opens("/").sees("Jawaban rujukan").sees_nothing_of(DUE, LATE)
    when_hours_pass(sent_at, 12, 13, 23)
    police.opens("/").sees(DUE).sees_nothing_of(LATE, "Bunga")
    when_hours_pass(sent_at, 24, 30)
    police.opens("/").sees(LATE)
    then_each_desk_was_told_once(cast, referral, police=["promise_due", "promise_late"], secretary=[])
    when_hours_pass(sent_at, 36, 40)
    then_each_desk_was_told_once(cast, referral, secretary=["letter_due"])
    when_hours_pass(sent_at, 48, 60, 71)
    then_each_desk_was_told_once(cast, referral, police=["promise_due", "promise_late"], secretary=["letter_due", "desk_late"])
    secretary.opens("/promises/").sees("Polresta Contoh")
    then_the_chair_sees_which_desk_and_no_case(chair, case)

    when_the_desk_accepts(police, f"/referrals/{referral.pk}/")
    when_hours_pass(now(), 1, 24, 400)
    then_nothing_more_is_taken(cast, referral, steps=4)
    then_the_journey_tells_it_all(manager, case, *LADDER, "Ditepati")
