"""The first administrator: made once, by whoever holds the server; a password is never an argument and never in the log."""

import io
import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from jejaring.access.actor import VISITOR
from jejaring.access.roles import Role
from jejaring.audit.models import Event
from jejaring.directory import actions, queries
from jejaring.directory.actions.founding import ONE_TIME
from jejaring.directory.models import Organisation, User
from jejaring.directory.states import DeskKind
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from tests.cast import assemble
from tests.databases import Clone
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
OWN = "kalimat milik sendiri"


def founded(*words: str) -> str:
    """The one-time password that the command shows."""
    out = io.StringIO()
    call_command("first_administrator", "--name", "Admin Contoh", "--login", "admin.contoh", "--one-time", *words, stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def come_in(client: Client, password: str) -> Any:
    return client.post("/sign-in/", {"username": "admin.contoh", "password": password}, headers=ENGLISH)


def the_log() -> list[Event]:
    """Everything in the log, as a privacy officer who comes later reads it."""
    with acting_as(VISITOR, "administration"):
        user = actions.add_user(by=VISITOR, username="privasi", display_name="Petugas privasi", password=None)
        desk = actions.add_desk(by=VISITOR, organisation=Organisation.objects.get(), name="Privasi", kind=DeskKind.PRIVACY)
        actions.add_membership(by=VISITOR, user=user, desk=desk, role=Role.PRIVACY)
    with acting_as(queries.actor_for(user.pk), "audit"):
        return list(Event.objects.all())


def test_it_administers_an_installation_that_was_empty() -> None:
    password = founded()

    user = User.objects.get(username="admin.contoh")
    actor = queries.actor_for(user.pk)
    assert (actor.roles, actor.name, actor.desk_name) == ({Role.ADMIN}, "Admin Contoh", "Sekretariat Gugus Tugas, Administrasi Jejaring")
    assert user.check_password(password)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)


def test_the_log_holds_the_act_and_no_word_of_the_password() -> None:
    password = founded("--organisation", "Dinas Contoh", "--desk", "Sekretariat")

    log = the_log()
    assert [e.subject_id for e in log if e.act == "first_administrator"] == [User.objects.get(username="admin.contoh").pk]
    assert not any(password in f"{e.fields} {e.detail}" for e in log)


def test_where_somebody_administers_it_is_refused() -> None:
    assemble()

    with pytest.raises(CommandError, match="There is an administrator already"):
        founded()
    assert not User.objects.filter(username="admin.contoh").exists()


def test_in_the_demo_it_is_refused(database: Clone) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("insert into directory_installation (id, mode) values (1, 'demo') on conflict (id) do update set mode = 'demo'")
        try:
            with pytest.raises(CommandError, match="This is the demo city"):
                founded()
        finally:
            owner.execute("delete from directory_installation")


def test_a_user_name_that_is_none_is_refused_with_the_rule() -> None:
    with pytest.raises(CommandError, match="small letters, digits"):
        call_command("first_administrator", "--name", "Admin", "--login", "A B", "--one-time")
    assert not Organisation.objects.exists(), "a refusal leaves nothing behind"


def test_a_one_time_password_opens_one_page_alone_until_it_is_changed() -> None:
    password, client = founded(), Client()
    come_in(client, password)

    assert client.get("/accounts/")["Location"] == "/account/password/"
    assert "Anda masuk dengan kata sandi sekali pakai" in client.get("/account/password/").content.decode()
    typed = {"current_password": password, "new_password": password, "new_password_again": password}
    assert client.post("/account/password/", typed).status_code == 422, "the same one is no new one"
    assert client.post("/account/password/", typed | {"new_password": OWN, "new_password_again": OWN})["Location"] == "/"

    assert client.get("/accounts/").status_code == 200
    assert come_in(Client(), password).status_code == 422
    with standing_at(now() + 2 * ONE_TIME):
        assert come_in(Client(), OWN).status_code == 302


def test_after_a_day_it_opens_nothing_and_another_first_administrator_may_be_made() -> None:
    password = founded()

    with standing_at(now() + ONE_TIME + timedelta(minutes=1)):
        assert "This one-time password has expired" in come_in(Client(), password).content.decode()
        call_command("first_administrator", "--name", "Kedua", "--login", "kedua", "--one-time", stdout=io.StringIO())

    assert User.objects.filter(username="kedua").exists()


def test_who_holds_the_server_gives_any_account_a_way_back() -> None:
    password, client, out = founded(), Client(), io.StringIO()
    come_in(client, password)

    call_command("one_time_password", "--login", "admin.contoh", stdout=out)

    assert client.get("/account/password/").status_code == 302, "its sessions ended"
    assert come_in(Client(), out.getvalue().strip().splitlines()[-1]).status_code == 302
    with pytest.raises(CommandError, match="no open account"):
        call_command("one_time_password", "--login", "nobody")


def test_a_password_that_the_administrator_chose_has_to_be_changed_at_once() -> None:
    cast = assemble()
    signed_in(cast.admin).post(f"/accounts/{cast.duty.id}/password/", {"password": OWN})

    client = Client()
    client.post("/sign-in/", {"username": "duty", "password": OWN})

    assert client.get("/")["Location"] == "/account/password/"
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.post("/sign-out/").status_code == 302
