"""What the page of a case file shows, as one frozen tree. Names stay sealed: a party carries the id by which one is revealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from jejaring.cases import rules
from jejaring.cases.queries.standing import CaseSummary, words_for
from jejaring.cases.states import ClosureState, IdentifierUse, NeedState, NoteKind, PartyRole, Precision, ServiceFactKind
from jejaring.reference import queries as reference
from jejaring.ui import when


def day_words(on: date, precision: str) -> str:
    """A date as exactly as it is known: 24 Nov 2026, Nov 2026, 2026."""
    said = when.day(on)
    return {"month": said.partition(" ")[2], "year": str(on.year)}.get(precision, said)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a respondent is to a victim."""

    victim_id: UUID
    respondent_id: UUID
    relation: str
    lives_together: bool

    @property
    def label(self) -> str:
        """In words."""
        words, together = reference.label("relation", self.relation), gettext("living together")
        return f"{words}, {together}" if self.lives_together else words


@dataclass(frozen=True, slots=True)
class Screen:
    """A trafficking screen: two indications and what they rest on."""

    id: UUID
    victim_id: UUID
    acts: tuple[str, ...]
    means: tuple[str, ...]
    purposes: tuple[str, ...]
    control: tuple[str, ...]
    identified_for_services: bool
    elements_for_charge: bool
    elements: rules.Elements
    at: datetime
    by: str

    @property
    def act_labels(self) -> tuple[str, ...]:
        """Acts in words."""
        return reference.labels("trafficking_act", self.acts)

    @property
    def means_labels(self) -> tuple[str, ...]:
        """Means in words."""
        return reference.labels("trafficking_means", self.means)

    @property
    def purpose_labels(self) -> tuple[str, ...]:
        """Purposes in words."""
        return reference.labels("trafficking_purpose", self.purposes)

    @property
    def control_labels(self) -> tuple[str, ...]:
        """Methods of control in words."""
        return reference.labels("trafficking_control", self.control)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return tuple(gettext(reason) for reason in self.elements.reasons)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the case, in one role. Without a person nobody knows who it is."""

    id: UUID
    role: PartyRole
    person_id: UUID | None
    sex: str
    age: int | None
    minor: bool | None
    coerced: bool
    conflict: bool
    note: str
    recorded_at: datetime
    ties: tuple[Tie, ...]  # of a respondent to the victims
    screens: tuple[Screen, ...]  # of a victim, newest first

    @property
    def known(self) -> bool:
        """Whether a person is registered."""
        return self.person_id is not None

    @property
    def is_child(self) -> bool:
        """Under eighteen, as far as known."""
        return rules.is_child(self.age, self.minor)

    @property
    def words(self) -> str:
        """Without a name: "Girl, 17"."""
        return words_for(self.sex, self.age, self.minor)

    @property
    def relation(self) -> str:
        """What this respondent is to the victims, in words."""
        return ", ".join(dict.fromkeys(tie.label for tie in self.ties))

    @property
    def screen(self) -> Screen | None:
        """The newest screen."""
        return self.screens[0] if self.screens else None


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of violence."""

    form: str
    sub_form: str

    @property
    def label(self) -> str:
        """In words, with the sub-form where one is known."""
        words = reference.label("form", self.form)
        return f"{words}: {reference.label('sub_form', self.sub_form)}" if self.sub_form else words


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something that happened."""

    id: UUID
    happened_on: date | None
    precision: Precision
    place: str
    area: str
    narrative: str
    forms: tuple[FormRow, ...]
    recorded_at: datetime

    @property
    def when(self) -> str:
        """The date as exactly as it is known."""
        if self.happened_on is None or self.precision == Precision.UNKNOWN:
            return gettext("date not known")
        return day_words(self.happened_on, self.precision)

    @property
    def where(self) -> str:
        """Place and area in words."""
        area = reference.area_name(self.area) if self.area else ""
        return ", ".join(part for part in (reference.label("place", self.place), area) if part)

    @property
    def form_labels(self) -> tuple[str, ...]:
        """All forms in words."""
        return tuple(f.label for f in self.forms)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An identifier as sighted."""

    id: UUID
    kind: str
    role: str
    use: IdentifierUse
    value: str
    raw: str
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """Kind and whose it is, in words."""
        return f"{reference.label('identifier_kind', self.kind)} · {reference.label('identifier_role', self.role)}"


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment, opened."""

    id: UUID
    danger_signs: tuple[str, ...]
    risk_computed: str
    risk: str
    lowered_reason: str
    factors: tuple[str, ...]
    condition: str
    wishes: str
    at: datetime
    by: str

    @property
    def sign_labels(self) -> tuple[str, ...]:
        """Danger signs in words."""
        return reference.labels("danger_sign", self.danger_signs)

    @property
    def factor_labels(self) -> tuple[str, ...]:
        """Contributing factors in words."""
        return reference.labels("contributing_factor", self.factors)


@dataclass(frozen=True, slots=True)
class FactRow:
    """Given, refused or unavailable."""

    id: UUID
    planned_id: UUID | None
    victim_id: UUID | None
    service: str
    kind: ServiceFactKind
    desk: str
    referral_id: UUID | None
    happened_on: date
    note: str
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """The service in words."""
        return reference.label("service", self.service)


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the plan with what became of it, oldest fact first."""

    id: UUID
    victim_id: UUID
    service: str
    desk_id: UUID | None
    desk: str
    wanted_by: date | None
    goal: str
    facts: tuple[FactRow, ...]
    state: NeedState
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """The service in words."""
        return reference.label("service", self.service)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note; a clinical one without the key is locked."""

    id: UUID
    kind: NoteKind
    text: str
    locked: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure as proposed and decided."""

    id: UUID
    state: ClosureState
    reason: str
    outcome: str
    account: str
    follow_up_agreed: bool
    watch_law: bool
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_note: str

    @property
    def reason_label(self) -> str:
        """The reason in words."""
        return reference.label("closure_reason", self.reason)

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return reference.label("closure_outcome", self.outcome)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of a case that its page shows. Lists are newest first, except parties, incidents and the plan."""

    head: CaseSummary
    police_number: str
    police_recorded_at: datetime | None
    parties: tuple[Party, ...]
    incidents: tuple[IncidentRow, ...]
    sightings: tuple[Sighting, ...]
    assessments: tuple[AssessmentRow, ...]
    plan: tuple[Need, ...]
    other_facts: tuple[FactRow, ...]  # services that were not planned before they were given
    notes: tuple[NoteRow, ...]
    closures: tuple[ClosureRow, ...]

    def _of(self, role: PartyRole) -> tuple[Party, ...]:
        return tuple(p for p in self.parties if p.role == role)

    @property
    def victims(self) -> tuple[Party, ...]:
        """The victims."""
        return self._of(PartyRole.VICTIM)

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The respondents, known or not."""
        return self._of(PartyRole.RESPONDENT)

    @property
    def witnesses(self) -> tuple[Party, ...]:
        """The witnesses."""
        return self._of(PartyRole.WITNESS)

    @property
    def reporters(self) -> tuple[Party, ...]:
        """Who reported, if not a victim."""
        return self._of(PartyRole.REPORTER)

    @property
    def guardians(self) -> tuple[Party, ...]:
        """The guardians."""
        return self._of(PartyRole.GUARDIAN)

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All trafficking screens, newest first."""
        return tuple(sorted((s for p in self.parties for s in p.screens), key=lambda s: s.at, reverse=True))

    @property
    def assessment(self) -> AssessmentRow | None:
        """The latest assessment."""
        return self.assessments[0] if self.assessments else None

    @property
    def closure(self) -> ClosureRow | None:
        """The latest closure, proposed or decided."""
        return self.closures[0] if self.closures else None

    @property
    def facts(self) -> Iterable[FactRow]:
        """Every service fact, planned or not."""
        return (*(f for need in self.plan for f in need.facts), *self.other_facts)

    def count(self, *states: NeedState) -> int:
        """How many needs of the plan stand in one of these states."""
        return sum(need.state in states for need in self.plan)

    @property
    def needed(self) -> int:
        """How many needs the plan names."""
        return len(self.plan)

    @property
    def given(self) -> int:
        """How many of them were met."""
        return self.count(NeedState.GIVEN)

    def party(self, party_id: UUID) -> Party | None:
        """One participant by id."""
        return next((p for p in self.parties if p.id == party_id), None)
