"""The key file of the log: an Ed25519 key that signs seals and a secret by which the application marks its own entries.

It is not in the database, nor in the keyring. Public keys are kept beside it, one a line, also those of earlier files.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jejaring.audit.rules.seals import bound

MAC = 16  # bytes


@dataclass(frozen=True, slots=True)
class SealKey:
    """The keys of one key file."""

    signing: Ed25519PrivateKey
    entries: bytes

    @property
    def id(self) -> str:
        """The name of its public key."""
        return key_id(self.signing.public_key().public_bytes_raw())

    def mark(self, parts: Sequence[str]) -> bytes:
        """A mark that only the application can make (HMAC-SHA-256, 128 bits): who writes into the table by hand has none."""
        return hmac.digest(self.entries, bound(parts), hashlib.sha256)[:MAC]


def key_id(public: bytes) -> str:
    """The first sixteen digits of a public key's hash."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_path(path: Path) -> Path:
    """Where the public keys are."""
    return path.with_name(path.name + ".pub")


def ensure(path: Path) -> None:
    """Make a key file, mode 0600, where there is none; the first of several processes wins. Its public key joins those of earlier files."""
    if path.exists():
        return
    signing = Ed25519PrivateKey.generate()
    fresh = {"sign": base64.b64encode(signing.private_bytes_raw()).decode(), "entries": base64.b64encode(os.urandom(32)).decode()}
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
        with open(public_path(path), "a") as known:
            known.write(signing.public_key().public_bytes_raw().hex() + "\n")
    except FileExistsError:
        pass
    finally:
        part.unlink()


@lru_cache(maxsize=4)
def load(path: Path) -> SealKey:
    """The key file, made where there is none; read once per process."""
    ensure(path)
    raw = {name: base64.b64decode(value) for name, value in json.loads(path.read_text()).items()}
    return SealKey(Ed25519PrivateKey.from_private_bytes(raw["sign"]), raw["entries"])


def public_keys(path: Path) -> dict[str, Ed25519PublicKey]:
    """The public keys by name, of this and of earlier key files."""
    lines = path.read_text().split() if path.exists() else []
    return {key_id(raw): Ed25519PublicKey.from_public_bytes(raw) for raw in map(bytes.fromhex, lines)}


def is_signed(known: dict[str, Ed25519PublicKey], key: str, signature: bytes, said: bytes) -> bool:
    """Whether one of the known keys signed this."""
    if key not in known:
        return False
    try:
        known[key].verify(signature, said)
    except InvalidSignature:
        return False
    return True
