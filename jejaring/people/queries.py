"""Reading persons and safe contact. What opens sealed fields of a person writes the read log; a contact belongs to its page's own entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.queries import account_name
from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import NIL
from jejaring.people import rules
from jejaring.people.models import BlindToken, HouseholdMember, KnownHint, KnownQuestion, Person, PersonLink, PersonRelation, SafeContact
from jejaring.people.rules import Asked, ContactWish, Unopened, who
from jejaring.people.states import ContactChannel, LinkReason, LinkState, MatchKind, Pregnancy, RelationKind, Sex, UndoReason
from jejaring.reference import queries as reference
from jejaring.ui.when import hours
from jejaring.vault import actions as vault

NOTHING = b""  # a token that nobody has: a question without any is asked like every other
SEALED = (
    "name", "alias", "nik", "birth_date", "phone", "address", "address_area", "domicile", "domicile_area", "origin", "origin_area",
    "religion", "pregnancy", "language",
)  # fmt: skip
CLEAR = ("sex", "age", "age_is_estimate", "nationality", "synthetic", "version", "education", "occupation", "marital_status")


@dataclass(frozen=True, slots=True)
class ContactView:
    """How somebody may safely be reached, in words for the banner."""

    channels: list[str]
    window: str
    never: list[str]
    note: str
    number: str
    watched: bool
    given: ContactWish

    def wish(self) -> ContactWish:
        """The wish itself, for rules and forms."""
        return self.given


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


WISHES = Stored(lambda subject: SafeContact.objects.filter(subject_id=subject).order_by("-recorded_at", "-pk")[:1])
PERSON = Stored(lambda pk: Person.objects.filter(pk=pk))


def words_for(sex: str, age: int | None, minor: bool | None) -> str:
    """Somebody without a name in the language of the request: "Girl, 17"."""
    noun = gettext(who(sex, age, minor))
    return noun if age is None else f"{noun}, {age}"


def contact_wish(subject_id: UUID) -> ContactWish | None:
    """The newest wish about contact of a report or person, opened; None while nobody has asked. The page logs the read."""
    row = WISHES.first(subject_id)
    return _wish(row) if row else None


def _wish(row: SafeContact) -> ContactWish:
    window = Window(row.window_start, row.window_end) if row.window_start and row.window_end else None
    number, note = vault.read(row, "number"), vault.read(row, "note")
    return ContactWish(tuple(row.channels), tuple(row.never), window, row.watched, number, note)


def contact_for(subject_id: UUID) -> ContactView | None:
    """The newest wish of a report or person in words, for `{% safe %}`; None while nobody has asked. The page logs the read."""
    wish = contact_wish(subject_id)
    return contact_view(wish) if wish else None


CONTACTS = Branch(SafeContact, on="{row}.subject_id = {parent}.id", order="{row}.recorded_at desc, {row}.id desc")


def newest_contact(found: list[Any]) -> ContactView | None:
    """The same from the rows of CONTACTS, for a page that reads a case with all that belongs to it. No statement."""
    return contact_view(_wish(found[0])) if found else None


def contact_view(wish: ContactWish) -> ContactView:
    """A wish in the words of the banner, in the language of the screen."""
    window = hours(wish.window) if wish.window else ""
    return ContactView(_words(wish.channels), window, _words(wish.never), wish.note, wish.number, wish.watched, wish)


def _words(channels: tuple[str, ...]) -> list[str]:
    return [gettext(ContactChannel(c).label) for c in channels]


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


@dataclass(frozen=True, slots=True)
class RelationRow:
    """What one person of a case is to another."""

    id: UUID
    person_id: UUID
    kind: RelationKind
    other_id: UUID


@dataclass(frozen=True, slots=True)
class Kin:
    """The relations and households of a case as they hold now."""

    relations: tuple[RelationRow, ...] = ()
    households: tuple[tuple[UUID, ...], ...] = ()

    def guardians_of(self, person_id: UUID) -> tuple[UUID, ...]:
        """Who is said to be somebody's guardian."""
        return tuple(r.person_id for r in self.relations if r.kind == RelationKind.GUARDIAN and r.other_id == person_id)


