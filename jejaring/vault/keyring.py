"""The keyring: root keys by version and the index keys, outside of the database and of its backups.

A provider turns what lies on the disk into the document and back; nothing else is asked of it. Two come along: the file as it is, and the
file under a passphrase. A city that has HashiCorp Vault or the key service of a cloud writes a third (docs: administrator's guide):

    class Transit:
        def opened(self, stored: bytes) -> bytes: ...  # ask transit/decrypt
        def closed(self, plain: bytes) -> bytes: ...   # ask transit/encrypt

and names it in JEJARING_KEYRING_PROVIDER (package.module.Transit).
"""

import base64
import contextlib
import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.module_loading import import_string

from jejaring.vault.envelope import bind, seal, unseal

Document = dict[str, Any]
SCRYPT = {"n": 2**16, "r": 8, "p": 1, "maxmem": 2**27}
LOCKED = bind("keyring under a passphrase")


class KeyringClosed(Exception):
    """The keyring cannot be opened; the message says what to do."""


class Provider(Protocol):
    """How the keyring lies on the disk."""

    def opened(self, stored: bytes) -> bytes:
        """The document from what is stored. Raises KeyringClosed."""

    def closed(self, plain: bytes) -> bytes:
        """What is stored from the document."""


class Plain:
    """The file as it is, readable by its owner alone."""

    def opened(self, stored: bytes) -> bytes:
        """The same."""
        return stored

    def closed(self, plain: bytes) -> bytes:
        """The same."""
        return plain


class Passphrase:
    """The file under a passphrase (scrypt, AES-256-GCM). The phrase comes from the file that JEJARING_PASSPHRASE_FILE names."""

    def __init__(self, phrase: str | None = None) -> None:
        self.phrase = phrase

    def opened(self, stored: bytes) -> bytes:
        """The document. Raises KeyringClosed with another phrase."""
        raw = json.loads(stored)
        key = self._key(base64.b64decode(raw["salt"]))
        try:
            return unseal(lambda _: key, base64.b64decode(raw["box"]), LOCKED)
        except InvalidTag:
            raise KeyringClosed("This is not the passphrase of the keyring.") from None

    def closed(self, plain: bytes) -> bytes:
        """The document sealed under a key from the phrase and a fresh salt."""
        salt = os.urandom(16)
        box = seal(self._key(salt), 1, plain, LOCKED)
        return json.dumps({"passphrase": 1, "salt": _text(salt), "box": _text(box)}).encode()

    def _key(self, salt: bytes) -> bytes:
        return hashlib.scrypt((self.phrase or phrase()).encode(), salt=salt, dklen=32, **SCRYPT)


def phrase() -> str:
    """The passphrase of this installation. Raises KeyringClosed where no file with it is named."""
    path = os.environ.get("JEJARING_PASSPHRASE_FILE", "")
    try:
        return Path(path).read_text().strip()
    except OSError:
        raise KeyringClosed("The keyring has a passphrase: JEJARING_PASSPHRASE_FILE names the file that holds it.") from None


def provider_of(stored: bytes) -> Provider:
    """The provider that was configured, else the one that fits what is stored."""
    if named := settings.KEYRING_PROVIDER:
        return import_string(named)()  # type: ignore[no-any-return]
    return Passphrase() if b'"passphrase"' in stored[:40] else Plain()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation."""

    current: int
    roots: dict[int, bytes]
    index: bytes
    index_version: int = 1
    index_next: bytes | None = None  # while the index key is being changed: tokens are written under both
    index_before: tuple[bytes, ...] = ()  # earlier ones: what cannot be computed anew is known by them

    def root(self, version: int) -> bytes:
        """The root key of a version."""
        return self.roots[version]

    def index_keys(self, purpose: str) -> list[tuple[int, bytes]]:
        """The keys of a blind index under which tokens are written now, each with its version; the first is the one to ask with."""
        found = [(self.index_version, index_key(self.index, purpose))]
        return [*found, (self.index_version + 1, index_key(self.index_next, purpose))] if self.index_next is not None else found

    def every_index_key(self, purpose: str) -> list[bytes]:
        """The keys of a blind index of all times, the present one first."""
        return [index_key(key, purpose) for key in (self.index, *reversed(self.index_before))]


def index_key(index: bytes, purpose: str) -> bytes:
    """A key of its own for each blind index (HMAC of the purpose under the index key)."""
    return hmac.digest(index, purpose.encode(), hashlib.sha256)


def create(path: Path) -> None:
    """Make a keyring, mode 0600. An existing one is never overwritten (FileExistsError)."""
    fresh = {"current": 1, "root": {"1": random_key()}, "index": random_key()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())


def random_key() -> str:
    """Fresh 256 bits, as the document has them."""
    return _text(os.urandom(32))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _stored(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyringClosed(f"Others can read the keyring: chmod 600 {path}")
    return path.read_bytes()


def document(path: Path) -> Document:
    """What a keyring file holds. Raises KeyringClosed, or OSError where it is absent."""
    stored = _stored(path)
    return dict(json.loads(provider_of(stored).opened(stored)))


def replace(path: Path, new: Document, provider: Provider | None = None) -> None:
    """Put a document in the place of the one before: all of it or nothing, synced, mode 0600."""
    provider = provider or provider_of(_stored(path))
    write(path, provider.closed(json.dumps(new).encode()))


def write(path: Path, content: bytes) -> None:
    """Write a secret file: all of it or nothing, synced, mode 0600."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time changes a keyring."""
    with os.fdopen(os.open(path.with_name(f".{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def of(raw: Document) -> Keyring:
    """The keys from their document."""
    roots = {int(v): base64.b64decode(k) for v, k in raw["root"].items()}
    coming = base64.b64decode(raw["index_next"]) if "index_next" in raw else None
    before = tuple(base64.b64decode(key) for key in raw.get("index_before", ()))
    return Keyring(int(raw["current"]), roots, base64.b64decode(raw["index"]), int(raw.get("index_version", 1)), coming, before)


@lru_cache(maxsize=4)
def _load(path: str, changed: int) -> Keyring:
    return of(document(Path(path)))


def keyring() -> Keyring:
    """The keyring of this installation, read anew when its file was replaced."""
    return _load(str(settings.KEYRING), os.stat(settings.KEYRING).st_mtime_ns)
