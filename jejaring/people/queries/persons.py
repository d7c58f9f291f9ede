"""Persons of a case: what opens their sealed fields writes the log of reads."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import today
from jejaring.kernel.ids import NIL
from jejaring.people import rules
from jejaring.people.models import BlindToken, Person
from jejaring.people.rules import Unopened, who
from jejaring.people.states import MatchKind, Pregnancy, Sex
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

SEALED = (
    "name", "alias", "nik", "birth_date", "phone", "address", "address_area", "domicile", "domicile_area", "origin", "origin_area",
    "religion", "pregnancy", "language",
)  # fmt: skip
CLEAR = ("sex", "age", "age_is_estimate", "nationality", "synthetic", "version", "education", "occupation", "marital_status")


@dataclass(frozen=True, slots=True)
class Identity:
    """A person with every field opened."""

    id: UUID
    sex: Sex
    age: int | None
    age_is_estimate: bool
    nationality: str
    education: str
    occupation: str
    marital_status: str
    disabilities: tuple[str, ...]
    needs: tuple[str, ...]
    synthetic: bool
    version: int
    name: str
    alias: str
    nik: str
    birth_date: str
    phone: str
    address: str
    address_area: str
    domicile: str
    domicile_area: str
    origin: str
    origin_area: str
    religion: str  # empty: not asked
    pregnancy: str  # of states.Pregnancy; empty: not asked
    language: str

    def _place(self, of: str) -> str:
        area = getattr(self, f"{of}_area")
        return ", ".join(text for text in (getattr(self, of), reference.area_path(area) if area else "") if text)

    @property
    def card_place(self) -> str:
        """Street and area as on the identity card, in words."""
        return self._place("address")

    @property
    def present_place(self) -> str:
        """Where the person is now, in words."""
        return self._place("domicile")

    @property
    def origin_place(self) -> str:
        """Where the person comes from, in words."""
        return self._place("origin")

    @property
    def nationality_label(self) -> str:
        """The nationality in words."""
        return reference.label("nationality", self.nationality)

    @property
    def situation(self) -> str:
        """Education, occupation, marital status and disabilities, as far as known, in words."""
        said = [(name, getattr(self, name)) for name in ("education", "occupation", "marital_status")]
        said += [("disability", code) for code in self.disabilities if code != "none"]
        return ", ".join(reference.label(name, code) for name, code in said if code != "unknown")

    @property
    def support(self) -> str:
        """What the person needs in order to be heard, in words."""
        return ", ".join([*reference.labels("accommodation_need", self.needs), *([self.language] if self.language else [])])

    @property
    def religion_label(self) -> str:
        """The religion in words; empty where nobody asked."""
        return reference.label("religion", self.religion) if self.religion else ""

    @property
    def pregnancy_label(self) -> str:
        """Pregnancy in words; empty where nobody asked."""
        return gettext(Pregnancy(self.pregnancy).label) if self.pregnancy else ""


PERSON = Stored(lambda pk: Person.objects.filter(pk=pk))


def words_for(sex: str, age: int | None, minor: bool | None) -> str:
    """Somebody without a name in the language of the request: "Girl, 17"."""
    noun = gettext(who(sex, age, minor))
    return noun if age is None else f"{noun}, {age}"


SHOWABLE = ("name", "alias", "nik", "birth_date", "phone", "address", "domicile", "origin")
UNNAMED = Stored(lambda case: Person.objects.filter(case_id=case, **{f"{name}__isnull": True for name in SHOWABLE}).only("pk"))


def unnamed(case_id: UUID) -> frozenset[UUID]:
    """The registrations of a case in which nothing stands that could be shown: no name, number, contact or address. One statement."""
    return frozenset(p.pk for p in UNNAMED(case_id))


def identity(actor: Actor, person_id: UUID, *, case_id: UUID | None) -> Identity:
    """A person with every field opened; writes the read log with the names of the fields. Http404 where the actor does not see them."""
    row = PERSON.one(person_id)
    opened: dict[str, Any] = {name: vault.read(row, name) for name in SEALED}
    audit.record("read", "person", row.pk, case_id=case_id, fields=[name for name, text in opened.items() if text])
    clear = {name: getattr(row, name) for name in CLEAR}
    return Identity(id=row.pk, disabilities=tuple(row.disabilities), needs=tuple(row.needs), **clear, **opened)


def unopened(person_id: UUID) -> Unopened:
    """A registration with nothing of it opened or shown. One statement."""
    version, needs, disabilities = Person.objects.values_list("version", "needs", "disabilities").get(pk=person_id)
    return Unopened(version, tuple(needs), tuple(disabilities))


def same_nik(case_id: UUID, nik: str, *, besides: UUID | None = None) -> tuple[UUID, ...]:
    """Who else of a case that the actor sees has this NIK, by tokens: nothing is opened and nothing outside of the case is asked."""
    found = tokens_of(rules.match_values(nik=nik, today=today()))
    rows = BlindToken.objects.filter(case_id=case_id, token__in=[token for _kind, token in found]).exclude(person_id=besides or NIL)
    return tuple(dict.fromkeys(rows.order_by("pk").values_list("person_id", flat=True))) if found else ()


def same_card(some: Collection[UUID], others: Collection[UUID]) -> set[UUID]:
    """Who of some persons is one of the others: the same registration, or another one with the same NIK. One statement, if any."""
    if not some or not others:
        return set()
    tokens: dict[UUID, set[bytes]] = defaultdict(set)
    kinds = (MatchKind.NIK, MatchKind.NIK_SHARED)
    for person, token in BlindToken.objects.filter(person_id__in=[*some, *others], kind__in=kinds).values_list("person_id", "token"):
        tokens[person].add(bytes(token))
    theirs = {token for person in others for token in tokens[person]}
    return {person for person in some if person in others or tokens[person] & theirs}


def tokens_of(values: Iterable[tuple[MatchKind, str]]) -> list[tuple[MatchKind, bytes]]:
    """The tokens of plain values, each once. No statement."""
    return list(dict.fromkeys((kind, vault.blind(rules.purpose_of(kind), value)) for kind, value in values))


def registered_at(person_id: UUID) -> datetime:
    """When a person of a case that the actor sees was registered. One statement; Http404 for everybody else."""
    return PERSON.one(person_id).recorded_at
