"""How long desks take to answer, and how the city keeps its promises over a year: by month, by quarter, by kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.commitments.states import RuleKey
from jejaring.indicators.permissions import may_see_promises
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.survival import Span, interval, quantile
from jejaring.kernel.verdict import require
from jejaring.reference import queries as reference
from jejaring.ui import when

ANSWERS = (RuleKey.FIRST_RESPONSE, RuleKey.REFERRAL_ANSWER)  # what a desk answers to a person or to another desk
SMALLEST = 5  # no cell of a kind below this is shown: it could be recognised
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """How long a desk takes to answer, open ones counted: half of them and nine in ten within so long; none where so many never ended."""

    asked: int
    median: timedelta | None
    ninth: timedelta | None

    @property
    def median_words(self) -> str:
        """In words, also that half of them were never answered."""
        return when.span(self.median) if self.median is not None else _("not yet half of them")

    @property
    def ninth_words(self) -> str:
        """In words, also that fewer than nine in ten were answered."""
        return _("9 in 10: %(span)s") % {"span": when.span(self.ninth)} if self.ninth is not None else _("not yet 9 in 10")


@dataclass(frozen=True, slots=True)
class Kept:
    """Kept in time, of what was settled, with the interval in which the true share lies (95 %)."""

    label: str
    in_time: int
    settled: int

    @property
    def words(self) -> str:
        """The month in words where the label is one: Nov 2026."""
        year_, _dash, number = self.label.partition("-")
        is_month = year_.isdigit() and number.isdigit()
        return when.day(date(int(year_), int(number), 1)).partition(" ")[2] if is_month else self.label

    @property
    def share(self) -> float | None:
        """Kept in time, of all that was due."""
        return self.in_time / self.settled if self.settled else None

    @property
    def between(self) -> tuple[float, float] | None:
        """The interval of the share."""
        return interval(self.in_time, self.settled)


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months: each, each quarter, all together, and by kind."""

    months: tuple[Kept, ...]
    quarters: tuple[Kept, ...]
    kinds: tuple[Kept, ...]
    whole: Kept


def _rows(sql: str, values: list[Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return found


def answers(actor: Actor, *, since: datetime, at: datetime) -> dict[UUID, Answer]:
    """Each desk's answers to what was asked of it since a moment. One statement. Refused to other roles."""
    require(may_see_promises(actor))
    found: dict[UUID, list[Span]] = defaultdict(list)
    keys = [key.value for key in ANSWERS]
    for desk, seconds, ended, running in _rows("select * from desk_answers(%s::timestamptz, %s::timestamptz, %s)", [since, at, keys]):
        found[desk].append(Span(seconds, ended, running))
    return {desk: _answer(spans) for desk, spans in found.items()}


def _answer(spans: list[Span]) -> Answer:
    half, nine = quantile(spans, 0.5), quantile(spans, 0.9)
    asked = sum(s.ended + s.running for s in spans)
    return Answer(asked, None if half is None else timedelta(seconds=half), None if nine is None else timedelta(seconds=nine))


def year(actor: Actor, *, at: datetime | None = None) -> Year:
    """The twelve months that end with this one. Two statements. Refused to other roles."""
    require(may_see_promises(actor))
    until = at or now()
    keys = _months(until)
    since = datetime.fromisoformat(f"{keys[0]}-01").replace(tzinfo=WIB)
    stored = {month: (a, b) for month, a, b in _rows("select * from kept_by_month(%s::timestamptz, %s::timestamptz)", [since, until])}
    months = tuple(Kept(key, *stored.get(key, (0, 0))) for key in keys)
    kinds = _rows("select * from kept_by_kind(%s::timestamptz, %s::timestamptz)", [since, until])
    return Year(months, _quarters(months), _kinds(kinds), _sum(_("12 months"), months))


def _months(until: datetime) -> list[str]:
    """The keys of twelve months, the last one that of the moment in Asia/Jakarta."""
    last = until.astimezone(WIB)
    numbers = (last.year * 12 + last.month - 1 - back for back in reversed(range(MONTHS)))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in numbers]


def _sum(label: str, rows: Iterable[Kept]) -> Kept:
    found = list(rows)
    return Kept(label, sum(k.in_time for k in found), sum(k.settled for k in found))


def _quarters(months: Sequence[Kept]) -> tuple[Kept, ...]:
    """The quarters of the calendar that the months touch; the first and the last may be shorter."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for month in months:
        year_, number = month.label.split("-")
        found[_("quarter %(n)s of %(year)s") % {"n": (int(number) + 2) // 3, "year": year_}].append(month)
    return tuple(_sum(label, rows) for label, rows in found.items())


def _kind(code: str) -> str:
    """The words of a kind; a promise whose file has no kind yet says so."""
    return _("kind not yet known") if code == "unknown" else reference.label("category", code)


def _kinds(rows: Sequence[tuple[str, int, int]]) -> tuple[Kept, ...]:
    """By kind, the most frequent first; what has no kind yet is named so. A kind with a cell (kept in time, or not) below five goes into
    the rest; a rest that is itself too small takes the smallest kind along, so that it cannot be found by subtraction."""
    safe = sorted((r for r in rows if min(r[1], r[2] - r[1]) >= SMALLEST), key=lambda r: -r[2])
    rest = [r for r in rows if min(r[1], r[2] - r[1]) < SMALLEST]
    while rest and safe and min(sum(r[1] for r in rest), sum(r[2] - r[1] for r in rest)) < SMALLEST:
        rest.append(safe.pop())
    shown = [Kept(_kind(kind), in_time, settled) for kind, in_time, settled in safe]
    others = _sum(_("Other kinds together"), (Kept("", r[1], r[2]) for r in rest))
    fits = min(others.in_time, others.settled - others.in_time) >= SMALLEST
    return (*shown, others) if rest and fits else tuple(shown)


@dataclass(frozen=True, slots=True)
class Mark:
    """One month of the trend, as coordinates of 100 by 100 units in text: a template would write decimal commas."""

    label: str
    words: str
    x: str
    y: str
    low: str
    high: str


def trend(found: Year) -> list[Mark]:
    """The months with something settled: the share kept in time and its interval, drawn from 0 to 100 %."""
    marks, step = [], 100 / MONTHS
    for n, month in enumerate(found.months):
        if month.share is not None and month.between:
            heights = (month.share, *month.between)
            y, low, high = (f"{100 - 100 * h:.2f}" for h in heights)
            marks.append(Mark(month.label, month.words, f"{(n + 0.5) * step:.2f}", y, low, high))
    return marks
