"""What keeps a first response, and what no clock may ask for."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake import actions
from jejaring.intake.models import Report, Response
from jejaring.kernel.clock import WIB, now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.states import ContactChannel
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import NIGHT, promises, receive

pytestmark = pytest.mark.django_db
INSIDE = datetime(2026, 3, 3, 13, 30, tzinfo=WIB)
MORNING = datetime(2026, 3, 3, 8, 30, tzinfo=WIB)


@pytest.fixture
def night_report(cast: Cast) -> Report:
    with standing_at(NIGHT):
        return receive(cast.duty)


def respond(cast: Cast, row: Report, kind: str, **rest: Any) -> Response:
    with acting_as(cast.duty, "intake"):
        return actions.record_response(by=cast.duty, report_id=row.pk, kind=kind, **rest)


def test_a_safety_action_keeps_the_first_response_without_any_contact(cast: Cast, night_report: Report) -> None:
    with standing_at(NIGHT + timedelta(minutes=10)):
        respond(cast, night_report, "safety_action", note="Patroli lewat di depan hotel")

    owed = promises(cast.duty, night_report)
    assert (owed["first_response"].state, owed["first_response"].ended_by_act) == ("kept", "record_response")
    assert owed["safe_contact"].state == "open"


@pytest.mark.parametrize(("at", "channel"), [(MORNING, "whatsapp"), (INSIDE, "phone"), (MORNING, "phone"), (INSIDE, "sms"), (INSIDE, "")])
@pytest.mark.parametrize("kind", ["safe_contact", "attempt"])
def test_no_unsafe_contact_is_accepted(cast: Cast, night_report: Report, kind: str, at: datetime, channel: str) -> None:
    with standing_at(at), pytest.raises(Refused) as refusal:
        respond(cast, night_report, kind, channel=channel)

    assert refusal.value.field == "channel"
    assert {c.state for c in promises(cast.duty, night_report).values()} == {"open"}
    with acting_as(cast.duty, "test"):
        assert not Response.objects.exists()


@pytest.mark.parametrize("kind", ["safe_contact", "attempt"])
def test_a_contact_or_attempt_in_the_safe_hours_keeps_both_promises(cast: Cast, night_report: Report, kind: str) -> None:
    with standing_at(INSIDE):
        respond(cast, night_report, kind, channel="whatsapp")

    owed = promises(cast.duty, night_report)
    assert (owed["first_response"].state, owed["safe_contact"].state, owed["triage"].state) == ("kept", "kept", "open")


def test_advice_alone_is_not_enough_where_the_risk_is_high(cast: Cast, night_report: Report) -> None:
    calm = receive(cast.duty, danger_signs=())
    with standing_at(INSIDE):
        respond(cast, night_report, "advice")
    respond(cast, calm, "advice")

    assert promises(cast.duty, night_report)["first_response"].state == "open"
    assert promises(cast.duty, calm)["first_response"].state == "kept"


@pytest.mark.parametrize("channel", list(ContactChannel))
def test_while_nobody_has_asked_no_contact_counts_and_a_safety_action_does(cast: Cast, channel: ContactChannel) -> None:
    row = receive(cast.duty, contact=None)
    with pytest.raises(Refused):
        respond(cast, row, "attempt", channel=channel)
    respond(cast, row, "safety_action")

    assert promises(cast.duty, row)["first_response"].state == "kept"


@pytest.mark.parametrize("at", [NIGHT - timedelta(minutes=5), NIGHT + timedelta(days=1)])
def test_an_act_lies_between_the_report_and_now(cast: Cast, night_report: Report, at: datetime) -> None:
    with standing_at(MORNING), pytest.raises(Refused) as refusal:
        respond(cast, night_report, "safety_action", at=at)

    assert refusal.value.field == "at"


def test_a_draft_has_no_response(cast: Cast) -> None:
    with pytest.raises(Refused):
        respond(cast, receive(cast.duty, draft=True), "advice")


def test_a_double_click_is_one_response_with_a_sealed_note(cast: Cast, night_report: Report) -> None:
    submission = uuid7()
    with standing_at(MORNING):
        one = respond(cast, night_report, "safety_action", note="Pendamping dikirim", submission=submission)
        two = respond(cast, night_report, "safety_action", note="Pendamping dikirim", submission=submission)

    assert one.pk == two.pk
    with acting_as(cast.duty, "test"):
        row = Response.objects.get()
        assert b"Pendamping" not in bytes(row.note)
        assert vault.read(row, "note") == "Pendamping dikirim"


def test_a_refused_act_can_be_mended_and_sent_again(cast: Cast, night_report: Report) -> None:
    submission = uuid7()
    with standing_at(INSIDE):
        with pytest.raises(Refused):
            respond(cast, night_report, "attempt", channel="phone", submission=submission)
        respond(cast, night_report, "attempt", channel="whatsapp", submission=submission)

    with acting_as(cast.duty, "test"):
        assert Response.objects.count() == 1


def test_a_response_is_recorded_for_the_own_desk_only(cast: Cast, night_report: Report) -> None:
    with acting_as(cast.stranger, "test"), pytest.raises(Http404):
        actions.record_response(by=cast.stranger, report_id=night_report.pk, kind="advice", at=now())
    with acting_as(cast.stranger, "test"):
        assert not Commitment.objects.exists()
