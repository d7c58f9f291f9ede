"""The return of a victim: prepared, handed over with a record, confirmed by the receiver; or cancelled with a reason."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import about, earlier, hold
from jejaring.cases.actions.law import victim_of
from jejaring.cases.actions.planning import record_service_fact
from jejaring.cases.models import HomeReturn
from jejaring.cases.queries.planning import needs
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import safety
from jejaring.cases.states import NeedState, ReturnDirection, ReturnState, ServiceFactKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import LOST

FUTURE = _("This date lies in the future.")


def _checked(applied_on: date, leaves_on: date | None, region: str, office: str, desk: UUID | None) -> None:
    if applied_on > today():
        raise Refused(FUTURE, "applied_on")
    if leaves_on and leaves_on < applied_on:
        raise Refused(_("Nobody leaves before it was asked for. Check the year."), "leaves_on")
    if not region and not office.strip() and not desk:
        raise Refused(_("Say where to: the region or the body that receives."), "office")


def plan_return(
    *, by: Actor, case_id: UUID, direction: ReturnDirection | str, applied_on: date, victim_id: UUID | None = None, region: str = "",
    office: str = "", desk: UUID | None = None, leaves_on: date | None = None, transport: str = "", escorts: str = "",
    safe_there: str = "", submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Prepare a return home, to us or from here. Opens HOME_RETURN: seven days from the application (UU 21/2007 article 52)."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    _checked(applied_on, leaves_on, region, office, desk)
    insert(
        HomeReturn(
            id=pk, domain=case.domain, case_id=case_id, victim_id=victim_of(case, victim_id), direction=ReturnDirection(direction),
            applied_on=applied_on, region=region, office=office, desk_id=desk, leaves_on=leaves_on, transport=transport, escorts=escorts,
            safe_there=safe_there, by=by.id, at=now(),
        )
    )  # fmt: skip
    start = min(datetime.combine(applied_on, time(0), WIB), now())
    commitments.promise(RuleKey.HOME_RETURN, by=by, about=about(case, kind_of="home_return", subject_id=pk), start=start)
    audit.record("home_return_planned", "home_return", pk, case_id=case_id, detail=str(direction))
    return pk


def _held(by: Actor, case_id: UUID, return_id: UUID, version: int, *states: ReturnState) -> tuple[CaseSummary, HomeReturn]:
    """The return, locked with its case, as the page showed it and in a fitting state."""
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    row = get_object_or_404(HomeReturn, pk=return_id, case_id=case_id)
    if row.version != version or safety.return_state(row.handed_over_at, row.confirmed_on, row.cancelled_at) not in states:
        raise Refused(LOST)
    row.version = version + 1
    return case, row


def change_return(*, by: Actor, case_id: UUID, return_id: UUID, version: int, **fields: Any) -> None:
    """Correct what is planned, as long as nobody was handed over; fields are those of `plan_return`."""
    _case, row = _held(by, case_id, return_id, version, ReturnState.PLANNED)
    row.desk_id = fields.pop("desk", row.desk_id)
    for name, value in fields.items():
        setattr(row, name, value)
    _checked(row.applied_on, row.leaves_on, row.region, row.office, row.desk_id)
    row.save(force_update=True)
    audit.record("home_return_changed", "home_return", return_id, case_id=case_id)


def hand_over(
    *, by: Actor, case_id: UUID, return_id: UUID, version: int, at: datetime, handed_to: str, condition: str, things: str = ""
) -> None:
    """Record to whom somebody was handed over, when, how she was, and which documents and things went along.

    Keeps HOME_RETURN, opens RETURN_CONFIRMATION, and is the service "return" given.
    """
    case, row = _held(by, case_id, return_id, version, ReturnState.PLANNED)
    if at > now():
        raise Refused(FUTURE, "at")
    if at.astimezone(WIB).date() < row.applied_on:
        raise Refused(_("Nobody leaves before it was asked for. Check the year."), "at")
    for field, text in (("handed_to", handed_to), ("condition", condition)):
        if not text.strip():
            raise Refused(_("Please write something."), field)
    row.handed_over_at, row.handed_to, row.condition, row.things = at, handed_to, condition, things
    row.save(force_update=True)
    commitments.keep(RuleKey.HOME_RETURN, subject_id=return_id, by=by, act="hand_over")
    commitments.promise(RuleKey.RETURN_CONFIRMATION, by=by, about=about(case, kind_of="home_return", subject_id=return_id))
    _service(by, case, row, at.astimezone(WIB).date())
    audit.record("home_return_handed_over", "home_return", return_id, case_id=case_id)


def _service(by: Actor, case: CaseSummary, row: HomeReturn, day: date) -> None:
    planned = [n.id for n in needs(case) if n.service == "return" and n.victim_id == row.victim_id and n.state != NeedState.GIVEN]
    record_service_fact(
        by=by, case_id=case.id, kind=ServiceFactKind.GIVEN, planned_id=next(iter(planned), None), service="return", happened_on=day,
        victim_id=row.victim_id,
    )  # fmt: skip


def confirm_return(*, by: Actor, case_id: UUID, return_id: UUID, version: int, confirmed_on: date, confirmation: str) -> None:
    """Record who at the other end confirmed that the person arrived, and how she is. Keeps RETURN_CONFIRMATION."""
    _case, row = _held(by, case_id, return_id, version, ReturnState.HANDED_OVER)
    if confirmed_on > today():
        raise Refused(FUTURE, "confirmed_on")
    if row.handed_over_at and confirmed_on < row.handed_over_at.astimezone(WIB).date():
        raise Refused(_("The confirmation cannot lie before the hand-over."), "confirmed_on")
    if not confirmation.strip():
        raise Refused(_("Please write something."), "confirmation")
    row.confirmed_on, row.confirmation = confirmed_on, confirmation
    row.save(force_update=True)
    commitments.keep(RuleKey.RETURN_CONFIRMATION, subject_id=return_id, by=by, act="confirm_return")
    audit.record("home_return_confirmed", "home_return", return_id, case_id=case_id)


def cancel_return(*, by: Actor, case_id: UUID, return_id: UUID, version: int, reason: str) -> None:
    """Cancel a return that did not take place, with the reason; its promise falls away."""
    _case, row = _held(by, case_id, return_id, version, ReturnState.PLANNED)
    if not reason.strip():
        raise Refused(_("Give the reason."), "reason")
    row.cancelled_at, row.cancel_reason = now(), reason
    row.save(force_update=True)
    commitments.cancel(RuleKey.HOME_RETURN, subject_id=return_id, by=by, act="cancel_return")
    audit.record("home_return_cancelled", "home_return", return_id, case_id=case_id)