def kin_rows(case_id: UUID) -> tuple[list[PersonRelation], list[HouseholdMember]]:
    """The relations and the members of households that hold in a case, in the order in which they were said. Two statements."""
    relations = PersonRelation.objects.filter(case_id=case_id, ended_at=None).order_by("at", "pk")
    return list(relations), list(HouseholdMember.objects.filter(case_id=case_id, ended_at=None).order_by("at", "pk"))


def kin(case_id: UUID) -> Kin:
    """Who is what to whom in a case, and who lives together; clear ids and codes. Two statements."""
    relations, members = kin_rows(case_id)
    homes: dict[UUID, list[UUID]] = defaultdict(list)
    for m in members:
        homes[m.household_id].append(m.person_id)
    together = tuple(tuple(people) for people in homes.values() if len(people) > 1)
    return Kin(tuple(RelationRow(r.pk, r.person_id, r.kind, r.other_id) for r in relations), together)


def tokens_of(values: Iterable[tuple[MatchKind, str]]) -> list[tuple[MatchKind, bytes]]:
    """The tokens of plain values, each once. No statement."""
    return list(dict.fromkeys((kind, vault.blind(rules.purpose_of(kind), value)) for kind, value in values))


def asked_today(actor: Actor) -> set[tuple[str, UUID]]:
    """What the actor has asked about today (Asia/Jakarta). One statement."""
    return set(KnownQuestion.objects.filter(by=actor.id, day=today()).values_list("subject_kind", "subject_id"))


def ration(*, hold: bool = False) -> Asked:
    """How often the actor and the actor's desk have asked today; `hold` lets the desk ask one after another. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select mine, desks from known_asked_today(%s)", [hold])
        return Asked(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Hint:
    """A registration in a file that the actor sees is perhaps the one asked about: by what, and whether it is linked already."""

    person_id: UUID
    case_id: UUID
    kinds: tuple[MatchKind, ...]
    linked: bool = False

    @property
    def strength(self) -> int:
        """The place of its strongest ground, for the order of a list."""
        return list(MatchKind).index(self.kinds[0])


def known_of(
    *, name: str = "", alias: str = "", nik: str = "", phone: str = "", birth: str = "", age: int | None = None,
    on: date | None = None, besides: UUID | None = None,
) -> list[Hint]:  # fmt: skip
    """Who, of the persons whose case the actor sees, is perhaps the one described; the strongest ground first. Ask `ask_known` first.

    Two statements, whether there is somebody or nobody: whoever counts them learns nothing. Files that the actor does not see are not
    there for the database either. `besides` is the person asked about, `on` the day on which the age was said (default: today).
    """
    said = {"name": name, "alias": alias, "nik": nik, "phone": phone, "birth": birth}
    values = rules.match_values(**said, age=age, years=rules.NEAR_YEARS, today=on or today())
    asked = tokens_of(values)
    words = len({token for kind, token in asked if kind == MatchKind.WORD}) // len(rules.NEAR_YEARS)
    shared = any(kind == MatchKind.NIK_SHARED for kind, _token in asked)
    stored = BlindToken.objects.filter(person=OuterRef("person"), kind=MatchKind.WORD).order_by().values("person").annotate(n=Count("*"))
    rows = BlindToken.objects.filter(token__in=[NOTHING, *(token for _kind, token in asked)]).exclude(person=besides or NIL)
    same: dict[tuple[UUID, UUID, int], dict[MatchKind, int]] = defaultdict(lambda: defaultdict(int))
    for t in rows.annotate(stored_words=Subquery(stored.values("n"))).order_by("pk"):
        kind = MatchKind.NIK_SHARED if shared and t.kind == MatchKind.NIK else MatchKind(t.kind)
        if t.case_id:
            same[t.person_id, t.case_id, t.stored_words or 0][kind] += 1
    linked = _linked_with(besides or NIL)
    found = [(p, c, rules.is_known(kinds, words, stored_words)) for (p, c, stored_words), kinds in same.items()]
    hints = [Hint(person, case, kinds, person in linked) for person, case, kinds in found if kinds]
    return sorted(hints, key=lambda h: (h.linked, h.strength, h.person_id))


def _linked_with(person_id: UUID) -> set[UUID]:
    pairs = PersonLink.objects.filter(Q(person_id=person_id) | Q(same_as_id=person_id), state=LinkState.SAME)
    return {found for pair in pairs.values_list("person_id", "same_as_id") for found in pair} - {person_id}


def known(actor: Actor, person_id: UUID) -> list[Hint]:
    """Who is perhaps the same as a registered person; the read of what is compared is logged. Http404 where the actor does not see her."""
    row = PERSON.one(person_id)
    opened = {name: vault.read(row, name) for name in ("name", "alias", "nik", "phone", "birth_date")}
    audit.record("known_read", "person", row.pk, case_id=row.case_id, fields=[name for name, text in opened.items() if text])
    birth = opened.pop("birth_date")
    return known_of(**opened, birth=birth, age=row.age, besides=row.pk, on=row.recorded_at.astimezone(WIB).date())


@dataclass(frozen=True, slots=True)
class Sent:
    """What another organisation sent concerns perhaps somebody of a case that the actor sees."""

    subject_id: UUID  # a referral
    hint: Hint
    at: datetime


def hints_sent(actor: Actor, *, days: int = 30) -> list[Sent]:
    """The hints of the last days about what was sent to the actor's desk, newest first. One statement."""
    rows = KnownHint.objects.filter(desk=actor.desk, at__gte=now() - timedelta(days=days)).order_by("-at", "-pk")
    return [Sent(h.subject_id, Hint(h.person_id, h.case_id, rules.in_order(h.kinds)), h.at) for h in rows]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody registered lately, without a name."""

    id: UUID
    case_id: UUID | None
    sex: Sex
    age: int | None
    recorded_at: datetime


def registered_lately(actor: Actor, *, days: int = 30, limit: int = 30) -> list[NewPerson]:
    """The persons of the actor's cases that were registered in the last days, newest first. One statement."""
    rows = Person.objects.filter(recorded_at__gte=now() - timedelta(days=days)).exclude(case_id=None).order_by("-recorded_at", "-pk")
    return [NewPerson(p.pk, p.case_id, p.sex, p.age, p.recorded_at) for p in rows.only("case_id", "sex", "age", "recorded_at")[:limit]]


