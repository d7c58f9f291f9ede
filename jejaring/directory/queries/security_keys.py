"""The security keys of an account: one's own, and for the administrator how many there are. Guarded tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.directory.models import RecoveryCode, SecurityKey


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A security key of one's own account."""

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None


def keys_of(user_id: UUID) -> list[OwnKey]:
    """The keys of an account, the oldest first. One statement."""
    rows = SecurityKey.objects.filter(user_id=user_id).order_by("added_at", "id")
    return [OwnKey(*row) for row in rows.values_list("id", "name", "added_at", "last_used_at")]


def own_key(user_id: UUID, key_id: UUID) -> OwnKey:
    """One key of an account. Raises SecurityKey.DoesNotExist."""
    row = SecurityKey.objects.get(pk=key_id, user_id=user_id)
    return OwnKey(row.pk, row.name, row.added_at, row.last_used_at)


def credentials_of(user_id: UUID) -> Sequence[bytes]:
    """What the browser calls the keys of an account. One statement."""
    rows = SecurityKey.objects.filter(user_id=user_id).order_by("added_at", "id")
    return [bytes(credential) for credential in rows.values_list("credential_id", flat=True)]


def codes_left(user_id: UUID) -> int:
    """How many recovery codes of an account were not used yet. One statement."""
    return RecoveryCode.objects.filter(user_id=user_id).count()
