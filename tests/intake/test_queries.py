"""The worklist and the open report: what is shown, to whom, at what price."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.guard.context import acting_as
from jejaring.intake import actions, queries
from jejaring.intake.queries import ReportPage, listing
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import now, standing_at
from tests.cast import Cast
from tests.intake.conftest import NIGHT, STORY, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_night() -> Iterator[None]:
    """Far from the safe hours of the afternoon: which promise is due next does not depend on when the test runs."""
    with standing_at(NIGHT):
        yield


def worklist(cast: Cast, **rest: Any) -> ReportPage:
    with acting_as(cast.duty, "test"):
        return queries.reports(cast.duty, **rest)


def decide(cast: Cast, report: Any) -> None:
    with acting_as(cast.duty, "test"):
        actions.decide_report(by=cast.duty, report_id=report.pk, version=1)


def test_what_waits_comes_first_soonest_due_then_drafts_then_the_newest_decision(cast: Cast) -> None:
    old, new = (receive(cast.duty, received_at=now() - timedelta(days=d)) for d in (9, 2))
    decide(cast, old)
    decide(cast, new)
    draft = receive(cast.duty, draft=True)
    calm = receive(cast.duty, danger_signs=())
    urgent = receive(cast.duty)

    assert [r.id for r in worklist(cast).rows] == [urgent.pk, calm.pk, draft.pk, new.pk, old.pk]


def test_pages_by_key_show_every_report_once_through_all_states(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    waiting = [receive(cast.duty) for _ in range(3)]
    drafts = [receive(cast.duty, draft=True) for _ in range(2)]
    gone = receive(cast.duty)
    decide(cast, gone)
    seen, before = [], None
    while before != "":
        found = worklist(cast, before=before)
        assert 1 <= len(found.rows) <= 2
        seen += [r.id for r in found.rows]
        before = found.next

    assert len(seen) == len(set(seen))
    assert set(seen) == {r.pk for r in (*waiting, *drafts, gone)}


@pytest.mark.parametrize("broken", ["x", "waiting~x~y", "~~", "waiting~2026-03-03T00:00:00+00:00~1"])
def test_a_broken_key_means_the_first_page(cast: Cast, broken: str) -> None:
    row = receive(cast.duty)

    assert [r.id for r in worklist(cast, before=broken).rows] == [row.pk]


def test_a_state_and_a_reference_narrow_the_list(cast: Cast) -> None:
    one, draft = receive(cast.duty), receive(cast.duty, draft=True)

    assert [r.id for r in worklist(cast, state="draft").rows] == [draft.pk]
    assert [r.id for r in worklist(cast, query=f" {one.reference.lower()} ").rows] == [one.pk]
    assert worklist(cast, query="%").rows == []


def test_a_row_knows_codes_and_the_next_promise_and_no_name(cast: Cast) -> None:
    receive(cast.duty, victim_name="Bunga", victim_sex="female", area="15.71.07")
    row = worklist(cast).rows[0]

    assert row.next is not None
    assert (row.next.key, row.risk, row.who) == ("first_response", "high", "Anak perempuan, 17")
    assert "Bunga" not in repr(row)


def test_the_list_costs_the_same_for_one_report_and_for_many(cast: Cast) -> None:
    def price() -> int:
        with CaptureQueriesContext(connection) as captured:
            worklist(cast)
        return len(captured)

    receive(cast.duty)
    price()
    one = price()
    for _ in range(8):
        receive(cast.duty, danger_signs=("pregnant",))

    assert price() == one


def test_an_open_report_shows_what_was_told_and_the_log_says_which_fields(cast: Cast) -> None:
    row = receive(cast.duty, victim_name="Bunga", incident_on=date(2026, 3, 1), incident_precision="month")
    with acting_as(cast.duty, "test"):
        view = queries.report_for(cast.duty, row.pk)
        closed = queries.report_for(cast.duty, row.pk, names=False)

    assert (view.narrative, view.victim_name, view.recorded_by_name, view.incident) == (STORY, "Bunga", "Petugas duty", "Maret 2026")
    assert view.contact is not None
    assert view.contact.number == "0812-7400-1188"
    assert (closed.narrative, closed.victim_name) == (STORY, "")
    with acting_as(cast.supervisor, "test"):
        logged = Event.objects.filter(act="read", subject_id=row.pk).order_by("at").values_list("fields", flat=True)
        assert list(logged) == ["victim_name,narrative,contact", "narrative,contact"]


def test_facts_are_clear_and_leave_no_trace(cast: Cast) -> None:
    row = receive(cast.duty)
    with acting_as(cast.duty, "test"):
        facts = queries.report_facts(cast.duty, row.pk)

    assert (facts.version, facts.risk, facts.state, facts.danger_signs) == (1, "high", ReportState.WAITING, ("captivity",))
    with acting_as(cast.supervisor, "test"):
        assert not Event.objects.filter(act="read").exists()


@pytest.mark.parametrize("name", ["stranger", "police", "chair", "privacy"])
def test_another_desk_finds_nothing(cast: Cast, name: str) -> None:
    row, other = receive(cast.duty), cast.actors[name]
    with acting_as(other, "test"):
        assert queries.reports(other).rows == []
        assert queries.moments(other, row.pk) == []
        for look in (queries.report_for, queries.report_facts):
            with pytest.raises(Http404):
                look(other, row.pk)


def test_the_timeline_tells_what_came_in_and_what_was_done(cast: Cast) -> None:
    row = receive(cast.duty)
    with acting_as(cast.duty, "test"):
        actions.record_response(by=cast.duty, report_id=row.pk, kind="safety_action", note="Patroli lewat")
        told, done = queries.moments(cast.duty, row.pk)

    assert (told.kind, told.url_id, told.by) == ("told", row.pk, "Petugas duty")
    assert (done.kind, done.text) == ("kept", "Patroli lewat")
