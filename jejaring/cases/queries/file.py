"""What the page of a case file shows, as one frozen tree: one attribute for each section of `sections.SECTIONS`."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jejaring.cases.queries.sections.assessments import AssessmentRow
from jejaring.cases.queries.sections.closures import ClosureRow
from jejaring.cases.queries.sections.emergencies import Opened
from jejaring.cases.queries.sections.incidents import IncidentRow
from jejaring.cases.queries.sections.kin import Kin
from jejaring.cases.queries.sections.law import TrackRow
from jejaring.cases.queries.sections.notes import NoteRow
from jejaring.cases.queries.sections.papers import PaperMark
from jejaring.cases.queries.sections.people import Party, Screen
from jejaring.cases.queries.sections.police import PoliceReport
from jejaring.cases.queries.sections.restitution import LedgerRow
from jejaring.cases.queries.sections.rights import ExaminationRow, ForcedRow, NoticeRow, RightsRow
from jejaring.cases.queries.sections.safety import CheckRow, PlanVersion, ReturnRow
from jejaring.cases.queries.sections.sealed import SealedMark
from jejaring.cases.queries.sections.services import FactRow, Need
from jejaring.cases.queries.sections.sightings import Sighting
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import NeedState, PartyRole
from jejaring.kernel.moments import Moment
from jejaring.people.queries import ContactView


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything of a case that its page shows. Lists are newest first, except parties, incidents and the plan."""

    head: CaseSummary
    told: tuple[Moment, ...]  # the report from which it was opened, and its first responses
    contact: ContactView | None  # how the person may safely be reached; none: nobody has asked
    parties: tuple[Party, ...]
    incidents: tuple[IncidentRow, ...]
    kin: Kin  # relations, households, other files of the same people
    sightings: tuple[Sighting, ...]
    assessments: tuple[AssessmentRow, ...]
    plan: tuple[Need, ...]
    other_facts: tuple[FactRow, ...]  # services that were not planned before they were given
    notes: tuple[NoteRow, ...]
    police: PoliceReport | None
    papers: tuple[PaperMark, ...]
    sealed: tuple[SealedMark, ...]  # that something was sealed or opened, never what
    tracks: tuple[TrackRow, ...]  # of the law: one for each respondent, then other courts
    ledgers: tuple[LedgerRow, ...]  # restitution, one for each victim
    examinations: tuple[ExaminationRow, ...]
    progress: tuple[NoticeRow, ...]
    rights: tuple[RightsRow, ...]
    forced: tuple[ForcedRow, ...]
    safety: tuple[PlanVersion, ...]  # the versions of all safety plans, sealed
    returns: tuple[ReturnRow, ...]
    checks: tuple[CheckRow, ...]
    closures: tuple[ClosureRow, ...]
    emergencies: tuple[Opened, ...]

    def of(self, role: PartyRole) -> tuple[Party, ...]:
        """The people of one role."""
        return tuple(p for p in self.parties if p.role == role)

    @property
    def victims(self) -> tuple[Party, ...]:
        """The victims."""
        return self.of(PartyRole.VICTIM)

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The respondents, known or not."""
        return self.of(PartyRole.RESPONDENT)

    @property
    def witnesses(self) -> tuple[Party, ...]:
        """The witnesses."""
        return self.of(PartyRole.WITNESS)

    @property
    def reporters(self) -> tuple[Party, ...]:
        """Who reported, if not a victim."""
        return self.of(PartyRole.REPORTER)

    @property
    def guardians(self) -> tuple[Party, ...]:
        """The guardians."""
        return self.of(PartyRole.GUARDIAN)

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All trafficking screens, newest first."""
        return tuple(sorted((s for p in self.parties for s in p.screens), key=lambda s: s.at, reverse=True))

    @property
    def police_number(self) -> str:
        """The number of the police report; nothing before there is one."""
        return self.police.number if self.police else ""

    @property
    def assessment(self) -> AssessmentRow | None:
        """The latest assessment."""
        return self.assessments[0] if self.assessments else None

    @property
    def closure(self) -> ClosureRow | None:
        """The latest closure, proposed or decided."""
        return self.closures[0] if self.closures else None

    @property
    def has_law(self) -> bool:
        """Whether anything of the law beside the police report is written down."""
        told = any(t.steps for t in self.tracks) or any(row.entries for row in self.ledgers)
        return told or bool(self.examinations or self.progress or self.rights or self.forced)

    @property
    def newest_plans(self) -> list[PlanVersion]:
        """The safety plan of each victim that holds."""
        return list({p.victim_id: p for p in reversed(self.safety)}.values())

    @property
    def needs_return(self) -> bool:
        """Whether a return home belongs to this case: trafficking, or a need of the plan."""
        return bool(self.returns) or "trafficking" in self.head.categories or any(n.service == "return" for n in self.plan)

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
