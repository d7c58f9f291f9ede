"""Writing the log, and sealing it."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from jejaring.audit.rules import keys
from jejaring.guard.context import current
from jejaring.kernel.ids import uuid7

# In plain SQL, since every act and every read of a person writes one: a third of the price of a model's save.
INSERT = """insert into audit_event (id, act, subject_kind, subject_id, case_id, purpose, fields, request_id, detail, mark)
    values (%s, %s, %s, %s, %s, '', %s, '', %s, %s)"""


def record(
    act: str, subject_kind: str, subject_id: UUID, *, case_id: UUID | None = None, fields: Iterable[str] = (), detail: str = ""
) -> None:
    """Append one event to the caller's transaction; the database stamps moment, actor and leaf.

    `fields` are names, never values; `detail` is a code or a count, never text about a person.
    """
    pk, names, who = uuid7(), ",".join(fields), current()
    parts = (
        str(pk), str(who.actor.id), str(who.actor.desk), act, subject_kind, str(subject_id), str(case_id or ""), who.purpose, names,
        who.request, detail,
    )  # fmt: skip
    mark = keys.load(Path(settings.SEAL_KEY)).mark(parts)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [pk, act, subject_kind, subject_id, case_id, names, detail, mark])
