"""The days on which a desk alone is closed, and how far the worker came with computing promises anew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from jejaring.directory.models import CalendarChange, ClosedDay
from jejaring.kernel.clock import today


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A day on which a desk is closed."""

    id: UUID
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of days off, and what became of the promises that run over it."""

    at: datetime
    day: date | None
    desks: int
    done: int
    moved: int
    done_at: datetime | None
    begun: bool


def closed_days(desk_id: UUID) -> list[ClosedRow]:
    """The days from today on. One statement."""
    return [ClosedRow(r.pk, r.day, r.reason) for r in ClosedDay.objects.filter(desk_id=desk_id, day__gte=today()).order_by("day")]


def changes(*, desk_id: UUID | None = None, limit: int = 5) -> list[ChangeRow]:
    """The newest changes that hold everywhere, or those of one desk. One statement."""
    of_desk = Q(desk_id=desk_id) if desk_id else Q(desk=None)
    rows = CalendarChange.objects.filter(of_desk).order_by("-at", "-pk")[:limit]
    return [
        ChangeRow(r.at, r.day, r.desks or 0, (r.desks or 0) - len(r.waiting), r.moved, r.done_at, r.desks is not None) for r in rows
    ]  # fmt: skip
