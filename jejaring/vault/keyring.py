"""The keyring file: root keys by version and index keys, outside of the database and of its backups."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation."""

    current: int
    roots: dict[int, bytes]
    index: bytes

    def root(self, version: int) -> bytes:
        """The root key of a version."""
        return self.roots[version]

    def index_key(self, purpose: str) -> bytes:
        """A key of its own for each blind index (HMAC of the purpose under the index key)."""
        return hmac.digest(self.index, purpose.encode(), hashlib.sha256)


def create(path: Path) -> None:
    """Make a keyring, mode 0600. An existing one is never overwritten (FileExistsError)."""
    fresh = {"current": 1, "root": {"1": _random()}, "index": _random()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())


def _random() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@lru_cache(maxsize=4)
def _load(path: str) -> Keyring:
    raw = json.loads(Path(path).read_text())
    roots = {int(v): base64.b64decode(k) for v, k in raw["root"].items()}
    return Keyring(int(raw["current"]), roots, base64.b64decode(raw["index"]))


def keyring() -> Keyring:
    """The keyring of this installation, read once per process."""
    return _load(str(settings.KEYRING))
