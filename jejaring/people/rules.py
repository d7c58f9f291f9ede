"""How somebody may safely be reached, what of an identity contradicts itself, and by what somebody is perhaps known. Plain Python."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from jejaring.kernel.deadlines import Window, is_inside
from jejaring.kernel.identifiers import Nik, normal_phone, parse_nik
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.names import name_keys, name_words
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.states import MatchKind, RelationKind

T = TypeVar("T", bound=Hashable)
K = RelationKind
OLDEST = 120  # years
ADULT = 18  # years, UU 23/2002 art. 1
AGE_MARGIN = 2  # years by which an age may be wrong before a NIK is somebody else's
DAILY_QUESTIONS = 20  # of an account; guard/sql/59_rations.sql holds both numbers too
DESK_QUESTIONS = 60
NEAR_YEARS = (-1, 0, 1)
OF_IDENTITY = (
    "sex", "age", "age_is_estimate", "name", "alias", "nik", "birth_date", "phone", "nationality", "address", "address_area", "domicile",
    "domicile_area", "origin", "origin_area", "education", "occupation", "marital_status", "religion", "disabilities", "pregnancy", "needs",
    "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unopened:
    """What a correction has to know of a registration that nobody opened: its version, and the lists to which it adds."""

    version: int
    needs: tuple[str, ...]
    disabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactWish:
    """What somebody said about being contacted: by which channels, never by which, in which hours of Asia/Jakarta."""

    channels: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    window: Window | None = None
    watched: bool = False
    number: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        """Nobody has asked yet."""
        return self == ContactWish()


def may_contact(wish: ContactWish | None, *, channel: str, at: datetime) -> Verdict:
    """Whether a contact is one that the person called safe. While nobody has asked, none is: no visit, no message, no word to others."""
    if wish is None or wish.empty:
        return Verdict(False, _(
            "Nobody has asked yet how this person can safely be reached, so no call, no visit and no word to anybody else counts as safe."
            " Ask when the person gets in touch and write the answer down first; a safety action (patrol, companion sent) keeps the"
            " promise without any contact."
        ))  # fmt: skip
    if channel in wish.never:
        return Verdict(False, _("This channel is never to be used. Use one of the safe channels above, or record a safety action instead."))
    if wish.channels and channel not in wish.channels:
        return Verdict(False, _("This is not one of the safe channels above. Use one of those, or record a safety action instead."))
    if not is_inside(at, wish.window):
        return Verdict(False, _(
            "This moment lies outside the safe hours above. Wait for them; a safety action (patrol, companion sent) keeps the promise"
            " without any contact. If contact was made all the same, tell your supervisor now: the person's safety must be looked at again."
        ))  # fmt: skip
    return YES


def is_child(age: int | None, minor: bool | None) -> bool:
    """Under eighteen by age in years, or by what is known without it. Not known is not a child."""
    return age < ADULT if age is not None else bool(minor)


def who(sex: str, age: int | None, minor: bool | None) -> str:
    """One word for somebody without a name (a message id): girl, boy, child, woman, man, person."""
    if is_child(age, minor):
        return {"female": _("Girl"), "male": _("Boy")}.get(sex, _("Child"))
    return {"female": _("Woman"), "male": _("Man")}.get(sex, _("Person"))


class PartlyKnown(Protocol):
    """A date with its precision, "day", "month" or "year", as our date fields give it."""

    @property
    def on(self) -> date: ...
    @property
    def precision(self) -> str: ...


def birth_text(birth: PartlyKnown | str | None) -> str:
    """The ISO text of a birth date as far as it is known: 2007-03-03, 2007-03 or 2007; empty for none."""
    if birth is None or isinstance(birth, str):
        return birth or ""
    return birth.on.isoformat()[: {"day": 10, "month": 7, "year": 4}[birth.precision]]


def birth_parts(birth: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of an ISO date that may end after the year or the month. Raises ValueError where it is none."""
    year, *rest = map(int, birth.split("-"))
    month, day = (*rest, None, None)[:2]
    date(year, month or 1, day or 1)
    return year, month, day


