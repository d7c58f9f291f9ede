"""Who reads the log. The database says the same by its policy."""

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.kernel.verdict import Verdict


def may_read_all(actor: Actor) -> Verdict:
    """The privacy officer reads every entry."""
    return actor.may(P.READ_AUDIT)


def may_read(actor: Actor) -> Verdict:
    """A supervisor reads what the own desk did on cases; the privacy officer everything."""
    return actor.may(P.READ_AUDIT, P.CONFIRM_CLOSURE)
