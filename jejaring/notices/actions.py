"""Writing notices; sending them outside is the engine's work."""

from uuid import UUID

from jejaring.kernel.clock import now
from jejaring.notices.models import Notice
from jejaring.notices.states import NoticeKind


def tell(*, desk_id: UUID, kind: NoticeKind, subject_kind: str, subject_id: UUID, from_desk: UUID | None = None) -> None:
    """Tell a desk that something happened, in the caller's transaction, without a word about a person."""
    Notice(desk=desk_id, kind=kind, subject_kind=subject_kind, subject_id=subject_id, from_desk=from_desk, at=now()).save(force_insert=True)


def mark_seen(*, desk_id: UUID) -> None:
    """A desk has looked at its notices."""
    Notice.objects.filter(desk=desk_id, seen_at=None).update(seen_at=now())
