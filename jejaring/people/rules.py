"""How somebody may safely be reached, and when what is said of a person contradicts itself. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from jejaring.kernel.deadlines import Window, is_inside
from jejaring.kernel.identifiers import Nik, parse_nik
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

OLDEST = 120  # years
ADULT = 18  # years, UU 23/2002 art. 1


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


def identity_problems(
    *, nik: str = "", birth: str = "", sex: str = "unknown", age: int | None = None, today: date, as_on_card: bool = False
) -> dict[str, str]:
    """What of an identity cannot be true, by field. Unknown values contradict nothing; a name may be one word or none.

    `birth` is an ISO date, month or year. `as_on_card`: the card was seen and really says so.
    """
    found: dict[str, str] = {}
    if age is not None and not 0 <= age <= OLDEST:
        found["age"] = _("An age lies between 0 and 120.")
    try:
        said = age_on(birth, today)
    except ValueError:
        said, birth = OLDEST + 1, ""
    if said is not None and not 0 <= said <= OLDEST:
        found["birth_date"] = _("Nobody alive was born on this date. Leave it empty if it is not known.")
    elif said is not None and age is not None and abs(said - age) > 1:
        found.setdefault("age", _("This age does not fit the birth date."))
    digits = parse_nik(nik) if nik else None
    if nik and digits is None:
        found["nik"] = _("This is not a NIK: it has 16 digits and holds a birth date.")
    elif digits and not as_on_card and _nik_contradicts(digits, birth if "birth_date" not in found else "", sex):
        found["nik"] = _("The digits of this NIK say another birth date or sex. Check them; if the card really says so, tick that below.")
    return found
