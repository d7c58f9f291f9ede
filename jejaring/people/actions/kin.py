"""Who is what to whom among the people of one case, and who lives under one roof. Ended, never deleted."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people import permissions, rules
from jejaring.people.models import Household, HouseholdMember, PersonRelation
from jejaring.people.states import RelationKind

ONESELF = _("Choose two different people.")


def relate(*, by: Actor, case_id: UUID, person_id: UUID, kind: str, other_id: UUID) -> UUID:
    """Say what one person of a case is to another; said before, it stays one relation. The caller has checked that both are of the case.

    "Child of" and "parent of" are one relation read from either side. Raises Refused for somebody and the same.
    """
    require(permissions.may_register(by))
    if person_id == other_id:
        raise Refused(ONESELF, "other")
    same = Q()
    for one, words, other in rules.readings(person_id, RelationKind(kind), other_id):
        same |= Q(person_id=one, kind=words, other_id=other)
    if found := PersonRelation.objects.filter(same, case_id=case_id, ended_at=None).values_list("pk", flat=True).first():
        return found
    row = PersonRelation(id=uuid7(), case_id=case_id, person_id=person_id, kind=RelationKind(kind), other_id=other_id, by=by.id, at=now())
    insert(row)
    audit.record("relation_added", "person", person_id, case_id=case_id, detail=kind)
    return row.pk


def end_relation(*, by: Actor, case_id: UUID, relation_id: UUID) -> None:
    """A relation does not hold, or no longer; that it was said stays on record."""
    require(permissions.may_register(by))
    row = get_object_or_404(PersonRelation.objects.select_for_update(), pk=relation_id, case_id=case_id)
    if row.ended_at is None:
        row.ended_by, row.ended_at = by.id, now()
        row.save(update_fields=["ended_by", "ended_at"], force_update=True)
        audit.record("relation_ended", "person", row.person_id, case_id=case_id, detail=row.kind)


def set_household(*, by: Actor, case_id: UUID, person_ids: Iterable[UUID]) -> UUID:
    """These people of a case live under one roof; whoever belonged to another household of the case leaves it. Two people at least."""
    require(permissions.may_register(by))
    wanted = tuple(dict.fromkeys(person_ids))
    if len(wanted) < 2:
        raise Refused(_("A household has two people or more."), "members")
    HouseholdMember.objects.filter(case_id=case_id, person_id__in=wanted, ended_at=None).update(ended_at=now())
    row = Household(id=uuid7(), case_id=case_id, by=by.id, at=now())
    insert(row)
    insert(*(HouseholdMember(id=uuid7(), case_id=case_id, household=row, person_id=person, at=row.at) for person in wanted))
    audit.record("household_set", "case", case_id, case_id=case_id, detail=str(len(wanted)))
    return row.pk


def leave_household(*, by: Actor, case_id: UUID, person_id: UUID) -> None:
    """Somebody does not live there any more, or never did."""
    require(permissions.may_register(by))
    HouseholdMember.objects.filter(case_id=case_id, person_id=person_id, ended_at=None).update(ended_at=now())
    audit.record("household_left", "person", person_id, case_id=case_id)
