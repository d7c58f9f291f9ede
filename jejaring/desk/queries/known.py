"""Perhaps known: what the unit may ask about, what it is answered, and two registrations side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.queries.persons import InFile
from jejaring.desk import acts
from jejaring.intake import queries as intake
from jejaring.intake.states import ReporterKind, ReportState
from jejaring.kernel.verdict import Verdict
from jejaring.people import queries as people
from jejaring.people.forms import born
from jejaring.people.queries import Hint, Identity, LinkRow
from jejaring.people.rules import Asked, may_ask_again
from jejaring.people.states import SubjectKind
from jejaring.ui import when

SHOWN = 15  # of each kind


@dataclass(frozen=True, slots=True)
class Subject:
    """Something stored about which one may ask, without a name."""

    kind: SubjectKind
    id: UUID
    title: str
    about: str
    at: datetime
    asked: bool

    @property
    def url(self) -> str:
        """The page of the question and its answer."""
        return acts.address("desk:known_one", self.kind.value, self.id)


@dataclass(frozen=True, slots=True)
class HintRow:
    """Perhaps known: a file of the reader, on which grounds, and where both can be seen beside one another."""

    reference: str
    who: str
    grounds: list[str]
    case_url: str
    pair_url: str
    linked: bool
    source_url: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the unit may ask about today, and what came as a hint."""

    ration: Asked
    may_ask: Verdict
    sent: list[HintRow]
    reports: list[Subject]
    persons: list[Subject]


@dataclass(frozen=True, slots=True)
class Answer:
    """One subject, and who is perhaps meant; nobody while it was not asked."""

    subject: Subject
    ration: Asked
    may_ask: Verdict
    hints: list[HintRow]
    case_id: UUID | None


def known_page(actor: Actor) -> KnownPage:
    """What came as a hint, and the newest reports and persons that can be asked about. About twelve statements, whatever is there."""
    asked, sent = people.asked_today(actor), people.hints_sent(actor)
    fresh = people.registered_lately(actor, limit=SHOWN)
    files = _files(cases.in_files([*(p.id for p in fresh), *(s.hint.person_id for s in sent)]))
    persons = [_person_row(files[p.id], p.recorded_at, asked) for p in fresh if p.id in files]
    stored = [r for state in (ReportState.WAITING, ReportState.DRAFT) for r in intake.reports(actor, state=state).rows]
    reports = [_report_row(r, asked) for r in stored[:SHOWN]]
    rows = [_sent(s, files) for s in sent if s.hint.person_id in files]
    ration = people.ration()
    return KnownPage(ration, may_ask_again(ration), rows, reports, persons)


def _sent(sent: people.Sent, files: dict[UUID, InFile]) -> HintRow:
    row = _hint(sent.hint, files[sent.hint.person_id], None)
    return HintRow(
        row.reference, row.who, row.grounds, row.case_url, "", False, acts.address("referrals:referral", sent.subject_id), sent.at
    )  # fmt: skip


def _files(found: Iterable[InFile]) -> dict[UUID, InFile]:
    """The first file in which each person stands."""
    first: dict[UUID, InFile] = {}
    for row in found:
        first.setdefault(row.person_id, row)
    return first


def _person_row(file: InFile, at: datetime, asked: set[tuple[str, UUID]]) -> Subject:
    title = f"{_(file.role.label)} · {file.words}"
    return Subject(SubjectKind.PERSON, file.person_id, title, file.reference, at, (SubjectKind.PERSON, file.person_id) in asked)


def _report_row(row: Any, asked: set[tuple[str, UUID]]) -> Subject:
    about = f"{row.reference} · {_(row.state.label)}"
    return Subject(SubjectKind.REPORT, row.id, row.who, about, row.received_at, (SubjectKind.REPORT, row.id) in asked)


