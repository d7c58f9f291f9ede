"""A new index key: everybody is found before, at each step and after it, whoever is killed on the way."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from jejaring.cases.models import Case, Identifier
from jejaring.config import index_keys
from jejaring.exchange.queries import meanings
from jejaring.guard.context import acting_as
from jejaring.people import actions, queries
from jejaring.people.states import MatchKind
from jejaring.vault import actions as vault
from jejaring.vault import keyring, recovery
from tests.cases import paper
from tests.cases.files import open_file
from tests.cast import Cast, assemble
from tests.databases import Clone
from tests.exchange import lists
from tests.people import test_known

NIK, PLATE = "1571074512080001", "0812-7400-1199"
NAMES = ("Siti Noerhaliza", "Rahmat Hidayat", "Melati Anggraini", "Dewi Kartika", "Bayu Saputra")
Asked = dict[str, Any]


@pytest.fixture
def cast(own_keyring: Path, own_database: Clone) -> Cast:
    return assemble()


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_file(cast, parties=())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_keys, "BATCH", 2)


def register(cast: Cast, case: Case, **facts: Any) -> UUID:
    with acting_as(cast.manager, "test"):
        return actions.register_person(by=cast.manager, case_id=case.pk, **facts).pk


@pytest.fixture
def people(cast: Cast, case: Case) -> dict[UUID, list[Asked]]:
    """Everybody who has to be found, and the questions that find them: number, telephone, name, one word of the name less."""
    made: dict[UUID, list[Asked]] = {}
    for n, name in enumerate(NAMES):
        nik, phone = f"{NIK[:-1]}{n + 1}", f"0812-7400-118{n}"
        pk = register(cast, case, name=name, nik=nik, phone=phone, age=17 + n)
        made[pk] = [{"nik": nik}, {"phone": phone}, {"name": name, "age": 17 + n}, {"name": name.split()[0], "age": 17 + n}]
    alone = register(cast, case, name="Kenanga", age=40)  # known by all of the shorter name, of which every word is counted once
    return made | {alone: [{"name": "Kenanga Putri Utami", "age": 40}]}


def missed(cast: Cast, people: dict[UUID, list[Asked]]) -> list[Asked]:
    """The questions to which somebody is not the answer."""

    def answers(asked: Asked) -> list[UUID]:
        return [hint.person_id for hint in queries.known_of(**asked)]

    with acting_as(cast.manager, "test"):
        return [asked for pk, some in people.items() for asked in some if pk not in answers(asked)]


def tokens(owner: Any) -> dict[int, set[bytes]]:
    """The tokens of each version."""
    found = owner.execute("select index_version, array_agg(token) from people_blindtoken group by 1").fetchall()
    owner.rollback()
    return {version: {bytes(t) for t in some} for version, some in found}


@pytest.mark.usefixtures("small")
def test_everybody_is_found_at_each_step_and_the_earlier_tokens_are_gone(
    cast: Cast, case: Case, owner: Any, own_keyring: Path, people: dict[UUID, list[Asked]]
) -> None:
    before, key, steps = tokens(owner), keyring.document(own_keyring)["index"], list[str]()
    assert missed(cast, people) == []

    def look(said: str) -> None:
        steps.append(said)
        assert missed(cast, people) == []
        phone = f"0812-7400-22{len(steps):02}"
        people[register(cast, case, phone=phone, name="Orang Baru")] = [{"phone": phone}]
        with acting_as(cast.manager, "test"):
            first = next(iter(people))
            version = queries.identity(cast.manager, first, case_id=case.pk).version
            actions.update_person(by=cast.manager, person_id=first, version=version, phone=phone)
        people[first][1] = {"phone": phone}

    index_keys.change(owner, own_keyring, look)

    assert len(steps) > 4
    assert missed(cast, people) == []
    after = tokens(owner)
    assert (set(before), set(after)) == ({1}, {2})
    assert not before[1] & after[2]
    document = keyring.document(own_keyring)
    assert (document["index_version"], document["index_before"], document["index"] == key) == (2, [key], False)
    assert index_keys.standing(owner, own_keyring) == index_keys.Standing(2, False, 0, 0)
    assert not [text for text in steps if any(name.split()[0] in text for name in NAMES)]


@pytest.mark.usefixtures("small")
def test_what_another_unit_sends_meanwhile_is_compared_as_before(
    cast: Cast, owner: Any, own_keyring: Path, people: dict[UUID, list[Asked]]
) -> None:
    class Stopped(Exception):
        pass

    def stop(said: str) -> None:
        if f"{len(people)} persons" in said:
            raise Stopped

    with pytest.raises(Stopped):
        index_keys.change(owner, own_keyring, stop)
    assert set(tokens(owner)) == {1, 2}, "everybody has tokens under both"

    test_known.referred(cast, sex="female", name="Kenanga Putri Utami", age=40)

    with acting_as(cast.manager, "test"):
        (hint,) = queries.hints_sent(cast.manager)
        assert (hint.hint.person_id, hint.hint.kinds) == (list(people)[-1], (MatchKind.WORD,))
    assert missed(cast, people) == []


def killed_at(turn: int, where: str, owner_url: str, path: Path) -> bool:
    """Whether a process of its own was killed at the turn of something, before it came to the end."""
    child = os.fork()
    if child == 0:
        left = [turn]

        def strike(*_said: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        if where == "replace":
            write = keyring.replace
            keyring.replace = lambda *given: (strike(), write(*given), strike())  # type: ignore[assignment]
        try:
            with psycopg.connect(owner_url) as owner:
                index_keys.change(owner, path, strike if where == "say" else str)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("where", ["say", "replace"])
def test_killed_again_and_again_nobody_is_missed_and_it_comes_to_its_end(
    cast: Cast, owner: Any, own_database: Clone, own_keyring: Path, people: dict[UUID, list[Asked]], where: str
) -> None:
    recovery.make_shares(own_keyring)
    turn = 1
    while killed_at(turn, where, own_database.owner_url, own_keyring):
        assert missed(cast, people) == [], f"killed at {where} {turn}"
        turn += 1

    assert turn > 2
    assert missed(cast, people) == []
    assert set(tokens(owner)) == {2}, "one change, however often it was begun"
    assert index_keys.standing(owner, own_keyring) == index_keys.Standing(2, False, 0, 0)


@pytest.fixture
def changing(own_database: Clone, own_keyring: Path) -> Iterator[Thread]:
    """A change beside the test, with a connection of its own."""

    def change() -> None:
        with psycopg.connect(own_database.owner_url) as other:
            index_keys.change(other, own_keyring, str)

    thread = Thread(target=change)
    yield thread
    thread.join(60)


def test_it_waits_for_whoever_began_before_and_knows_the_present_key_alone(
    cast: Cast, case: Case, owner: Any, people: dict[UUID, list[Asked]], changing: Thread
) -> None:
    written, go_on = Event(), Event()

    def slow() -> None:
        try:
            with acting_as(cast.manager, "test"):
                pk = actions.register_person(by=cast.manager, case_id=case.pk, phone="0812-7400-3311").pk
                written.set()
                go_on.wait(60)
            people[pk] = [{"phone": "0812-7400-3311"}]
        finally:
            connections.close_all()

    registering = Thread(target=slow)
    registering.start()
    assert written.wait(60)
    changing.start()
    changing.join(2)
    assert changing.is_alive(), "it has not passed by what is not there yet"
    go_on.set()
    registering.join(60)
    changing.join(60)

    assert set(tokens(owner)) == {2}
    assert len(people) == len(NAMES) + 2
    assert missed(cast, people) == []


def test_two_changes_at_once_are_one_and_a_refusal(owner: Any, own_database: Clone, own_keyring: Path, cast: Cast) -> None:
    with psycopg.connect(own_database.owner_url) as other:
        other.execute(index_keys.ALONE)
        with pytest.raises(index_keys.Busy):
            index_keys.change(owner, own_keyring)


def test_what_a_backup_from_before_brings_back_is_found_after_finish(
    cast: Cast, owner: Any, own_database: Clone, own_keyring: Path, people: dict[UUID, list[Asked]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", own_database.owner_url)
    rows = owner.execute("select * from people_blindtoken").fetchall()
    owner.rollback()
    out = io.StringIO()
    call_command("rotate_keys", "index", stdout=out)
    owner.execute("delete from people_blindtoken")
    for row in rows:
        owner.execute(f"insert into people_blindtoken values ({', '.join(['%s'] * len(row))})".encode(), row)
    owner.commit()
    assert missed(cast, people) == [asked for some in people.values() for asked in some]

    call_command("rotate_keys", "status", stdout=out)
    assert out.getvalue().rstrip().endswith("Run: finish")
    call_command("rotate_keys", "finish", stdout=out)

    assert missed(cast, people) == []
    assert set(tokens(owner)) == {2}
    assert "Index key 2." in out.getvalue()
    assert out.getvalue().rstrip().endswith("Left to do: 0. Earlier keys of organisations kept: 0.")


def test_what_was_sighted_and_what_lists_said_is_known_on(cast: Cast, case: Case, owner: Any, own_keyring: Path) -> None:
    paper.act(cast, "sight_identifier", case, kind="phone", value=PLATE, role="recruiter", use="help_only")
    strange = [*lists.CLEAN[0][:7], "Entah", *lists.CLEAN[0][8:]]
    lists.taken_in(cast, lists.csv_of([strange]), district={"entah": ""})

    def said() -> meanings.Meanings:
        return meanings.meanings(cast.supervisor, "district", ["Entah"])

    with acting_as(cast.supervisor, "test"):
        before, known = Identifier.objects.get().token, said()
        assert known.said == {"entah": ""}

    index_keys.change(owner, own_keyring, str)

    with acting_as(cast.supervisor, "test"):
        row = Identifier.objects.get()
        assert bytes(row.token) == vault.blind("identifier.phone", vault.read(row, "value"))
        assert bytes(row.token) != bytes(before)
        assert said() == known
    shown = lists.preview(cast, lists.checked(cast, lists.csv_of(lists.CLEAN)))
    assert [(p.row, p.words) for p in shown.problems] == [(2, "Baris ini sudah pernah diambil dengan daftar sebelumnya.")]


def test_the_command_wants_the_owner_and_says_that_another_is_at_work(
    cast: Cast, owner: Any, own_database: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("rotate_keys", "index")
    monkeypatch.setenv("DATABASE_OWNER_URL", own_database.owner_url)
    owner.execute(index_keys.ALONE)
    with pytest.raises(CommandError, match="Another process"):
        call_command("rotate_keys", "index")
