"""Who sees counts."""

from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission, Role
from jejaring.kernel.verdict import Verdict

# The job behind `./run figures`: it counts and does nothing else. guard/sql/40_figures.sql knows it by this id and the purpose "figures".
FIGURES_JOB = Actor(id=UUID("00000000-0000-7000-8000-00000000f160"), roles=frozenset({Role.STATISTICIAN}), name="job:figures")


def may_see_figures(actor: Actor) -> Verdict:
    """Counts are for those who plan and lead the work, and for the statistician; nobody needs a case for them."""
    return actor.may(Permission.SEE_FIGURES)


def may_see_promises(actor: Actor) -> Verdict:
    """The promises of every desk are for the task force's chair and secretary."""
    return actor.may(Permission.SEE_PROMISES)
