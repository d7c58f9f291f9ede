"""Desks and organisations close with a reason and are never deleted; nobody who waits for a promise is left behind."""

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client

from jejaring.access.actor import VISITOR
from jejaring.audit.models import Event
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.directory import actions, queries
from jejaring.directory.models import Desk, Organisation
from jejaring.directory.states import DeskKind
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
WHY = "Digabung dengan dinas lain sejak hari ini."


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def given_a_promise_of_the_unit(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        about = commitments.About("report", uuid7(), risk="medium")
        commitments.promise(RuleKey.TRIAGE, by=cast.duty, about=about)


def close(admin: Client, kind: str, key: object) -> str:
    path = "/organisations/desks/" if kind == "desk" else "/organisations/"
    return admin.post(f"{path}{key}/close/", {"reason": WHY}, **ENGLISH).content.decode()


@pytest.mark.parametrize("kind", ["desk", "organisation"])
def test_what_still_owes_a_promise_stays_open_and_says_so(cast: Cast, admin: Client, kind: str) -> None:
    given_a_promise_of_the_unit(cast)
    unit = cast.desks["unit"]

    said = close(admin, kind, unit.pk if kind == "desk" else unit.organisation_id)

    assert "1 promise is still open here. Somebody waits for it" in said
    assert WHY in said, "what was typed is kept"
    assert queries.desk(unit.pk).closed_on is None
    assert not queries.actor_for(cast.duty.id).is_visitor


def test_an_organisation_closes_with_its_desks_and_opens_one_by_one(cast: Cast, admin: Client) -> None:
    police = cast.desks["police"]
    office = police.organisation_id
    with acting_as(cast.admin, "test"):
        other = actions.add_desk(by=cast.admin, organisation=police.organisation, name="Meja kedua", kind=DeskKind.PARTNER)

    close(admin, "organisation", office)

    assert {(d.closed_on, d.closed_reason) for d in Desk.objects.filter(organisation=office)} == {(today(), WHY)}
    assert queries.organisation_row(office).closed_on == today()
    assert police.pk not in {d.id for d in queries.partner_desks()}
    assert admin.post(f"/organisations/desks/{other.pk}/reopen/").status_code == 409, "first its organisation"

    admin.post(f"/organisations/{office}/reopen/")
    admin.post(f"/organisations/desks/{other.pk}/reopen/")

    assert [d.closed_on for d in Desk.objects.filter(organisation=office).order_by("pk")] == [today(), None]
    with acting_as(cast.privacy, "test"):
        told = [(e.act, e.subject_kind) for e in Event.objects.filter(actor=cast.admin.id).order_by("at", "pk")]
    assert [act for act, _kind in told if act != "refused"] == [
        "desk_added", "desk_closed", "desk_closed", "organisation_closed", "organisation_reopened", "desk_reopened",
    ]  # fmt: skip


def test_the_closed_are_shown_as_closed_with_the_reason(cast: Cast, admin: Client) -> None:
    office = cast.desks["hospital"].organisation_id
    close(admin, "organisation", office)

    page = admin.get(f"/organisations/{office}/", **ENGLISH).content.decode()
    everything = admin.get("/organisations/", **ENGLISH).content.decode()

    assert "Closed since" in page
    assert WHY in page
    assert "New desk" not in page
    assert "RSUD Contoh" in everything[everything.rindex("<th scope=\"row\"") :], "closed ones come last"
    assert Organisation.objects.filter(pk=office).exists()


def test_a_closed_organisation_gets_no_desk(cast: Cast, admin: Client) -> None:
    police = cast.desks["police"]
    close(admin, "organisation", police.organisation_id)

    again = Organisation.objects.get(pk=police.organisation_id)
    with acting_as(cast.admin, "test"), pytest.raises(Refused, match="organisation is closed"):
        actions.add_desk(by=cast.admin, organisation=again, name="Meja ketiga", kind=DeskKind.PARTNER)


def test_only_who_administers_learns_how_much_is_owed(cast: Cast) -> None:
    for actor, purpose in ((cast.supervisor, "administration"), (VISITOR, "public"), (VISITOR, "sign_in")):
        with pytest.raises(DatabaseError) as refused, acting_as(actor, purpose), connection.cursor() as cursor:
            cursor.execute("select promises_still_owed(%s)", [[cast.desk_id("unit")]])
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
