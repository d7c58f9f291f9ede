"""Writing notices; sending them outside is the engine's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.notices.models import Notice
from jejaring.notices.states import NoticeKind

# In plain SQL: nearly every act tells somebody.
INSERT = """insert into notices_notice (id, desk, kind, subject_kind, subject_id, from_desk, to_user, at, count)
    values (%s, %s, %s, %s, %s, %s, %s, %s, 1)"""


def tell(
    *, desk_id: UUID, kind: NoticeKind, subject_kind: str, subject_id: UUID, from_desk: UUID | None = None, to_user: UUID | None = None
) -> None:
    """Tell a desk, or one person there, that something happened, in the caller's transaction, without a word about a person."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid7(), desk_id, kind.value, subject_kind, subject_id, from_desk, to_user, now()])


@dataclass(frozen=True, slots=True)
class Word:
    """One notice among several: to which desk (or to one person there), that what happened, where to look, how many times."""

    desk_id: UUID
    kind: NoticeKind
    subject_kind: str
    subject_id: UUID
    count: int = 1
    to_user: UUID | None = None


def tell_all(words: Sequence[Word], *, from_desk: UUID | None = None) -> None:
    """Several notices in one statement; nothing for none."""
    moment = now()
    insert(
        *(
            Notice(
                desk=w.desk_id, kind=w.kind, subject_kind=w.subject_kind, subject_id=w.subject_id, from_desk=from_desk, at=moment,
                count=w.count, to_user=w.to_user,
            )
            for w in words
        )
    )  # fmt: skip


def mark_seen(*, desk_id: UUID) -> None:
    """A desk has looked at its notices."""
    Notice.objects.filter(desk=desk_id, seen_at=None).update(seen_at=now())
