"""Sessions end because they are taken away, or by themselves. Each leaves one entry in the log: whose it was, and which of the two."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jejaring.audit import actions as audit
from jejaring.directory.models import Session

REVOKED = 'delete from directory_session where session_key = any (%s) and expire_date > %s returning "user"'
EXPIRED = 'delete from directory_session where expire_date <= %s returning "user"'


def revoke_sessions(user_id: UUID, *, but: str = "") -> int:
    """End the sessions of an account at once, except the one that `but` names; how many there were. They are gone when this commits."""
    rows = Session.objects.filter(user=user_id)
    keys = [row.pk for row in rows if not but or row.get_decoded().get("name") != but]
    return _ended("session_revoked", REVOKED, [keys, datetime.now(UTC)])


def end_expired() -> int:
    """Remove every session whose end has come, by the clock of the wall; how many were somebody's.

    Whoever removes the row writes the entry, so that it is written once, whether the worker was first or somebody who came in.
    """
    return _ended("session_expired", EXPIRED, [datetime.now(UTC)])


def _ended(act: str, statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        users = [user for (user,) in cursor.fetchall() if user]
    for user in users:
        audit.record(act, "user", user)
    return len(users)
