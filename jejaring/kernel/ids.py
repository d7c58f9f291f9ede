"""Identifiers that sort by time (RFC 9562, version 7) and references that people read aloud."""

import os
import time
import uuid

NIL = uuid.UUID(int=0)
CHECK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"  # 23, a prime; without I and O, which are misread


def uuid7() -> uuid.UUID:
    """A new identifier: 48 bits of milliseconds, then random bits."""
    n = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    n = n & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=n & ~(0x3 << 62) | 0x2 << 62)


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
