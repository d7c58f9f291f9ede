"""A security key in software: ES256, no attestation. It answers what a browser would hand over, and can be made to lie."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


def text(value: bytes) -> str:
    """As browsers write bytes."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def bytes_of(value: str) -> bytes:
    """As browsers read them."""
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


@dataclass
class Key:
    """One key at one browser, whose bar shows `origin`."""

    origin: str = "http://testserver"
    count: int = 0
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: token_bytes(32))

    def _data(self, host: str, flags: int, more: bytes = b"") -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + more

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, **response: bytes) -> str:
        parts = {name: text(value) for name, value in response.items()}
        return json.dumps({"id": text(self.credential), "rawId": text(self.credential), "type": "public-key", "response": parts})

    def makes(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.create()."""
        point = self.secret.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        made = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cose
        data = self._data(options["rp"]["id"], PRESENT | VERIFIED | NEW, made)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=self._client("webauthn.create", options["challenge"]), attestationObject=attestation)

    def signs(self, options: dict[str, Any], *, flags: int = PRESENT, whose: bytes = b"") -> str:
        """The answer to navigator.credentials.get(). The count grows with each touch."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._data(options["rpId"], flags)
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        handle = {"userHandle": whose} if whose else {}
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature, **handle)
