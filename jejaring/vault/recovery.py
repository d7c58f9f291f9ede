"""Getting the keyring back from two of three shares.

A recovery key seals a copy of the keyring (`<keyring>.recovery`); its three shares are printed and kept by three bodies. The recovery key
lies in the keyring too, so that the copy follows every change of it; whoever has the keyring has everything anyway.
"""

import base64
import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag

from jejaring.vault import keyring, shares
from jejaring.vault.envelope import bind, seal, unseal
from jejaring.vault.keyring import Document
from jejaring.vault.shares import BadShare, Share

FIELD = "recovery"  # of the document


def copy_of(path: Path) -> Path:
    """Where the sealed copy of a keyring lies."""
    return path.with_name(path.name + ".recovery")


def set_id(key: bytes) -> str:
    """The name of a set of shares."""
    return hashlib.sha256(b"set of shares" + key).hexdigest()[:4].upper()


def make_shares(path: Path) -> list[Share]:
    """Make a new recovery key and its three shares; earlier shares open nothing that is written from now on."""
    key = os.urandom(32)
    with keyring.alone(path):
        changed = keyring.document(path) | {FIELD: base64.b64encode(key).decode()}
        keyring.replace(path, changed)
        write_copy(path, changed)
    return [Share(set_id(key), number, value) for number, value in enumerate(shares.split(key), 1)]


def write_copy(path: Path, document: Document) -> bool:
    """Bring the sealed copy to what the keyring is now; False where no shares were ever made."""
    if FIELD not in document:
        return False
    key = base64.b64decode(document[FIELD])
    box = seal(key, 1, json.dumps(document).encode(), bind("recovery", set_id(key)))
    keyring.write(copy_of(path), json.dumps({"set": set_id(key), "box": base64.b64encode(box).decode()}).encode())
    return True


def opened(copy: Path, typed: Iterable[str]) -> Document:
    """The keyring's document from its copy and two typed shares. Raises BadShare with what is wrong, OSError without the copy."""
    raw, read = json.loads(copy.read_bytes()), [shares.read(text) for text in typed]
    if any(share.set_id != raw["set"] for share in read):
        raise BadShare(f"This copy belongs to set {raw['set']}; a share of another set does not open it.")
    key = shares.join({share.number: share.value for share in read})
    try:
        return dict(json.loads(unseal(lambda _: key, base64.b64decode(raw["box"]), bind("recovery", raw["set"]))))
    except InvalidTag:
        raise BadShare("These two shares do not belong together.") from None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal showed."""

    same: bool  # the copy opens to the keyring that is in use
    seconds: float


def set_of(copy: Path) -> str:
    """The set of shares that opens a copy."""
    return str(json.loads(copy.read_bytes())["set"])


def rehearse(path: Path, typed: Iterable[str], copy: Path | None = None) -> Rehearsed:
    """Open the copy with two shares and compare it with the keyring in use; changes nothing and shows no key."""
    began = time.monotonic()
    found = opened(copy or copy_of(path), typed)
    return Rehearsed(found == keyring.document(path), time.monotonic() - began)


def restore(copy: Path, path: Path, typed: Iterable[str]) -> None:
    """Put the keyring back where it is lost. FileExistsError where there is one: nothing is ever covered."""
    if path.exists():
        raise FileExistsError(path)
    keyring.write(path, json.dumps(opened(copy, typed)).encode())
