"""Coming in and going out, with what was typed before; one's own language, desk and password."""

import re
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from jejaring.access.actor import VISITOR
from jejaring.access.roles import Role
from jejaring.audit.models import Event
from jejaring.directory import actions, queries
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.verdict import Refused
from tests.cast import LONG_AGO, Cast, Peopled
from tests.screens import signed_in

PASSWORD = "kata sandi yang panjang"
ENGLISH = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast; the duty officer has a password."""
    with acting_as(VISITOR, "test"):
        user = User.objects.get(username="duty")
        user.set_password(PASSWORD)
        user.save()
    return cast


def come_in(client: Client, **typed: str) -> "object":
    return client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD, **typed}, headers=ENGLISH)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_the_right_password_opens_the_desk_and_is_noted(cast: Cast) -> None:
    client = Client()
    answer = come_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "UPTD PPA Contoh" in client.get("/").content.decode()
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.get(act="signed_in").actor == cast.duty.id


@pytest.mark.parametrize("typed", [{"password": "salah"}, {"username": "nobody"}, {"username": "manager", "password": ""}])
def test_a_wrong_name_and_a_wrong_password_are_one_answer(cast: Cast, typed: dict[str, str]) -> None:
    client = Client()
    answer = come_in(client, **typed)

    assert answer.status_code == 422
    assert PASSWORD not in answer.content.decode()
    assert client.get("/").status_code == 302
    if "" not in typed.values():
        assert "The user name or the password is not right." in answer.content.decode()


def test_too_many_failures_of_one_name_from_one_address_have_to_wait(cast: Cast) -> None:
    client = Client()
    for _ in range(actions.ATTEMPTS):
        come_in(client, password="salah")

    assert "Wait a quarter of an hour" in come_in(client).content.decode()
    assert come_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302
    with standing_at(now() + timedelta(minutes=16)):
        assert come_in(client).status_code == 302


def test_an_account_without_a_desk_today_comes_in_nowhere(cast: Cast) -> None:
    with acting_as(VISITOR, "test"):
        actions.add_user(by=VISITOR, username="former", display_name="Petugas lama", password=PASSWORD)

    assert "works at no desk today" in come_in(Client(), username="former").content.decode()


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/account/", "/account/"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/"), ("javascript:1", "/")],
)
def test_after_the_sign_in_one_goes_on_where_one_was_but_never_elsewhere(cast: Cast, wanted: str, leads_to: str) -> None:
    assert come_in(Client(), next=wanted)["Location"] == leads_to


def test_what_was_typed_before_the_session_ended_travels_through_the_sign_in(cast: Cast) -> None:
    client, story = Client(), 'Cerita "panjang" <b>tebal</b> 🙂 قصة'
    ended = client.post("/account/desk/?from=home", {"narrative": story, "signs": ["a", "b"], "old_password": "rahasia"}, headers=ENGLISH)
    assert ended.status_code == 401
    assert "What you typed is kept." in ended.content.decode()
    assert "rahasia" not in ended.content.decode()

    fields = {"typed.narrative": story, "typed.signs": ["a", "b"], "carried_to": "/account/desk/?from=home"}
    wrong = client.post(reverse("directory:sign_in"), {"username": "duty", "password": "salah", **fields}, headers=ENGLISH)
    assert hidden(wrong.content.decode())["carried_to"] == "/account/desk/?from=home"

    kept = client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD, **fields}, headers=ENGLISH)
    page = kept.content.decode()
    assert 'action="/account/desk/?from=home"' in page
    assert "&lt;b&gt;tebal&lt;/b&gt; 🙂 قصة" in page
    assert re.findall(r'name="signs" value="(\w)"', page) == ["a", "b"]


def test_fields_are_never_carried_to_another_site(cast: Cast) -> None:
    answer = come_in(Client(), carried_to="https://evil.example/take", **{"typed.narrative": "cerita"})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_signed_out_cookie_opens_nothing(cast: Cast) -> None:
    client = signed_in(cast.duty)
    cookie = client.cookies["sessionid"].value
    assert client.post("/sign-out/").status_code == 302

    client.cookies["sessionid"] = cookie
    assert client.get("/")["Location"].startswith("/sign-in/")
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="signed_out", actor=cast.duty.id).count() == 1


def test_signing_out_needs_a_button(cast: Cast) -> None:
    client = signed_in(cast.duty)

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/").status_code == 200


def test_one_acts_for_one_desk_at_a_time_and_changes_it_by_a_button(cast: Cast) -> None:
    with acting_as(VISITOR, "test"):
        user = User.objects.get(pk=cast.duty.id)
        actions.add_membership(by=VISITOR, user=user, desk=cast.desks["police"], role=Role.PARTNER, valid_from=LONG_AGO)
    client = signed_in(cast.duty)
    assert client.post(reverse("directory:switch"), {"desk": str(cast.desk_id("police"))}).status_code == 302

    page = client.get("/account/").content.decode()
    assert 'class="desk"' in page
    assert queries.actor_for(cast.duty.id, client.session["desk"]).roles == {Role.PARTNER}
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="desk_changed").desk == cast.desk_id("police")


def test_nobody_changes_to_a_desk_at_which_they_do_not_work(cast: Cast) -> None:
    client = signed_in(cast.duty)

    assert client.post(reverse("directory:switch"), {"desk": str(cast.desk_id("police"))}).status_code == 404
    assert client.session["desk"] == str(cast.duty.desk)


def test_the_language_stays_with_the_account(cast: Cast) -> None:
    client = signed_in(cast.duty)
    client.post("/language/", {"language": "en", "next": "/account/"})
    assert "My account" in client.get("/account/").content.decode()

    elsewhere = Client()
    come_in(elsewhere)
    assert elsewhere.cookies["language"].value == "en"


def test_a_language_chosen_on_the_sign_in_page_counts_more_than_the_one_of_the_account(cast: Cast) -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    come_in(client)

    assert client.cookies["language"].value == "en"
    assert User.objects.get(pk=cast.duty.id).language == "en"


def test_a_colleague_on_the_same_computer_gets_their_own_language(cast: Cast) -> None:
    client = signed_in(cast.manager)
    client.post("/language/", {"language": "en"})
    client.post("/sign-out/")
    come_in(client)

    assert client.cookies["language"].value == "id"


def test_an_unknown_language_is_not_found(cast: Cast) -> None:
    assert Client().post("/language/", {"language": "xx"}).status_code == 404


def test_the_password_changes_for_who_knows_the_present_one(cast: Cast) -> None:
    client, new = signed_in(cast.duty), "kalimat baru yang panjang"
    typed = {"current_password": PASSWORD, "new_password": new, "new_password_again": new}
    assert client.post("/account/password/", typed | {"current_password": "salah"}).status_code == 422
    assert client.post("/account/password/", typed | {"new_password_again": "lain"}).status_code == 422
    assert client.post("/account/password/", typed).status_code == 302

    assert client.get("/").status_code == 200
    assert come_in(Client()).status_code == 422
    assert come_in(Client(), password=new).status_code == 302


def test_a_changed_password_ends_the_other_sessions(cast: Cast) -> None:
    client, other, new = signed_in(cast.duty), signed_in(cast.duty), "kalimat baru yang panjang"
    client.post("/account/password/", {"current_password": PASSWORD, "new_password": new, "new_password_again": new})

    assert other.get("/").status_code == 302


def test_a_real_installation_has_no_tiles_and_refuses_a_request_made_by_hand(cast: Cast) -> None:
    client = Client()

    assert reverse("directory:sign_in_demo") not in client.get("/sign-in/").content.decode()
    assert client.post(reverse("directory:sign_in_demo"), {"username": "duty"}).status_code == 403
    assert client.get("/").status_code == 302


@pytest.fixture
def demo(peopled: Peopled) -> Iterator[None]:
    """The database of the cast says for a while that it is the demo city."""
    with psycopg.connect(peopled.clone.owner_url, autocommit=True) as owner:
        owner.execute("insert into directory_installation (id, mode) values (1, 'demo') on conflict (id) do update set mode = 'demo'")
        yield
        owner.execute("delete from directory_installation")


def test_in_the_demo_one_click_opens_an_account(demo: None, cast: Cast) -> None:
    client = Client()
    page = client.get("/sign-in/", headers=ENGLISH).content.decode()
    assert page.count('class="tile"') == 12
    assert "Duty officer" in page

    assert client.post(reverse("directory:sign_in_demo"), {"username": "police"})["Location"] == "/"
    assert "Polresta Contoh" in client.get("/").content.decode()


def test_in_the_demo_other_accounts_stay_closed(demo: None, cast: Cast) -> None:
    assert Client().post(reverse("directory:sign_in_demo"), {"username": "stranger"}).status_code == 403


def test_in_the_demo_nobody_changes_a_password(demo: None, cast: Cast) -> None:
    with acting_as(cast.duty, "test"), pytest.raises(Refused):
        actions.change_password(by=cast.duty, current=PASSWORD, new="kalimat baru yang panjang")
