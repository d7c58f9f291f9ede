"""Who may write about a person, and who may ask about one."""

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.directory.queries import desk
from jejaring.directory.states import DeskKind
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict


def may_record_contact(actor: Actor) -> Verdict:
    """Who takes or sends reports or works on cases may note how somebody can safely be reached."""
    return actor.may(P.TAKE_REPORT, P.WORK_CASE, P.SEND_REPORT)


def may_register(actor: Actor) -> Verdict:
    """Persons are registered by who opens a case from a report or works on one."""
    return actor.may(P.TRIAGE, P.WORK_CASE)


def may_ask_known(actor: Actor) -> Verdict:
    """Only the protection unit's own desk asks whether somebody is perhaps known: case managers and supervisors there."""
    return actor.may(P.MATCH_PERSONS) & at_protection_desk(actor)


def at_protection_desk(actor: Actor) -> Verdict:
    """Whether the actor acts for a protection unit's desk. Two statements."""
    if desk(actor.desk).kind == DeskKind.PROTECTION:
        return YES
    return Verdict(False, _("Only a protection unit's own desk may do this."))


def may_link(actor: Actor) -> Verdict:
    """Case managers and supervisors say that two registrations are one person; the database asks that they see both."""
    return actor.may(P.MATCH_PERSONS)