def age_on(birth: str, today: date) -> int | None:
    """Completed years on a day, as far as the birth date says; None without one. A missing month or day counts as the first."""
    if not birth:
        return None
    year, month, day = birth_parts(birth)
    return today.year - year - ((today.month, today.day) < (month or 1, day or 1))


def _nik_contradicts(nik: Nik, birth: str, sex: str) -> bool:
    if birth:
        year, month, day = birth_parts(birth)
        if year % 100 != nik.year or (month or nik.month) != nik.month or (day or nik.day) != nik.day:
            return True
    return sex in ("male", "female") and sex != nik.sex


def impossible(*, nik: str = "", birth: str = "", age: int | None = None, today: date) -> dict[str, str]:
    """What of an identity cannot be, by field: it is refused. A name may be one word or none; unknown values are fine.

    `birth` is an ISO date, month or year; `age` in years.
    """
    found: dict[str, str] = {}
    if age is not None and not 0 <= age <= OLDEST:
        found["age"] = _("An age lies between 0 and 120.")
    try:
        said = age_on(birth, today)
    except ValueError:
        said = OLDEST + 1
    if said is not None and not 0 <= said <= OLDEST:
        found["birth_date"] = _("Nobody alive was born on this date. Leave it empty if it is not known.")
    if nik and parse_nik(nik) is None:
        found["nik"] = _("This is not a NIK: it has 16 digits and holds a birth date.")
    return found


@dataclass(frozen=True, slots=True)
class Around:
    """What else of a case speaks about somebody: the last day something happened there, and other people with the same NIK."""

    last_incident: date | None = None
    same_nik: tuple[str, ...] = ()  # in words without a name


def doubts(
    *,
    nik: str = "",
    birth: str = "",
    sex: str = "unknown",
    age: int | None = None,
    today: date,
    role: str = "",
    around: Around | None = None,
) -> dict[str, str]:
    """What of a possible identity contradicts itself or its case, by field: told beside the field, and kept if it is said to be right.

    Papers lie, ages are guesses, and the card of a parent is taken for a child's: nothing of that may stop anybody from being written
    down. `role` is that in the case; a victim's birth after the last incident contradicts it.
    """
    found: dict[str, str] = {}
    known = age_on(birth, today)
    if known is not None and age is not None and abs(known - age) > 1:
        found["age"] = _("This age does not fit the birth date.")
    digits, around = parse_nik(nik) if nik else None, around or Around()
    if digits and _nik_contradicts(digits, birth, sex):
        found["nik"] = _("The digits of this NIK say another birth date or sex. Check them; if the card really says so, tick that below.")
    elif digits and age is not None and not birth and not nik_fits_age(digits, age, today):
        found["nik"] = _("The birth date in this NIK does not fit the age. It may be the NIK of a parent or guardian.")
    if around.same_nik:
        found["nik"] = _(
            "Somebody else in this file has the same NIK. It may be that of a parent, or misread. Look at the card; both can be kept."
        )
    if birth and around.last_incident and role == "victim" and _born_after(birth, around.last_incident):
        found["birth_date"] = _("This birth date lies after what happened. Check both dates.")
    return found


def _born_after(birth: str, day: date) -> bool:
    year, month, of_month = birth_parts(birth)
    return (year, month or 0, of_month or 0) > (day.year, day.month if month else 0, day.day if of_month else 0)


def nik_fits_age(nik: Nik, age: int, today: date) -> bool:
    """Whether somebody of that age, give or take two years, can have this NIK. A NIK that does not fit belongs to somebody else."""
    return any(abs(today.year - (century + nik.year) - age) <= AGE_MARGIN for century in (1900, 2000))


def birth_year(birth: str, age: int | None, today: date) -> int | None:
    """The year of birth, from the birth date or else reckoned from the age; None where neither is known."""
    return birth_parts(birth)[0] if birth else None if age is None else today.year - age


