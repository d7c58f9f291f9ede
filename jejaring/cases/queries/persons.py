"""People across a case: who they are in words, what else of the file speaks about one, and in which files somebody stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jejaring.cases.models import Incident, Participant
from jejaring.cases.queries.sections.kin import Tied, homes_of, said_without_names, ties_of
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import PartyRole, Precision
from jejaring.kernel.ids import NIL
from jejaring.people import queries as people
from jejaring.people.queries import words_for
from jejaring.people.rules import Around


@dataclass(frozen=True, slots=True)
class KnownParty:
    """Somebody of a case who is registered, without a name: "Victim · Girl, 17"."""

    person_id: UUID
    role: PartyRole
    words: str


def known_parties(case_id: UUID) -> list[KnownParty]:
    """The registered people of a case, each once with the first role, in the order in which they came into it. One statement.

    Two who would read the same are told apart by a number.
    """
    rows = list(Participant.objects.filter(case_id=case_id).exclude(person=None).order_by("recorded_at", "pk").defer("note"))
    first = {p.person_id: p for p in reversed(rows)}
    return [KnownParty(person, first[person].role, words) for person, words in said_without_names(rows).items()]


def around(case: CaseSummary, nik: str, *, person_id: UUID | None = None) -> Around:
    """What else of a case speaks about somebody: the last day of an incident, and who else there has this NIK. At most three statements."""
    days = Incident.objects.filter(case_id=case.id, replaced_by=None).exclude(happened_on=None).values_list("happened_on", "precision")
    last = max((_last_day(on, precision) for on, precision in days if on), default=None)
    same = people.same_nik(case.id, nik, besides=person_id) if nik else ()
    words = {p.person_id: p.words for p in known_parties(case.id)} if same else {}
    return Around(last, tuple(words[person] for person in same if person in words))


def _last_day(on: date, precision: str) -> date:
    """The last day that a date as exact as this may mean."""
    if precision == Precision.MONTH:
        return (on.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(on.year, 12, 31) if precision == Precision.YEAR else on


@dataclass(frozen=True, slots=True)
class Family:
    """Who is what to whom in a case, who lives together, and whom one may choose from."""

    people: list[KnownParty]
    ties: tuple[Tied, ...]
    homes: tuple[str, ...]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The people as choices of a form."""
        return [(str(p.person_id), p.words) for p in self.people]


def family(case_id: UUID) -> Family:
    """The relations and households of a case in words without a name. Three statements."""
    there = known_parties(case_id)
    words = {p.person_id: p.words for p in there}
    relations, members = people.kin_rows(case_id)
    return Family(there, ties_of(relations, words), homes_of(members, words))


@dataclass(frozen=True, slots=True)
class InFile:
    """Somebody in one file that the actor sees, without a name."""

    person_id: UUID
    case_id: UUID
    reference: str
    role: PartyRole
    words: str


def in_files(person_ids: Iterable[UUID]) -> list[InFile]:
    """The files that the actor sees in which some persons stand. One statement, for nobody as for many."""
    wanted = [NIL, *person_ids]
    rows = Participant.objects.filter(person_id__in=wanted).select_related("case").order_by("recorded_at", "pk").defer("note")
    return [
        InFile(p.person_id, p.case_id, p.case.reference, p.role, words_for(p.sex, p.age, p.minor)) for p in rows if p.person_id
    ]  # fmt: skip
