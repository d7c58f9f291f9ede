"""The law around a case: the page of it, opened; and the clear facts that acts ask for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Incident, LegalStep, LegalTrack, RestitutionEntry
from jejaring.cases.queries.loading import bring
from jejaring.cases.queries.sections import law as tracks
from jejaring.cases.queries.sections import police, restitution, rights, told
from jejaring.cases.queries.sections.law import StepRow, TrackRow, valid
from jejaring.cases.queries.sections.police import PoliceReport
from jejaring.cases.queries.sections.restitution import EntryRow, LedgerRow
from jejaring.cases.queries.sections.rights import ExaminationRow, ForcedRow, NoticeRow, RightsRow
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import law
from jejaring.cases.states import TrackKind, TrackState
from jejaring.kernel.clock import today
from jejaring.people.queries import ContactView

One = TypeVar("One")
SECTIONS = (
    told.CONTACT, police.SECTION, tracks.SECTION, restitution.SECTION, rights.EXAMINATIONS, rights.NOTICES, rights.RIGHTS, rights.FORCED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFile:
    """All that the law has to do with a case."""

    head: CaseSummary
    contact: ContactView | None
    police: PoliceReport | None
    tracks: tuple[TrackRow, ...]
    ledgers: tuple[LedgerRow, ...]
    examinations: tuple[ExaminationRow, ...]
    progress: tuple[NoticeRow, ...]
    rights: tuple[RightsRow, ...]
    forced: tuple[ForcedRow, ...]

    def track(self, *, track_id: UUID | None = None, party_id: UUID | None = None) -> TrackRow:
        """A track by its id, or the criminal one of a respondent. Http404 where there is none."""
        if track_id:
            return _one(t for t in self.tracks if t.id == track_id)
        return _one(t for t in self.criminal if t.party_id == party_id)

    def step(self, step_id: UUID) -> tuple[TrackRow, StepRow]:
        """A valid step with its track. Http404 where there is none."""
        return _one((t, s) for t in self.tracks for s in t.steps if s.id == step_id)

    def entry(self, entry_id: UUID) -> EntryRow:
        """A valid amount. Http404 where there is none."""
        return _one(e for row in self.ledgers for e in row.entries if e.id == entry_id)

    def examination(self, examination_id: UUID) -> ExaminationRow:
        """An examination. Http404 where there is none."""
        return _one(e for e in self.examinations if e.id == examination_id)

    def notice(self, notice_id: UUID) -> NoticeRow:
        """A notice of progress. Http404 where there is none."""
        return _one(n for n in self.progress if n.id == notice_id)

    @property
    def criminal(self) -> list[TrackRow]:
        """One for each respondent."""
        return [t for t in self.tracks if t.is_criminal]

    @property
    def others(self) -> list[TrackRow]:
        """Religious court, district court, civil documents."""
        return [t for t in self.tracks if not t.is_criminal]


def _one(found: Iterable[One]) -> One:
    for row in found:
        return row
    raise Http404


def law_for(actor: Actor, case_id: UUID) -> LawFile:
    """The law around a case for whoever sees the case; one entry in the read log. Http404 for everybody else. Three statements."""
    found = bring(actor, case_id, SECTIONS)
    shown = LawFile(head=found.head, **{section.name: section.build(found) for section in SECTIONS})
    audit.record("read", "law", case_id, case_id=case_id, fields=["contact", "law"])
    return shown


def steps_of_case(case_id: UUID) -> dict[UUID, list[LegalStep]]:
    """The valid steps of every track of a case, clear, in order. One statement."""
    rows = list(LegalStep.objects.filter(case_id=case_id).defer("number", "note").order_by("happened_on", "at", "pk"))
    found: dict[UUID, list[LegalStep]] = defaultdict(list)
    for step in valid(rows):
        found[step.track_id].append(step)
    return found


def entries_of(case_id: UUID, victim_id: UUID) -> list[RestitutionEntry]:
    """The valid amounts of a victim, clear. One statement."""
    rows = RestitutionEntry.objects.filter(case_id=case_id, victim_id=victim_id).defer("number", "note")
    return valid(list(rows.order_by("happened_on", "at", "pk")))


def earliest_incident(case_id: UUID) -> date | None:
    """The earliest day on which an incident of a case can have begun. One statement."""
    told = Incident.objects.filter(case_id=case_id, replaced_by=None).exclude(happened_on=None).values_list("happened_on", "precision")
    begins = {"month": {"day": 1}, "year": {"day": 1, "month": 1}}
    return min((day.replace(**begins.get(precision, {})) for day, precision in told if day), default=None)


def around(case_id: UUID, kind: TrackKind = TrackKind.CRIMINAL, *, child: bool = False) -> law.Around:
    """What the rules ask about a track of a case. One statement. Matters of other courts may be older than the incident."""
    return law.Around(today(), kind, child, earliest_incident(case_id) if kind == TrackKind.CRIMINAL else None)


def criminal_states(case_id: UUID) -> list[TrackState]:
    """Where each criminal track of a case stands. Two statements."""
    steps = steps_of_case(case_id)
    ids = LegalTrack.objects.filter(case_id=case_id, kind=TrackKind.CRIMINAL).values_list("pk", flat=True)
    return [law.state_of(steps.get(pk, [])) for pk in ids]
