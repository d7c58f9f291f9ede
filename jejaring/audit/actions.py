"""Writing the log."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jejaring.kernel.ids import uuid7

# In plain SQL, since every act and every read of a person writes one: a third of the price of a model's save.
INSERT = """insert into audit_event (id, act, subject_kind, subject_id, case_id, purpose, fields, request_id, detail)
    values (%s, %s, %s, %s, %s, '', %s, '', %s)"""


def record(
    act: str, subject_kind: str, subject_id: UUID, *, case_id: UUID | None = None, fields: Iterable[str] = (), detail: str = ""
) -> None:
    """Append one event to the caller's transaction; the database stamps moment, actor and leaf.

    `fields` are names, never values; `detail` is a code or a count, never text about a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid7(), act, subject_kind, subject_id, case_id, ",".join(fields), detail])
