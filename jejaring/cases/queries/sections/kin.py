"""Who is what to whom in a case, who lives together, and in which other files of the reader somebody of it stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Participant
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.sections.people import SECTION as PEOPLE
from jejaring.cases.queries.standing import CaseSummary
from jejaring.guard.branches import Branch
from jejaring.kernel.moments import Moment
from jejaring.people.models import HouseholdMember, KnownHint, PersonLink, PersonRelation
from jejaring.people.queries import words_for
from jejaring.people.states import RelationKind


@dataclass(frozen=True, slots=True)
class Tied:
    """One relation in words: "Guardian · Woman, 40 guardian of Victim · Girl, 9"."""

    id: UUID
    one: str
    kind: RelationKind
    other: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody of this case is the same person as somebody of another file that the reader sees."""

    words: str
    case_id: UUID
    reference: str
    person_id: UUID
    same_as_id: UUID


@dataclass(frozen=True, slots=True)
class Hinted:
    """What another organisation sent concerns perhaps somebody of this case."""

    words: str
    referral_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Kin:
    """Relations, households, other files of the same people, and hints about them."""

    ties: tuple[Tied, ...] = ()
    homes: tuple[str, ...] = ()
    linked: tuple[Linked, ...] = ()
    hinted: tuple[Hinted, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ties or self.homes or self.linked or self.hinted)


def said_without_names(parties: Iterable[Participant]) -> dict[UUID, str]:
    """The registered people of a case by role, sex and age, each once with the first role; alike ones are told apart by a number."""
    first: dict[UUID, Participant] = {}
    for p in parties:
        if p.person_id:
            first.setdefault(p.person_id, p)
    said = {person: f"{_(p.role.label)} · {words_for(p.sex, p.age, p.minor)}" for person, p in first.items()}
    many, seen = Counter(said.values()), Counter[str]()
    found = {}
    for person, words in said.items():
        seen[words] += 1
        found[person] = f"{words} ({seen[words]})" if many[words] > 1 else words
    return found


def homes_of(members: Iterable[HouseholdMember], words: Mapping[UUID, str]) -> tuple[str, ...]:
    """Each household of two or more in words, its people in the order of the file."""
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    for m in members:
        if m.ended_at is None:
            homes[m.household_id].add(m.person_id)
    return tuple("; ".join(words[p] for p in words if p in home) for home in homes.values() if len(home) > 1)


def ties_of(relations: Iterable[PersonRelation], words: Mapping[UUID, str]) -> tuple[Tied, ...]:
    """The relations that hold, in words."""
    return tuple(Tied(r.pk, words.get(r.person_id, "–"), r.kind, words.get(r.other_id, "–")) for r in relations if r.ended_at is None)


def _build(found: Brought) -> Kin:
    words = said_without_names(found.of(Participant))
    linked = tuple(_linked(found.head.id, row, words) for row in found.of(PersonLink))
    hinted = tuple(Hinted(words.get(h.person_id, "–"), h.subject_id, h.at) for h in found.of(KnownHint))
    return Kin(ties_of(found.of(PersonRelation), words), homes_of(found.of(HouseholdMember), words), linked, hinted)


def _linked(here: UUID, row: Any, words: Mapping[UUID, str]) -> Linked:
    mine, other = (row.person_id, row.same_as_id) if row.case_id == here else (row.same_as_id, row.person_id)
    elsewhere = row.same_as_case_id if row.case_id == here else row.case_id
    return Linked(words.get(mine, "–"), elsewhere, row.reference or "", mine, other)


def _tell(_head: CaseSummary, kin: Kin) -> Iterator[Moment]:
    for h in kin.hinted:
        title, link = _("A referral from elsewhere concerns perhaps somebody of this case"), _("Open the referral")
        yield Moment(h.at, "plain", title, text=h.words, url_name="referrals:referral", url_id=h.referral_id, link=link)


SECTION = Section(
    "kin", _build, tells=_tell,
    brings=(
        PEOPLE.brings[0],
        Branch(PersonRelation, order="{row}.at, {row}.id"),
        Branch(HouseholdMember, order="{row}.at, {row}.id"),
        Branch(
            PersonLink, on="{row}.state = 'same' and ({row}.case_id = {parent}.id or {row}.same_as_case_id = {parent}.id)",
            order="{row}.at, {row}.id",
            also={"reference": "select k.reference from cases_case k"
                               " where k.id = case when {row}.case_id = {parent}.id then {row}.same_as_case_id else {row}.case_id end"},
        ),
        Branch(KnownHint, order="{row}.at, {row}.id"),
    ),
)  # fmt: skip