def registered_at(person_id: UUID) -> datetime:
    """When a person of a case that the actor sees was registered. One statement; Http404 for everybody else."""
    return PERSON.one(person_id).recorded_at


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link between two registrations, standing or undone: who said so, when and why."""

    id: UUID
    person_id: UUID
    same_as_id: UUID
    case_id: UUID
    same_as_case_id: UUID
    state: LinkState
    reason: LinkReason
    by: str
    at: datetime
    undone_reason: UndoReason | str
    undone_by: str
    undone_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether the two are one person now."""
        return self.state == LinkState.SAME


def links_of(person_ids: Collection[UUID], *, standing: bool = False) -> list[LinkRow]:
    """The links of some persons of which the actor sees both files, newest first. One statement, and one for each name not held yet."""
    ids = list(person_ids)
    rows = PersonLink.objects.filter(Q(person_id__in=ids) | Q(same_as_id__in=ids)).order_by("-at", "-pk")
    return [_link(row) for row in (rows.filter(state=LinkState.SAME) if standing else rows)]


def links_between(one: UUID, other: UUID) -> Sequence[LinkRow]:
    """The history of the links between two registrations, newest first."""
    return [row for row in links_of([one]) if {row.person_id, row.same_as_id} == {one, other}]


def _link(row: Any) -> LinkRow:
    undone = UndoReason(row.undone_reason) if row.undone_reason else ""
    undone_by = account_name(row.undone_by) if row.undone_by else ""
    return LinkRow(
        row.pk, row.person_id, row.same_as_id, row.case_id, row.same_as_case_id, row.state, LinkReason(row.reason), account_name(row.by),
        row.at, undone, undone_by, row.undone_at,
    )  # fmt: skip
