"""Identifiers that sort by time (RFC 9562, version 7) and references that people read aloud."""

import os
import re
import time
import uuid
from threading import Lock

NIL = uuid.UUID(int=0)
REFERENCE = re.compile(r"[A-Z]-\d{2}-\d+-[A-Z]")
CHECK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"  # 23, a prime; without I and O, which are misread


class _Newest:
    """The newest identifier of this process: 48 bits of milliseconds and 74 random bits."""

    def __init__(self) -> None:
        self.bits, self._lock = 0, Lock()

    def after(self, drawn: int) -> int:
        """What was drawn, or a random step after the newest where that would not sort after it."""
        with self._lock:
            later = drawn >> 74 > self.bits >> 74
            self.bits = drawn if later else self.bits + 1 + int.from_bytes(os.urandom(8), "big")
            return self.bits


_newest = _Newest()


def uuid7() -> uuid.UUID:
    """A new identifier: 48 bits of milliseconds, then random bits; each sorts after all that this process made before it.

    Within one millisecond, and after the machine's clock was set back, the newest one is counted up (RFC 9562, section 6.2, method 2):
    rows that were made one after the other are listed in that order.
    """
    bits = _newest.after((time.time_ns() // 1_000_000) << 74 | int.from_bytes(os.urandom(10), "big") >> 6)
    head, rest = bits >> 62, bits & (1 << 62) - 1
    return uuid.UUID(int=(head >> 12) << 80 | 0x7 << 76 | (head & 0xFFF) << 64 | 0x2 << 62 | rest)


def check_letter(body: str) -> str:
    """The letter that makes one wrong digit or two swapped neighbours visible (weighted sum modulo 23)."""
    total = sum(place * int(c, 36) for place, c in enumerate(c for c in body.upper() if c.isalnum()))
    return CHECK_LETTERS[total % 23]


def reference(prefix: str, year: int, number: int) -> str:
    """A reference such as K-26-0417-X. Numbers may have gaps."""
    body = f"{prefix}-{year % 100:02d}-{number:04d}"
    return f"{body}-{check_letter(body)}"


def reference_is_valid(text: str) -> bool:
    """Whether the last letter fits the rest."""
    body, dash, letter = text.strip().upper().rpartition("-")
    return bool(dash) and body.replace("-", "").isalnum() and check_letter(body) == letter


def whole_reference(text: str) -> str:
    """A whole reference in one spelling, spaces and case aside; empty where the text can be none."""
    spelled = "".join(text.split()).upper()
    return spelled if REFERENCE.fullmatch(spelled) and reference_is_valid(spelled) else ""
