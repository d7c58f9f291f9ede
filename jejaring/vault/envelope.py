"""AES-256-GCM envelopes: format byte, key version, nonce, ciphertext and tag. The associated data says where a value belongs."""

import os
import struct
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
HEAD = 5  # format byte and key version
NONCE = 12


def bind(*parts: str) -> bytes:
    """Length-prefixed parts: no two different lists of parts give the same bytes."""
    return b"".join(struct.pack(">I", len(p.encode())) + p.encode() for p in parts)


def seal(key: bytes, version: int, plain: bytes, where: bytes) -> bytes:
    """Encrypt for one place; the version of the key travels in clear and is authenticated."""
    head, nonce = FORMAT + struct.pack(">I", version), os.urandom(NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + where)


def version_of(box: bytes) -> int:
    """The version of the key that sealed this."""
    return int(struct.unpack(">I", box[1:HEAD])[0])


def unseal(key_of: Callable[[int], bytes], box: bytes, where: bytes) -> bytes:
    """Decrypt. Raises cryptography's InvalidTag where value, place or key do not belong together; there is no plaintext fallback."""
    if box[:1] != FORMAT:
        raise ValueError("unknown envelope format")
    return AESGCM(key_of(version_of(box))).decrypt(box[HEAD : HEAD + NONCE], box[HEAD + NONCE :], box[:HEAD] + where)
