"""Writing the log."""

from collections.abc import Iterable
from uuid import UUID

from jejaring.audit.models import Event


def record(
    act: str, subject_kind: str, subject_id: UUID, *, case_id: UUID | None = None, fields: Iterable[str] = (), detail: str = ""
) -> None:
    """Append one event to the caller's transaction; the database stamps moment, actor and leaf.

    `fields` are names, never values; `detail` is a code or a count, never text about a person.
    """
    Event(act=act, subject_kind=subject_kind, subject_id=subject_id, case_id=case_id, fields=",".join(fields), detail=detail).save(
        force_insert=True
    )
