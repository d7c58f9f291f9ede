"""The demo city: f(seed, today), told entirely through the real actions. Everything in it is invented and marked so.

January to October 2024 reproduces the city's published figures (see `stream`); that most of its male victims are boys is an assumption.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import psycopg

from jejaring.config.demo import canary, rosters, scenes, stream
from jejaring.config.demo.places import found, found_again
from jejaring.config.demo.progress import Progress
from jejaring.config.demo.stream import FIRST, RECENT, SEED, Villages
from jejaring.config.demo.tales import Tale
from jejaring.config.demo.telling import Teller, hastily
from jejaring.directory.models import Installation
from jejaring.kernel.clock import WIB, now
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY

LEARNING = (15, 60, 200)  # after so many new cases the planner looks at the tables again, which were empty when its plans were made
MEMORY = timedelta(days=200)  # a tale that began earlier has ended
LEFT_TO_SCENES = timedelta(days=12)  # the last days before a first telling are told as scenes around the present hour

Months = Sequence[tuple[int, int]]


def build(today: date, *, months: Months = (), seed: str = SEED, owner_url: str = "") -> int:
    """Found the city and tell it up to the present moment of `today`, or bring an earlier one on to today; how many cases are new.

    `months` (year, month) tells only those, without scenes. Half a city, after Ctrl-C, is discarded by the next set-up.
    """
    owner_url = owner_url or os.environ["DATABASE_OWNER_URL"]
    until = Installation.objects.filter(pk=1, mode="demo").values_list("demo_told_until", flat=True).first()
    if until:
        return advance(today, seed=seed, owner_url=owner_url)
    teller, present = Teller(found(), seed), _present(today)
    tales = [*_stream(months or stream.months(FIRST, today), seed)]
    if not months:
        tales = [tale for tale in tales if tale.reported_at <= present - LEFT_TO_SCENES]
        tales += scenes.of(present, seed=seed, villages=_villages())
        tales += canary.untold(teller)
    with hastily():
        told = _tell(teller, tales, present, owner_url)
    _settle(owner_url, today)
    return told


def advance(today: date, *, seed: str = SEED, owner_url: str = "") -> int:
    """Tell what happened since the last telling: new reports, and what became of those that were still open. Twice does nothing."""
    owner_url = owner_url or os.environ["DATABASE_OWNER_URL"]
    until = Installation.objects.values_list("demo_told_until", flat=True).get(pk=1)
    assert until is not None
    present = _present(today)
    teller = Teller(found_again(), seed, _remembered(owner_url))
    tales = [*_stream(stream.months(until - MEMORY, today), seed), *scenes.since(until - MEMORY, today, teller, villages=_villages())]
    due = [tale for tale in tales if teller.knows(tale) or until < tale.reported_at.astimezone(WIB).date()] + canary.untold(teller)
    with hastily():
        told = _tell(teller, sorted(due, key=lambda tale: tale.reported_at), present, owner_url)
    _settle(owner_url, today)
    return told


def _present(today: date) -> datetime:
    """The present moment; early in the afternoon of a `today` that is not today."""
    moment = now().astimezone(WIB)
    return moment if moment.date() == today else datetime.combine(today, time(14), WIB)


def _villages() -> Villages:
    return [(row.code, row.name) for row in reference.areas("village", HOME_CITY)]


def _stream(months: Months, seed: str) -> Iterator[Tale]:
    villages = _villages()
    for year, month in months:
        yield from stream.tales_of(year, month, seed=seed, villages=villages)


def _tell(teller: Teller, tales: Iterable[Tale], present: datetime, owner_url: str) -> int:
    """Tell everything that lies before the present moment. What is recent is told at length and remembered, so that it can go on."""
    progress, told = Progress(), 0
    for tale in tales:
        if tale.reported_at > present:
            continue
        recent = teller.knows(tale) or present - tale.reported_at <= RECENT
        whole = tale if tale.steps or tale.draft else stream.with_steps(tale, seed=teller.seed, recent=recent)
        new = not teller.knows(tale)
        teller.tell(whole, until=present, remember=recent or tale.key == canary.KEY)
        told += new and tale.pattern is not None and not tale.draft
        if new and told in LEARNING:
            _learn(owner_url)
        progress.say(tale.reported_at.astimezone(WIB).strftime("%Y-%m"), told)
    progress.end(told)
    rosters.keep(teller.town, present)
    return told


def _learn(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("analyze")


def _remembered(owner_url: str) -> dict[UUID, tuple[UUID, datetime]]:
    """The steps that were taken, read by the owner: each account sees its own only."""
    with psycopg.connect(owner_url) as owner:
        found = owner.execute("select id, subject_id, at from directory_submission").fetchall()
    return {step: (subject, at) for step, subject, at in found}


def _settle(owner_url: str, today: date) -> None:
    """Say in the database what it is. Only the owner may; waiting for the disk here makes everything before it durable as well."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "insert into directory_installation (id, mode, demo_told_until) values (1, 'demo', %s) "
            "on conflict (id) do update set mode = excluded.mode, demo_told_until = excluded.demo_told_until",
            [today],
        )
        owner.execute(  # whoever managed cases in an earlier year is no longer offered for new ones
            "update directory_membership m set valid_until = make_date(substring(u.username from '[0-9]{4}')::int + 1, 3, 31) "
            "from directory_user u where u.id = m.user_id and u.username ~ '^manager_[0-9]{4}' and m.valid_until is null"
        )
