"""The tick: takes the steps that are due, desk by desk, each batch in a transaction of its own."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.commitments.actions.calendars import begin_change, recompute_desk
from jejaring.commitments.actions.ticking import BATCH, take_steps
from jejaring.directory import queries as directory
from jejaring.directory.models import CalendarChange
from jejaring.guard.context import acting_as
from jejaring.reference import queries as reference

CLOCK = UUID("00000000-0000-7000-8000-00000000c10c")  # the actor of the tick: no account, no role, one desk at a time


@app.periodic(cron="* * * * *")
@app.task(name="tick", queueing_lock="tick")
def tick_every_minute(timestamp: int) -> None:
    """The worker's minute. Minutes that were missed are not made up for: one tick takes everything that is due."""
    recompute_changes()
    tick()


def recompute_changes() -> int:
    """After a day off was announced or taken back, or a desk's hours changed: compute the open promises anew, desk by desk.

    How many due moments moved. Each desk is a transaction of its own; killed at any point, the next minute goes on with the others.
    """
    with acting_as(VISITOR, Purpose.CLOCK):
        waiting = [(change.pk, begin_change(change)) for change in CalendarChange.objects.filter(done_at=None).order_by("at")]
        actors = {desk: clock_of(desk) for _pk, desks in waiting for desk in desks}
    if waiting:
        reference.forget()  # this process may hold the calendar of a minute ago
    moved = 0
    for pk, desks in waiting:
        for desk in desks:
            with acting_as(actors[desk], Purpose.CLOCK):
                moved += recompute_desk(by=actors[desk], change_id=pk)
    return moved


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    desks: int
    commitments: int


def clock_of(desk_id: UUID) -> Actor:
    """The clock acting for one desk; the desk's policies hold for it as for anybody."""
    return Actor(id=CLOCK, desk=desk_id, organisation=directory.desk(desk_id).organisation_id)


def tick() -> Ticked:
    """Take every step that is due now. Killed at any point, the next tick goes on where this one was: nothing is lost, nothing twice."""
    with acting_as(VISITOR, Purpose.CLOCK), connection.cursor() as cursor:
        cursor.execute("select desks_with_steps()")
        desks = [desk for (desk,) in cursor.fetchall()]
        actors = [clock_of(desk) for desk in desks]
    looked_at = 0
    for actor in actors:
        while True:
            with acting_as(actor, Purpose.CLOCK):
                found = take_steps(by=actor)
            looked_at += found
            if found < BATCH:
                break
    return Ticked(len(actors), looked_at)
