"""Every night what nothing opens any more leaves the disk; every five minutes a right rests whose use nobody reviewed."""

from dataclasses import dataclass

from procrastinate.contrib.django import app

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.cases import actions
from jejaring.guard.context import acting_as
from jejaring.vault import files


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep took."""

    forgotten: int  # papers whose removal cannot be undone any more
    files: int


@app.periodic(cron="40 19 * * *")  # 02.40 in Asia/Jakarta
@app.task(name="sweep_files", queueing_lock="sweep_files")
def sweep_every_night(timestamp: int) -> None:
    """The worker's night."""
    sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(name="suspend_unreviewed", queueing_lock="suspend_unreviewed", lock="suspend_unreviewed")
def suspend_every_five_minutes(timestamp: int) -> None:
    """The worker's five minutes."""
    suspend()


def suspend() -> int:
    """Write down and tell what the policies know already: an access that nobody reviewed in time costs the right, not the account."""
    with acting_as(VISITOR, Purpose.CLOCK):
        return actions.suspend_unreviewed(by=VISITOR)


def sweep() -> Swept:
    """Destroy the keys first, in a transaction of their own; then the files that no key opens. Killed in between, the next one goes on."""
    with acting_as(VISITOR, Purpose.CLOCK):
        forgotten = actions.forget_removed()
    with acting_as(VISITOR, Purpose.CLOCK):
        return Swept(forgotten, files.sweep())
