"""When a safety plan must be looked at again, and what a return and a check after closure need. Plain Python."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from jejaring.cases.states import ReturnState
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

LATEST_CHECK = timedelta(days=366)


def due_at_once(before: str, after: str, signs_before: Collection[str], signs: Collection[str], critical: Collection[str]) -> bool:
    """Whether a safety plan must be reviewed now: the risk changed, or a critical sign appeared."""
    return before != after or bool((set(signs) - set(signs_before)) & set(critical))


def return_state(handed_over_at: datetime | None, confirmed_on: date | None, cancelled_at: datetime | None) -> ReturnState:
    """Where a return stands by its moments."""
    if cancelled_at:
        return ReturnState.CANCELLED
    if confirmed_on:
        return ReturnState.CONFIRMED
    return ReturnState.HANDED_OVER if handed_over_at else ReturnState.PLANNED


def may_check(agreed: bool, withdrawn: bool) -> Verdict:
    """Nobody is asked after closure without having agreed to it, nor after withdrawing that."""
    if withdrawn:
        return Verdict(False, _("The person no longer wants to be asked. Nobody gets in touch."))
    return YES if agreed else Verdict(False, _("The person did not agree to be asked after closure. Nobody gets in touch."))


def check_day(on: date, today: date) -> Verdict:
    """A check lies ahead, within a year."""
    if on < today:
        return Verdict(False, _("This day has passed already. Check the year."))
    return YES if on - today <= LATEST_CHECK else Verdict(False, _("Choose a day within a year."))


def may_ask_on(on: date, others: Collection[date]) -> Verdict:
    """No two checks on one day."""
    return Verdict(False, _("A check is planned for this day already.")) if on in others else YES
