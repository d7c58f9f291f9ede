"""What a running emergency access opens: for an officer of the leading organisation what helps before a person in danger, from the file;
for one of another organisation the safety card. Every read is an entry of the log under the purpose "emergency"."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.models import SafetyPlan
from jejaring.cases.queries import CaseSummary, EmergencyRow
from jejaring.cases.queries.loading import bring
from jejaring.cases.queries.sections import assessments, incidents, notes, people, safety, told
from jejaring.cases.queries.sections.assessments import AssessmentRow
from jejaring.cases.queries.sections.incidents import IncidentRow
from jejaring.cases.queries.sections.notes import NoteRow
from jejaring.cases.queries.sections.people import Party
from jejaring.cases.states import EmergencyScope, NoteKind
from jejaring.desk.queries.card import Card, PlanCard, card, plan_card, whom_to_call
from jejaring.desk.queries.promises import risk
from jejaring.people import queries as persons
from jejaring.people.queries import ContactView, Identity
from jejaring.reference import queries as reference

NOTES = 5  # the newest that are no clinical ones
OPENED = ("contact", "participants", "narrative", "assessment", "safety_plan", "notes")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """Of the case file what helps in the night. No clinical note, no paper, no step of the law."""

    head: CaseSummary
    risk: str
    signs: tuple[str, ...]
    contact: ContactView | None
    plans: list[PlanCard]
    parties: tuple[Party, ...]
    incidents: tuple[IncidentRow, ...]
    assessment: AssessmentRow | None
    notes: tuple[NoteRow, ...]
    manager: str
    number: str


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """A running access and what it opens: one of the two."""

    access: EmergencyRow
    file: OpenedFile | None
    card: Card | None


def emergency_page(actor: Actor, access_id: UUID) -> EmergencyPage:
    """One's own running access, opened and logged. Http404 for everything else."""
    access, case_id = cases.opened_case(actor, access_id)
    if access.scope == EmergencyScope.CARD:
        return EmergencyPage(access, None, card(actor, case_id))
    return EmergencyPage(access, _file(actor, case_id), None)


def _file(actor: Actor, case_id: UUID) -> OpenedFile:
    found = bring(actor, case_id, (told.CONTACT, people.SECTION, incidents.SECTION, assessments.SECTION, safety.PLANS, notes.SECTION))
    newest = {p.victim_id: p for p in reversed(found.of(SafetyPlan))}
    head, rated = found.head, assessments.SECTION.build(found)
    written = [n for n in notes.SECTION.build(found) if n.kind != NoteKind.CLINICAL]
    audit.record("read", "case", case_id, case_id=case_id, fields=OPENED)
    name, number = whom_to_call(head.manager_id, head.lead_desk_id)
    return OpenedFile(
        head, risk(head.risk), reference.labels("danger_sign", head.known_signs), told.CONTACT.build(found),
        [plan_card(p) for p in newest.values()], people.SECTION.build(found), incidents.SECTION.build(found), rated[0] if rated else None,
        tuple(written[:NOTES]), name, number,
    )  # fmt: skip


def emergency_identity(actor: Actor, access_id: UUID, person_id: UUID) -> tuple[EmergencyRow, str, Identity]:
    """The name of somebody in the file, shown once and logged. Http404 under a safety card, and for whoever is in no such file."""
    access, case_id = cases.opened_case(actor, access_id)
    if access.scope != EmergencyScope.FILE:
        raise Http404
    found = bring(actor, case_id, (people.SECTION,))
    party: Party | None = next((p for p in people.SECTION.build(found) if p.person_id == person_id), None)
    if party is None:
        raise Http404
    audit.record("revealed", "person", person_id, case_id=case_id, detail="emergency")
    return access, f"{_(party.role.label)} · {party.words}", persons.identity(actor, person_id, case_id=case_id)
