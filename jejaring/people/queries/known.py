"""Who is perhaps known already: asked by tokens among what the asker sees, and rationed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import NIL
from jejaring.people import rules
from jejaring.people.models import BlindToken, KnownHint, KnownQuestion, Person, PersonLink
from jejaring.people.queries.persons import PERSON, tokens_of
from jejaring.people.rules import Asked
from jejaring.people.states import LinkState, MatchKind, Sex
from jejaring.vault import actions as vault

NOTHING = b""  # a token that nobody has: a question without any is asked like every other


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
    words_of = BlindToken.objects.filter(person=OuterRef("person"), kind=MatchKind.WORD, index_version=vault.index_version())
    stored = words_of.order_by().values("person").annotate(n=Count("*"))
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
