"""Security keys and passkeys (WebAuthn): what a browser is asked, and whether its answer proves the key. Plain Python.

The library is read when it is first needed: most processes and most accounts never ask for a key.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from jejaring.directory.rules import PLAIN

PENDING = timedelta(minutes=5)  # between the password and the key
CODES, CODE_PARTS, CODE_SIGNS = 10, 3, 4  # of 31 signs: 59 bits, hashed slowly
NAME_OF_US = "Jejaring"
LONGEST_ANSWER = 20_000  # characters; what is longer is not read
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: a key that was made here answers here alone, never a page that only looks like ours."""

    origin: str

    @property
    def host(self) -> str:
        """The name to which keys are bound."""
        return urlsplit(self.origin).hostname or ""

    @property
    def takes_keys(self) -> bool:
        """Browsers bind keys to names, never to the number of a machine."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is to ask of a key (JSON), and the challenge that the answer has to sign."""

    challenge: str
    options: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that has just been made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def _listed(known: Sequence[bytes]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=credential) for credential in known]


def _question(options: Any) -> Question:
    from webauthn import options_to_json
    from webauthn.helpers import bytes_to_base64url

    return Question(bytes_to_base64url(options.challenge), options_to_json(options))


def ask_to_make(site: Site, *, user_id: UUID, username: str, known: Sequence[bytes]) -> Question:
    """Asks for a new key of an account; one that is known already is refused by the browser."""
    from webauthn import generate_registration_options
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement, UserVerificationRequirement

    selection = AuthenticatorSelectionCriteria(
        resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
    )
    options = generate_registration_options(
        rp_id=site.host, rp_name=NAME_OF_US, user_id=user_id.bytes, user_name=username, authenticator_selection=selection,
        exclude_credentials=_listed(known), timeout=int(PENDING.total_seconds() * 1000),
    )  # fmt: skip
    return _question(options)


def ask_for_one_of(site: Site, known: Sequence[bytes]) -> Question:
    """Asks for the touch of one of these keys."""
    from webauthn import generate_authentication_options

    options = generate_authentication_options(
        rp_id=site.host, allow_credentials=_listed(known), timeout=int(PENDING.total_seconds() * 1000)
    )  # fmt: skip
    return _question(options)


def _read(work: Callable[[], Read]) -> Read | None:
    """What the library makes of an answer; None where it refuses. An answer may be anything: beside the library's own errors come those of
    what it reads with, JSON, base64, CBOR and the curve of a key."""
    try:
        return work()
    except Exception:
        return None


def made_by(answer: str, *, site: Site, challenge: str) -> NewKey | None:
    """The key that an answer makes; None for an answer to another question, to another site, or to nothing."""
    from webauthn import base64url_to_bytes, verify_registration_response

    if not challenge or len(answer) > LONGEST_ANSWER:
        return None
    made = _read(
        lambda: verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host, expected_origin=site.origin
        )
    )
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count) if made else None


def credential_in(answer: str) -> bytes:
    """Which key an answer says it is of; nothing where it says nothing that can be read."""
    from webauthn.helpers import parse_authentication_credential_json

    credential = _read(lambda: parse_authentication_credential_json(answer)) if len(answer) <= LONGEST_ANSWER else None
    return credential.raw_id if credential else b""


def count_proved_by(answer: str, *, site: Site, challenge: str, user_id: UUID, public_key: bytes) -> int | None:
    """The count that a key signed with its answer; None where the answer proves nothing."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers import parse_authentication_credential_json

    if not challenge:
        return None
    credential = _read(lambda: parse_authentication_credential_json(answer))
    if credential is None or credential.response.user_handle not in (None, b"", user_id.bytes):
        return None
    proved = _read(
        lambda: verify_authentication_response(
            credential=credential, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.host, expected_origin=site.origin,
            credential_public_key=public_key, credential_current_sign_count=0,
        )
    )  # fmt: skip
    return proved.new_sign_count if proved else None


def went_back(before: int, after: int) -> bool:
    """Whether a count did not grow: then there are two keys of this secret. A key that does not count says 0 for ever."""
    return (before > 0 or after > 0) and after <= before


def recovery_codes() -> list[str]:
    """Ten codes to be printed: three groups of four plain signs each."""
    return ["-".join("".join(secrets.choice(PLAIN) for _n in range(CODE_SIGNS)) for _part in range(CODE_PARTS)) for _code in range(CODES)]


def code_as_typed(text: str) -> str:
    """A recovery code however it was typed: capitals, without dashes, with spaces."""
    plain = [sign for sign in text.casefold() if sign in PLAIN]
    return "-".join("".join(plain[n : n + CODE_SIGNS]) for n in range(0, len(plain), CODE_SIGNS))
