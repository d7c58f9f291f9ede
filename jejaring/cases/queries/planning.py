"""What the pages of acts ask beside the file: open needs, safe contact, a party to correct, a closure to decide."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from jejaring.audit import actions as audit
from jejaring.cases import rules
from jejaring.cases.models import Identifier, Participant, PlannedService, Relation, ServiceFact
from jejaring.cases.queries.standing import CaseSummary, VictimFacts
from jejaring.cases.states import IdentifierUse, NeedState, PartyRole
from jejaring.people import queries as people
from jejaring.people.queries import ContactView
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need of the plan in clear facts."""

    id: UUID
    victim_id: UUID
    service: str
    state: NeedState
    whose: str

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return gettext(self.state.label)

    @property
    def label(self) -> str:
        """The service, whose where there are several victims, and where it stands if not just needed."""
        words = reference.label("service", self.service) + (f" · {self.whose}" if self.whose else "")
        return words if self.state == NeedState.NEEDED else f"{words} ({gettext(self.state.label)})"


def needs(case: CaseSummary) -> list[OpenNeed]:
    """The plan in clear facts with where each need stands; those still open first. Two statements."""
    facts: dict[UUID | None, list[ServiceFact]] = defaultdict(list)
    for fact in ServiceFact.objects.filter(case_id=case.id).exclude(planned=None).defer("note"):
        facts[fact.planned_id].append(fact)
    words = {v.id: v.words for v in case.victims} if len(case.victims) > 1 else {}
    rows = PlannedService.objects.filter(case_id=case.id).defer("goal").order_by("at", "pk")
    found = [OpenNeed(n.pk, n.victim_id, n.service, rules.need_state(facts[n.pk]), words.get(n.victim_id, "")) for n in rows]
    return sorted(found, key=lambda need: need.state != NeedState.NEEDED)


def planned(plan: list[OpenNeed]) -> dict[str, str]:
    """Where each service of the plan stands, and for whom where there are several victims. No statement."""
    said: dict[str, list[str]] = defaultdict(list)
    for need in plan:
        said[need.service].append(f"{need.words} · {need.whose}" if need.whose else need.words)
    return {service: ", ".join(dict.fromkeys(words)) for service, words in said.items()}


def safe_contact(case: CaseSummary) -> ContactView | None:
    """How the person may be reached, for the banner of every act; the read is logged where there is something to read."""
    found = people.contact_for(case.id)
    if found:
        audit.record("read", "contact", case.id, case_id=case.id, fields=["contact"])
    return found


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A participant in clear facts, with its note."""

    id: UUID
    person_id: UUID | None
    role: PartyRole
    sex: str
    age: int | None
    minor: bool | None
    coerced: bool
    conflict: bool
    note: str
    relation: str
    lives_together: bool

    @property
    def words(self) -> str:
        """Without a name."""
        return VictimFacts(self.id, self.person_id, self.sex, self.age, self.minor).words


def party(case: CaseSummary, *, party_id: UUID | None = None, person_id: UUID | None = None) -> PartyFacts:
    """One participant of a case, by its own id or its person's. Http404 where there is none."""
    wanted: dict[str, Any] = {"pk": party_id} if party_id else {"person_id": person_id}
    p = get_object_or_404(Participant.objects.order_by("recorded_at"), case_id=case.id, **wanted)
    tie = Relation.objects.filter(respondent_id=p.pk).first()
    relation = (tie.relation, tie.lives_together) if tie else ("", False)
    return PartyFacts(p.pk, p.person_id, p.role, p.sex, p.age, p.minor, p.coerced, p.conflict, vault.read(p, "note"), *relation)


def identifier_use(case: CaseSummary, identifier_id: UUID) -> tuple[str, IdentifierUse]:
    """Kind and present use of an identifier, clear. Http404 where the case has none such."""
    row = get_object_or_404(Identifier.objects.only("kind", "role", "use"), pk=identifier_id, case_id=case.id)
    words = f"{reference.label('identifier_kind', row.kind)} · {reference.label('identifier_role', row.role)}"
    return words, row.use
