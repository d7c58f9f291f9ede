"""Changing root keys and keys of organisations: wraps are made anew, fields and files stay as they are.

Works on a connection of the database's owner while everybody goes on working, in small transactions: stopped at any point, the next
call goes on. Processes that serve learn of a new version within five minutes; the one before is kept for an hour at least.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.vault import keyring, recovery
from jejaring.vault.actions import place_of_organisation, place_of_wrap
from jejaring.vault.envelope import seal, unseal, version_of

BATCH = 500
KEPT = timedelta(hours=1)
Connection = psycopg.Connection[Any]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is."""

    root: int
    roots: tuple[int, ...]
    organisations: int
    under_old_root: int
    wraps: int
    under_old_key: int
    old_keys: int


def standing(owner: Connection, path: Path) -> Standing:
    """What is wrapped by what. Three statements."""
    ring = keyring.of(keyring.document(path))
    keys, newest = _organisation_rows(owner), _newest(owner)
    counted = owner.execute("select organisation, wrapped_version(wrapped), count(*) from vault_wrap group by 1, 2").fetchall()
    old = sum(n for organisation, version, n in counted if version != newest.get(organisation))
    under_old_root = sum(version_of(wrapped) != ring.current for _id, _organisation, _version, wrapped in keys)
    return Standing(
        ring.current, tuple(sorted(ring.roots)), len(newest), under_old_root, sum(n for _o, _v, n in counted), old, len(keys) - len(newest)
    )  # fmt: skip


def _organisation_rows(owner: Connection) -> list[tuple[UUID, UUID, int, bytes]]:
    return owner.execute("select id, organisation, version, wrapped from vault_organisationkey order by organisation, version").fetchall()


def _newest(owner: Connection) -> dict[UUID, int]:
    return dict(owner.execute("select organisation, max(version) from vault_organisationkey group by 1").fetchall())


def new_root(path: Path) -> int:
    """A new root key becomes the current one; the earlier ones still open. The recovery copy follows. Its version."""
    with keyring.alone(path):
        document = keyring.document(path)
        version = max(map(int, document["root"])) + 1
        changed = document | {"root": document["root"] | {str(version): keyring.random_key()}, "current": version}
        recovery.write_copy(path, changed)  # before the keyring itself: a root key that is in use is always recoverable
        keyring.replace(path, changed)
    return version


def to_current_root(owner: Connection, path: Path, say: Say = print) -> int:
    """Wrap every organisation's key by the current root key; how many were changed."""
    ring, changed = keyring.of(keyring.document(path)), 0
    rows = _organisation_rows(owner)
    for number, (pk, organisation, version, wrapped) in enumerate(rows, 1):
        if version_of(wrapped) != ring.current:
            place = place_of_organisation(organisation, version)
            anew = seal(ring.root(ring.current), ring.current, unseal(ring.root, wrapped, place), place)
            owner.execute("update vault_organisationkey set wrapped = %s where id = %s", [anew, pk])
            owner.commit()
            changed += 1
            say(f"root key {ring.current}: {number} of {len(rows)} keys of organisations")
    return changed


def forget_roots(owner: Connection, path: Path) -> list[int]:
    """Destroy root keys that wrap nothing any more. From then on backups from before the change cannot be opened by anybody."""
    with keyring.alone(path):
        document = keyring.document(path)
        used = {version_of(wrapped) for _id, _o, _v, wrapped in _organisation_rows(owner)} | {int(document["current"])}
        gone = sorted(int(v) for v in document["root"] if int(v) not in used)
        if gone:
            changed = document | {"root": {v: k for v, k in document["root"].items() if int(v) in used}}
            keyring.replace(path, changed)
            recovery.write_copy(path, changed)
    return gone


def new_organisation_keys(owner: Connection, path: Path, only: UUID | None = None) -> list[UUID]:
    """A new key for every organisation, or for one; new wraps are made under it from now on. Whose."""
    ring, made = keyring.of(keyring.document(path)), []
    for organisation, version in _newest(owner).items():
        if only in (None, organisation):
            place = place_of_organisation(organisation, version + 1)
            wrapped = seal(ring.root(ring.current), ring.current, os.urandom(32), place)
            row = [uuid7(), organisation, version + 1, wrapped]
            owner.execute("insert into vault_organisationkey (id, organisation, version, wrapped) values (%s, %s, %s, %s)", row)
            made.append(organisation)
    owner.commit()
    return made


def organisation_keys(owner: Connection, ring: keyring.Keyring) -> dict[tuple[UUID, int], bytes]:
    """The keys of all organisations in all their versions, opened."""
    return {
        (organisation, version): unseal(ring.root, wrapped, place_of_organisation(organisation, version))
        for _pk, organisation, version, wrapped in _organisation_rows(owner)
    }


def to_newest_keys(owner: Connection, path: Path, say: Say = print) -> int:
    """Wrap again what is wrapped by an earlier key of its organisation, then drop those that are not needed; how many wraps."""
    keys, changed = organisation_keys(owner, keyring.of(keyring.document(path))), 0
    newest = _newest(owner)
    for number, (organisation, version) in enumerate(newest.items(), 1):
        for done in _wrap_again(owner, keys, organisation, version):
            changed += done
            say(f"organisation {number} of {len(newest)}: {changed} wraps made anew")
    _drop_old(owner)
    return changed


def _wrap_again(owner: Connection, keys: dict[tuple[UUID, int], bytes], organisation: UUID, version: int) -> Iterator[int]:
    """One batch a transaction, of those that nobody else is changing, until none is left."""
    query = """select id, domain, key_class, wrapped from vault_wrap where organisation = %s and wrapped_version(wrapped) <> %s
        limit %s for update skip locked"""
    while rows := owner.execute(query, [organisation, version, BATCH]).fetchall():
        made = []
        for pk, domain, key_class, wrapped in rows:
            place = place_of_wrap(domain, key_class, organisation)
            key = unseal(lambda old: keys[organisation, old], wrapped, place)
            made.append((seal(keys[organisation, version], version, key, place), pk))
        owner.cursor().executemany("update vault_wrap set wrapped = %s where id = %s", made)
        owner.commit()
        yield len(rows)


def _drop_old(owner: Connection) -> None:
    """An earlier key goes when nothing is wrapped by it and its successor is older than an hour."""
    for pk, organisation, version, _wrapped in _organisation_rows(owner):
        later = "select id from vault_organisationkey where organisation = %s and version > %s order by version limit 1"
        successor = owner.execute(later, [organisation, version]).fetchone()
        if successor and now() - _made_at(successor[0]) > KEPT:
            owner.execute(
                "delete from vault_organisationkey where id = %s and not exists "
                "(select from vault_wrap where organisation = %s and wrapped_version(wrapped) = %s)", [pk, organisation, version],
            )  # fmt: skip
    owner.commit()


def _made_at(pk: UUID) -> datetime:
    """The moment that a UUIDv7 carries."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, UTC)
