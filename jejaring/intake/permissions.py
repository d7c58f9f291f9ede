"""Who may take, complete and answer a report. Which reports an actor sees at all is the database's policy: those of the own desk."""

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.intake.states import ReportState
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict


def may_receive(actor: Actor) -> Verdict:
    """Reports are taken by the protection unit's desk: duty officer, manager, companion, supervisor."""
    return actor.may(P.TAKE_REPORT)


def may_send_report(actor: Actor) -> Verdict:
    """A partner desk sends a report to the unit; from then on it is the unit's."""
    return actor.may(P.SEND_REPORT)


def may_reveal_names(actor: Actor) -> Verdict:
    """Whoever takes or decides reports may ask for the names of one; the reason is logged."""
    return actor.may(P.TAKE_REPORT, P.TRIAGE)


def may_respond(actor: Actor, state: str) -> Verdict:
    """A first response is recorded for a report that was received; a draft has no clock yet."""
    if state == ReportState.DRAFT:
        return Verdict(False, _("This is still a draft. Complete and receive it first; then its clock runs."))
    return actor.may(P.TAKE_REPORT)


def may_list_people(actor: Actor, state: str) -> Verdict:
    """People are listed until the report is decided; afterwards each is corrected in the case."""
    if state == ReportState.DECIDED:
        return Verdict(False, _("This report was decided: correct the people in their cases."))
    return actor.may(P.TAKE_REPORT)


def may_decide(actor: Actor, state: str) -> Verdict:
    """Triage decides a report that waits."""
    if state != ReportState.WAITING:
        return Verdict(False, _("This report does not wait for a decision."))
    return actor.may(P.TRIAGE)


def may_remove_critical_sign(actor: Actor) -> Verdict:
    """Taking a critical danger sign back lowers the risk, which needs a supervisor."""
    if actor.may(P.LOWER_RISK):
        return YES
    return Verdict(False, _("A critical danger sign can be taken back only by a supervisor, since that lowers the risk."))
