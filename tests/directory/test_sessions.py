"""A session ends when nobody acts in it, after a working day, and wherever somebody loses what it opened; which address counts."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.models import Event
from jejaring.config import sessions
from jejaring.config.sessions import SessionStore
from jejaring.directory import actions, rules
from jejaring.directory.models import Membership, Session, User
from jejaring.directory.queries import account_at_work, actor_among
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from tests.cast import Cast
from tests.screens import signed_in

PASSWORD, NEW = "kata sandi yang panjang", "kalimat baru yang panjang"
ENGLISH = {"accept-language": "en"}
FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast; the duty officer has a password."""
    with acting_as(VISITOR, "test"):
        user = User.objects.get(username="duty")
        user.set_password(PASSWORD)
        user.save()
    return cast


def passed(minutes: float) -> None:
    """So many minutes have gone by since anybody did anything."""
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=minutes))


def came_in(**browser: str) -> Client:
    client = Client(headers=browser)
    assert client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD}).status_code == 302
    return client


def test_a_session_is_locked_after_a_quarter_of_an_hour_without_an_act(cast: Cast) -> None:
    client = signed_in(cast.duty)
    passed(14.9)
    assert client.get("/account/").status_code == 200
    passed(14.9)
    assert client.get("/account/").status_code == 200, "an act lets it last on"
    passed(15.1)

    assert client.get("/account/")["Location"] == "/sign-in/?next=%2Faccount%2F"


def test_what_was_typed_when_the_session_was_locked_is_carried_over_the_sign_in(cast: Cast) -> None:
    client = signed_in(cast.duty)
    passed(16)
    answer = client.post("/account/desk/", {"narrative": "satu & dua"}, headers=ENGLISH)

    assert answer.status_code == 401
    assert 'name="typed.narrative" value="satu &amp; dua"' in answer.content.decode()


def test_what_a_page_asks_for_by_itself_keeps_nothing_awake(cast: Cast) -> None:
    client = signed_in(cast.duty)
    passed(10)
    assert client.get("/", headers=FRAGMENT).status_code == 200
    passed(6)

    assert client.get("/", headers=FRAGMENT)["HX-Redirect"] == "/sign-in/"


def test_typing_keeps_awake_and_asking_does_not(cast: Cast) -> None:
    client = signed_in(cast.duty)
    passed(10)
    left = int(client.get("/account/awake/", headers=FRAGMENT).content)
    assert 290 <= left <= 300
    assert int(client.get("/account/awake/", headers=FRAGMENT).content) <= left

    assert int(client.post("/account/awake/", headers=FRAGMENT).content) >= 895
    passed(14)
    assert client.get("/account/").status_code == 200


def test_a_session_ends_after_a_working_day_whatever_is_done_in_it(cast: Cast) -> None:
    client = signed_in(cast.duty)
    session = client.session
    session["since"] = (datetime.now(UTC) - timedelta(hours=12) + timedelta(minutes=5)).isoformat()
    session.save()
    passed(1)
    assert 290 <= int(client.post("/account/awake/").content) <= 300
    passed(5.1)

    assert client.get("/account/").status_code == 302


def test_coming_in_begins_a_new_session_with_a_new_secret_and_a_new_day(cast: Cast) -> None:
    client = signed_in(cast.duty)
    session = client.session
    session["since"] = (datetime.now(UTC) - timedelta(hours=11)).isoformat()
    session.save()
    before = client.cookies["sessionid"].value
    client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert not SessionStore().exists(before)
    assert datetime.fromisoformat(client.session["since"]) > datetime.now(UTC) - timedelta(minutes=1)


def test_the_table_holds_no_secret_that_opens_a_session(cast: Cast) -> None:
    client = came_in()
    secret, row = client.cookies["sessionid"].value, Session.objects.get()
    assert secret not in f"{row.session_key} {row.session_data} {row.get_decoded()}"
    assert row.session_key == hashlib.sha256(secret.encode()).hexdigest()[:40]

    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert thief.get("/account/").status_code == 302


