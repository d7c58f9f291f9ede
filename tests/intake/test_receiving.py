"""A report is received: what is stored, what is promised, what is refused."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from jejaring.audit.models import Event
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake import actions
from jejaring.intake.models import Report
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import WIB, now, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.queries import contact_wish
from jejaring.people.rules import ContactWish
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import NIGHT, STORY, WISH, promises, receive, told

pytestmark = pytest.mark.django_db


def test_a_critical_sign_gives_fifteen_minutes_and_its_absence_six_hours(cast: Cast) -> None:
    with standing_at(NIGHT):
        high = promises(cast.duty, receive(cast.duty, danger_signs=("weapon",)))
        medium = promises(cast.duty, receive(cast.duty, danger_signs=("pregnant",)))

    assert high["first_response"].due_at == NIGHT + timedelta(minutes=15)
    assert medium["first_response"].due_at == NIGHT + timedelta(hours=6)
    assert (high["triage"].risk, medium["triage"].risk) == ("high", "medium")


def test_a_night_report_promises_contact_in_the_safe_hours_of_the_afternoon(cast: Cast) -> None:
    with standing_at(NIGHT):
        owed = promises(cast.duty, receive(cast.duty))

    contact = owed["safe_contact"]
    assert contact.window_from == datetime(2026, 3, 3, 13, 0, tzinfo=WIB)
    assert contact.window_until == contact.due_at == datetime(2026, 3, 3, 15, 0, tzinfo=WIB)
    assert set(owed) == {"first_response", "triage", "safe_contact", "complete_report"}


def test_promises_name_nobody_and_know_what_they_are_about(cast: Cast) -> None:
    row = receive(cast.duty, victim_sex="female", area="15.71.07")

    triage = promises(cast.duty, row)["triage"]
    assert (triage.reference, triage.about_sex, triage.about_age, triage.about_area) == (row.reference, "female", 17, "15.71.07")


def test_without_hours_no_contact_is_promised_and_a_complete_report_is_not_to_be_completed(cast: Cast) -> None:
    owed = promises(cast.duty, receive(cast.duty, contact=ContactWish(channels=("sms",)), complete=True))

    assert set(owed) == {"first_response", "triage"}


def test_a_letter_that_came_days_ago_has_a_clock_since_then(cast: Cast) -> None:
    came = now() - timedelta(days=2)
    owed = promises(cast.duty, receive(cast.duty, received_at=came))

    assert owed["first_response"].due_at == came + timedelta(minutes=15)
    assert owed["safe_contact"].due_at > now()


def test_the_story_and_the_names_lie_sealed_and_open_again(cast: Cast) -> None:
    names = {"reporter_name": "Tetangga Sri", "victim_name": "Bunga", "location_note": "Hotel Melati kamar 4"}
    row = receive(cast.duty, **names)
    with acting_as(cast.duty, "test"):
        with connection.cursor() as cursor:
            cursor.execute("select r::text, c::text from intake_report r join people_safecontact c on c.subject_id = r.id")
            stored = repr(cursor.fetchall())
        again = Report.objects.get(pk=row.pk)

        assert vault.read(again, "narrative") == STORY
        assert {name: vault.read(again, name) for name in names} == names
        assert contact_wish(row.pk) == WISH
    plain = (STORY[:20], *names.values(), "0812-7400-1188")
    assert not [text for text in (*plain, *(p.encode().hex() for p in plain)) if text in stored]


def test_emoji_and_arabic_script_and_twenty_thousand_characters_are_a_story(cast: Cast) -> None:
    story = ("😢 مرحبا, tolong " * 2000)[:20_000]
    row = receive(cast.duty, narrative=story)

    with acting_as(cast.duty, "test"):
        assert vault.read(Report.objects.get(pk=row.pk), "narrative") == story


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"narrative": "x" * 20_001}, "narrative"),
        ({"narrative": "   "}, "narrative"),
        ({"incident_on": date(2999, 1, 1), "incident_precision": "day"}, "incident_on"),
        ({"received_at": datetime(2999, 1, 1, tzinfo=WIB)}, "received_at"),
        ({"victim_age": 121}, "victim_age"),
        ({"victim_count": -1}, "victim_count"),
        ({"reporter_kind": ""}, "reporter_kind"),
        ({"channel": ""}, "channel"),
        ({"limits_read": False}, "limits_read"),
    ],
)
def test_what_cannot_be_true_or_is_lacking_is_refused_before_anything_is_written(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        receive(cast.duty, **changes)

    assert refusal.value.field == field
    with acting_as(cast.duty, "test"):
        assert not Report.objects.exists()


def test_hours_of_no_length_are_no_window() -> None:
    with pytest.raises(ValueError):
        Window(time(13), time(13))


def test_the_same_submission_is_one_report(cast: Cast) -> None:
    submission = uuid7()
    one, two = receive(cast.duty, submission=submission), receive(cast.duty, submission=submission, narrative="lain")

    assert one.pk == two.pk
    with acting_as(cast.duty, "test"):
        assert Report.objects.count() == 1
        assert Commitment.objects.count() == 4


def test_a_draft_may_lack_everything_and_has_no_clock(cast: Cast) -> None:
    row = receive(cast.duty, narrative="Ponakan saya", reporter_kind="", channel="", limits_read=False, draft=True)

    assert row.state == ReportState.DRAFT
    assert promises(cast.duty, row) == {}


def test_who_does_not_take_reports_is_refused(cast: Cast) -> None:
    for actor in (cast.police, cast.chair, cast.admin):
        with pytest.raises(Refused):
            receive(actor)


def test_receiving_is_logged_without_a_word_of_it(cast: Cast) -> None:
    row = receive(cast.duty)

    with acting_as(cast.supervisor, "test"):
        entry = Event.objects.get(act="report_received")
        assert (entry.subject_id, entry.fields, entry.detail) == (row.pk, "", "high")


def test_receiving_costs_at_most_twelve_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    receive(cast.duty)
    with acting_as(cast.duty, "intake"), django_assert_max_num_queries(12):
        actions.receive_report(by=cast.duty, submission=uuid7(), **told())
