"""Writing notices; sending them outside is the engine's work."""

from uuid import UUID

from django.db import connection

from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.notices.models import Notice
from jejaring.notices.states import NoticeKind

# In plain SQL: nearly every act tells somebody.
INSERT = """insert into notices_notice (id, desk, kind, subject_kind, subject_id, from_desk, to_user, at)
    values (%s, %s, %s, %s, %s, %s, %s, %s)"""


def tell(
    *, desk_id: UUID, kind: NoticeKind, subject_kind: str, subject_id: UUID, from_desk: UUID | None = None, to_user: UUID | None = None
) -> None:
    """Tell a desk, or one person there, that something happened, in the caller's transaction, without a word about a person."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid7(), desk_id, kind.value, subject_kind, subject_id, from_desk, to_user, now()])


def mark_seen(*, desk_id: UUID) -> None:
    """A desk has looked at its notices."""
    Notice.objects.filter(desk=desk_id, seen_at=None).update(seen_at=now())
