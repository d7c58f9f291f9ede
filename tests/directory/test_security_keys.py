"""A security key is asked for after the password: adding, coming in, losing it, and whatever is tried without it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.audit.models import Event
from jejaring.config.sessions import SessionStore
from jejaring.directory import actions
from jejaring.directory.models import RecoveryCode, SecurityKey, Session, SignInAttempt, User
from jejaring.directory.rules import security_keys as rules
from jejaring.directory.states import KeysGone
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from tests.cast import Cast, assemble
from tests.directory.authenticator import Key
from tests.screens import signed_in

PASSWORD = "kata sandi yang panjang"
ENGLISH = {"accept-language": "en"}
SITE = rules.Site("http://testserver")
NEW, CODES, SECOND = "/account/keys/new/", "/account/keys/codes/", "/sign-in/key/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast; the duty officer has a password."""
    cast = assemble()
    with acting_as(VISITOR, "test"):
        user = User.objects.get(username="duty")
        user.set_password(PASSWORD)
        user.save()
    return cast


@pytest.fixture
def key(cast: Cast) -> Key:
    """A key of the duty officer, without codes."""
    return add(cast.duty, Key())


def add(actor: Actor, key: Key) -> Key:
    """Without the recovery codes, which are slow to hash."""
    made = rules.made_by(key.makes(asked := making()), site=SITE, challenge=asked["challenge"])
    assert made
    with acting_as(actor, "test"):
        row = {"credential_id": made.credential_id, "public_key": made.public_key, "sign_count": made.sign_count}
        SecurityKey(user_id=actor.id, name="Kunci biru", added_at=now(), **row).save(force_insert=True)
    return key


def making() -> dict[str, Any]:
    options: dict[str, Any] = json.loads(rules.ask_to_make(SITE, user_id=uuid7(), username="duty", known=()).options)
    return options


