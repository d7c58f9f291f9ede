"""What every act leaves behind: an entry of the log that names no content; and how few questions its page asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jejaring.access.actor import Actor
from jejaring.audit.models import Event
from jejaring.audit.states import ACTS as WORDS
from jejaring.cases import actions
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case
from jejaring.cases.queries.standing import summary
from jejaring.guard.context import acting_as
from jejaring.people.rules import ContactWish
from tests.cases.files import at_home, victim_of
from tests.cast import Cast
from tests.screens import signed_in

SECRET = "Rahasia contoh"
OF_THE_TEST = ("SAVEPOINT", "RELEASE")  # in a test a request is a savepoint; on a server it is the transaction
Act = Callable[[dict[str, Any], Case], object]


def _proposed(by: dict[str, Any]) -> None:
    actions.propose_closure(**by, reason="goals_met", outcome="safe", account=SECRET)


ACTS: dict[str, Act] = {
    "party_added": lambda by, case: actions.add_party(**by, party=NewParty("witness", name=SECRET)),
    "party_updated": lambda by, case: actions.update_party(**by, party_id=victim_of(case), note=SECRET),
    "contact_recorded": lambda by, case: actions.change_contact(**by, wish=ContactWish(("sms",), note=SECRET)),
    "case_assigned": lambda by, case: actions.assign(**by, no_companion=True),
    "incident_added": lambda by, case: actions.add_incident(**by, incident=at_home()),
    "screened": lambda by, case: actions.screen_trafficking(**by, victim_id=victim_of(case), acts=["recruitment"], note=SECRET),
    "identifier_sighted": lambda by, case: actions.sight_identifier(**by, kind="phone", value="0812-7400-1188"),
    "assessed": lambda by, case: actions.assess(**by, condition=SECRET),
    "services_planned": lambda by, case: actions.plan_service(**by, victim_id=victim_of(case), service="health", goal=SECRET),
    "service_fact": lambda by, case: actions.record_service_fact(**by, service="health", kind="given", note=SECRET),
    "note_written": lambda by, case: actions.write_note(**by, text=SECRET),
    "reported_to_police": lambda by, case: actions.report_to_police(**by, number=SECRET),
    "closure_proposed": lambda by, case: _proposed(by),
}


def _logged(supervisor: Actor, case: Case) -> list[Event]:
    with acting_as(supervisor, "test"):
        return list(Event.objects.filter(case_id=case.pk))


@pytest.mark.parametrize("name", ACTS)
def test_every_act_leaves_an_entry_that_has_words_and_no_content(cast: Cast, case: Case, name: str) -> None:
    with acting_as(cast.manager, "test"):
        ACTS[name]({"by": cast.manager, "case_id": case.pk}, case)
    found = _logged(cast.supervisor, case)
    assert name in {entry.act for entry in found}
    assert {entry.act for entry in found} <= set(WORDS)
    assert not [entry for entry in found if SECRET in f"{entry.detail} {entry.fields}" or "7400" in entry.detail]


def test_what_the_second_person_and_the_end_of_a_case_leave(cast: Cast, case: Case) -> None:
    both = {"case_id": case.pk}
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, **both, reason="goals_met", outcome="safe", watch_law=True)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, **both)
    with acting_as(cast.manager, "test"):
        actions.end_watch(by=cast.manager, **both, reason=SECRET)
        actions.reopen(by=cast.manager, **both, reason=SECRET)
    found = _logged(cast.supervisor, case)
    assert {"closure_confirmed", "watch_ended", "case_reopened"} <= {entry.act for entry in found}
    assert not [entry for entry in found if SECRET in entry.detail]


def test_a_refused_act_leaves_nothing(cast: Cast, case: Case) -> None:
    before = len(_logged(cast.supervisor, case))
    client = signed_in(cast.manager)
    assert client.post(reverse("cases:note", args=[case.pk]), {"text": "   "}).status_code == 422
    with acting_as(cast.manager, "test"):
        assert summary(cast.manager, case.pk).version == 1
    assert not {entry.act for entry in _logged(cast.supervisor, case)[before:]} - {"read"}


PAGES = (
    "party", "contact", "assign", "incident", "screen", "identifier", "assess", "plan", "service", "note", "review", "police", "untold",
    "close",
)  # fmt: skip


def _asked(client: Any, name: str, *ids: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(f"cases:{name}", args=ids)).status_code == 200
    return len([row for row in asked if not row["sql"].startswith(OF_THE_TEST)])


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_an_act_asks_few_questions(cast: Cast, case: Case, name: str) -> None:
    assert _asked(signed_in(cast.supervisor), name, case.pk) <= 15


def test_the_pages_about_somebody_and_about_a_closure_ask_few_questions_too(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        party = case.participants.get(pk=victim_of(case))
        number = actions.sight_identifier(by=cast.manager, case_id=case.pk, kind="phone", value="0812-7400-1188")
        _proposed({"by": cast.manager, "case_id": case.pk})
    client = signed_in(cast.supervisor)
    about = (("party_edit", party.pk), ("reveal", party.person_id), ("identifier_use", number))
    assert all(_asked(client, name, case.pk, pk) <= 15 for name, pk in about)
    assert _asked(client, "confirm", case.pk) <= 15


def test_a_birth_date_known_by_month_survives_a_correction(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        pk = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", "female", name="Saksi", birth_date="1990-03"))
    url = reverse("cases:party_edit", args=[case.pk, pk])
    with acting_as(cast.manager, "test"):
        asks = reverse("cases:reveal", args=[case.pk, case.participants.get(pk=pk).person_id])
    client, why = signed_in(cast.manager), {"reason": "check", "party": str(pk)}
    assert 'value="3/1990"' in client.post(asks, why).content.decode()
    typed = {"role": "witness", "sex": "female", "name": "Saksi B", "birth_date": "3/1990", "person_version": "1"}
    assert client.post(url, typed).status_code == 302
    assert 'value="3/1990"' in client.post(asks, why).content.decode()


def test_whoever_loses_a_race_over_a_registration_can_send_again(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        url = reverse("cases:party_edit", args=[case.pk, victim_of(case)])
    client = signed_in(cast.manager)
    typed = {"role": "victim", "sex": "female", "age": "17", "name": "Pertama", "person_version": "1"}
    assert client.post(url, typed).status_code == 302
    lost = client.post(url, typed | {"name": "Kedua"})
    assert (lost.status_code, 'name="person_version" value="2"' in lost.content.decode()) == (422, True)
    assert client.post(url, typed | {"name": "Kedua", "person_version": "2"}).status_code == 302
