"""Shamir's secret sharing over GF(256), polynomial of AES: any two of three shares give the secret back, one alone says nothing.

Each byte of the secret is the value at 0 of a line through random points; a share is the value at its own number.
"""

import hashlib
import os
from dataclasses import dataclass

SHARES, NEEDED = 3, 2
MARK = "JJ"


class BadShare(Exception):
    """A share was mistyped, is not one of this set, or is there twice; the message says which."""


def _times(a: int, b: int) -> int:
    """The product in the field: no branch depends on a secret bit but by multiplication with it."""
    product = 0
    for _bit in range(8):
        product ^= a * (b & 1)
        a = (a << 1) ^ (0x11B * (a >> 7))
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a to the power of 254."""
    result = 1
    for _n in range(254):
        result = _times(result, a)
    return result


def split(secret: bytes, slope: bytes | None = None) -> list[bytes]:
    """The three shares of a secret: values at 1, 2 and 3. `slope` is random, and given by tests alone."""
    slope = slope or os.urandom(len(secret))
    return [bytes(s ^ _times(x, m) for s, m in zip(secret, slope, strict=True)) for x in range(1, SHARES + 1)]


def join(shares: dict[int, bytes]) -> bytes:
    """The secret from two shares by number (the value of the line at 0). Raises BadShare for fewer or for the same one twice."""
    if len(shares) < NEEDED:
        raise BadShare("Two different shares are needed.")
    (x, a), (y, b) = sorted(shares.items())[:NEEDED]
    scale = _inverse(x ^ y)
    at_x, at_y = _times(y, scale), _times(x, scale)
    return bytes(_times(at_x, p) ^ _times(at_y, q) for p, q in zip(a, b, strict=True))


@dataclass(frozen=True, slots=True)
class Share:
    """A share as it is written on paper: of which set, which number, its value and a check."""

    set_id: str
    number: int
    value: bytes

    def __str__(self) -> str:
        digits = self.value.hex().upper()
        groups = "-".join(digits[n : n + 4] for n in range(0, len(digits), 4))
        return f"{MARK}{self.number}-{self.set_id}-{groups}-{_check(self.set_id, self.number, self.value)}"


def _check(set_id: str, number: int, value: bytes) -> str:
    return hashlib.sha256(f"{MARK}{number}-{set_id}-".encode() + value).hexdigest()[:4].upper()


def read(text: str) -> Share:
    """A share as somebody typed it, with whatever spaces and small letters. Raises BadShare where a digit is wrong or missing."""
    words = "".join(text.upper().split()).split("-")
    try:
        number, set_id, value = int(words[0].removeprefix(MARK)), words[1], bytes.fromhex("".join(words[2:-1]))
    except (ValueError, IndexError):
        raise BadShare("This is not a share: it begins with JJ and a number, and has groups of four digits.") from None
    if not 1 <= number <= SHARES or words[-1] != _check(set_id, number, value):
        raise BadShare(f"Share {number} has a mistyped or missing digit.")
    return Share(set_id, number, value)
