"""Who decides on reports, who lowers a risk, who answers a proposal to join."""

from typing import Protocol

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.intake.permissions import may_decide
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.triage.rules import INFORMATION_ONLY
from jejaring.triage.states import JoinState


class Waiting(Protocol):
    """What the permission asks about a report."""

    @property
    def state(self) -> str: ...


def may_triage(actor: Actor, facts: Waiting) -> Verdict:
    """Duty officer, manager and supervisor decide a report of their desk that waits."""
    return may_decide(actor, facts.state)


def may_lower_risk(actor: Actor) -> Verdict:
    """Only a supervisor lowers a risk below what the danger signs say."""
    return YES if actor.may(P.LOWER_RISK) else Verdict(False, _("Only a supervisor may lower a risk."))


def may_check_silently(actor: Actor, kind: str, *, made: bool) -> Verdict:
    """Once for each request for information that was decided, whoever decides reports may have the unit look."""
    if kind != INFORMATION_ONLY:
        return Verdict(False, _("A silent check follows a decided request for information, and nothing else."))
    return Verdict(False, _("The silent check was made already.")) if made else actor.may(P.TRIAGE)


def may_answer_join(actor: Actor, state: str, *, sees_case: bool, known: bool) -> Verdict:
    """The team of the case answers a proposal to join it; one that names no case of the desk goes back through a supervisor.

    Somebody who sees neither learns nothing: for them there is no such proposal.
    """
    if state != JoinState.PROPOSED:
        return Verdict(False, _("This proposal was answered already."))
    if known and sees_case:
        return actor.may(P.WORK_CASE)
    return YES if not known and actor.may(P.CONFIRM_CLOSURE) else Verdict(False, _("Only the team of the case answers this."))
