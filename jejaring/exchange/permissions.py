"""Who hands the register its rows, and who takes a list in."""

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.kernel.verdict import Verdict


def may_enter(actor: Actor) -> Verdict:
    """Who works on a case, or supervises it, notes where its entry in the national register stands. The database says which cases."""
    return actor.may(P.WORK_CASE)


def may_name(actor: Actor) -> Verdict:
    """Who works on a case may take its people's identity onto an entry sheet, for a reason that is written down."""
    return actor.may(P.WORK_CASE)


def may_import(actor: Actor) -> Verdict:
    """A supervisor who may open cases takes a list in: it brings many people at once, and no report stands behind them."""
    return actor.may(P.CONFIRM_CLOSURE) & actor.may(P.TRIAGE)