def subject(actor: Actor, kind: str, subject_id: UUID) -> tuple[Subject, UUID | None]:
    """Something of which the actor sees the report or the case, and that case. Http404 for everything else."""
    asked = people.asked_today(actor)
    if kind == SubjectKind.REPORT:
        return _report_row(intake.report_facts(actor, subject_id), asked), None
    found = _files(cases.in_files([subject_id])) if kind == SubjectKind.PERSON else {}
    if subject_id not in found:
        raise Http404
    file = found[subject_id]
    return _person_row(file, people.registered_at(subject_id), asked), file.case_id


def answer(actor: Actor, kind: str, subject_id: UUID) -> Answer:
    """Who is perhaps meant by a subject that was asked about today: files that the actor sees, the strongest ground first.

    The read is logged. As many statements for nobody as for many. Http404 for what the actor does not see.
    """
    asked, case_id = subject(actor, kind, subject_id)
    ration = people.ration()
    may_ask = may_ask_again(ration)
    if not asked.asked:
        return Answer(asked, ration, may_ask, [], case_id)
    person = subject_id if kind == SubjectKind.PERSON else None
    hints = people.known(actor, subject_id) if person else _known_of_report(actor, subject_id)
    files = _files(cases.in_files(h.person_id for h in hints))
    return Answer(asked, ration, may_ask, [_hint(h, files[h.person_id], person) for h in hints if h.person_id in files], case_id)


def _known_of_report(actor: Actor, report_id: UUID) -> list[Hint]:
    """By what the report says of the victim; what it says of somebody else who called is not compared."""
    report = intake.report_for(actor, report_id)
    herself = report.reporter_kind == ReporterKind.VICTIM
    audit.record("known_read", "report", report_id, fields=["victim_name", *(["reporter_name", "reporter_contact"] if herself else [])])
    name = report.victim_name or (report.reporter_name if herself else "")
    return people.known_of(name=name, phone=report.reporter_contact if herself else "", age=report.victim_age)


def _hint(hint: Hint, file: InFile, person: UUID | None) -> HintRow:
    pair = acts.address("desk:known_pair", person, hint.person_id) if person else ""
    case = acts.address("desk:case", hint.case_id)
    return HintRow(file.reference, f"{_(file.role.label)} · {file.words}", [_(k.label) for k in hint.kinds], case, pair, hint.linked)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two registrations, opened."""

    file: InFile
    identity: Identity
    case_url: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that both registrations say or leave open."""

    label: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return bool(self.left) and self.left.casefold() == self.right.casefold()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registrations side by side, what they say, and the history of their links."""

    left: Side
    right: Side
    rows: list[Compared]
    links: Sequence[LinkRow]

    @property
    def standing(self) -> LinkRow | None:
        """The link that holds now."""
        return next((link for link in self.links if link.stands), None)


def pair(actor: Actor, one: UUID, other: UUID) -> Pair:
    """Two registrations opened beside one another; both reads are logged, each with its own case. Http404 unless the actor sees both."""
    files = _files(cases.in_files([one, other]))
    if one == other or not {one, other} <= set(files):
        raise Http404
    left, right = (_side(actor, files[person]) for person in (one, other))
    told = [Compared(label, here, there) for (label, here), (_same, there) in zip(_told(left), _told(right), strict=True)]
    rows = [row for row in told if row.left or row.right]
    return Pair(left, right, rows, people.links_between(one, other))


def _side(actor: Actor, file: InFile) -> Side:
    return Side(file, people.identity(actor, file.person_id, case_id=file.case_id), acts.address("desk:case", file.case_id))


def _told(side: Side) -> list[tuple[str, str]]:
    who = side.identity
    age = "" if who.age is None else _("about %(age)s") % {"age": who.age} if who.age_is_estimate else str(who.age)
    return [
        (_("Name"), who.name),
        (_("Also called"), who.alias),
        (_("Sex"), _(who.sex.label)),
        (_("Born"), str(born(who.birth_date) or "")),
        (_("Age when registered"), age),
        (_("NIK"), who.nik),
        (_("Telephone"), who.phone),
        (_("Address on the identity card"), who.card_place),
        (_("Where the person is now"), who.present_place),
        (_("Place of origin"), who.origin_place),
        (_("Registered"), when.day(people.registered_at(who.id))),
    ]
