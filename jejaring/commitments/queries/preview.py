"""What a version of a rule would mean, before it is published: worked examples, and what stands against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext

from jejaring.commitments import rules
from jejaring.commitments.queries.ruling import never_open, reachable, versions
from jejaring.commitments.queries.words import share_words
from jejaring.commitments.rules import Terms
from jejaring.commitments.states import Addressee, ClockKind, CountsFrom, RuleKey
from jejaring.directory import queries as directory
from jejaring.kernel.calendars import DAY, Calendar
from jejaring.kernel.clock import WIB, today
from jejaring.kernel.hours import OFFICE
from jejaring.kernel.labels import gettext_noop as _
from jejaring.reference import queries as reference

RISKS = {"high": _("High risk"), "medium": _("Medium risk"), "low": _("Low risk")}
FRIDAY, AFTERNOON, NIGHT = 4, time(15), time(3)


@dataclass(frozen=True, slots=True)
class Example:
    """One promise as it would run."""

    promised: datetime
    happened: datetime | None
    risk: str
    due: datetime
    steps: list[tuple[str, Addressee, datetime]]  # when in words, who is told, at which moment

    @property
    def risk_label(self) -> str:
        """The risk in words."""
        return gettext(RISKS[self.risk])


@dataclass(frozen=True, slots=True)
class Preview:
    """Examples of a version of a rule; `holiday` is the day off that the last ones run over, where there is one."""

    examples: list[Example]
    holiday: date | None


def next_version(key: RuleKey) -> int:
    """The number of the version that would be published next. One statement."""
    return max((v.version for v in versions(key)), default=0) + 1


def problems(wanted: Terms) -> dict[str, str]:
    """What stands against publishing, by field. Four statements."""
    return rules.problems(
        wanted, earlier=versions(wanted.key), today=today(), reachable=reachable(),
        paired=versions(rules.PAIRED[wanted.key]) if wanted.key in rules.PAIRED else (),
        never_open=() if wanted.clock == ClockKind.WALL else never_open(),
    )  # fmt: skip


def preview(terms: Terms) -> Preview:
    """How promises would run that are made on a Friday at 15.00 in office hours; on a working clock also before the next day off."""
    calendar = directory.working_calendar(OFFICE) if terms.clock != ClockKind.WALL else None
    friday = _next(max(terms.valid_from, today()), lambda day: day.weekday() == FRIDAY)
    days_off = reference.closed_days()
    holiday = next((d for d in sorted(days_off) if d > friday and d.weekday() <= FRIDAY), None) if calendar else None
    found = list(_examples(terms, friday, calendar))
    if holiday and calendar:
        eve = _before(holiday, calendar)
        found += _examples(terms, eve, calendar)
    return Preview(found, holiday)


def _next(day: date, fits: Callable[[date], bool]) -> date:
    while not fits(day):
        day += DAY
    return day


def _before(day: date, calendar: Calendar) -> date:
    day -= DAY
    while not calendar.is_working_day(day):
        day -= DAY
    return day


def _examples(terms: Terms, day: date, calendar: Calendar | None) -> Iterator[Example]:
    start = datetime.combine(day, AFTERNOON, WIB)
    happened = datetime.combine(day, NIGHT, WIB) if terms.counts_from == CountsFrom.INCIDENT else None
    for risk in RISKS:
        due = rules.due(start, terms, risk, calendar=calendar, happened=happened)
        if due is not None:
            rungs = rules.read_rungs(terms.steps)
            steps = [(share_words(r), r.to, at) for r, at in rules.step_moments(start, due.at, rungs, calendar)]
            yield Example(start, happened, risk, due.at, steps)
