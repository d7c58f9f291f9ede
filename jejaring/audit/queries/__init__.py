"""Reading the log: codes, ids and moments, never content."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jejaring.access.actor import Actor
from jejaring.audit.models import Event
from jejaring.audit.permissions import may_read, may_read_all
from jejaring.kernel.clock import day_after, midnight, now
from jejaring.kernel.verdict import require

LIMIT = 50


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry as the page shows it."""

    id: UUID
    at: datetime | None
    actor: UUID | None
    desk: UUID | None
    act: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None
    purpose: str
    fields: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Entries:
    """Some entries, newest first, and the id after which older ones follow."""

    rows: list[EventRow]
    older_than: UUID | None


def events(
    actor: Actor, *, act: str = "", purpose: str = "", case_id: UUID | None = None, since: date | None = None, until: date | None = None,
    before: UUID | None = None, limit: int = LIMIT,
) -> Entries:  # fmt: skip
    """What happened, newest first: the privacy officer sees all, a supervisor what the own desk did on cases. At most two statements.

    Pages by key: `before` is the id of the last entry seen. Days are those of Asia/Jakarta. Raises Refused for everybody else.
    """
    require(may_read(actor))
    equal = {name: value for name, value in (("act", act), ("purpose", purpose), ("case_id", case_id)) if value}
    rows = _visible_to(actor).filter(**equal)
    if since:
        rows = rows.filter(at__gte=midnight(since))
    if until:
        rows = rows.filter(at__lt=day_after(until))
    if before and (last := rows.filter(pk=before).values_list("at", flat=True).first()):
        rows = rows.filter(Q(at__lt=last) | Q(at=last, pk__lt=before))
    found = [_row(e) for e in rows.order_by("-at", "-pk")[: limit + 1]]
    return Entries(found[:limit], found[limit - 1].id if len(found) > limit else None)


def spent(actor: Actor) -> int:
    """How many questions beyond a ration were refused in the last seven days. One statement."""
    return _visible_to(actor).filter(act="ration_spent", at__gte=now() - timedelta(days=7)).count()


def _visible_to(actor: Actor) -> QuerySet[Event]:
    rows = Event.objects.defer("leaf", "request_id")
    return rows if may_read_all(actor) else rows.filter(desk=actor.desk, case_id__isnull=False)


def _row(e: Event) -> EventRow:
    fields = tuple(f for f in e.fields.split(",") if f)
    return EventRow(e.pk, e.at, e.actor, e.desk, e.act, e.subject_kind, e.subject_id, e.case_id, e.purpose, fields, e.detail)
