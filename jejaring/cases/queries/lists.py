"""The worklist of cases: pages by key, never by count, and shows nobody's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jejaring.access.actor import Actor
from jejaring.cases.models import Case
from jejaring.cases.queries.standing import VictimFacts, victim_facts, victim_words, victims_of, visible_to
from jejaring.cases.states import CaseState
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState
from jejaring.reference import queries as reference

PAGE = 30
ACTIVE = (CaseState.OPEN, CaseState.CLOSURE_PROPOSED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the worklist."""

    id: UUID
    reference: str
    state: CaseState
    kind: str
    categories: tuple[str, ...]
    risk: str
    area: str
    registered_at: datetime
    victims: tuple[VictimFacts, ...]
    due_at: datetime | None  # the soonest promise that this desk owes on it

    @property
    def title(self) -> str:
        """The victims without a name: "Girl, 17 +1"."""
        return victim_words(self.victims)

    @property
    def kind_label(self) -> str:
        """The main category in words."""
        return reference.label("category", self.kind)

    @property
    def area_name(self) -> str:
        """Where it happened."""
        return reference.area_name(self.area) if self.area else ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the worklist and the key of the next one."""

    rows: tuple[CaseRow, ...]
    next_key: str


def _key(case: Case) -> str:
    return f"{case.registered_at.isoformat()}_{case.pk}"


def _before(key: str) -> Q:
    try:
        at, _, pk = key.partition("_")
        moment, last = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return Q()
    return Q(registered_at__lt=moment) | Q(registered_at=moment, pk__lt=last)


def _due(actor: Actor) -> Subquery:
    """The soonest promise that the actor's desk owes on each case."""
    rows = Commitment.objects.filter(case_id=OuterRef("pk"), desk_id=actor.desk, state=CommitmentState.OPEN)
    return Subquery(rows.order_by("due_at").values("due_at")[:1])


def cases(actor: Actor, *, state: str = "", query: str = "", before: str = "", limit: int = PAGE) -> CasePage:
    """The cases that the actor sees, newest first: in one state ("active": open or about to close), with a part of the reference in them.

    `before` is the key that the previous page gave. One statement.
    """
    rows: QuerySet[Any] = visible_to(actor).annotate(victim_rows=victims_of(), soonest=_due(actor))
    if state:
        rows = rows.filter(state__in=ACTIVE if state == "active" else [state])
    if wanted := query.strip().upper():
        rows = rows.filter(reference__contains=wanted)
    if before:
        rows = rows.filter(_before(before))
    found = list(rows.order_by("-registered_at", "-pk")[: limit + 1])
    page = tuple(
        CaseRow(
            c.pk, c.reference, c.state, c.kind, tuple(c.categories), c.risk, c.area, c.registered_at, victim_facts(c.victim_rows),
            c.soonest,
        ) for c in found[:limit]
    )  # fmt: skip
    return CasePage(page, _key(found[limit - 1]) if len(found) > limit else "")
