"""Who keeps organisations, desks and accounts."""

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import DESK_WORK, Permission
from jejaring.kernel.verdict import YES, Verdict

FROM_OUTSIDE = {Purpose.PUBLIC, Purpose.SIGN_IN}


def may_administer(actor: Actor, purpose: str) -> Verdict:
    """The administrator; and the set-up, which acts for nobody before anybody can sign in, never on a visitor's page."""
    if actor.is_visitor and purpose not in FROM_OUTSIDE:
        return YES
    return actor.may(Permission.ADMINISTER)


def may_plan_duty(actor: Actor) -> Verdict:
    """Whoever does the work of a desk plans its shifts and hands over between them."""
    return actor.may(*DESK_WORK)