def test_a_page_left_alone_ends_the_session_and_shows_the_sign_in_with_what_was_typed(cast: Cast) -> None:
    client = signed_in(cast.duty)
    cookie = client.cookies["sessionid"].value
    typed = {"typed.narrative": "cerita", "carried_to": "/reports/new/"}
    page = client.post("/sign-out/lock/", typed, headers=ENGLISH)

    assert page.status_code == 401
    assert 'name="typed.narrative" value="cerita"' in page.content.decode()
    assert "<title>Sign in · Jejaring</title>" in page.content.decode()
    client.cookies["sessionid"] = cookie
    assert client.get("/account/").status_code == 302
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="locked").actor == cast.duty.id


def test_a_page_left_alone_without_a_form_leads_back_to_itself(cast: Cast) -> None:
    page = signed_in(cast.duty).post("/sign-out/lock/", {"next": "/account/"}, headers=ENGLISH).content.decode()

    assert 'name="next" value="/account/"' in page
    assert "After 15 minutes nobody else shall read it." in page
    assert Client().get("/sign-out/lock/")["Location"] == "/sign-in/"


def role_ends(cast: Cast) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        role = Membership.objects.get(user=cast.duty.id)
        actions.end_membership(by=cast.admin, membership_id=role.pk, last_day=today() - timedelta(days=1))


def account_is_closed(cast: Cast) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.deactivate_user(by=cast.admin, user_id=cast.duty.id)


def account_is_closed_and_opened_again(cast: Cast) -> None:
    account_is_closed(cast)
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.activate_user(by=cast.admin, user_id=cast.duty.id)


def password_is_set(cast: Cast) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.set_password(by=cast.admin, user_id=cast.duty.id, password=NEW)


def password_is_changed(cast: Cast) -> None:
    elsewhere = came_in()
    elsewhere.post("/account/password/", {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW})


def signed_out_everywhere(cast: Cast) -> None:
    assert came_in().post("/account/elsewhere/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "lost",
    [role_ends, account_is_closed, account_is_closed_and_opened_again, password_is_set, password_is_changed, signed_out_everywhere],
)
def test_what_was_taken_away_is_gone_at_the_next_request(cast: Cast, lost: Callable[[Cast], None]) -> None:
    client = signed_in(cast.duty)
    assert client.get("/account/").status_code == 200
    lost(cast)

    assert client.get("/account/").status_code == 302
    assert client.get("/", headers=FRAGMENT).status_code == 204
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.post("/reports/new/", {"narrative": "x"}).status_code == 401


def test_a_role_that_ended_takes_its_pages_along_while_the_other_role_stays(cast: Cast) -> None:
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        user = User.objects.get(pk=cast.duty.id)
        desk = cast.desks["unit"]
        actions.add_membership(by=cast.admin, user=user, desk=desk, role=rules.Role.MANAGER)
    client = signed_in(cast.duty)
    assert client.get("/cases/").status_code == 200
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        role = Membership.objects.get(user=cast.duty.id, role=rules.Role.MANAGER)
        actions.end_membership(by=cast.admin, membership_id=role.pk, last_day=today() - timedelta(days=1))

    assert client.get("/cases/").status_code == 403
    assert client.get("/reports/").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_the_others(cast: Cast) -> None:
    here = came_in(**{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    there = came_in(**{"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Safari/537"})
    here.cookies["language"] = "en"
    page = here.get("/account/").content.decode()
    assert page.count("here now") == 2, "one for the desk, one for this browser"
    assert page.index("Chrome, Android") < page.index("Firefox, Windows")

    here.post("/account/elsewhere/", {"password": PASSWORD})
    assert there.get("/account/").status_code == 302
    assert "Sign out everywhere else" not in here.get("/account/").content.decode()
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="sessions_ended").subject_id == cast.duty.id


@pytest.mark.parametrize(
    ("where", "typed", "field"),
    [
        ("/account/elsewhere/", {"password": "salah"}, "password"),
        ("/account/password/", {"current_password": "salah", "new_password": NEW, "new_password_again": NEW}, "current_password"),
    ],
)
def test_the_password_is_asked_for_once_more_and_guessing_it_has_to_wait(cast: Cast, where: str, typed: dict[str, str], field: str) -> None:
    there, thief = came_in(), came_in()
    for _n in range(actions.ATTEMPTS):
        answer = thief.post(where, typed, headers=ENGLISH)
        assert answer.status_code == 422
    right = thief.post(where, typed | {field: PASSWORD})

    assert (right.status_code, there.get("/account/").status_code) == (422, 200)
    assert User.objects.get(pk=cast.duty.id).check_password(PASSWORD)


def test_nobody_ends_the_sessions_of_somebody_else(cast: Cast) -> None:
    other = signed_in(cast.manager)
    came_in().post("/account/elsewhere/", {"password": PASSWORD})

    assert other.get("/account/").status_code == 200


def test_sessions_that_have_ended_are_thrown_away_when_somebody_comes_in(cast: Cast) -> None:
    signed_in(cast.manager)
    passed(20)
    came_in()

    assert Session.objects.filter(user=cast.manager.id).count() == 0


def test_most_requests_write_nothing_about_the_session(cast: Cast) -> None:
    client = signed_in(cast.duty)
    before = Session.objects.get(user=cast.duty.id).expire_date
    client.get("/account/")

    assert Session.objects.get(user=cast.duty.id).expire_date == before
    assert sessions.NOTED_EVERY < sessions.IDLE / 10


def test_who_asks_is_read_in_two_statements_the_session_and_the_account_with_its_memberships(cast: Cast) -> None:
    client = signed_in(cast.duty)
    client.get("/directory/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/directory/")
    session, account, acting = [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]][:3]

    assert "directory_session" in session
    assert "directory_membership" in account
    assert "directory_user" in account
    assert "set_config" in acting