def match_values(
    *, name: str = "", alias: str = "", nik: str = "", phone: str = "", birth: str = "", age: int | None = None,
    years: Sequence[int] = (0,), today: date,
) -> list[tuple[MatchKind, str]]:  # fmt: skip
    """What somebody is found by, in plain text, spelled in one way: of this only keyed tokens are stored.

    A NIK that does not fit the birth date or age is of a kind of its own: a parent's number on a child links a family, not a person.
    `years` are added to the year of birth: an age leaves it open by one, so a question asks for the years beside it as well.
    """
    digits, year = parse_nik(nik) if nik else None, birth_year(birth, age, today)
    found: list[tuple[MatchKind, str]] = []
    if digits:
        fits = not _nik_contradicts(digits, birth, "unknown") and (birth or age is None or nik_fits_age(digits, age, today))
        found += [(MatchKind.NIK if fits else MatchKind.NIK_SHARED, digits.digits)]
    if number := normal_phone(phone):
        found += [(MatchKind.PHONE, number)]
    for near in [year + n for n in years] if year else ():
        found += [(MatchKind.NAME, f"{key}|{near}") for key in name_keys(name, alias)]
        found += [(MatchKind.WORD, f"{word}|{near}") for word in name_words(name)]
    return found


def purpose_of(kind: MatchKind) -> str:
    """The blind index of a kind: a NIK has one token whoever carries it."""
    return f"person.{MatchKind.NIK if kind == MatchKind.NIK_SHARED else kind}"


def is_known(kinds: Mapping[MatchKind, int], words: int, stored_words: int) -> tuple[MatchKind, ...]:
    """By what a registration is perhaps the one asked about, the strongest first; nothing where it is too little.

    `kinds` are numbers of equal tokens. Words of a name count only where all words of the shorter name are in the longer one, and only
    while the whole name does not agree.
    """
    strong = {k for k in kinds if k != MatchKind.WORD}
    whole = 0 < min(words, stored_words) <= kinds.get(MatchKind.WORD, 0)
    return in_order({*strong, MatchKind.WORD} if whole and MatchKind.NAME not in kinds else strong)


def in_order(kinds: Iterable[str]) -> tuple[MatchKind, ...]:
    """Grounds, the strongest first."""
    found = set(kinds)
    return tuple(k for k in MatchKind if k in found)


@dataclass(frozen=True, slots=True)
class Asked:
    """How often an account, and the desk for which it acts, have asked today (Asia/Jakarta) whether somebody is perhaps known."""

    mine: int
    desks: int

    @property
    def left(self) -> int:
        """How many more questions the account may ask today."""
        return max(min(DAILY_QUESTIONS - self.mine, DESK_QUESTIONS - self.desks), 0)


def may_ask_again(asked: Asked) -> Verdict:
    """How often a day one account and one desk may ask whether somebody is perhaps known. Rationed, so that nobody searches through the
    city, alone or by turns. A safety card and an emergency access are not counted here."""
    if asked.desks >= DESK_QUESTIONS:
        return Verdict(False, _(
            "Your desk has asked as often today as one desk may. From midnight on (00.00 WIB) it can ask again. Is somebody in danger now?"
            " The safety card and emergency access are not counted here."
        ))  # fmt: skip
    if asked.mine >= DAILY_QUESTIONS:
        return Verdict(False, _(
            "You have asked as often today as one person may. From midnight on (00.00 WIB) you can ask again; your supervisor can ask"
            " today. Is somebody in danger now? The safety card and emergency access are not counted here."
        ))  # fmt: skip
    return YES


def readings(person: T, kind: RelationKind, other: T) -> list[tuple[T, RelationKind, T]]:
    """The ways to say one relation: "child of" is "parent of" from the other side; some are the same from both sides."""
    turned = {K.PARENT: K.CHILD, K.CHILD: K.PARENT, K.SIBLING: K.SIBLING, K.LIVES_WITH: K.LIVES_WITH}
    return [(person, kind, other), *([(other, turned[kind], person)] if kind in turned else [])]


def guardian_in_conflict(*, said: bool, is_respondent: bool) -> bool:
    """A guardian who is the respondent or sides with the respondent is in conflict, and gives no consent for the child."""
    return said or is_respondent


def components(pairs: Iterable[tuple[T, T]]) -> list[frozenset[T]]:
    """The groups of registrations that links make one person, directly or through others."""
    group: dict[T, set[T]] = {}
    for one, other in pairs:
        merged = group.get(one, {one}) | group.get(other, {other})
        group |= dict.fromkeys(merged, merged)
    return [frozenset(found) for found in {id(g): g for g in group.values()}.values()]
