"""Making, sharing and using the keys of domains."""

import hashlib
import hmac
import os
import time
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from jejaring.guard.context import current
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.vault.envelope import bind, unseal
from jejaring.vault.envelope import seal as close
from jejaring.vault.keyring import keyring
from jejaring.vault.models import GENERAL, IDENTITY, OrganisationKey, SealedField, Shredding, Wrap

FIELD_VERSION = 1
# The list stands in a select of its own: of a plain list PostgreSQL makes the plan anew for every call, at twice the cost of the call.
WRAPS = """select domain, key_class, wrapped, expires_at from vault_wrap
    where domain = any ((select %s::uuid[])::uuid[]) and organisation = %s"""


class KeyMissing(Exception):
    """This organisation holds no key of the domain: never shared, withdrawn or expired."""


def ensure_organisation_key(organisation: UUID) -> None:
    """Make the key of an organisation once, wrapped by the current root key."""
    if not OrganisationKey.objects.filter(organisation=organisation).exists():
        version = keyring().current
        wrapped = close(keyring().root(version), version, os.urandom(32), place_of_organisation(organisation, 1))
        OrganisationKey(organisation=organisation, wrapped=wrapped).save(force_insert=True)


_organisation_keys: dict[tuple[str, UUID, int], bytes] = {}
_newest: dict[tuple[str, UUID], tuple[float, int]] = {}
NEWEST_LIVES_SECONDS = 300  # after a rotation a process may go on for so long with the version before, which is kept for an hour at least


def place_of_organisation(organisation: UUID, version: int) -> bytes:
    """Where the key of an organisation belongs."""
    return bind("organisation", str(organisation), str(version))


def _unwrap_organisation_key(wrapped: bytes, organisation: UUID, version: int) -> bytes:
    return unseal(keyring().root, wrapped, place_of_organisation(organisation, version))


def _load_organisation(organisation: UUID) -> None:
    """All versions of an organisation's key, with one statement."""
    path = str(settings.KEYRING)
    rows = list(OrganisationKey.objects.filter(organisation=organisation).order_by("version"))
    for row in rows:
        _organisation_keys[path, organisation, row.version] = _unwrap_organisation_key(bytes(row.wrapped), organisation, row.version)
    if rows:
        _newest[path, organisation] = (time.monotonic() + NEWEST_LIVES_SECONDS, rows[-1].version)


def _organisation_key(organisation: UUID, version: int) -> bytes:
    """Kept in the process: a version of an organisation's key never changes, and its id is not used again."""
    place = (str(settings.KEYRING), organisation, version)
    if place not in _organisation_keys:
        _load_organisation(organisation)
    return _organisation_keys[place]


def _newest_version(organisation: UUID) -> int:
    """The version under which an organisation's new wraps are made."""
    place = (str(settings.KEYRING), organisation)
    if _newest.get(place, (0.0, 0))[0] < time.monotonic():
        _load_organisation(organisation)
    return _newest[place][1]


def _keys() -> dict[tuple[UUID, str], bytes]:
    found: dict[tuple[UUID, str], bytes] = current().scratch.setdefault("domain_keys", {})
    return found


def place_of_wrap(domain: UUID, key_class: str, organisation: UUID) -> bytes:
    """Where the wrap of a domain's key belongs."""
    return bind("wrap", str(domain), key_class, str(organisation))


def _wrap(domain: UUID, key_class: str, organisation: UUID, key: bytes, expires_at: datetime | None) -> Wrap:
    version = _newest_version(organisation)
    wrapped = close(_organisation_key(organisation, version), version, key, place_of_wrap(domain, key_class, organisation))
    return Wrap(domain=domain, key_class=key_class, organisation=organisation, wrapped=wrapped, expires_at=expires_at)