def test_an_account_without_a_membership_is_known_and_acts_nowhere(cast: Cast) -> None:
    with acting_as(VISITOR, "test"):
        user = User.objects.create(username="new", display_name="Petugas baru")
    found = account_at_work(user.pk)

    assert found == user
    assert actor_among(found.at_work).is_visitor


ADDRESSES = st.ip_addresses().map(str)
FORGED = ["10.0.0.1", "fd00::1", "", "unknown", "10.0.0.2:80", "198.51.100.7, 10.0.0.3", "\u0661\u0662", "for=192.0.2.9", " ::1 "]
HEADERS = st.lists(st.one_of(ADDRESSES, st.sampled_from(FORGED)), max_size=5)
INSIDE = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def outside(address: str) -> bool:
    return not any(ip_address(address) in network for network in INSIDE)


@given(ADDRESSES, HEADERS)
def test_without_a_trusted_proxy_no_header_counts(remote: str, said: list[str]) -> None:
    assert rules.came_from(remote, ",".join(said), []) == rules.came_from(remote, "", [])


@given(ADDRESSES.filter(outside), HEADERS)
def test_who_comes_past_the_proxies_is_believed_no_header(remote: str, said: list[str]) -> None:
    assert rules.came_from(remote, ",".join(said), INSIDE) == rules.came_from(remote, "", [])


@given(st.lists(st.sampled_from(["10.0.0.1", "10.9.9.9", "fd00::7"]), max_size=3), ADDRESSES.filter(outside), HEADERS)
def test_behind_proxies_the_nearest_foreign_address_counts_whatever_was_forged(hops: list[str], real: str, forged: list[str]) -> None:
    said = ", ".join([*forged, real, *hops])

    assert rules.came_from("10.0.0.1", said, INSIDE) == rules.came_from(real, "", [])


def test_of_an_address_in_v6_the_network_counts_and_one_in_v4_is_itself() -> None:
    assert rules.came_from("2001:db8:1:2:3:4:5:6", "", []) == rules.came_from("2001:db8:1:2::9", "", []) == "2001:db8:1:2::/64"
    assert rules.came_from("::ffff:192.0.2.7", "", []) == "192.0.2.7"
    assert rules.came_from("10.0.0.1", "not an address", INSIDE) == "10.0.0.1"


@override_settings(PROXIES=[ip_network("127.0.0.1")])
def test_somebody_who_fails_from_elsewhere_does_not_lock_a_worker_out_behind_the_same_proxy(cast: Cast) -> None:
    def tries(password: str, said: str) -> int:
        typed = {"username": "duty", "password": password}
        return Client().post(reverse("directory:sign_in"), typed, headers={"x-forwarded-for": said}).status_code

    for n in range(actions.ATTEMPTS):
        assert tries("salah", f"198.51.100.{n}, 203.0.113.9") == 422, "a forged beginning of the header makes nobody a new address"

    assert tries(PASSWORD, "203.0.113.9") == 422
    assert tries(PASSWORD, "192.0.2.4") == 302
