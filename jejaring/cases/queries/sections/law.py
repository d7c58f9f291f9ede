"""The tracks of the law with their steps: one for each respondent, and one for each matter before another court."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import LegalStep, LegalTrack, Participant
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.sections.people import PARTICIPANTS
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import law
from jejaring.cases.states import Diversion, PartyRole, ProcedureLaw, TrackKind, TrackState
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.people.queries import words_for
from jejaring.people.rules import is_child
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault

GOOD = ("file_complete", "handed_over", "judgment", "final_judgment", "sentence_executed", "decided", "final")
CLEAR = ("track_id", "stage", "law", "happened_on", "office", "result", "days", "next_on", "at", "void")


def stage_label(stage: str) -> str:
    """A stage or exit of any track in words."""
    name = "legal_exit" if stage in law.EXITS else "legal_stage" if stage in law.STAGES else "court_stage"
    return reference.label(name, stage)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as somebody told it."""

    id: UUID
    track_id: UUID
    stage: str
    law: ProcedureLaw
    happened_on: date
    office: str
    number: str
    note: str
    result: str
    days: int | None
    articles: tuple[str, ...]
    next_on: date | None
    at: datetime
    by: str
    void: bool = False

    @property
    def label(self) -> str:
        """The stage in words."""
        return stage_label(self.stage)

    @property
    def article_labels(self) -> tuple[str, ...]:
        """The articles in words."""
        return reference.labels("charge_article", self.articles)

    @property
    def result_label(self) -> str:
        """The result in words."""
        name = "court_outcome" if self.stage in law.COURT_STAGES else "judgment_result"
        return reference.label(name, self.result) if self.result else ""


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track with its valid steps in order, and those that a correction replaced. A respondent without a track has one without id."""

    id: UUID | None
    kind: TrackKind
    party_id: UUID | None  # the respondent of a criminal track, the victim of another
    words: str
    child: bool
    matter: str
    steps: tuple[StepRow, ...]
    replaced: tuple[StepRow, ...]
    sexual: bool

    @property
    def state(self) -> TrackState:
        """Where it stands."""
        return law.state_of(self.steps)

    @property
    def is_criminal(self) -> bool:
        """Whether it is against a respondent."""
        return self.kind == TrackKind.CRIMINAL

    @property
    def title(self) -> str:
        """Whose track it is, without a name."""
        if self.is_criminal:
            return self.words
        return " · ".join(part for part in (reference.label("court_matter", self.matter), self.words) if part)

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that hold, in words."""
        return reference.labels("charge_article", law.articles(self.steps))

    @property
    def diversion(self) -> Diversion:
        """Whether diversion is on this track's path."""
        return law.diversion(self.child and self.is_criminal, law.articles(self.steps))

    @property
    def objection(self) -> str:
        """What is to be said against its last exit."""
        words = [law.objection(s.stage, self.sexual, self.child) for s in self.steps]
        return _(words[-1]) if self.state == TrackState.EXITED and words and words[-1] else ""

    @property
    def last(self) -> StepRow | None:
        """Where it is now."""
        return self.steps[-1] if self.steps else None

    @property
    def next_on(self) -> date | None:
        """The next date."""
        return step.next_on if (step := law.next_of(self.steps)) else None


def valid(rows: Sequence[Any]) -> list[Any]:
    """The rows that hold: neither superseded by a correction nor void."""
    gone = {r.supersedes_id for r in rows}
    return [r for r in rows if r.pk not in gone and not r.void]


def who_of(party: Participant | None) -> str:
    """A participant without a name."""
    return words_for(party.sex, party.age, party.minor) if party else ""


def parties_of(found: Brought) -> dict[UUID, Participant]:
    """The people of the case by id."""
    return {p.pk: p for p in found.of(Participant)}


def _step(s: Any) -> StepRow:
    clear: dict[str, Any] = {name: getattr(s, name) for name in CLEAR}
    texts: dict[str, Any] = {name: vault.read(s, name) for name in ("number", "note")}
    return StepRow(id=s.pk, articles=tuple(s.articles), by=s.author or "", **clear, **texts)


def _build(found: Brought) -> tuple[TrackRow, ...]:
    opened = found.of(LegalTrack)
    started = {t.respondent_id for t in opened}
    waiting = [p for p in found.of(Participant) if p.role == PartyRole.RESPONDENT and p.pk not in started]
    rows = [_track(found, t) for t in opened]
    return (*(_track(found, None, p) for p in waiting), *(r for r in rows if r.is_criminal), *(r for r in rows if not r.is_criminal))


def _track(found: Brought, track: LegalTrack | None, respondent: Participant | None = None) -> TrackRow:
    told = found.by(LegalStep, "track_id").get(track.pk, []) if track else []
    holding = {s.pk for s in valid(told)}
    party = respondent or (parties_of(found).get(track.respondent_id or track.victim_id or track.pk) if track else None)
    replaced = tuple(_step(s) for s in told if s.pk not in holding and not s.void)
    return TrackRow(
        id=track.pk if track else None, kind=track.kind if track else TrackKind.CRIMINAL, party_id=party.pk if party else None,
        words=who_of(party), child=is_child(party.age, party.minor) if party else False, matter=track.matter if track else "",
        steps=tuple(law.in_order(_step(s) for s in told if s.pk in holding)), replaced=replaced, sexual=found.head.is_sexual,
    )  # fmt: skip


def _tell(head: CaseSummary, tracks: tuple[TrackRow, ...]) -> Iterator[Moment]:
    for track in tracks:
        for s in track.steps:
            if s.stage == "police_report" and s.happened_on == head.police_reported_on:
                continue  # told as the police report already
            next_on = _("next date: %(day)s") % {"day": when.day(s.next_on)} if s.next_on else ""
            text = words(track.title, when.day(s.happened_on), s.office, s.result_label, s.note, next_on)
            look = "kept" if s.stage in GOOD else "late" if s.stage in ("file_returned", *law.EXITS) else "plain"
            yield Moment(s.at, look, s.label, text=text, by=s.by, group="law")


SECTION = Section(
    "tracks", _build, tells=_tell, opens=("law",),
    brings=(
        PARTICIPANTS,
        Branch(LegalTrack, order="{row}.at, {row}.id"),
        Branch(LegalStep, order="{row}.happened_on, {row}.at, {row}.id", also={"author": AUTHOR}),
    ),
)  # fmt: skip