def new_domain(domain: UUID, organisation: UUID, *, classes: Iterable[str] = (GENERAL, IDENTITY)) -> list[Wrap]:
    """Make the keys of a new domain and wrap them for its first organisation. No statement: the caller inserts the wraps, with its rows."""
    fresh = {k: os.urandom(32) for k in classes}
    _keys().update({(domain, k): key for k, key in fresh.items()})
    return [_wrap(domain, k, organisation, key, None) for k, key in fresh.items()]


def make_domain(domain: UUID, organisation: UUID, *, classes: Iterable[str] = (GENERAL, IDENTITY)) -> None:
    """Make and store the keys of a new domain for its first organisation. One statement for all classes."""
    insert(*new_domain(domain, organisation, classes=classes))


def ensure_domain(domain: UUID, organisation: UUID, *, classes: Iterable[str] = (GENERAL, IDENTITY)) -> None:
    """Make the keys of a domain once; the caller holds the lock of what owns it. Two statements the first time, later one."""
    if not Wrap.objects.filter(domain=domain, organisation=organisation).exists():
        make_domain(domain, organisation, classes=classes)


def wraps_for(domain: UUID, organisation: UUID, *, classes: Iterable[str], expires_at: datetime | None = None) -> list[Wrap]:
    """The keys of a domain, wrapped for one more organisation; the caller inserts them. Raises KeyMissing where the giver has none."""
    preload([domain])
    return [_wrap(domain, k, organisation, _key(domain, k), expires_at) for k in classes]


def share_domain(domain: UUID, organisation: UUID, *, classes: Iterable[str], expires_at: datetime | None = None) -> None:
    """Give the keys of a domain to one more organisation. Raises KeyMissing where the giver has none."""
    insert(*wraps_for(domain, organisation, classes=classes, expires_at=expires_at))


def borrow(grant: UUID, until: datetime) -> None:
    """Wrap for the actor's organisation, until a moment, the keys that the holder of a case lends for one emergency access.

    The database names them, for the live access of the actor alone, and stores the new wraps (guard/sql/54_emergency.sql).
    """
    mine = current().actor.organisation
    with connection.cursor() as cursor:
        cursor.execute("select domain, key_class, organisation, wrapped from lent_wraps(%s)", [grant])
        found = [
            _wrap(domain, key_class, mine, _unwrapped(domain, key_class, holder, bytes(wrapped)), until)
            for domain, key_class, holder, wrapped in cursor.fetchall()
        ]
        values: list[list[Any]] = [[getattr(wrap, name) for wrap in found] for name in ("pk", "domain", "key_class", "wrapped")]
        cursor.execute("select borrow_wraps(%s, %s, %s, %s, %s)", [grant, *values])


def _unwrapped(domain: UUID, key_class: str, organisation: UUID, wrapped: bytes) -> bytes:
    return unseal(partial(_organisation_key, organisation), wrapped, place_of_wrap(domain, key_class, organisation))


def withdraw_domain(domain: UUID, organisation: UUID) -> None:
    """Delete the wraps that another organisation holds of a domain of which the actor's own organisation holds one."""
    with connection.cursor() as cursor:
        cursor.execute("select withdraw_wraps(%s, %s)", [domain, organisation])


def shred(domain: UUID, *, agreed_by: UUID, reason: str, backups_until: date) -> Shredding | None:
    """Destroy every key of a domain, for everybody and for ever, with its file keys and blind tokens; the certificate. The caller logs it.

    With a case go the keys of its sealed notes and papers. Packets of its referrals stay: each is destroyed by its own id.
    None where nothing is left to destroy, where the actor is no privacy officer, or where whoever agreed is no supervisor of an
    organisation that holds a key. `backups_until` is the day on which the last backup from before is deleted.
    """
    certificate = uuid7()
    with connection.cursor() as cursor:
        cursor.execute("select shred_domain(%s, %s, %s, %s, %s)", [certificate, domain, agreed_by, reason, backups_until])
        if not cursor.fetchone()[0]:
            return None
    _keys().clear()  # also those of its sealed parts
    current().scratch.pop("loaded_domains", None)
    return Shredding.objects.get(pk=certificate)


