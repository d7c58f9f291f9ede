"""A new index key while everybody goes on searching and writing.

First everybody gets tokens under the new key beside those under the present one; then the new one becomes the present; then the earlier
tokens go. At every moment all of them have tokens under the key that is asked with. Works on a connection of the database's owner, one
organisation after the other, in small transactions: stopped at any point, the next call goes on. Names and numbers are opened in the memory
of this process alone, with the keys that every serving process holds as well.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from jejaring.cases.models import Identifier
from jejaring.kernel.clock import WIB
from jejaring.kernel.ids import uuid7
from jejaring.people import rules
from jejaring.people.models import Person
from jejaring.vault import actions as vault
from jejaring.vault import keyring, recovery, rotation
from jejaring.vault.envelope import unseal
from jejaring.vault.models import IDENTITY

BATCH = 200
FIELDS = ("name", "alias", "nik", "phone", "birth_date")
ALONE = "select pg_try_advisory_lock(hashtext('jejaring index key'))"
RUNNING = """select l.virtualtransaction from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'virtualxid' and a.datname = current_database() and l.pid <> pg_backend_pid()"""
PEOPLE = """select p.id, p.domain, p.case_id, p.age, p.recorded_at, p.name, p.alias, p.nik, p.phone, p.birth_date, w.wrapped
    from people_person p join vault_wrap w on w.domain = p.domain and w.organisation = p.organisation and w.key_class = 'identity'
    where p.organisation = %s and p.id > %s and exists (select from people_blindtoken t where t.person_id = p.id)
      and not exists (select from people_blindtoken t where t.person_id = p.id and t.index_version = %s)
    order by p.id limit %s for update of p"""
LACKING = """select count(distinct t.person_id) from people_blindtoken t
    where not exists (select from people_blindtoken n where n.person_id = t.person_id and n.index_version = %s)"""
IDENTIFIERS = """select i.id, i.domain, i.kind, i.value, i.token, w.wrapped
    from cases_identifier i join vault_wrap w on w.domain = i.domain and w.key_class = 'identity'
    where w.organisation = %s and i.id > %s order by i.id limit %s for update of i"""
EARLIER = "delete from people_blindtoken where id in (select id from people_blindtoken where index_version < %s limit %s)"
FIRST = UUID(int=0)
Connection = psycopg.Connection[Any]
Say = Callable[[str], None]
Keys = dict[tuple[UUID, int], bytes]


class Busy(Exception):
    """Another process changes the index key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which index key is asked with, and what is left to do."""

    version: int
    changing: bool
    lacking: int  # persons without a token under the key that is asked with, or under the one that is being made
    earlier: int  # tokens under keys that nobody asks with any more


def standing(owner: Connection, path: Path) -> Standing:
    """How far it is. Two statements."""
    document = keyring.document(path)
    ring, changing = keyring.of(document), "index_next" in document or "index_left" in document
    target = ring.index_version + (ring.index_next is not None)
    [(lacking,)] = owner.execute(LACKING, [target]).fetchall()
    [(earlier,)] = owner.execute("select count(*) from people_blindtoken where index_version < %s", [ring.index_version]).fetchall()
    return Standing(ring.index_version, changing, lacking, earlier)


def change(owner: Connection, path: Path, say: Say = print) -> None:
    """A new index key, to the end; where an earlier change was stopped, that one is ended instead. Raises Busy."""
    now = standing(owner, path)
    if not (now.changing or now.earlier or now.lacking):
        _begin(path)
    finish(owner, path, say)


def finish(owner: Connection, path: Path, say: Say = print) -> None:
    """End a change that was stopped, or give tokens to what a restored backup brought back. Raises Busy."""
    now = standing(owner, path)
    if not (now.changing or now.earlier or now.lacking):
        return
    [(alone,)] = owner.execute(ALONE).fetchall()
    if not alone:
        raise Busy
    owner.commit()
    try:
        ring = keyring.of(keyring.document(path))
        _settle(owner, say)  # whoever began before knows nothing of the new key and writes tokens under the present one alone
        _everybody(owner, ring, say)
        if ring.index_next is not None:
            _switch(path)
            _settle(owner, say)  # whoever began before may still ask with the earlier key
        _identifiers(owner, keyring.of(keyring.document(path)), say)
        _drop_earlier(owner, keyring.of(keyring.document(path)).index_version, say)
        _end(path)
    finally:
        owner.rollback()
        owner.execute("select pg_advisory_unlock_all()")
        owner.commit()


def _begin(path: Path) -> None:
    with keyring.alone(path):
        document = keyring.document(path)
        if "index_next" not in document:
            changed = document | {"index_next": keyring.random_key()}
            recovery.write_copy(path, changed)
            keyring.replace(path, changed)


def _switch(path: Path) -> None:
    """The new key is the present one. The earlier one asks for nobody; rows of lists that were taken in are known by it."""
    with keyring.alone(path):
        document = keyring.document(path)
        fresh = {name: value for name, value in document.items() if name != "index_next"}
        fresh |= {
            "index": document["index_next"], "index_version": document.get("index_version", 1) + 1,
            "index_before": [*document.get("index_before", []), document["index"]], "index_left": True,
        }  # fmt: skip
        recovery.write_copy(path, fresh)
        keyring.replace(path, fresh)


def _end(path: Path) -> None:
    with keyring.alone(path):
        document = keyring.document(path)
        if document.pop("index_left", False):
            recovery.write_copy(path, document)
            keyring.replace(path, document)


def _settle(owner: Connection, say: Say) -> None:
    """Wait until every transaction that runs now has ended."""
    left, turn = {row[0] for row in owner.execute(RUNNING).fetchall()}, 0
    owner.commit()
    while left:
        time.sleep(0.05)
        left &= {row[0] for row in owner.execute(RUNNING).fetchall()}
        owner.commit()
        turn += 1
        if turn % 200 == 0:
            say(f"waiting for {len(left)} transactions that began before")


def _domain_key(keys: Keys, domain: UUID, organisation: UUID, wrapped: bytes) -> bytes:
    return unseal(lambda version: keys[organisation, version], wrapped, vault.place_of_wrap(domain, IDENTITY, organisation))


def _everybody(owner: Connection, ring: keyring.Keyring, say: Say) -> None:
    """Tokens under the key that is being made, or under the present one, for whoever has none."""
    version, index = (ring.index_version + 1, ring.index_next) if ring.index_next is not None else (ring.index_version, ring.index)
    keys, done = rotation.organisation_keys(owner, ring), 0
    organisations = sorted({organisation for organisation, _version in keys})
    for number, organisation in enumerate(organisations, 1):
        after = FIRST
        while rows := owner.execute(PEOPLE, [organisation, after, version, BATCH]).fetchall():
            after = rows[-1][0]
            made = [token for row in rows for token in _tokens(keys, organisation, row, version, index)]
            ids = [row[0] for row in rows]
            owner.execute("delete from people_blindtoken where person_id = any (%s) and index_version = %s", [ids, version])
            owner.cursor().executemany(
                "insert into people_blindtoken (id, person_id, organisation, case_id, kind, token, index_version) "
                "values (%s, %s, %s, %s, %s, %s, %s)", made,
            )  # fmt: skip
            owner.commit()
            done += len(rows)
            say(f"organisation {number} of {len(organisations)}: {done} persons have tokens under index key {version}")
        owner.commit()


def _tokens(keys: Keys, organisation: UUID, row: tuple[Any, ...], version: int, index: bytes) -> list[tuple[Any, ...]]:
    pk, domain, case, age, recorded_at, *boxes, wrapped = row
    key = _domain_key(keys, domain, organisation, wrapped)
    person = Person(id=pk, domain=domain, **dict(zip(FIELDS, boxes, strict=True)))
    name, alias, nik, phone, birth = (vault.open_with(key, person, name) for name in FIELDS)
    said = {"name": name, "alias": alias, "nik": nik, "phone": phone, "birth": birth, "age": age}
    values = rules.match_values(**said, today=recorded_at.astimezone(WIB).date())
    found = dict.fromkeys((kind, vault.token(keyring.index_key(index, rules.purpose_of(kind)), value)) for kind, value in values)
    return [(uuid7(), pk, organisation, case, kind, token, version) for kind, token in found]


def _identifiers(owner: Connection, ring: keyring.Keyring, say: Say) -> None:
    """What was sighted in cases; nobody asks by it yet, so that it follows after the change. Only what differs is written."""
    keys, changed = rotation.organisation_keys(owner, ring), 0
    for organisation in sorted({organisation for organisation, _version in keys}):
        after = FIRST
        while rows := owner.execute(IDENTIFIERS, [organisation, after, BATCH]).fetchall():
            after = rows[-1][0]
            for pk, domain, kind, box, before, wrapped in rows:
                sighted = Identifier(id=pk, domain=domain, value=box)
                value = vault.open_with(_domain_key(keys, domain, organisation, wrapped), sighted, "value")
                token = vault.token(keyring.index_key(ring.index, f"identifier.{kind}"), value)
                if token != bytes(before):
                    owner.execute("update cases_identifier set token = %s where id = %s", [token, pk])
                    changed += 1
            owner.commit()
        owner.commit()
    say(f"{changed} identifiers of cases have tokens under index key {ring.index_version}")


def _drop_earlier(owner: Connection, version: int, say: Say) -> None:
    gone = 0
    while part := owner.execute(EARLIER, [version, BATCH * 10]).rowcount:
        owner.commit()
        gone += part
        say(f"{gone} earlier tokens removed")
    owner.commit()


