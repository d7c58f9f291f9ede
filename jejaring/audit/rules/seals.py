"""Leaves, the Merkle root over them (RFC 9162), and the statement that a seal signs."""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

MARK = "jejaring-seal-1"
LATEST = timedelta(hours=1)  # no transaction lasts longer: an entry that is older than this before a seal belongs to an earlier one
NOTHING = bytes(32)  # what the first seal follows
SIGNATURE = 64  # bytes, of Ed25519
WORDS = 9  # of a line: mark, number, moments, count, root, previous, key, signature


class Harm(StrEnum):
    """What can have happened to the log."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    FORGED = "forged seal"
    CUT = "cut tail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    harm: Harm
    words: str

    def __str__(self) -> str:
        return f"{self.harm.upper()}: {self.words}"


def bound(parts: Sequence[str]) -> bytes:
    """Length-prefixed UTF-8: no two different lists of parts give the same bytes."""
    return b"".join(struct.pack(">I", len(data)) + data for data in (part.encode() for part in parts))


def moment(at: datetime) -> str:
    """A moment as it is hashed: UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf(parts: Sequence[str]) -> bytes:
    """The hash of one entry; the trigger of the database computes the same."""
    return hashlib.sha256(b"\x00" + bound(parts)).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of leaves that are hashes already (RFC 9162, 2.1.1); of none the hash of nothing."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a seal says: how many entries up to which moment, their root, and which seal it follows."""

    seq: int
    at: datetime
    until: datetime
    count: int
    root: bytes
    previous: bytes
    key: str

    def signed(self) -> bytes:
        """The bytes that are signed."""
        return bound(self._words())

    def digest(self, signature: bytes) -> bytes:
        """What the next seal names as its predecessor."""
        return hashlib.sha256(self.signed() + signature).digest()

    def line(self, signature: bytes) -> str:
        """The seal as one line of text, complete: whoever has it and the public key can check it."""
        return " ".join([*self._words(), signature.hex()])

    def _words(self) -> list[str]:
        moments = moment(self.at), moment(self.until)
        return [MARK, str(self.seq), *moments, str(self.count), self.root.hex(), self.previous.hex(), self.key]


def parsed(line: str) -> tuple[Statement, bytes] | None:
    """A seal from its line; nothing where the line is none, or was torn before its end."""
    words = line.split()
    if len(words) != WORDS or words[0] != MARK:
        return None
    try:
        at, until = (datetime.strptime(word, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC) for word in words[2:4])
        made = Statement(int(words[1]), at, until, int(words[4]), bytes.fromhex(words[5]), bytes.fromhex(words[6]), words[7])
        signature = bytes.fromhex(words[8])
    except ValueError:
        return None
    return (made, signature) if len(signature) == SIGNATURE else None


def spoken(root: bytes) -> str:
    """The beginning of a root as a person reads it aloud or copies it from paper: eight groups of four."""
    digits = root.hex()[:32].upper()
    return " ".join(digits[n : n + 4] for n in range(0, 32, 4))
