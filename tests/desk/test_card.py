"""Safety cards: what the officer on shift sees of open cases at night, and what stays in the file."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.cases.actions import safety as actions
from jejaring.cases.models import Case, SafetyPlan
from jejaring.desk.queries import card as cards
from jejaring.guard.context import acting_as
from jejaring.people.models import Person
from tests.cases.files import open_file, wife_hit
from tests.cast import Cast
from tests.screens import signed_in


def planned(cast: Cast, **texts: str) -> Case:
    """A case with a safety plan."""
    case = open_file(cast)
    with acting_as(cast.manager, "test"):
        actions.write_safety_plan(by=cast.manager, case_id=case.pk, written_with=True, **texts)
    return case


def test_the_officer_on_shift_sees_how_to_reach_her_and_what_was_agreed_for_the_night(cast: Cast) -> None:
    case = planned(cast, at_night="Telepon bibi, bukan ibu", devices="Telepon dipantau", signals="Pesan bintang")
    page = signed_in(cast.duty).get(f"/safety/{case.pk}/").content.decode()
    assert "Telepon bibi, bukan ibu" in page
    assert "Pesan bintang" in page
    assert "WhatsApp" in page
    assert "Petugas manager" in page
    assert "Telepon dipantau" not in page, "the rest of the plan stays in the file"
    with acting_as(cast.privacy, "audit"):
        event = Event.objects.get(act="safety_card")
    assert (event.case_id, "at_night" in event.fields) == (case.pk, True)


def test_the_list_names_nobody_and_the_riskiest_stand_first(cast: Cast) -> None:
    low, high = wife_hit(cast), open_file(cast)
    page = signed_in(cast.duty).get("/safety/").content.decode()
    assert page.index(high.reference) < page.index(low.reference)
    assert "Bunga" not in page
    found = signed_in(cast.duty).get("/safety/", {"q": low.reference[-6:]}).content.decode()
    assert low.reference in found
    assert high.reference not in found


def test_the_card_opens_neither_file_nor_person_to_the_officer(cast: Cast) -> None:
    case = planned(cast, at_night="Telepon bibi")
    with acting_as(cast.duty, "test"):
        assert not Case.objects.exists()
        assert not SafetyPlan.objects.exists()
        assert not Person.objects.exists()
    assert signed_in(cast.duty).get(f"/cases/{case.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("who", ["companion", "stranger", "police", "chair", "admin"])
def test_nobody_else_has_cards(cast: Cast, who: str) -> None:
    case = planned(cast, at_night="Telepon bibi")
    client = signed_in(cast.actors[who])
    assert client.get("/safety/").status_code == 403
    assert client.get(f"/safety/{case.pk}/").status_code == 403
    with pytest.raises(ProgrammingError, match="officer on shift"), acting_as(cast.actors[who], "test"):
        cards.cards(cast.actors[who])


def test_a_closed_case_and_one_of_another_unit_have_no_card(cast: Cast) -> None:
    case = planned(cast, at_night="Telepon bibi")
    with acting_as(cast.manager, "test"):
        Case.objects.filter(pk=case.pk).update(state="closed")
    client = signed_in(cast.duty)
    assert client.get(f"/safety/{case.pk}/").status_code == 404
    assert case.reference not in client.get("/safety/").content.decode()


def test_a_card_costs_the_same_for_one_open_case_and_for_many(cast: Cast) -> None:
    case = planned(cast, at_night="Telepon bibi")
    client = signed_in(cast.duty)
    client.get(f"/safety/{case.pk}/")

    def spent() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/safety/{case.pk}/")
        return len(asked)

    alone = spent()
    for _ in range(5):
        wife_hit(cast)
    assert spent() == alone <= 15
