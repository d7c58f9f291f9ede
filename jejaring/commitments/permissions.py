"""Who may change a promise. What the law fixes is neither extended nor waived here."""

from typing import Protocol
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.commitments.states import RuleKey
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

WORK = (P.TAKE_REPORT, P.TRIAGE, P.WORK_CASE, P.SEND_REFERRAL, P.ANSWER_REFERRAL)
# Danger does not wait, a window of contact is the person's own, and the report to the police has its own written ground.
FIXED = frozenset({RuleKey.FIRST_RESPONSE, RuleKey.SAFE_CONTACT, RuleKey.POLICE_REPORT})


class Standing(Protocol):
    """What the permissions ask about a promise."""

    @property
    def key(self) -> RuleKey: ...
    @property
    def desk_id(self) -> UUID: ...
    @property
    def owed_to_desk_id(self) -> UUID | None: ...


def may_change(actor: Actor, row: Standing) -> Verdict:
    """Only the desk that owes changes its own promise."""
    if row.desk_id != actor.desk:
        return Verdict(False, _("This is another desk's promise."))
    return actor.may(*WORK)


def may_be_extended(row: Standing) -> Verdict:
    """First responses, safe contact and the duty to report are neither paused nor extended."""
    return Verdict(False, _("This promise cannot wait.")) if row.key in FIXED else YES


def may_be_waived(row: Standing) -> Verdict:
    """What life or law demands is not waived."""
    return Verdict(False, _("This promise cannot be waived.")) if row.key in FIXED else YES


def may_decide_waiver(actor: Actor, row: Standing, asked_by: UUID) -> Verdict:
    """A second person decides: a supervisor of the desk that owes, or somebody of the desk that waits for it."""
    if asked_by == actor.id:
        return Verdict(False, _("You asked for it. Somebody else must decide."))
    if row.desk_id == actor.desk:
        return actor.may(P.CONFIRM_CLOSURE)
    return actor.may(*WORK)


def may_publish(actor: Actor) -> Verdict:
    """Rules are published by the administrator."""
    return actor.may(P.ADMINISTER)
