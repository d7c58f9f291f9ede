"""The installation that suffers: the offices and accounts of the demo city without any case, and promises whose steps come due."""

import os
import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from jejaring.config import setup
from jejaring.config.place import Place
from jejaring.config.roles import DATABASE

if TYPE_CHECKING:
    from jejaring.config.demo.places import Town

OFFLINE = ("hospital", "education")  # desks whose promises fell due while nothing ran
WORKING = ("duty", "police", "social", "shelter", "legal_aid")  # accounts at whose desks steps come due between the kills
SHARES = (0.5, 1, 2, 4)  # of an hour: when the steps of the promise of a triage come
SECONDS_A_KILL = 4.5
LEAD = 6  # seconds until the installation runs


@dataclass(slots=True)
class Planned:
    """What was promised: how many steps each promise will have taken, and which desks were offline."""

    database: str
    steps: dict[UUID, int] = field(default_factory=dict)
    offline: dict[str, int] = field(default_factory=dict)  # desk: promises that are reminded of, and as many that climb to the top
    until: float = 0.0  # time.time() at which the last step has come due


def found(folder: Path, offline: int, later: int, kills: int) -> Planned:
    """Make a real installation in a folder, and stop its database again."""
    os.environ["JEJARING_DATA"] = str(folder)
    place = Place("real")
    planned = Planned(place.server.url("postgres", DATABASE))
    try:
        place.server.ensure()
        place.settle(strict=False)
        setup.migrate(place.owner_url)
        setup.collect_static(place.data)
        from jejaring.config.demo import places

        town = places.found()
        _promise(town, planned, offline, later, kills * SECONDS_A_KILL)
    finally:
        setup.close()
        place.server.stop()
    setup.say(f"{len(planned.steps)} promises with {sum(planned.steps.values())} steps that come due")
    return planned


def _promise(town: "Town", planned: Planned, offline: int, later: int, seconds: float) -> None:
    """Promises of a day on which nothing ran, and promises of which each has one step that comes due within the next minutes."""
    spread = random.Random(0)  # noqa: S311  the kills are random, the world is always the same
    for username in OFFLINE if offline else ():
        for n in range(offline):
            _open(town, planned, username, 4, timedelta(hours=5 + 20 * n / offline))
            _open(town, planned, username, 1, timedelta(hours=37 + 20 * n / offline), slow=True)
        planned.offline[str(town.desks[username].pk)] = offline
    for n in range(later):
        for taken, share in enumerate(SHARES, 1):
            comes = timedelta(seconds=LEAD + spread.uniform(0, seconds))
            _open(town, planned, WORKING[n % len(WORKING)], taken, timedelta(hours=share) - comes, comes=comes)
    planned.until = time.time() + LEAD + seconds


def _open(
    town: "Town", planned: Planned, username: str, steps: int, ago: timedelta, *, slow: bool = False, comes: timedelta | None = None
) -> None:
    """One promise of a desk, made so long ago that it will have taken so many steps; all of them when the last one comes due, where that is
    said, so that they are spread over the kills."""
    from jejaring.access.purposes import Purpose
    from jejaring.commitments import actions
    from jejaring.commitments.actions import About
    from jejaring.commitments.models import Commitment
    from jejaring.commitments.states import RuleKey
    from jejaring.guard.context import acting_as
    from jejaring.kernel.clock import now
    from jejaring.kernel.ids import uuid7

    by, key, risk = town.actors[username], RuleKey.COMPLETE_REPORT if slow else RuleKey.TRIAGE, "low" if slow else "high"
    with acting_as(by, Purpose.DEMO):
        row = actions.promise(key, by=by, about=About("report", uuid7(), risk=risk), start=now() - ago)
        if comes:
            Commitment.objects.filter(pk=row.pk).update(next_step_at=now() + comes)
    planned.steps[row.pk] = steps
