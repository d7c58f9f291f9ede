"""Who may change a promise. What the law fixes is neither extended nor waived here."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.commitments.states import WINDOWS, RuleKey
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

# Danger does not wait, a window of contact is the person's own, and the report to the police has its own written ground.
FIXED = frozenset({RuleKey.FIRST_RESPONSE, RuleKey.SAFE_CONTACT, RuleKey.POLICE_REPORT})


ENDED = _("This promise has ended already.")
CANNOT_WAIT = _("Danger, safe hours or the law do not wait: this promise is neither paused nor moved.")
NOT_WAIVED = _("Life or the law demands it: this promise cannot be waived.")
WAITS, WAITS_NOT = _("It waits already."), _("It does not wait.")
STANDS_STILL = _("Its clock stands still while it waits. Say first that what it waits for is here.")
ASKED = _("It is asked already.")


class Standing(Protocol):
    """What the permissions ask about a promise."""

    @property
    def key(self) -> RuleKey: ...
    @property
    def desk_id(self) -> UUID: ...
    @property
    def owed_to_desk_id(self) -> UUID | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def asked(self) -> UUID | None: ...


def may_change(actor: Actor, row: Standing) -> Verdict:
    """Only the desk that owes changes its own promise."""
    if row.desk_id != actor.desk:
        return Verdict(False, _("This is another desk's promise."))
    return actor.may(*DESK_WORK)


def may_be_extended(row: Standing) -> Verdict:
    """First responses, safe contact, the duty to report and what counts from the incident are neither paused nor extended."""
    return Verdict(False, CANNOT_WAIT) if row.key in FIXED | WINDOWS else YES


def may_be_waived(row: Standing) -> Verdict:
    """What life or law demands is not waived."""
    return Verdict(False, NOT_WAIVED) if row.key in FIXED else YES


def may_pause(actor: Actor, row: Standing) -> Verdict:
    """The desk that owes may wait for somebody, once at a time, unless danger or the law does not wait."""
    return may_change(actor, row) & may_be_extended(row) & (Verdict(False, WAITS) if row.paused_at else YES)


def may_resume(actor: Actor, row: Standing) -> Verdict:
    """The desk that owes says that the waiting is over."""
    return may_change(actor, row) & (YES if row.paused_at else Verdict(False, WAITS_NOT))


def may_extend(actor: Actor, row: Standing) -> Verdict:
    """The desk that owes takes more time; while it waits the clock stands still anyway."""
    return may_change(actor, row) & may_be_extended(row) & (Verdict(False, STANDS_STILL) if row.paused_at else YES)


def may_ask_waiver(actor: Actor, row: Standing) -> Verdict:
    """The desk that owes asks that a promise need not be kept, once at a time."""
    return may_change(actor, row) & may_be_waived(row) & (Verdict(False, ASKED) if row.asked else YES)


def may_decide_waiver(actor: Actor, row: Standing, asked_by: UUID) -> Verdict:
    """A second person decides: a supervisor of the desk that owes, or somebody of the desk that waits for it."""
    if asked_by == actor.id:
        return Verdict(False, _("You asked for it. Somebody else must decide."))
    if row.desk_id == actor.desk:
        return actor.may(P.CONFIRM_CLOSURE)
    return actor.may(*DESK_WORK)


def may_publish(actor: Actor) -> Verdict:
    """Rules are published by the administrator."""
    return actor.may(P.ADMINISTER)
