"""Who is what to whom in a case, and who lives together."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from jejaring.people.models import HouseholdMember, PersonRelation
from jejaring.people.states import RelationKind


@dataclass(frozen=True, slots=True)
class RelationRow:
    """What one person of a case is to another."""

    id: UUID
    person_id: UUID
    kind: RelationKind
    other_id: UUID


@dataclass(frozen=True, slots=True)
class Kin:
    """The relations and households of a case as they hold now."""

    relations: tuple[RelationRow, ...] = ()
    households: tuple[tuple[UUID, ...], ...] = ()

    def guardians_of(self, person_id: UUID) -> tuple[UUID, ...]:
        """Who is said to be somebody's guardian."""
        return tuple(r.person_id for r in self.relations if r.kind == RelationKind.GUARDIAN and r.other_id == person_id)


def kin_rows(case_id: UUID) -> tuple[list[PersonRelation], list[HouseholdMember]]:
    """The relations and the members of households that hold in a case, in the order in which they were said. Two statements."""
    relations = PersonRelation.objects.filter(case_id=case_id, ended_at=None).order_by("at", "pk")
    return list(relations), list(HouseholdMember.objects.filter(case_id=case_id, ended_at=None).order_by("at", "pk"))


def kin(case_id: UUID) -> Kin:
    """Who is what to whom in a case, and who lives together; clear ids and codes. Two statements."""
    relations, members = kin_rows(case_id)
    homes: dict[UUID, list[UUID]] = defaultdict(list)
    for m in members:
        homes[m.household_id].append(m.person_id)
    together = tuple(tuple(people) for people in homes.values() if len(people) > 1)
    return Kin(tuple(RelationRow(r.pk, r.person_id, r.kind, r.other_id) for r in relations), together)
