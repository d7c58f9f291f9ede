"""People in a case and who works on it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import change, earlier, hold, recompute, require_colleagues
from jejaring.cases.actions.opening import COERCED, NewParty, checked, new_participant, new_relations
from jejaring.cases.models import Participant, Relation, TeamMember
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import PartyRole, TeamRole
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.people import actions as people
from jejaring.people import queries as identities
from jejaring.people.queries import Identity
from jejaring.people.rules import OF_IDENTITY, ContactWish
from jejaring.people.states import RelationKind

OF_PARTICIPANT = ("sex", "age", "minor", "coerced", "conflict", "note")


def add_party(*, by: Actor, case_id: UUID, party: NewParty, submission: UUID | None = None) -> UUID:
    """Add somebody to a case, in one role; a respondent's relation is to every victim. Returns the participant.

    Categories and promises follow. With `person_id` it is somebody who takes part already, in another role. A guardian who is the
    respondent is marked as in conflict. Refused for a respondent who was forced into the offence.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    checked([party], None)
    row = new_participant(by, case_id, _in_file(case_id, party), moment=now(), synthetic=case.synthetic, pk=pk)
    row.save(force_insert=True)
    victims = [Participant(pk=v.id) for v in case.victims]
    Relation.objects.bulk_create(new_relations(case_id, victims, [(row, party)]))
    _guard(by, case, row, party.guardian_of)
    audit.record("party_added", "participant", pk, case_id=case_id, detail=row.role)
    recompute(by, case_id)
    return pk


def _in_file(case_id: UUID, party: NewParty) -> NewParty:
    """Somebody who takes part already is described as there. Http404 for a person of another file, Refused for a forced respondent."""
    if party.person_id is None:
        return party
    there = list(Participant.objects.filter(case_id=case_id, person_id=party.person_id).order_by("recorded_at"))
    if not there:
        raise Http404
    if party.role == PartyRole.RESPONDENT and any(row.coerced for row in there):
        raise Refused(COERCED, "person")
    known = there[0]
    return replace(party, sex=known.sex, age=known.age, minor=known.minor, known=True)


def _guard(by: Actor, case: CaseSummary, row: Participant, wards: Sequence[UUID] = ()) -> None:
    """Say whose guardian somebody is, and mark every guardian of the file who is a respondent: as the same registration or by NIK."""
    victims = {v.person_id for v in case.victims}
    guards = row.person_id if row.role == PartyRole.GUARDIAN else None
    for ward in wards:
        if ward not in victims:
            raise Refused(_("Choose a victim of this case."), "guardian_of")
        if guards:
            people.relate(by=by, case_id=case.id, person_id=guards, kind=RelationKind.GUARDIAN, other_id=ward)
    of: dict[str, set[UUID]] = {PartyRole.GUARDIAN: set(), PartyRole.RESPONDENT: set()}
    for role, person in Participant.objects.filter(case_id=case.id, role__in=of).exclude(person=None).values_list("role", "person_id"):
        of[role].add(person)
    both = identities.same_card(of[PartyRole.GUARDIAN], of[PartyRole.RESPONDENT])
    if both:
        Participant.objects.filter(case_id=case.id, role=PartyRole.GUARDIAN, person_id__in=both).update(conflict=True)
        row.conflict = row.conflict or (row.role == PartyRole.GUARDIAN and row.person_id in both)


def update_party(
    *, by: Actor, case_id: UUID, party_id: UUID, person_version: int | None = None, relation: str | None = None,
    lives_together: bool = False, guardian_of: Sequence[UUID] = (), **fields: Any,
) -> None:  # fmt: skip
    """Correct what is known of somebody; fields are those of NewParty. An unknown respondent who becomes known is registered.

    `person_version` is the registration's, as the page showed it: Refused where somebody else was first.
    """
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    row = get_object_or_404(Participant, pk=party_id, case_id=case_id)
    if fields.get("coerced") and row.role == PartyRole.RESPONDENT:
        raise Refused(COERCED, "coerced")
    identity = {name: fields[name] for name in OF_IDENTITY if name in fields}
    if row.person_id and person_version is not None:
        fields["age"] = people.update_person(by=by, person_id=row.person_id, version=person_version, **identity).age
    elif row.person_id is None and fields.get("known"):
        person = people.register_person(by=by, case_id=case_id, synthetic=case.synthetic, **identity)
        row.person, fields["age"] = person, person.age
    for name in OF_PARTICIPANT:
        if name in fields:
            setattr(row, name, fields[name])
    row.save(force_update=True)
    _guard(by, case, row, guardian_of)
    if relation is not None and row.role == PartyRole.RESPONDENT:
        _relate(case, row, relation, lives_together)
    audit.record("party_updated", "participant", party_id, case_id=case_id, fields=sorted(fields))
    recompute(by, case_id)


