"""A session that ends by itself or is taken away leaves exactly one entry in the log, and nothing of what was done in it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.models import Event
from jejaring.directory import actions
from jejaring.directory.jobs import end_sessions_every_minute
from jejaring.directory.models import Membership, Session
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from tests.cast import Cast, assemble
from tests.databases import Clone
from tests.directory.test_sessions import NEW, PASSWORD, passed
from tests.screens import signed_in


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast; the duty officer has a password."""
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.set_password(by=cast.admin, user_id=cast.duty.id, password=PASSWORD)
    return cast


def came_in() -> Client:
    client = Client()
    assert client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD}).status_code == 302
    return client


def entries(cast: Cast, act: str) -> list[tuple[Any, ...]]:
    """Whom the entries of an act concern, and everything else that they say."""
    with acting_as(cast.privacy, "test"):
        rows = Event.objects.filter(act=act).order_by("id").values_list("subject_kind", "subject_id", "case_id", "fields", "detail")
        return [(kind, user, case, fields or "", detail) for kind, user, case, fields, detail in rows]


def of_duty(cast: Cast, many: int = 1) -> list[tuple[Any, ...]]:
    return [("user", cast.duty.id, None, "", "")] * many


def comes_back(cast: Cast, client: Client) -> None:
    assert client.get("/account/").status_code == 302
    assert client.get("/", headers={"hx-request": "true"}).status_code == 204
    assert client.post("/reports/new/", {"narrative": "x"}).status_code == 401


def somebody_comes_in(cast: Cast, client: Client) -> None:
    came_in()


def nobody_ever_comes(cast: Cast, client: Client) -> None:
    """The worker's minute alone."""


@pytest.mark.parametrize("then", [comes_back, somebody_comes_in, nobody_ever_comes])
def test_a_session_that_ended_by_itself_is_one_entry_whatever_comes_then(cast: Cast, then: Callable[[Cast, Client], None]) -> None:
    client = came_in()
    passed(14)
    end_sessions_every_minute(0)
    assert entries(cast, "session_expired") == []
    passed(2)
    Client().get("/sign-in/")

    then(cast, client)
    for _minute in range(2):
        end_sessions_every_minute(0)

    assert entries(cast, "session_expired") == of_duty(cast)
    assert entries(cast, "session_revoked") == []


def test_a_visitor_who_leaves_is_no_entry(cast: Cast) -> None:
    Session(session_key="x" * 40, session_data="", expire_date="2000-01-01T00:00:00Z", user=None).save(force_insert=True)
    end_sessions_every_minute(0)

    assert entries(cast, "session_expired") == []
    assert not Session.objects.exists()


def role_ends(cast: Cast, here: Client) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        role = Membership.objects.get(user=cast.duty.id)
        actions.end_membership(by=cast.admin, membership_id=role.pk, last_day=today() - timedelta(days=1))


def account_is_closed(cast: Cast, here: Client) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.deactivate_user(by=cast.admin, user_id=cast.duty.id)


def password_is_set(cast: Cast, here: Client) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.set_password(by=cast.admin, user_id=cast.duty.id, password=NEW)


def password_is_changed(cast: Cast, here: Client) -> None:
    typed = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    assert here.post("/account/password/", typed).status_code == 302


def signed_out_elsewhere(cast: Cast, here: Client) -> None:
    assert here.post("/account/elsewhere/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("lost", "many"),
    [(role_ends, 3), (account_is_closed, 3), (password_is_set, 3), (password_is_changed, 2), (signed_out_elsewhere, 2)],
)
def test_each_session_that_was_taken_away_is_one_entry(cast: Cast, lost: Callable[[Cast, Client], None], many: int) -> None:
    clients = [came_in(), came_in(), came_in()]
    other = signed_in(cast.manager)
    lost(cast, clients[0])
    for client in clients[1:]:
        assert client.get("/account/").status_code == 302
    end_sessions_every_minute(0)

    assert entries(cast, "session_revoked") == of_duty(cast, many)
    assert entries(cast, "session_expired") == []
    assert clients[0].get("/account/").status_code == (200 if many == 2 else 302)
    assert other.get("/account/").status_code == 200
    passed(16)
    end_sessions_every_minute(0)
    assert len(entries(cast, "session_expired")) == (2 if many == 2 else 1), "what was taken away does not end once more"


def test_going_out_and_locking_have_their_own_entries_alone(cast: Cast) -> None:
    came_in().post("/sign-out/")
    came_in().post("/sign-out/lock/", {"next": "/"})
    passed(16)
    end_sessions_every_minute(0)

    assert entries(cast, "session_expired") + entries(cast, "session_revoked") == []
    assert (len(entries(cast, "signed_out")), len(entries(cast, "locked"))) == (1, 1)


def test_workers_and_people_who_come_in_at_once_write_it_once(own_database: Clone) -> None:
    cast = assemble()
    for _n in range(3):
        signed_in(cast.duty)
    passed(16)
    ready = Barrier(4)

    def sweep(_n: int) -> int:
        try:
            with acting_as(VISITOR, Purpose.CLOCK):
                connection.ensure_connection()
                ready.wait(30)
                return actions.end_expired()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        ended = sum(pool.map(sweep, range(4)))

    assert ended == 3
    assert entries(cast, "session_expired") == of_duty(cast, 3)
