"""What a page shows beside itself: its title in a history or at a shoulder, its address, and whether the browser keeps it.

The walk goes over the address book as whoever may open each address, so a new page takes part by itself.
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from jejaring.config import doors
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import now, standing_at
from jejaring.people import queries as people
from jejaring.people.models import Person
from jejaring.referrals.models import Referral
from tests.cases.files import Case
from tests.proof.city import City
from tests.screens import signed_in
from tests.spellings import found_in, needles

OF_PEOPLE = {"case_id", "person_id", "subject_id", "report_id", "referral_id", "stay_id", "outcome_id", "victim_id"}
REFERENCE = re.compile(r"\b[A-Z]{1,3}-\d\d-\d{4}-[0-9A-Z]\b")
WANTS_A_WORD = {"directory:sign_in_demo"}
NOT_NOW = {  # what is done only to a thing in another state, or asks for a word
    "cases:check_new", "cases:checks_stop", "cases:confirm", "cases:end_watch", "cases:follow_up", "cases:police", "cases:reopen",
    "exchange:entry_sheet", "indicators:reminder", "referrals:admit", "referrals:consent_settle", "referrals:consent_withdraw",
    "referrals:report_back", "referrals:serve", "triage:silent",
}  # fmt: skip


@pytest.fixture(autouse=True)
def the_clock_stands(city: City) -> Iterator[None]:
    logging.disable(logging.ERROR)
    with standing_at(now() + timedelta(minutes=1)):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def hers(city: City) -> frozenset[bytes]:
    """Every name, number and reference of the city, in every spelling."""
    cast, found = city.cast, set[str]()
    with acting_as(cast.supervisor, "test"):
        for pk in Person.objects.values_list("pk", flat=True):
            known = people.identity(cast.supervisor, pk, case_id=None)
            found |= {known.name, known.alias, known.nik, known.phone, known.address}
        for model in (Case, Report, Referral):
            found |= set(model.objects.values_list("reference", flat=True))
    assert len(found) > 8
    return frozenset(needles(sorted(text for text in found if len(text) > 4)))


def opened(city: City, route: str, door: doors.Door) -> tuple[str, Any]:
    """The address, and the answer to the first of the cast who may open it."""
    path = reverse(route, kwargs=city.named(route, door.names))
    people_of = [None] if door.visitors else [a for a in city.cast.actors.values() if a.roles & door.roles]
    answers = []
    for actor in people_of:
        with transaction.atomic():
            answers.append((signed_in(actor) if actor else Client()).get(path))
            transaction.set_rollback(True)
        if answers[-1].status_code == 200:
            break
    assert not connection.needs_rollback
    return path, answers[-1]


@pytest.mark.parametrize("route", sorted(set(doors.table()) - WANTS_A_WORD))
def test_neither_title_nor_address_names_anybody_and_no_browser_keeps_the_page(city: City, hers: frozenset[bytes], route: str) -> None:
    door = doors.table()[route]
    path, answer = opened(city, route, door)
    told = [path, *(answer.headers.get(name, "") for name in ("Location", "Content-Disposition", "HX-Redirect"))]

    assert answer.status_code in ((404, 409) if route in NOT_NOW else (200, 302, 405))
    assert answer["Cache-Control"] == "no-store"
    assert found_in(unquote("\n".join(told)).encode(), hers) == []
    if answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        shown = unescape(title[1]) if title else ""
        assert found_in(shown.encode(), hers) == []
        assert not REFERENCE.search(shown)
        links = re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', page)
        assert found_in(unquote(unescape("\n".join(links))).encode(), hers) == []
        if answer.status_code == 200 and OF_PEOPLE & set(door.names):
            assert shown == "Jejaring", "a page about somebody says nothing in the history"
