"""S02: the promise of a contact survives a night without an unsafe call. WhatsApp alone, from one to three in the afternoon."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from jejaring.commitments import jobs
from jejaring.commitments.models import Commitment, StepTaken
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report, Response
from jejaring.kernel.clock import WIB, now, standing_at
from jejaring.notices.models import Notice
from tests.cast import Cast
from tests.intake.conftest import receive
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 3, 20, 15, tzinfo=WIB)
TOMORROW = datetime(2026, 3, 4, tzinfo=WIB)


@pytest.fixture
def report(cast: Cast) -> Report:
    """Her message of the evening, answered with a patrol that nobody in the room notices."""
    with standing_at(EVENING):
        row = receive(cast.duty)
    with standing_at(EVENING + timedelta(minutes=9)):
        respond(signed_in(cast.duty), row, "safety_action", "")
    return row


def respond(client: Client, row: Report, kind: str, channel: str) -> int:
    """The form of a response, filled in and sent; its status."""
    at = now().astimezone(WIB)
    typed = {"kind": kind, "channel": channel, "note": "Dicoba dari meja piket.", "at_0": f"{at:%d/%m/%Y}", "at_1": f"{at:%H.%M}"}
    return client.post(f"/reports/{row.pk}/respond/", typed).status_code


def owed(cast: Cast, row: Report) -> Commitment:
    with acting_as(cast.duty, "test"):
        return Commitment.objects.get(subject_id=row.pk, key="safe_contact")


def told_of(cast: Cast, row: Report) -> int:
    """How many notices there are about the promise of contact."""
    with acting_as(cast.duty, "test"):
        return Notice.objects.filter(subject_id=owed(cast, row).pk).count()


def test_no_clock_asks_for_a_call_all_night_and_no_form_takes_one(cast: Cast, report: Report) -> None:
    client = signed_in(cast.duty)
    for hour in range(16):  # from nine in the evening to noon
        with standing_at(EVENING + timedelta(minutes=45, hours=hour)):
            jobs.tick()
            page = client.get("/", headers={"accept-language": "en"}).content.decode()
            assert "Contact in the safe window" in page
            assert re.search(r"(from|tomorrow|begins) 13:00", page), hour
            assert respond(client, report, "attempt", "whatsapp") == 422, "outside of her hours"
            assert respond(client, report, "safe_contact", "phone") == 422
    assert told_of(cast, report) == 0
    standing = owed(cast, report)
    assert (standing.state, standing.window_from, standing.due_at) == (
        "open", TOMORROW.replace(hour=13), TOMORROW.replace(hour=15),
    )  # fmt: skip
    with acting_as(cast.duty, "test"):
        assert not StepTaken.objects.filter(commitment_id=standing.pk).exists()
        assert list(Response.objects.values_list("kind", flat=True)) == ["safety_action"]


def test_in_her_hours_the_desk_is_reminded_once_and_one_safe_attempt_keeps_it(cast: Cast, report: Report) -> None:
    client = signed_in(cast.duty)
    for minute in (0, 20, 59, 61, 70):
        with standing_at(TOMORROW.replace(hour=13) + timedelta(minutes=minute)):
            jobs.tick()
    assert told_of(cast, report) == 1
    with standing_at(TOMORROW.replace(hour=14, minute=20)):
        assert respond(client, report, "safe_contact", "phone") == 422, "never by telephone, also inside her hours"
        assert respond(client, report, "attempt", "whatsapp") == 302
    assert owed(cast, report).state == "kept"
    with standing_at(TOMORROW + timedelta(days=3)):
        jobs.tick()
    assert told_of(cast, report) == 1
