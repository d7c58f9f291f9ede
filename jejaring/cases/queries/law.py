"""The law around a case: its tracks with their steps, restitution, examinations, notices, rights. Opened texts; the read is logged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import rules
from jejaring.cases.models import (
    Examination,
    ForcedOffence,
    Incident,
    LegalStep,
    LegalTrack,
    Participant,
    ProgressNotice,
    RestitutionEntry,
    RightsExplained,
)
from jejaring.cases.queries.loading import desk_words
from jejaring.cases.queries.standing import CaseSummary, name_of, summary, words_for
from jejaring.cases.rules import law, restitution
from jejaring.cases.states import Diversion, ExaminationKind, LedgerKind, PartyRole, Payer, ProcedureLaw, TrackKind, TrackState
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

STAGE_LISTS = ("legal_stage", "legal_exit", "court_stage")
Row = TypeVar("Row", LegalStep, RestitutionEntry)


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
        return gettext(words[-1]) if self.state == TrackState.EXITED and words and words[-1] else ""

    @property
    def last(self) -> StepRow | None:
        """Where it is now."""
        return self.steps[-1] if self.steps else None

    @property
    def next_on(self) -> date | None:
        """The next date."""
        return step.next_on if (step := law.next_of(self.steps)) else None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One amount."""

    id: UUID
    victim_id: UUID
    kind: LedgerKind
    amount: int
    happened_on: date
    office: str
    number: str
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A victim's ledger."""

    victim_id: UUID
    words: str
    sums: restitution.Ledger
    entries: tuple[EntryRow, ...]

    @property
    def state(self) -> str:
        """How far it is paid, in words of the list."""
        code = "paid_in_full" if self.sums.is_settled else "paid_in_part" if self.sums.paid + self.sums.fund else ""
        return reference.label("restitution", code) if code else ""


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    """A request of an examination."""

    id: UUID
    words: str
    kind: ExaminationKind
    letter_number: str
    letter_on: date
    investigator: str
    desk: str
    examined_on: date | None
    received_on: date | None
    result: str
    payer: Payer
    cost: int | None
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice of progress."""

    id: UUID
    number: str
    dated: date
    content: str
    given_on: date | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RightsRow:
    """Rights that were explained."""

    id: UUID
    words: str
    rights: tuple[str, ...]
    explained_on: date
    explained_by: str
    language: str
    interpreter: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ForcedRow:
    """An offence that was forced, with the sentence for a letter."""

    id: UUID
    words: str
    offence: str
    coercion: str
    at: datetime
    by: str

    @property
    def sentence(self) -> str:
        """What a letter to the police, the prosecutor or an employer says."""
        return gettext(
            "The act “%(offence)s” was committed because the person was forced to it by those who commit trafficking (%(coercion)s). Under "
            "article 18 of Law 21/2007 a victim who is forced into an offence is not punished; we ask that the person is treated as a "
            "victim."
        ) % {"offence": self.offence.strip().rstrip("."), "coercion": self.coercion.strip().rstrip(".")}


@dataclass(frozen=True, slots=True)
class LawFile:
    """All that the law has to do with a case."""

    case: CaseSummary
    tracks: tuple[TrackRow, ...]
    ledgers: tuple[LedgerRow, ...]
    examinations: tuple[ExaminationRow, ...]
    notices: tuple[NoticeRow, ...]
    rights: tuple[RightsRow, ...]
    forced: tuple[ForcedRow, ...]

    @property
    def criminal(self) -> list[TrackRow]:
        """One for each respondent."""
        return [t for t in self.tracks if t.is_criminal]

    @property
    def others(self) -> list[TrackRow]:
        """Religious court, district court, civil documents."""
        return [t for t in self.tracks if not t.is_criminal]


def valid(rows: Sequence[Row]) -> list[Row]:
    """The rows that hold: neither superseded by a correction nor void."""
    gone = {r.supersedes_id for r in rows}
    return [r for r in rows if r.pk not in gone and not r.void]


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
    told = Incident.objects.filter(case_id=case_id).exclude(happened_on=None).values_list("happened_on", "precision")
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


def _by(rows: Any, column: str = "by") -> Any:
    return rows.annotate(author=name_of(column))


def _step(s: Any) -> StepRow:
    clear: dict[str, Any] = {
        name: getattr(s, name) for name in ("track_id", "stage", "law", "happened_on", "office", "result", "days", "next_on", "at", "void")
    }
    texts: dict[str, Any] = {name: vault.read(s, name) for name in ("number", "note")}
    return StepRow(id=s.pk, articles=tuple(s.articles), by=s.author or "", **clear, **texts)


def _parties(case_id: UUID) -> dict[UUID, Participant]:
    rows = Participant.objects.filter(case_id=case_id, role__in=(PartyRole.RESPONDENT, PartyRole.VICTIM)).defer("note")
    return {p.pk: p for p in rows.order_by("recorded_at", "pk")}


def _words(p: Participant | None) -> str:
    return words_for(p.sex, p.age, p.minor) if p else ""


def _tracks(case: CaseSummary, parties: dict[UUID, Participant]) -> Iterable[TrackRow]:
    rows = list(_by(LegalStep.objects.filter(case_id=case.id)).order_by("happened_on", "at", "pk"))
    holding = {s.pk for s in valid(rows)}
    of: dict[UUID, list[StepRow]] = defaultdict(list)
    for row in rows:
        of[row.track_id].append(_step(row))
    opened = {t.respondent_id or t.pk: t for t in LegalTrack.objects.filter(case_id=case.id).order_by("at", "pk")}
    waiting = {p.pk: LegalTrack(kind=TrackKind.CRIMINAL, respondent=p) for p in parties.values() if p.role == PartyRole.RESPONDENT}
    for track in (waiting | opened).values():
        party = next((p for pk, p in parties.items() if pk in (track.respondent_id, track.victim_id)), None)
        child = rules.is_child(party.age, party.minor) if party else False
        steps = law.in_order(s for s in of[track.pk] if s.id in holding)
        replaced = tuple(s for s in of[track.pk] if s.id not in holding and not s.void)
        who = party.pk if party else None
        known = any(t.pk == track.pk for t in opened.values())
        yield TrackRow(
            track.pk if known else None, track.kind, who, _words(party), child, track.matter, tuple(steps), replaced, case.is_sexual
        )


def _ledgers(case: CaseSummary) -> Iterable[LedgerRow]:
    rows = list(_by(RestitutionEntry.objects.filter(case_id=case.id)).order_by("happened_on", "at", "pk"))
    of: dict[UUID, list[EntryRow]] = defaultdict(list)
    for e in valid(rows):
        texts = (vault.read(e, "number"), vault.read(e, "note"))
        author: Any = e
        of[e.victim_id].append(
            EntryRow(e.pk, e.victim_id, LedgerKind(e.kind), e.amount, e.happened_on, e.office, *texts, e.at, author.author or "")
        )
    for v in case.victims:
        yield LedgerRow(v.id, v.words, restitution.ledger(of[v.id]), tuple(of[v.id]))


def _examinations(case_id: UUID, parties: dict[UUID, Participant]) -> Iterable[ExaminationRow]:
    for e in _by(Examination.objects.filter(case_id=case_id).select_related("desk__organisation")).order_by("letter_on", "pk"):
        letter = (vault.read(e, "letter_number"), e.letter_on, e.investigator, desk_words(e.desk))
        known = (e.examined_on, e.received_on, vault.read(e, "result"), e.payer, e.cost, e.at, e.author or "", e.version)
        yield ExaminationRow(e.pk, _words(parties.get(e.victim_id)), e.kind, *letter, *known)


def _notices(case_id: UUID) -> Iterable[NoticeRow]:
    for n in _by(ProgressNotice.objects.filter(case_id=case_id)).order_by("-dated", "-pk"):
        yield NoticeRow(n.pk, vault.read(n, "number"), n.dated, vault.read(n, "content"), n.given_on, n.at, n.author or "")


def _rights(case_id: UUID, parties: dict[UUID, Participant]) -> Iterable[RightsRow]:
    for r in _by(RightsExplained.objects.filter(case_id=case_id), "explained_by").order_by("-explained_on", "-pk"):
        said = (reference.labels("victim_right", r.rights), r.explained_on, r.author or "", reference.label("language", r.language))
        yield RightsRow(r.pk, _words(parties.get(r.victim_id)), *said, r.interpreter, vault.read(r, "note"), r.at)


def _forced(case_id: UUID, parties: dict[UUID, Participant]) -> Iterable[ForcedRow]:
    for f in _by(ForcedOffence.objects.filter(case_id=case_id)).order_by("at", "pk"):
        yield ForcedRow(f.pk, _words(parties.get(f.victim_id)), vault.read(f, "offence"), vault.read(f, "coercion"), f.at, f.author or "")


def law_for(actor: Actor, case_id: UUID) -> LawFile:
    """The law around a case for whoever sees the case; one entry in the read log. Http404 for everybody else. At most ten statements."""
    case = summary(actor, case_id)
    vault.preload([case.domain])
    parties = _parties(case_id)
    found = LawFile(
        case, tuple(_tracks(case, parties)), tuple(_ledgers(case)), tuple(_examinations(case_id, parties)), tuple(_notices(case_id)),
        tuple(_rights(case_id, parties)), tuple(_forced(case_id, parties)),
    )  # fmt: skip
    audit.record("read", "law", case_id, case_id=case_id, fields=["law"])
    return found