def forget(domain: UUID) -> None:
    """What this transaction has opened of a domain is closed again."""
    for place in [place for place in _keys() if place[0] == domain]:
        del _keys()[place]


def preload(domains: Iterable[UUID]) -> None:
    """Unwrap the keys of many domains with one statement; a page calls it before it opens the fields of several rows."""
    keys, organisation = _keys(), current().actor.organisation
    loaded: set[UUID] = current().scratch.setdefault("loaded_domains", set())
    wanted = {d for d in domains if d not in loaded and not any(d == have for have, _ in keys)}
    if not wanted:
        return
    loaded |= wanted
    with connection.cursor() as cursor:
        cursor.execute(WRAPS, [list(wanted), organisation])
        found = cursor.fetchall()
    for domain, key_class, wrapped, expires_at in found:
        if expires_at is None or expires_at > now():
            keys[domain, key_class] = _unwrapped(domain, key_class, organisation, bytes(wrapped))


def _key(domain: UUID, key_class: str) -> bytes:
    if (domain, key_class) not in _keys():
        preload([domain])
    try:
        return _keys()[domain, key_class]
    except KeyError:
        raise KeyMissing(key_class) from None


def _file_place(file_id: UUID, domain: UUID, key_class: str) -> bytes:
    return bind("file key", str(domain), key_class, str(file_id))


def seal_file_key(key: bytes, file_id: UUID, domain: UUID, key_class: str) -> bytes:
    """Wrap the key of a file for one domain and class. Raises KeyMissing."""
    return close(_key(domain, key_class), FIELD_VERSION, key, _file_place(file_id, domain, key_class))


def unseal_file_key(wrapped: bytes, file_id: UUID, domain: UUID, key_class: str) -> bytes:
    """The key of a file. Raises KeyMissing without the domain's key, InvalidTag where the wrap belongs elsewhere."""
    return unseal(lambda _: _key(domain, key_class), wrapped, _file_place(file_id, domain, key_class))


def _where(row: Any, field: SealedField) -> bytes:
    return bind("field", str(row.domain), field.label, str(row.pk))


def seal(row: Any, field: SealedField, text: str) -> bytes:
    """Seal text for one field of one row."""
    return close(_key(row.domain, field.key_class), FIELD_VERSION, text.encode(), _where(row, field))


def open_with(key: bytes, row: Any, name: str) -> str:
    """Open one sealed field of a row with a key at hand; "" where nothing is stored."""
    box = getattr(row, name)
    return "" if box is None else unseal(lambda _: key, bytes(box), _where(row, row._meta.get_field(name))).decode()


def read(row: Any, name: str) -> str:
    """Open one sealed field of a row that the actor already sees; "" where nothing is stored.

    Raises KeyMissing without a key, InvalidTag where the value does not belong to this row and field.
    """
    field, box = row._meta.get_field(name), getattr(row, name)
    if box is None or isinstance(box, str):
        return box or ""
    return unseal(lambda _: _key(row.domain, field.key_class), bytes(box), _where(row, field)).decode()


def token(key: bytes, value: str) -> bytes:
    """A keyed token of a normalised value (HMAC-SHA-256, 128 bits): equal values are found without being stored."""
    return hmac.digest(key, value.encode(), hashlib.sha256)[:16]


def blind(purpose: str, value: str) -> bytes:
    """The token of a value to ask with."""
    return blinds(purpose, value)[0][1]


def blinds(purpose: str, value: str) -> list[tuple[int, bytes]]:
    """The tokens of a value to be stored, with the versions of their index keys: one, and two while the index key is being changed."""
    return [(version, token(key, value)) for version, key in keyring().index_keys(purpose)]


def blinds_ever(purpose: str, value: str) -> list[bytes]:
    """The tokens of a value under every index key there ever was, for what is stored without its original."""
    return [token(key, value) for key in keyring().every_index_key(purpose)]


def index_version() -> int:
    """The version of the index key to ask with."""
    return keyring().index_version