def _relate(case: CaseSummary, respondent: Participant, relation: str, lives_together: bool) -> None:
    """Say anew what a respondent is to every victim: rows that exist are corrected, missing ones added."""
    rows = Relation.objects.filter(case_id=case.id, respondent=respondent)
    there = set(rows.values_list("victim_id", flat=True))
    rows.update(relation=relation or "unknown", lives_together=lives_together)
    Relation.objects.bulk_create(
        Relation(case_id=case.id, victim_id=v.id, respondent=respondent, relation=relation, lives_together=lives_together)
        for v in case.victims if relation and v.id not in there
    )  # fmt: skip


def _of_case(case: CaseSummary, *person_ids: UUID) -> None:
    """Http404 unless every one of these persons takes part in the case."""
    there = set(Participant.objects.filter(case_id=case.id, person_id__in=person_ids).values_list("person_id", flat=True))
    if there != set(person_ids):
        raise Http404


def relate(*, by: Actor, case_id: UUID, person: UUID, kind: str, other: UUID) -> None:
    """Say what one person of a case is to another. Http404 for somebody of another case, Refused for one person twice."""
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    _of_case(case, person, other)
    people.relate(by=by, case_id=case_id, person_id=person, kind=kind, other_id=other)


def end_relation(*, by: Actor, case_id: UUID, relation_id: UUID) -> None:
    """A relation does not hold, or no longer."""
    require(permissions.may_work(by, hold(by, case_id)))
    people.end_relation(by=by, case_id=case_id, relation_id=relation_id)


def set_household(*, by: Actor, case_id: UUID, members: Sequence[UUID]) -> None:
    """These people of a case live under one roof. Http404 for somebody of another case, Refused for fewer than two."""
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    _of_case(case, *members)
    people.set_household(by=by, case_id=case_id, person_ids=members)


def change_contact(*, by: Actor, case_id: UUID, wish: ContactWish) -> None:
    """Note how the person can be reached safely from now on; the earlier wish stays on record."""
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    people.record_contact(by=by, subject_id=case_id, domain=case.domain, wish=wish, case_id=case_id)


def reveal(*, by: Actor, case_id: UUID, person_id: UUID, reason: str) -> Identity:
    """Open the identity of a participant once, for a reason of a short list; which fields, by whom and why is in the log."""
    require(permissions.may_reveal(by, hold(by, case_id)))
    get_object_or_404(Participant.objects.only("pk"), case_id=case_id, person_id=person_id)
    audit.record("revealed", "person", person_id, case_id=case_id, detail=reason)
    return identities.identity(by, person_id, case_id=case_id)


def assign(
    *, by: Actor, case_id: UUID, version: int | None = None, manager: UUID | None = None, companion: UUID | None = None,
    no_companion: bool = False,
) -> None:  # fmt: skip
    """Change who manages or accompanies a case (None leaves it); both work at the lead desk. The desk is told."""
    case = hold(by, case_id, version=version)
    require(permissions.may_assign(by, case))
    before = {TeamRole.MANAGER: case.manager_id, TeamRole.COMPANION: case.companion_id}
    wanted = {TeamRole.MANAGER: manager, TeamRole.COMPANION: companion}
    changed = {role: user for role, user in wanted.items() if user is not None and user != before[role]}
    require_colleagues(case.lead_desk_id, changed)
    joined = [TeamMember(case_id=case_id, user=user, desk=case.lead_desk_id, role=role, since=now()) for role, user in changed.items()]
    insert(*joined)
    left = {*changed, *([TeamRole.COMPANION] if no_companion and companion is None else [])}
    for role in sorted(left, key=lambda role: before[role] == by.id):  # whoever gives their own place up does so last
        _end(case, role, besides=joined)
    change(case_id, decided=True)
    audit.record("case_assigned", "case", case_id, case_id=case_id)
    notices.tell(desk_id=case.lead_desk_id, kind=NoticeKind.CASE_ASSIGNED, subject_kind="case", subject_id=case_id)


def _end(case: CaseSummary, role: TeamRole, besides: Sequence[TeamMember]) -> None:
    rows = TeamMember.objects.filter(case_id=case.id, role=role, until=None).exclude(pk__in=[member.pk for member in besides])
    rows.update(until=now())
