"""Links between two registrations of one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from jejaring.directory.queries import account_name
from jejaring.people.models import PersonLink
from jejaring.people.states import LinkReason, LinkState, UndoReason


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link between two registrations, standing or undone: who said so, when and why."""

    id: UUID
    person_id: UUID
    same_as_id: UUID
    case_id: UUID
    same_as_case_id: UUID
    state: LinkState
    reason: LinkReason
    by: str
    at: datetime
    undone_reason: UndoReason | str
    undone_by: str
    undone_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether the two are one person now."""
        return self.state == LinkState.SAME


def links_of(person_ids: Collection[UUID], *, standing: bool = False) -> list[LinkRow]:
    """The links of some persons of which the actor sees both files, newest first. One statement, and one for each name not held yet."""
    ids = list(person_ids)
    rows = PersonLink.objects.filter(Q(person_id__in=ids) | Q(same_as_id__in=ids)).order_by("-at", "-pk")
    return [_link(row) for row in (rows.filter(state=LinkState.SAME) if standing else rows)]


def links_between(one: UUID, other: UUID) -> Sequence[LinkRow]:
    """The history of the links between two registrations, newest first."""
    return [row for row in links_of([one]) if {row.person_id, row.same_as_id} == {one, other}]


def _link(row: Any) -> LinkRow:
    undone = UndoReason(row.undone_reason) if row.undone_reason else ""
    undone_by = account_name(row.undone_by) if row.undone_by else ""
    return LinkRow(
        row.pk, row.person_id, row.same_as_id, row.case_id, row.same_as_case_id, row.state, LinkReason(row.reason), account_name(row.by),
        row.at, undone, undone_by, row.undone_at,
    )  # fmt: skip
