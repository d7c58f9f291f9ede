"""A promise of a case is one line of its journey that unfolds into its life, and leaves as a file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from jejaring.audit.models import Event
from jejaring.cases.models import Case
from jejaring.commitments import actions, jobs
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import standing_at
from jejaring.kernel.ids import uuid7
from tests.cases import files
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A file whose plan was reminded, extended and let wait, and came back."""
    file = files.open_file(cast)

    with acting_as(cast.manager, "test"):
        owed = Commitment.objects.get(case_id=file.pk, key="plan")
    half = owed.started_at + (owed.due_at - owed.started_at) * 0.6
    with standing_at(half):
        jobs.tick()
        with acting_as(cast.manager, "test"):
            longer = owed.due_at + timedelta(days=3)
            actions.extend(commitment_id=owed.pk, by=cast.manager, due_at=longer, reason="needs_more_time", note="Ahli baru datang Senin")
            actions.pause(commitment_id=owed.pk, by=cast.manager, waits_for="document")
    with standing_at(half + timedelta(days=2)), acting_as(cast.manager, "test"):
        actions.resume(commitment_id=owed.pk, by=cast.manager)
    return file


def lives(cast: Cast, case: Case, who: str = "manager") -> list[str]:
    """The lines of the promises with all that they unfold."""
    page = signed_in(cast.actors[who]).get(f"/cases/{case.pk}/?only=promises", headers=ENGLISH).content.decode()
    return re.findall(r'<details class="life">.*?</details>', page, re.S)


def test_a_promise_is_one_line_that_unfolds_into_its_life(cast: Cast, case: Case) -> None:
    found = lives(cast, case)
    (plan,) = [life for life in found if re.search(r'class="grow">Plan\b', life)]

    told = re.findall(r"<h3>([^<]+?)\s*</h3>", plan)
    assert told == ["Opened", "Reminded", "Due moment moved", "Paused", "Resumed"]
    assert plan.count("was due") == 2, "each move keeps the old moment"
    assert plan.count("now due") == 2
    assert "Ahli baru datang Senin" in plan, "in the file its team reads why"
    assert "the clock · " in plan, "reminders are nobody's own"
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="read", case_id=case.pk, fields__contains="promise_note").exists()


def test_a_case_without_told_words_costs_no_entry_for_them(cast: Cast) -> None:
    plain = files.open_file(cast)
    assert lives(cast, plain)
    with acting_as(cast.supervisor, "test"):
        assert not Event.objects.filter(case_id=plain.pk, fields__contains="promise_note").exists()


def rows(client: Client, case: Case) -> list[dict[str, str]]:
    answer = client.get(f"/cases/{case.pk}/promises.csv", headers=ENGLISH)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))


def test_the_lives_leave_as_a_file_without_anybodys_words_and_it_is_logged(cast: Cast, case: Case) -> None:
    found = rows(signed_in(cast.manager), case)
    plan = [row for row in found if row["Promise"] == "Plan"]

    assert [row["What happened"] for row in plan] == ["Opened", "Reminded", "Due moment moved", "Paused", "Resumed"]
    assert plan[0]["Due after"] == plan[2]["Due before"] != plan[2]["Due after"]
    assert "Ahli" not in str(found)
    assert "Bunga" not in str(found)
    with acting_as(cast.supervisor, "test"):
        (event,) = Event.objects.filter(act="list_downloaded", case_id=case.pk)
    assert event.detail == f"promises {len(found)}"


def test_what_would_be_a_formula_is_text_in_the_file(cast: Cast, case: Case) -> None:
    from jejaring.directory.models import Desk

    with acting_as(cast.admin, "test"):
        Desk.objects.filter(pk=cast.desk_id("unit")).update(name="=1+1")
    assert {row["Owed by"][:2] for row in rows(signed_in(cast.manager), case)} == {"'="}


@pytest.mark.parametrize("who", ["stranger", "police", "secretary"])
def test_nobody_else_takes_them_out(cast: Cast, case: Case, who: str) -> None:
    client = signed_in(cast.actors[who])

    assert client.get(f"/cases/{case.pk}/promises.csv").status_code in (403, 404)
    assert client.get(f"/cases/{uuid7()}/promises.csv").status_code in (403, 404)
