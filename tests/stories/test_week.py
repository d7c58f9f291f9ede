"""A week at the unit: forty reports through the screens by six roles; every promise has its act, and the figures are right at the end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
from django.core import mail

from jejaring.commitments.jobs import tick
from jejaring.directory.jobs import mail_desks
from jejaring.directory.models import Desk
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import standing_at
from tests import databases
from tests.cast import assemble
from tests.stories import week_checks as then
from tests.stories.week_acts import ACTS as AT_THE_DESK
from tests.stories.week_casework import ACTS as ON_A_CASE
from tests.stories.week_people import ROLES, Week
from tests.stories.week_script import END, MONDAY, Step, steps

ACTS = AT_THE_DESK | ON_A_CASE
EVERY = timedelta(hours=4)  # how often the clock looks, and the mail goes out


def given_the_desks_of_a_city() -> Week:
    """The cast, with an address for the mail of every desk."""
    week = Week(assemble())
    with acting_as(week.cast.admin, "test"):
        for name, desk in week.cast.desks.items():
            Desk.objects.filter(pk=desk.pk).update(email=f"{name}@contoh.invalid")
    return week


def hours() -> Iterator[datetime]:
    """When the clock looks."""
    at = MONDAY
    while (at := at + EVERY) <= END:
        yield at


def when_it_is_done(week: Week, step: Step) -> None:
    """One act of the script; what fails says when, and about which report."""
    at, number, told, act, words = step
    try:
        ACTS[act](week, told, *words)
    except AssertionError as e:
        raise AssertionError(f"{at:%a %H.%M} report {number}: {act} {words}: {e}") from e


def when_the_week_passes(week: Week) -> list[Step]:
    """Every act at its moment, and the clock in between."""
    script, clock = steps(), list(hours())
    for step in script:
        while clock and clock[0] <= step[0]:
            with standing_at(clock[0]):
                week.ticks.append(clock.pop(0))
                tick()
                mail_desks()
        with standing_at(step[0]):
            when_it_is_done(week, step)
    return script


def test_a_week_at_the_unit(own_database: databases.Clone) -> None:
    with standing_at(MONDAY):
        week = given_the_desks_of_a_city()

    script = when_the_week_passes(week)

    everything = sorted({step[1]: step[2] for step in script}.values(), key=lambda told: told.number)
    assert len(everything) == 40
    assert {words[0] for _at, _n, _told, _act, words in script} == set(ROLES)
    with standing_at(END), psycopg.connect(own_database.owner_url) as owner:
        then.every_promise_has_its_acts(week, owner)
        then.every_desk_is_shown_what_it_owes(week, owner)
        then.the_figures_are_those_of_the_script(week, everything)
        then.the_chair_reads_which_desk_kept_its_word(week)
        then.outsiders_find_nothing(week, everything)
        then.partners_find_only_their_packets(week, everything)
        then.nothing_was_said_that_may_not_be(week, owner, [f"{m.subject} {m.body} {m.to}" for m in mail.outbox])
