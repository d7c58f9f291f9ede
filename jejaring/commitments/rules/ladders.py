"""The steps around a due moment: reminders before it, the ladder after it. Their moments are shares of the time that was given, so that a
promise of fifteen minutes climbs in minutes and one of two weeks in days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jejaring.commitments.rules.terms import Terms
from jejaring.commitments.states import Addressee
from jejaring.kernel.calendars import Calendar, NeverOpen, open_time_between
from jejaring.kernel.clocks import due_by_time
from jejaring.kernel.labels import gettext_noop as _

RUNG = re.compile(r"(\d{1,4}) ([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: at this percentage of the given time (100 is the due moment) this addressee is told."""

    percent: int
    to: Addressee

    @property
    def name(self) -> str:
        """The step's name, unique within a commitment: it happens once."""
        return f"{self.percent} {self.to}"


@lru_cache(maxsize=256)
def read_rungs(text: str) -> tuple[Rung, ...]:
    """Steps as stored: "50 desk; 100 head; 200 secretary", sorted. Raises ValueError with the part that cannot be read."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        match = RUNG.fullmatch(part)
        if match is None or match[2] not in set(Addressee):
            raise ValueError(part)
        found.append(Rung(int(match[1]), Addressee(match[2])))
    return tuple(sorted(found, key=lambda rung: (rung.percent, rung.to)))


def write_rungs(rungs: Sequence[Rung]) -> str:
    """The stored form of steps."""
    return "; ".join(rung.name for rung in rungs)


def rungs_for(terms: Terms, *, trafficking: bool) -> tuple[Rung, ...]:
    """The ladder goes by kind: trafficking is the task force's, other kinds climb to the head of the agency."""
    return read_rungs(terms.steps_trafficking if trafficking and terms.steps_trafficking else terms.steps)


def step_moments(start: datetime, due_at: datetime, rungs: Sequence[Rung], calendar: Calendar | None = None) -> list[tuple[Rung, datetime]]:
    """When each step comes: a share of the time that was given. On a working clock shares are of the desk's open time, so that "twice the
    time" of three days runs over a weekend as the three days did; a step that would fall into closed time waits until the desk opens."""
    if calendar is None:
        return [(rung, start + (due_at - start) * rung.percent / 100) for rung in rungs]
    try:
        return _in_open_time(start, due_at, rungs, calendar)
    except NeverOpen:  # the desk closed for good after it promised: whoever is above it is told all the same
        return step_moments(start, due_at, rungs)


def _in_open_time(start: datetime, due_at: datetime, rungs: Sequence[Rung], calendar: Calendar) -> list[tuple[Rung, datetime]]:
    given, found = open_time_between(start, due_at, calendar), []
    for rung in rungs:
        at = due_at if rung.percent == 100 else due_by_time(start, given * rung.percent / 100, calendar)
        found.append((rung, next(calendar.open_from(max(at or due_at, start)))[0]))
    return found


def next_step(
    start: datetime, due_at: datetime, rungs: Sequence[Rung], done: frozenset[str], calendar: Calendar | None = None
) -> tuple[Rung, datetime] | None:
    """The earliest step that has not been taken; None when all were."""
    left = [(rung, at) for rung, at in step_moments(start, due_at, rungs, calendar) if rung.name not in done]
    return min(left, key=lambda step: step[1], default=None)


BEFORE_DUE = frozenset({Addressee.DESK, Addressee.HEAD})
ORDER = (Addressee.DESK, Addressee.HEAD, Addressee.AGENCY, Addressee.SECRETARY, Addressee.CHAIR)
NOT_A_LADDER = _("Nobody is told after the due moment: a promise could be forgotten.")
