"""The pages of the law and of safety: what they show, and that bad input is said beside its field with nothing lost."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jejaring.audit.models import Event
from jejaring.audit.states import ACTS as WORDS
from jejaring.audit.states import FIELDS, THINGS
from jejaring.cases import actions
from jejaring.cases.actions import claims, law, returning, rights, safety
from jejaring.cases.models import Case, LegalStep
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from tests.cases import files
from tests.cases.files import victim_of
from tests.cases.test_law import respondent_of
from tests.cast import Cast
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
PAGES = ("law", "court", "amount", "examination", "progress", "rights", "forced", "safety", "home_return", "return_new")
SECRET = "Rahasia contoh"


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.manager)


def full(cast: Cast, case: Case) -> None:
    """A case in which everything of the law and of safety is written down once."""
    by: dict[str, Any] = {"by": cast.manager, "case_id": case.pk}
    with acting_as(cast.manager, "test"):
        who = respondent_of(case)
        for stage in ("police_report", "file_to_prosecutor"):
            law.record_step(respondent_id=who, stage=stage, happened_on=today(), number=SECRET, articles=["uu_21_2007_2"], **by)
        law.record_step(respondent_id=who, stage="file_returned", happened_on=today(), note=SECRET, days=14, **by)
        law.open_track(kind="religious_court", matter="divorce", filed_on=today(), number=SECRET, **by)
        for kind, amount in (("requested", 90_000_000), ("ordered", 60_000_000), ("paid", 15_000_000)):
            claims.record_amount(kind=kind, amount=amount, happened_on=today(), note=SECRET, **by)
        rights.request_examination(kind="physical", letter_number=SECRET, letter_on=today(), desk=cast.hospital.desk, **by)
        rights.log_progress(number=SECRET, dated=today(), content=SECRET, **by)
        rights.explain_rights(rights=["restitution"], explained_on=today(), note=SECRET, **by)
        rights.record_forced_offence(offence=SECRET, coercion=SECRET, **by)
        safety.write_safety_plan(threats=SECRET, trusted=SECRET, danger_signs=["weapon"], written_with=True, **by)
        returning.plan_return(direction="outbound", applied_on=today(), region="15.05", escorts=SECRET, **by)


def shown(client: Client, name: str, *ids: object) -> str:
    answer = client.get(reverse(f"cases:{name}", args=ids), headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_open_and_ask_few_questions(cast: Cast, case: Case, client: Client, name: str) -> None:
    full(cast, case)
    with CaptureQueriesContext(connection) as asked:
        shown(client, name, case.pk)
    assert len([row for row in asked if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 15


def test_the_page_of_the_law_tells_everything_without_a_name(cast: Cast, case: Case, client: Client) -> None:
    full(cast, case)
    page = shown(client, "law", case.pk)
    told = ("File returned for completion (P-19)", "14 days", "Law 20/2025", "Rp\u00a045,000,000", "Divorce", "Body (visum et repertum)")
    for words in told:
        assert words in page
    assert "Bunga" not in page
    assert "<title>Jejaring</title>" in page


@pytest.mark.parametrize("name", [n for n in PAGES if n != "safety"])
def test_a_stranger_finds_nothing(cast: Cast, case: Case, name: str) -> None:
    assert signed_in(cast.stranger).get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404
    assert signed_in(cast.police).get(reverse(f"cases:{name}", args=[case.pk])).status_code == 403


def step_url(cast: Cast, case: Case) -> str:
    with acting_as(cast.manager, "test"):
        return reverse("cases:step", args=[case.pk, respondent_of(case)])


def test_a_step_is_recorded_and_the_page_comes_back(cast: Cast, case: Case, client: Client) -> None:
    url = step_url(cast, case)
    answer = client.post(url, {"stage": "police_report", "happened_on": "kemarin", "number": "LP/B/9", "articles": ["uu_21_2007_2"]})
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:law", args=[case.pk]))
    assert "LP/B/9" in shown(client, "law", case.pk)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"stage": "judgment", "happened_on": "hari ini", "result": "convicted"}, "stage", "no charge yet"),
        ({"stage": "police_report", "happened_on": "1/1/2020"}, "happened_on", "before the incident"),
        ({"stage": "police_report", "happened_on": "hari ini", "next_on": "1/2/2020"}, "next_on", "Check the year"),
        ({"stage": "police_report", "happened_on": "31/2/2026"}, "happened_on", "not a date"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_typed_is_lost(
    cast: Cast, case: Case, client: Client, typed: dict[str, str], field: str, words: str
) -> None:
    answer = client.post(step_url(cast, case), typed | {"note": SECRET, "office": "Polresta"}, headers=ENGLISH)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page[page.index(f'id="id_{field}"') - 1500 :]
    assert SECRET in page
    assert 'value="Polresta"' in page
    with acting_as(cast.manager, "test"):
        assert not LegalStep.objects.exists()


def test_several_problems_are_said_at_once(cast: Cast, case: Case, client: Client) -> None:
    page = client.post(step_url(cast, case), {"stage": "file_returned", "happened_on": "besok"}, headers=ENGLISH).content.decode()
    for words in ("Record first when the file went to the prosecutor", "lies in the future", "Give the reason", "number of days"):
        assert words in page


def test_a_payment_above_the_order_is_refused_at_the_amount(cast: Cast, case: Case, client: Client) -> None:
    full(cast, case)
    with acting_as(cast.manager, "test"):
        victim = victim_of(case)
    typed = {"victim": str(victim), "kind": "paid", "amount": "45.000.001", "happened_on": "hari ini", "note": SECRET}
    answer = client.post(reverse("cases:amount", args=[case.pk]), typed, headers=ENGLISH)
    page = answer.content.decode()
    assert (answer.status_code, "more than is still to be paid" in page, "45.000.001" in page) == (422, True, True)
    assert client.post(reverse("cases:amount", args=[case.pk]), typed | {"amount": "45.000.000"}).status_code == 302
    assert "Paid in full" in shown(client, "law", case.pk) or "paid in full" in shown(client, "law", case.pk)


def test_a_correction_shows_the_old_entry_struck_out(cast: Cast, case: Case, client: Client) -> None:
    full(cast, case)
    with acting_as(cast.manager, "test"):
        step = LegalStep.objects.get(stage="file_returned")
    url = reverse("cases:correct_step", args=[case.pk, step.pk])
    assert SECRET in client.get(url).content.decode()
    typed = {"stage": "file_returned", "happened_on": "hari ini", "days": "7", "note": "Baru", "reason": "Salah hari"}
    assert client.post(url, typed).status_code == 302
    page = shown(client, "law", case.pk)
    assert ("7 days" in page, "1 corrected entry" in page) == (True, True)
    assert client.get(url).status_code == 404, "the corrected entry is no longer the one to correct"


def plan_url(cast: Cast, case: Case) -> str:
    with acting_as(cast.manager, "test"):
        return reverse("cases:safety_plan", args=[case.pk, victim_of(case)])


def test_a_plan_is_written_reviewed_and_shown_opened(cast: Cast, case: Case, client: Client) -> None:
    url = plan_url(cast, case)
    typed = {"threats": SECRET, "written_with": "on", "danger_signs": ["strangling"]}
    assert client.post(url, typed | {"threats": ""}).status_code == 422
    assert client.post(url, typed)["Location"] == reverse("cases:safety", args=[case.pk])
    page = shown(client, "safety", case.pk)
    assert (SECRET in page, "Strangling" in page) == (True, True)
    assert SECRET in client.get(url).content.decode()


def test_a_return_is_prepared_handed_over_and_confirmed_on_its_page(cast: Cast, case: Case, client: Client) -> None:
    with acting_as(cast.manager, "test"):
        victim = victim_of(case)
    typed = {"direction": "outbound", "victim": str(victim), "applied_on": "kemarin", "region": "15.05"}
    assert client.post(reverse("cases:return_new", args=[case.pk]), typed | {"region": ""}).status_code == 422
    assert client.post(reverse("cases:return_new", args=[case.pk]), typed).status_code == 302
    pk = UUID(re.findall(r"return/([0-9a-f-]{36})/hand-over", shown(client, "home_return", case.pk))[0])
    ids = [case.pk, pk]
    assert client.post(reverse("cases:return_change", args=ids), typed | {"office": "UPTD", "version": "1"}).status_code == 302
    done = {"at_0": "kemarin", "at_1": "10.00", "handed_to": "Petugas", "condition": "Sehat", "version": "2"}
    assert client.post(reverse("cases:return_hand_over", args=ids), done | {"at_0": "1/1/2099"}).status_code == 422
    assert client.post(reverse("cases:return_hand_over", args=ids), done).status_code == 302
    confirmed = {"confirmed_on": "hari ini", "confirmation": "Tiba", "version": "3"}
    assert client.post(reverse("cases:return_confirm", args=ids), confirmed).status_code == 302
    assert "Confirmed by the receiver" in shown(client, "home_return", case.pk)


def test_checks_are_planned_and_ended_on_their_page(cast: Cast, case: Case, client: Client) -> None:
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe", follow_up_agreed=True)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
    later = (today() + timedelta(60)).strftime("%d/%m/%Y")
    assert client.post(reverse("cases:check_new", args=[case.pk]), {"due_on": "1/1/2020"}).status_code == 422
    assert client.post(reverse("cases:check_new", args=[case.pk]), {"due_on": later}).status_code == 302
    assert client.post(reverse("cases:follow_up", args=[case.pk]), {"text": "Baik", "outcome": "well"}).status_code == 302
    assert "Well and safe" in shown(client, "checks", case.pk)
    assert client.post(reverse("cases:checks_stop", args=[case.pk]), {"reason": "Tidak mau"}).status_code == 302
    assert "no longer wants" in shown(client, "checks", case.pk)


def test_every_entry_of_the_log_has_words_and_no_content(cast: Cast, case: Case, client: Client) -> None:
    full(cast, case)
    for name in ("law", "safety", "home_return"):
        shown(client, name, case.pk)
    with acting_as(cast.supervisor, "test"):
        found = list(Event.objects.filter(case_id=case.pk))
    assert {e.act for e in found} <= set(WORDS)
    assert {e.subject_kind for e in found} <= set(THINGS)
    assert {name for e in found for name in e.fields.split(",") if e.act == "read" and name} <= set(FIELDS)
    assert not [e for e in found if SECRET in f"{e.detail}{e.fields}"]


def test_what_is_closed_greys_its_acts_and_says_why(cast: Cast, client: Client) -> None:
    case = files.open_file(cast)
    full(cast, case)
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe")
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
    page = shown(client, "law", case.pk)
    assert ("This case is closed" in page, "Record a step" in page, "Enter an amount" in page) == (True, False, True)


def test_the_report_to_the_police_is_the_first_step_both_ways(cast: Cast, case: Case, client: Client) -> None:
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/B/77")
    assert 'value="LP/B/77"' in client.get(step_url(cast, case)).content.decode()
    other = files.open_file(cast)
    client.post(step_url(cast, other), {"stage": "police_report", "happened_on": "hari ini", "number": "LP/B/78"})
    with acting_as(cast.manager, "test"):
        assert Case.objects.get(pk=other.pk).police_reported_on == today()
        assert "police_report" in files.promises(other, "kept")


def test_mediation_stands_greyed_on_the_plan_with_the_reason_and_is_not_a_choice(cast: Cast, case: Case, client: Client) -> None:
    page = shown(client, "plan", case.pk)
    closed = page[page.index('id="mediation-closed"') :]
    assert "disabled" in closed[:80]
    assert "Sexual violence is never mediated" in closed
    assert 'name="need_mediation"' not in page
    assert "No mediation: Sexual violence" in shown(client, "service", case.pk)
