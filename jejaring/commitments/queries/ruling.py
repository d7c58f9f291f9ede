"""The rules in force, their versions, the calendar of a desk, and who can be told at a step."""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jejaring.access.roles import Role
from jejaring.commitments.models import Rule
from jejaring.commitments.rules import Terms
from jejaring.commitments.states import Addressee, ClockKind, RuleKey
from jejaring.directory import queries as directory
from jejaring.kernel.calendars import Calendar, NeverOpen
from jejaring.kernel.clock import WIB, now, today
from jejaring.reference import queries as reference
from jejaring.reference.models import Holiday

LIVES_SECONDS = 60  # of what this process keeps: a rule published elsewhere is in force here a minute later at the latest
_kept: dict[str, tuple[float, dict[RuleKey, list[Terms]]]] = {}


@dataclass(frozen=True, slots=True)
class RuleView:
    """A kind of promise with the version in force, the one to come, and those before or taken back."""

    key: RuleKey
    now: Terms | None
    coming: Terms | None
    past: list[Terms]


def _terms(r: Rule) -> Terms:
    return Terms(
        r.key, r.version, r.clock, float(r.high), float(r.medium), float(r.low), r.legal_basis, r.verified, r.valid_from, r.valid_until,
        r.counts_from, r.steps, r.steps_trafficking, r.withdrawn_at.astimezone(WIB).date() if r.withdrawn_at else None, r.withdrawn_reason,
    )  # fmt: skip


def _read() -> dict[RuleKey, list[Terms]]:
    found: dict[RuleKey, list[Terms]] = {}
    for row in Rule.objects.order_by("key", "-version"):
        found.setdefault(row.key, []).append(_terms(row))
    return found


def _all() -> dict[RuleKey, list[Terms]]:
    at, found = _kept.get("rules", (0.0, {}))
    if not found or time.monotonic() - at > LIVES_SECONDS:
        found = _read()
        _kept["rules"] = (time.monotonic(), found)
    return found


def forget() -> None:
    """The next question in this process asks the database."""
    _kept.clear()


def versions(key: RuleKey) -> list[Terms]:
    """Every published version of a rule, newest first, as the database has it now. One statement."""
    return _read().get(key, [])


def terms(key: RuleKey, on: date | None = None) -> Terms:
    """The newest published version of a rule in force on a day (default: today in Asia/Jakarta). Raises LookupError where none is."""
    day = on or today()
    for found in _all().get(key, []):
        if found.in_force(day):
            return found
    raise LookupError(f"no rule in force: {key}")


def of_version(key: RuleKey, version: int) -> Terms:
    """The version under which a promise was opened. Raises LookupError where there is none."""
    for found in _all().get(key, []):
        if found.version == version:
            return found
    raise LookupError(f"no such version: {key} {version}")


def still_open(key: RuleKey, risk: str, happened: datetime) -> bool:
    """Whether the window of a rule that counts from the incident has not passed: what has passed is not promised any more."""
    return happened + timedelta(hours=terms(key).amount(risk)) > now()


def rule_views() -> list[RuleView]:
    """Every kind of promise with its versions, in the order of the kinds. One statement."""
    stored = _read()
    return [_view(key, stored.get(key, [])) for key in RuleKey]


def _view(key: RuleKey, rows: list[Terms]) -> RuleView:
    day = today()
    in_force = next((t for t in rows if t.in_force(day)), None)
    coming = next((t for t in rows if t.valid_from > day and not t.withdrawn_on), None)
    return RuleView(key, in_force, coming, [t for t in rows if t not in (in_force, coming)])


def calendar_for(terms: Terms, desk_id: UUID) -> Calendar | None:
    """The calendar on which a promise of this desk runs under these terms; none for the wall clock."""
    return None if terms.clock == ClockKind.WALL else directory.calendar_of(desk_id)


def never_open() -> tuple[str, ...]:
    """The open desks with people whose calendar has no working day: hours that cannot be read, or closed for good. Two statements."""
    return tuple(name for name, calendar in directory.calendars() if calendar is None or not _opens(calendar))


def _opens(calendar: Calendar) -> bool:
    try:
        return bool(next(calendar.open_from(now())))
    except NeverOpen:
        return False


def on_working_clocks() -> frozenset[tuple[RuleKey, int]]:
    """The versions of rules whose promises run on a desk's calendar."""
    return frozenset((key, t.version) for key, rows in _all().items() for t in rows if t.clock != ClockKind.WALL)


def holidays(year: int) -> list[Holiday]:
    """National holidays and joint leave of a year, also those that were taken back, in order. One statement."""
    return reference.holidays(year)


def rule_view(key: RuleKey) -> RuleView:
    """One kind of promise with its versions, newest first. One statement."""
    return _view(key, _read().get(key, []))


def reachable() -> frozenset[Addressee]:
    """The addressees behind whom somebody works today: a ladder that ends with nobody is not published."""
    held = directory.roles_held()
    asked = {
        Addressee.DESK: bool(held), Addressee.HEAD: Role.SUPERVISOR in held, Addressee.AGENCY: Role.SUPERVISOR in held,
        Addressee.SECRETARY: Role.SECRETARY in held, Addressee.CHAIR: Role.CHAIR in held,
    }  # fmt: skip
    return frozenset(addressee for addressee, works in asked.items() if works)
