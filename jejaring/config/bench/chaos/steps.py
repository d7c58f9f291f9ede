"""Due steps while worker, database and launcher are killed: each is taken and told once, and a day offline is one digest a desk."""

import random
import threading
import time
from collections import Counter
from typing import Any
from uuid import UUID

from jejaring.config import setup
from jejaring.config.bench.chaos.founding import Planned
from jejaring.config.bench.chaos.installation import Installation

KINDS = ("worker",) * 5 + ("database",) * 4 + ("launcher",)
EACH = 1.0  # seconds after which a tick and a seal are asked for again: the minute of the clock, quicker
PATIENCE = 120.0
TAKEN = "select commitment_id, step, taken_at from commitments_steptaken"
EVENTS = "select commitment_id, count(*) from commitments_commitmentevent where act in ('reminded', 'escalated') group by 1"
NOTICES = "select desk, kind, from_desk, count, to_user from notices_notice where subject_kind in ('promise', 'promises', 'desk')"
DESKS = """select c.id, c.desk_id, o.vertical,
      (select count(*) from directory_membership m where m.desk_id = c.desk_id and m.role = 'supervisor')
    from commitments_commitment c join directory_desk d on d.id = c.desk_id join directory_organisation o on o.id = d.organisation_id"""
STEPS = "select count(*) from commitments_steptaken"
SECRETARIAT = "select id from directory_desk where kind = 'secretariat'"


def suffer(place: Installation, planned: Planned, kills: int, rng: random.Random) -> dict[str, Any]:
    """Kill while steps come due, wait until nothing is due any more, and count."""
    wanted, over = sum(planned.steps.values()), threading.Event()
    clock = threading.Thread(target=_ask_for_ticks, args=(place, over), daemon=True)
    clock.start()
    for number in range(1, kills + 1):
        place.suffer_one(KINDS, rng, number, kills)
        setup.say(f"    {place.number(STEPS)} of {wanted} steps taken")
    place.until_whole()
    end = max(time.time(), planned.until) + PATIENCE
    while place.number(STEPS) < wanted and time.time() < end:
        time.sleep(0.2)
    time.sleep(3 * EACH)  # some ticks more, which must find nothing
    over.set()
    clock.join()
    return _judged(place, planned)


def _ask_for_ticks(place: Installation, over: threading.Event) -> None:
    while not over.wait(EACH):
        for job in ("tick", "seal_log"):
            place.ask_for(job)


def _judged(place: Installation, planned: Planned) -> dict[str, Any]:
    """Steps and events against what was planned, notices against the steps that were taken."""
    rows = place.ask(TAKEN)
    steps = Counter(commitment for commitment, _step, _at in rows)
    events = Counter(dict(place.ask(EVENTS)))
    wanted = Counter(planned.steps)
    told, notices = _should_be_told(place, rows), place.ask(NOTICES)
    sent: Counter[tuple[Any, str]] = Counter()
    for desk, kind, _from, count, _user in notices:
        sent[desk, kind] += count
    storm = _storm(planned, notices)
    found = {"steps": sum(wanted.values()), "steps_taken": sum(steps.values()), "notices": len(notices), "told": sum(sent.values())}
    setup.say(f"  {found}, notices of a day offline beyond one digest each: {storm}")
    lost = ((wanted - steps) + (wanted - events)).total() + (told - sent).total()
    doubled = ((steps - wanted) + (events - wanted)).total() + (sent - told).total()
    twice = len(rows) - len({(commitment, step) for commitment, step, _at in rows})
    return found | {"storm": storm, "lost": lost, "doubled": doubled + twice + storm}


def _should_be_told(place: Installation, rows: list[tuple[Any, ...]]) -> Counter[tuple[Any, str]]:
    """How often each desk should have been told of what, by the rule of a promise's ladder: of steps taken at once the highest is told."""
    desks = {pk: rest for pk, *rest in place.ask(DESKS)}
    ((secretariat,),) = place.ask(SECRETARIAT)
    highest: dict[tuple[UUID, Any], int] = {}
    for commitment, step, at in rows:
        highest[commitment, at] = max(highest.get((commitment, at), 0), int(step.split()[0]))
    told: Counter[tuple[Any, str]] = Counter()
    for (commitment, _at), percent in highest.items():
        desk, vertical, heads = desks[commitment]
        if percent <= 100:
            told[desk, "promise_due" if percent < 100 else "promise_late"] += 1 if percent < 100 else max(1, heads)
        else:  # no agency has named a head desk here: the secretariat writes to it
            told[secretariat, "letter_due" if vertical or percent == 200 else "desk_late"] += 1
    return told


def _storm(planned: Planned, notices: list[tuple[Any, ...]]) -> int:
    """Of a desk that was offline for a day one digest says what came due, and one tells the secretariat: how many there are too many."""
    extra = 0
    for desk, many in planned.offline.items():
        of_desk = Counter((str(to) == desk, kind, count) for to, kind, from_desk, count, _user in notices if str(from_desk) == desk)
        extra += (of_desk - Counter({(True, "promise_due", many): 1, (False, "desk_late", many): 1})).total()
    return extra