def question(page: Any) -> dict[str, Any]:
    """What a page asks the browser to ask of a key."""
    found = re.search(r'data-question="([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def password(client: Client, **typed: str) -> Any:
    return client.post(reverse("directory:sign_in"), {"username": "duty", "password": PASSWORD, **typed}, headers=ENGLISH)


def answered(client: Client, answer: str, **more: str) -> Any:
    return client.post(SECOND, {"credential": answer, **more}, headers=ENGLISH)


def noted(cast: Cast, act: str) -> int:
    with acting_as(cast.privacy, "test"):
        return Event.objects.filter(act=act, actor=cast.duty.id).count()


def is_outside(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 302)


def test_a_key_is_added_with_the_password_and_asked_for_from_then_on(cast: Cast) -> None:
    client, key = signed_in(cast.duty), Key()
    assert "This is not your present password." in client.post(NEW, {"name": "A", "password": "salah"}, headers=ENGLISH).content.decode()
    page = client.post(NEW, {"name": "Kunci biru", "password": PASSWORD}, headers=ENGLISH)
    codes = client.post(NEW, {"credential": key.makes(question(page))}, headers=ENGLISH).content.decode()

    told = re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", codes)
    assert len(set(told)) == 10
    assert "Kunci biru" in (mine := client.get("/account/").content.decode())
    assert not [code for code in told if code in mine]
    with acting_as(cast.duty, "test"):
        kept = list(RecoveryCode.objects.values_list("code", flat=True))
    assert all(code.startswith("scrypt$") for code in kept)
    assert (noted(cast, "key_added"), noted(cast, "recovery_codes_made")) == (1, 1)

    outside = Client()
    asked = question(password(outside))
    assert is_outside(outside)
    assert answered(outside, key.signs(asked))["Location"] == "/"
    assert outside.get("/account/").status_code == 200
    assert (noted(cast, "key_used"), noted(cast, "signed_in")) == (1, 1)


def test_what_was_typed_before_travels_over_the_key_as_well(cast: Cast, key: Key) -> None:
    client, fields = Client(), {"typed.narrative": "cerita", "carried_to": "/reports/new/"}
    page = password(client, **fields)
    assert 'name="typed.narrative" value="cerita"' in page.content.decode()

    kept = answered(client, key.signs(question(page)), **fields).content.decode()
    assert 'action="/reports/new/"' in kept
    assert 'name="narrative" value="cerita"' in kept
    other = Client()
    assert answered(other, key.signs(question(password(other, next="/account/"))), next="/account/")["Location"] == "/account/"



LIES: dict[str, Callable[[Key, dict[str, Any]], str]] = {
    "another site, whose page looks like ours": lambda key, asked: replace(key, origin="https://testserver.example").signs(asked),
    "the same name without https where there is one": lambda key, asked: replace(key, origin="https://testserver").signs(asked),
    "bound to another name": lambda key, asked: key.signs(asked | {"rpId": "example.org"}),
    "another challenge": lambda key, asked: key.signs(asked | {"challenge": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "nobody touched it": lambda key, asked: key.signs(asked, flags=0),
    "a secret of somebody else under this name": lambda key, asked: replace(Key(), credential=key.credential).signs(asked),
    "a key that the account does not have": lambda key, asked: Key().signs(asked),
    "the answer that makes a key": lambda key, asked: key.makes(asked | {"rp": {"id": "testserver"}}),
    "no answer": lambda key, asked: "",
    "no JSON": lambda key, asked: "{",
    "numbers where bytes are meant": lambda key, asked: json.dumps({"id": 1, "rawId": [], "type": "public-key", "response": {}}),
    "more than anybody reads": lambda key, asked: "x" * 30_000,
}


@pytest.mark.parametrize("lie", LIES)
def test_whatever_the_key_did_not_sign_here_and_now_proves_nothing(lie: str) -> None:
    key, asked, me = Key(), making(), uuid7()
    made = rules.made_by(key.makes(asked), site=SITE, challenge=asked["challenge"])
    assert made
    asked = json.loads(rules.ask_for_one_of(SITE, [made.credential_id]).options)
    told = {"site": SITE, "challenge": asked["challenge"], "user_id": me, "public_key": made.public_key}

    assert rules.count_proved_by(LIES[lie](key, asked), **told) is None
    assert rules.count_proved_by(key.signs(asked), **told) == key.count, "the same question, answered by the key"
    assert rules.count_proved_by(key.signs(asked, whose=me.bytes), **told) == key.count
    assert rules.count_proved_by(key.signs(asked, whose=uuid7().bytes), **told) is None, "made for somebody else"


def test_a_foreign_key_and_a_lie_open_nothing_and_are_noted(cast: Cast, key: Key) -> None:
    client, foreign = Client(), add(cast.manager, Key())
    page = password(client)
    for answer in (foreign.signs(question(page)), replace(key, origin="https://evil.example").signs(question(page)), "", "x" * 30_000):
        page = answered(client, answer)
        assert page.status_code == 422
        assert "The key was not accepted." in page.content.decode()
    assert is_outside(client)
    assert (noted(cast, "key_refused"), noted(cast, "signed_in")) == (4, 0)

    key.count += 1
    assert answered(client, key.signs(question(page))).status_code == 302, "the next question is a new one"


def test_a_challenge_counts_once(cast: Cast, key: Key) -> None:
    client = Client()
    asked = question(password(client))
    assert answered(client, key.signs(asked)).status_code == 302
    client.post("/sign-out/")
    password(client)
    assert answered(client, key.signs(asked)).status_code == 422, "of the sign-in before"

    refused = answered(client, "")
    first = question(refused)
    answered(client, "")
    assert answered(client, key.signs(first)).status_code == 422, "another was asked since"
    assert is_outside(client)


def test_of_two_who_hand_in_one_answer_the_second_finds_no_challenge(cast: Cast) -> None:
    client = Client()
    add(cast.duty, Key())
    password(client)
    one, other = (SessionStore(client.cookies["sessionid"].value) for _browser in range(2))
    assert other["challenge"], "read before the first one took it"

    with transaction.atomic():
        assert one.take("challenge")
        assert other.take("challenge") is None


def test_the_key_is_asked_for_in_the_browser_of_the_password_and_for_five_minutes(cast: Cast, key: Key) -> None:
    client, thief = Client(), Client()
    asked = question(password(client))
    assert "Please sign in once more." in answered(thief, key.signs(asked)).content.decode()
    assert thief.get(SECOND)["Location"] == "/sign-in/"

    with standing_at(now() + timedelta(minutes=5, seconds=1)):
        assert "Please sign in once more." in answered(client, key.signs(asked)).content.decode()
        assert client.get(SECOND).status_code == 302
    assert is_outside(client)
    assert noted(cast, "key_used") == 0


def test_who_knew_the_old_password_is_not_asked_for_the_key_any_more(cast: Cast, key: Key) -> None:
    client = Client()
    asked = question(password(client))
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        actions.set_password(by=cast.admin, user_id=cast.duty.id, password="kalimat baru yang panjang")

    assert "Please sign in once more." in answered(client, key.signs(asked)).content.decode()


def test_the_password_alone_says_who_has_a_key(cast: Cast, key: Key) -> None:
    wrong, nobody = password(Client(), password="salah"), password(Client(), username="nobody")

    assert re.sub(r'value="\w*"', "", wrong.content.decode()) == re.sub(r'value="\w*"', "", nobody.content.decode())
    assert "data-question" not in wrong.content.decode()


def test_a_key_whose_count_goes_back_is_refused_and_the_log_says_so(cast: Cast, key: Key) -> None:
    copy = replace(key)
    for _touch in range(2):
        client = Client()
        assert answered(client, key.signs(question(password(client)))).status_code == 302
    thief = Client()
    answer = answered(thief, copy.signs(question(password(thief))))

    assert "there may be a copy of it" in answer.content.decode()
    assert is_outside(thief)
    assert noted(cast, "key_copied") == 1


def test_a_count_goes_back_where_it_does_not_grow() -> None:
    assert [rules.went_back(*pair) for pair in ((0, 0), (0, 1), (4, 5), (4, 4), (4, 3), (4, 0))] == [False, False, False, True, True, True]


def test_guessing_has_to_wait_also_with_the_right_password_between(cast: Cast, key: Key) -> None:
    client = Client()
    password(client)
    for _guess in range(actions.ATTEMPTS - 1):
        answered(client, "")
    client.post(SECOND, {"code": "abcd-efgh-jkmn"})
    asked = question(password(client))

    assert "Wait a quarter of an hour" in answered(client, key.signs(asked)).content.decode()
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert answered(elsewhere, key.signs(question(password(elsewhere)))).status_code == 302
    with acting_as(VISITOR, Purpose.SIGN_IN):
        assert SignInAttempt.objects.count() == actions.ATTEMPTS


def test_a_recovery_code_opens_once_however_it_is_typed(cast: Cast, key: Key) -> None:
    with acting_as(cast.duty, Purpose.ACCOUNT):
        codes = actions.new_codes(by=cast.duty, password=PASSWORD)
    client, typed = Client(), codes[3].upper().replace("-", " ")
    password(client)
    assert client.post(SECOND, {"code": typed}).status_code == 302
    mine = client.get("/account/").content.decode()
    assert "Itu kode pemulihan. Tersisa 9." in mine
    assert "Tersisa 9 kode pemulihan." in mine

    again = Client()
    password(again)
    refused = again.post(SECOND, {"code": typed}, headers=ENGLISH)
    assert "This code is not right, or it was used before." in refused.content.decode()
    assert is_outside(again)
    assert (noted(cast, "recovery_code_used"), noted(cast, "key_refused")) == (1, 1)


def test_new_codes_replace_the_old_ones_and_take_the_password(cast: Cast, key: Key) -> None:
    client = signed_in(cast.duty)
    assert client.post(CODES, {"password": "salah"}).status_code == 422
    with acting_as(cast.duty, "test"):
        RecoveryCode(user_id=cast.duty.id, code="of before", at=now()).save(force_insert=True)
    codes = re.findall(r"<li>([\w-]+)</li>", client.post(CODES, {"password": PASSWORD}).content.decode())

    assert len(set(codes)) == 10
    with acting_as(cast.duty, Purpose.SIGN_IN):
        assert RecoveryCode.objects.count() == 10, "the old ones are gone"
        assert actions.use_code(by=cast.duty, code=codes[0], address="") == 9


def test_without_a_key_there_are_no_codes(cast: Cast) -> None:
    assert "has no security key" in signed_in(cast.duty).post(CODES, {"password": PASSWORD}, headers=ENGLISH).content.decode()


def test_a_key_is_removed_with_the_password_and_the_last_one_takes_the_codes_along(cast: Cast, key: Key) -> None:
    client, other = signed_in(cast.duty), add(cast.duty, Key())
    with acting_as(cast.duty, "test"):
        RecoveryCode(user_id=cast.duty.id, code="scrypt$", at=now()).save(force_insert=True)
        first, last = SecurityKey.objects.order_by("added_at").values_list("pk", flat=True)
    assert client.post(f"/account/keys/{first}/remove/", {"password": "salah"}).status_code == 422
    assert client.post(f"/account/keys/{first}/remove/", {"password": PASSWORD}).status_code == 302
    outside = Client()
    assert answered(outside, key.signs(question(password(outside)))).status_code == 422
    assert answered(outside, other.signs(question(outside.get(SECOND)))).status_code == 302

    assert "It is the last one" in client.get(f"/account/keys/{last}/remove/", headers=ENGLISH).content.decode()
    client.post(f"/account/keys/{last}/remove/", {"password": PASSWORD})
    with acting_as(cast.duty, "test"):
        assert not RecoveryCode.objects.exists()
    assert password(Client())["Location"] == "/"
    assert noted(cast, "key_removed") == 2


MADE_UP: dict[str, Callable[[Key, dict[str, Any]], str]] = {
    "another site": lambda key, asked: replace(key, origin="https://evil.example").makes(asked),
    "another name": lambda key, asked: key.makes(asked | {"rp": {"id": "evil.example"}}),
    "another challenge": lambda key, asked: key.makes(asked | {"challenge": "AAAA"}),
    "the answer of a sign-in": lambda key, asked: key.signs(asked | {"rpId": "testserver"}),
    "nothing": lambda key, asked: "",
}


@pytest.mark.parametrize("lie", MADE_UP)
def test_a_key_made_elsewhere_or_for_another_question_is_none(lie: str) -> None:
    asked = making()

    assert rules.made_by(MADE_UP[lie](Key(), asked), site=SITE, challenge=asked["challenge"]) is None
    assert rules.made_by(Key().makes(asked), site=SITE, challenge=asked["challenge"])
    assert rules.made_by(Key().makes(asked | {"challenge": ""}), site=SITE, challenge="") is None, "nothing was asked"


def test_without_the_password_or_too_late_no_key_is_added(cast: Cast) -> None:
    client, key = signed_in(cast.duty), Key()
    assert client.post(NEW, {"credential": key.makes(making())})["Location"] == NEW
    page = client.post(NEW, {"name": "A", "password": PASSWORD})
    refused = client.post(NEW, {"credential": "{"}, headers=ENGLISH)
    assert "The key was not accepted. Begin once more." in refused.content.decode()
    assert client.post(NEW, {"credential": key.makes(question(page))}).status_code == 422, "another was asked since"
    page = client.post(NEW, {"name": "A", "password": PASSWORD})
    with standing_at(now() + timedelta(minutes=6)):
        assert client.post(NEW, {"credential": key.makes(question(page))})["Location"] == NEW
    with acting_as(cast.duty, "test"):
        assert not SecurityKey.objects.exists()


def test_one_key_is_of_one_account(cast: Cast, key: Key) -> None:
    asked = making()
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="known already"):
        actions.add_key(by=cast.manager, name="A", answer=key.makes(asked), site=SITE, challenge=asked["challenge"])


def test_under_a_number_no_key_is_promised(cast: Cast) -> None:
    page = signed_in(cast.duty).get(NEW, headers=ENGLISH | {"host": "127.0.0.1"}).content.decode()

    assert "Security keys do not work under this address." in page
    assert [rules.Site(f"http://{host}").takes_keys for host in ("127.0.0.1:8000", "[::1]:8000", "localhost:8000", "a.id")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_the_administrator_takes_keys_away_and_the_owner_is_told(cast: Cast, key: Key) -> None:
    admin, there = signed_in(cast.admin), signed_in(cast.duty)
    with acting_as(cast.duty, "test"):
        RecoveryCode(user_id=cast.duty.id, code="scrypt$", at=now()).save(force_insert=True)
    where = reverse("directory:account_keys", args=[cast.duty.id])
    assert "Take the security keys away" in admin.get(f"/accounts/{cast.duty.id}/", headers=ENGLISH).content.decode()
    assert admin.post(where, {"reason": ""}).status_code == 422, "not without a reason"
    assert admin.post(where, {"reason": "stolen"}).status_code == 302

    assert is_outside(there), "its sessions end"
    assert password(Client())["Location"] == "/"
    with acting_as(cast.duty, "test"):
        told = Notice.objects.get(kind="keys_taken_away")
        assert (told.to_user, told.desk, SecurityKey.objects.exists(), RecoveryCode.objects.exists()) == (
            cast.duty.id, cast.duty.desk, False, False,
        )  # fmt: skip
    with acting_as(cast.privacy, "test"):
        event = Event.objects.get(act="keys_taken_away")
    assert (event.actor, event.subject_id, event.detail) == (cast.admin.id, cast.duty.id, "stolen")
    assert "has no security key" in admin.post(where, {"reason": "lost"}, headers=ENGLISH).content.decode()


def test_whoever_holds_the_server_takes_keys_away_as_well(cast: Cast, key: Key) -> None:
    call_command("one_time_password", "--login", "duty", "--without-keys", stdout=StringIO())

    with acting_as(cast.duty, "test"):
        assert not SecurityKey.objects.exists()


@pytest.mark.parametrize("who", ["duty", "supervisor", "privacy"])
def test_nobody_else_takes_keys_away(cast: Cast, key: Key, who: str) -> None:
    with acting_as(cast.actors[who], Purpose.ADMINISTRATION), pytest.raises(Refused):
        actions.take_keys_away(by=cast.actors[who], user_id=cast.duty.id, reason=KeysGone.LOST)


def test_raw_sql_finds_and_writes_no_key_but_ones_own(cast: Cast, key: Key) -> None:
    count = "select count(*) from directory_securitykey"
    for actor, purpose, found in (
        (cast.duty, "test", 1), (cast.manager, "account", 0), (cast.manager, "administration", 0), (cast.admin, "test", 0),
        (cast.admin, "administration", 1), (VISITOR, "sign_in", 0), (VISITOR, "public", 0), (VISITOR, "administration", 1),
    ):  # fmt: skip
        with acting_as(actor, purpose), connection.cursor() as cursor:
            cursor.execute(count)
            assert cursor.fetchone() == (found,), (actor.name, purpose)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(cast.admin, "administration"):
        SecurityKey(user_id=cast.duty.id, credential_id=b"a", public_key=b"b", name="", added_at=now()).save(force_insert=True)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(cast.duty, "test"):
        SecurityKey.objects.update(public_key=b"b")


def test_before_the_key_the_session_is_nobodys(cast: Cast, key: Key) -> None:
    client = Client()
    client.get("/sign-in/")
    password(client)

    assert Session.objects.get().user is None
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    assert client.post("/account/password/", {"new_password": "x"}).status_code == 401
