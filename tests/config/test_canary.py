"""The canary: her five strings open with the keyring and stand nowhere else, however they may be written."""

import base64
import gzip
import io
import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import CommandError, call_command

from jejaring.config import binaries, demo
from jejaring.config.demo import canary, places
from jejaring.config.demo.telling import Teller
from jejaring.config.sessions import SessionStore
from jejaring.directory.models import Session
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.people import queries as people
from jejaring.vault import keyring
from tests import live as live_server
from tests.screens import signed_in
from tests.spellings import found_below, found_in, needles

TODAY = date(2026, 11, 24)
NEEDLES = needles(canary.STRINGS)
OTHERS = ("police", "hospital", "social", "secretary", "chair", "statistician", "privacy", "admin", "province")
OF_OTHERS = (
    "/",
    "/cases/", "/reports/", "/reports/sent/", "/referrals/", "/known/", "/safety/", "/log/", "/figures/", "/figures/csv/", "/promises/",
    "/promises/report.pdf", "/simfoni/", "/simfoni/sheet/", "/directory/list.csv", "/accounts/", "/account/", "/roster/", "/help/",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(live: live_server.Live) -> places.Town:
    """The offices of the demo city, and in it nobody but her."""
    town = places.found()
    with demo.hastily():
        told = demo._tell(Teller(town, demo.SEED), canary.untold(Teller(town, demo.SEED)), demo._present(TODAY), live.database.owner_url)
    assert told == 1
    demo._settle(live.database.owner_url, TODAY)
    return town


def shown() -> str:
    out = io.StringIO()
    call_command("canary", stdout=out)
    return out.getvalue()


def whereabouts(town: places.Town) -> people.Hint:
    with acting_as(town.actors["supervisor"], "test"):
        return people.known_of(nik=canary.NIK)[0]


def test_with_the_keyring_the_supervisor_finds_her_by_her_number(town: places.Town) -> None:
    assert shown() == f"Name: {canary.NAME}\nPhone: {canary.PHONE}\nAddress: {canary.ADDRESS}\nNote: {canary.NOTE}\n"


def test_she_is_marked_as_invented_stands_in_one_case_and_is_told_once(town: places.Town, live: live_server.Live) -> None:
    with psycopg.connect(live.database.owner_url) as owner:
        rows = owner.execute("select synthetic, state, registered_at::date::text from cases_case").fetchall()
        people_of = owner.execute("select synthetic, sex from people_person").fetchall()
        remembered = demo._remembered(live.database.owner_url)
    assert rows == [(True, "closed", "2025-03-04")]
    assert people_of.count((True, "female")) == 1
    assert canary.untold(Teller(town, demo.SEED, remembered)) == []


def test_without_the_keyring_or_with_another_one_nothing_of_her_opens(town: places.Town, settings: Any, tmp_path: Path) -> None:
    keyring.create(tmp_path / "other.json")
    own = json.loads(Path(settings.KEYRING).read_text())
    half = json.loads((tmp_path / "other.json").read_text()) | {"index": own["index"]}
    (tmp_path / "half.json").write_text(json.dumps(half))
    (tmp_path / "half.json").chmod(0o600)
    shutil.copy(settings.KEYRING, tmp_path / "exposed.json")
    (tmp_path / "exposed.json").chmod(0o644)

    for path in (tmp_path / "absent.json", tmp_path / "other.json", tmp_path / "half.json", tmp_path / "exposed.json"):
        settings.KEYRING = path
        with pytest.raises(CommandError) as refused:
            shown()
        assert not found_in(str(refused.value).encode(), NEEDLES)


def fetch(live: live_server.Live, address: str, session: str) -> bytes:
    """A page of the real server, with its headers."""
    request = urllib.request.Request(live.url + address, headers={"Cookie": f"sessionid={session}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.headers).encode() + bytes(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return str(error.headers).encode() + error.read()


def everybody_looks_around(town: places.Town, live: live_server.Live) -> Iterator[tuple[str, bytes]]:
    """The supervisor opens her file and her name; all others what they may, and her addresses too. Yields what the others were told."""
    hint = whereabouts(town)
    hers = (f"/cases/{hint.case_id}/", f"/cases/{hint.case_id}/reveal/{hint.person_id}/", f"/safety/{hint.case_id}/", "/log/", "/cases/")
    client = signed_in(town.actors["supervisor"])
    opened = [fetch(live, address, client.cookies["sessionid"].value) for address in hers]
    assert any(canary.NOTE.encode() in page for page in opened), "her file was opened"
    revealed = client.post(hers[1], {"reason": "check"})
    assert revealed.status_code < 500
    for name in OTHERS:
        theirs = signed_in(town.actors[name]).cookies["sessionid"].value
        for address in (*OF_OTHERS, *hers, f"/reports/?q={quote(canary.NAME)}"):
            yield f"{name} {address}", fetch(live, address, theirs)


def sessions() -> bytes:
    with acting_as(places.VISITOR, "test"):
        rows = [SessionStore().decode(session.session_data) for session in Session.objects.all()]
    assert rows
    return json.dumps(rows, default=str).encode()


def dump(live: live_server.Live, *words: str) -> bytes:
    """All of the database as its owner takes it out, as text."""
    command = [str(binaries.folder() / "pg_dump"), "--dbname", live.database.owner_url, *words]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_none_of_her_strings_is_anywhere_outside_of_the_locks(
    town: places.Town, live: live_server.Live, capfd: pytest.CaptureFixture[str]
) -> None:
    assert shown()
    for who, told in everybody_looks_around(town, live):
        told = told.replace(quote(canary.NAME).encode(), b"")  # what they typed themselves stands in the field again
        assert found_in(told, NEEDLES - needles([canary.NAME]) if "?q=" in who else NEEDLES) == [], who

    whole = dump(live)
    assert b"COPY public.audit_event" in whole
    assert b"COPY public.notices_notice" in whole
    assert b"COPY public.directory_session" in whole
    assert found_in(whole, NEEDLES) == []
    assert found_in(dump(live, "--inserts", "--data-only"), NEEDLES) == []
    assert found_in(sessions(), NEEDLES) == []
    assert found_below(live.data, NEEDLES) == {}
    said = capfd.readouterr()
    assert found_in((said.out + said.err).encode(), NEEDLES) == []


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.upper().encode(),
        lambda text: text.replace(" ", "").lower().encode(),
        lambda text: b"xy" + base64.b64encode(b"ab" + text.encode() + b"cd"),
        lambda text: base64.urlsafe_b64encode(b"a" + text.encode()),
        lambda text: text.encode().hex().encode(),
        lambda text: quote(text).encode(),
        lambda text: text.encode("utf-16"),
        lambda text: json.dumps({"a": text}).encode(),
        lambda text: "".join(f"\\u{ord(c):04x}" for c in text).encode(),
        lambda text: gzip.compress(b"before " + text.encode()),
    ],
)
@pytest.mark.parametrize("text", canary.STRINGS)
def test_the_search_finds_each_string_in_each_spelling(text: str, written: Callable[[str], bytes]) -> None:
    assert found_in(written(text), NEEDLES)


@pytest.mark.parametrize("number", ["081174000999", "0811-7400-0999", "+6281174000999", "62 811 7400 0999", "811-7400-0999"])
def test_the_search_finds_her_telephone_as_people_dial_it(number: str) -> None:
    assert found_in(number.encode(), NEEDLES)


def test_the_search_looks_into_names_and_content_of_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f"{canary.NIK}.txt").write_text("nothing")
    (tmp_path / "log").write_text(f"GET /{uuid7()}/?q={quote(canary.NAME)}")
    (tmp_path / "clean").write_text("nothing")

    assert set(found_below(tmp_path, NEEDLES)) == {f"deep/{canary.NIK}.txt", "log"}
    shutil.rmtree(tmp_path / "deep")
