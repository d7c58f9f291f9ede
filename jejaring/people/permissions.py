"""Who may write about a person."""

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.kernel.verdict import Verdict


def may_record_contact(actor: Actor) -> Verdict:
    """Who takes reports or works on cases may note how somebody can safely be reached."""
    return actor.may(P.TAKE_REPORT, P.WORK_CASE)


def may_register(actor: Actor) -> Verdict:
    """Persons are registered by who opens a case from a report or works on one."""
    return actor.may(P.TRIAGE, P.WORK_CASE)
