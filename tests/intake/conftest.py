"""A cast, and the reports of the scenarios as an officer would take them."""

import re
from datetime import datetime, time
from typing import Any

from django.http import QueryDict
from django.test import Client

from jejaring.access.actor import VISITOR, Actor
from jejaring.commitments.models import Commitment
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.intake import actions
from jejaring.intake.models import Report
from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.people.rules import ContactWish
from jejaring.ui.meanwhile import as_typed

NIGHT = datetime(2026, 3, 3, 2, 15, tzinfo=WIB)
STORY = "umur saya 17, lewat MiChat saya diajak kerja di kafe, ternyata dibawa ke hotel dan harus menemani tamu"
WISH = ContactWish(channels=("whatsapp",), never=("phone",), window=Window(time(13), time(15)), watched=True, number="0812-7400-1188")


def told(**changes: Any) -> dict[str, Any]:
    """The arguments of a report as S02 tells it."""
    plain: dict[str, Any] = {"channel": "whatsapp", "narrative": STORY, "reporter_kind": "victim", "limits_read": True}
    return plain | {"danger_signs": ["captivity"], "contact": WISH, "victim_age": 17} | changes


def receive(by: Actor, **changes: Any) -> Report:
    """A report through the real act."""
    with acting_as(by, "intake"):
        return actions.receive_report(by=by, **told(**changes))


def promises(by: Actor, report: Report, *, all_of: str = "") -> Any:
    """The commitments on a report by key; or all of one key, as a list."""
    with acting_as(by, "test"):
        rows = list(Commitment.objects.filter(subject_id=report.pk).order_by("started_at", "pk"))
    return [c for c in rows if c.key == all_of] if all_of else {str(c.key): c for c in rows}


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for the five fields."""
    five = {"limits_read": "on", "danger_signs": ["weapon"], "narrative": "Tetangga saya dipukuli", "reporter_kind": "other"}
    return five | {"channel": "hotline"} | changes


def text_of(page: Any) -> str:
    """A page on one line."""
    return re.sub(r"\s+", " ", page.content.decode())


def as_shown(browser: Client, report: Report) -> dict[str, Any]:
    """What a browser would send from the page that completes a report, untouched."""
    form = browser.get(f"/reports/{report.pk}/complete/").context["form"]
    sent: dict[str, Any] = {}
    for bound in form:
        shown = as_typed(QueryDict(mutable=True), bound, bound.value())
        sent |= {name: values for name, values in shown.lists() if values not in ([], [""])}
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def signed_in(name: str) -> Client:
    """A browser in which somebody of the cast is signed in."""
    client = Client()
    with acting_as(VISITOR, "sign_in"):
        client.force_login(User.objects.get(username=name))
    return client
