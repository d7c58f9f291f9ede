"""Checks after closure: only with the person's agreement, each on a day of its own, ended when she no longer wants them."""

from datetime import date, datetime, time
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import about, earlier, hold
from jejaring.cases.actions.notes import jot
from jejaring.cases.models import Closure, ClosureCheck
from jejaring.cases.queries import safety as reading
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import safety
from jejaring.cases.states import NoteKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused, require


def first_check(by: Actor, case: CaseSummary) -> None:
    """The check that a closure with agreement opens, at the rule's distance."""
    pk = uuid7()
    promised = commitments.promise(RuleKey.FOLLOW_UP, by=by, about=about(case, kind_of="check", subject_id=pk))
    insert(ClosureCheck(id=pk, case_id=case.id, due_on=promised.due_at.astimezone(WIB).date(), by=by.id, at=now()))


def require_agreement(case_id: UUID) -> Closure | None:
    """Refused where the person did not agree to be asked after closure, or no longer does."""
    closed = reading.last_closure(case_id)
    require(reading.agreement(closed, bool(closed and closed.agreement_withdrawn_at)))
    return closed


def plan_check(*, by: Actor, case_id: UUID, due_on: date, submission: UUID | None = None) -> UUID:
    """One more day on which the team asks how the person fares, as agreed with her; opens FOLLOW_UP, due at the end of that day."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_plan_checks(by, case))
    require_agreement(case_id)
    for fits in (safety.check_day(due_on, today()), safety.may_ask_on(due_on, [c.due_on for c in reading.open_checks(case_id)])):
        if not fits:
            raise Refused(fits.reason, "due_on")
    insert(ClosureCheck(id=pk, case_id=case_id, due_on=due_on, by=by.id, at=now()))
    due_at = datetime.combine(due_on, time(23, 59), WIB)
    commitments.promise(RuleKey.FOLLOW_UP, by=by, about=about(case, kind_of="check", subject_id=pk), due_at=due_at)
    audit.record("check_planned", "check", pk, case_id=case_id)
    return pk


def follow_up(
    *, by: Actor, case_id: UUID, text: str, outcome: str = "", check_id: UUID | None = None, submission: UUID | None = None
) -> UUID:  # fmt: skip
    """Write down how the person fares after closure. Keeps FOLLOW_UP of the check that is meant, else of the soonest. Returns the note."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_follow_up(by, case))
    waiting = reading.open_checks(case_id)
    check = get_object_or_404(ClosureCheck, pk=check_id, case_id=case_id) if check_id else next(iter(waiting), None)
    jot(by, case, NoteKind.FOLLOW_UP, text, pk)
    commitments.keep(RuleKey.FOLLOW_UP, subject_id=check.pk if check else case_id, by=by, act="follow_up")
    if check and check in waiting:
        ClosureCheck.objects.filter(pk=check.pk).update(done_on=today(), outcome=outcome)
        audit.record("check_recorded", "check", check.pk, case_id=case_id, detail=outcome)
    return pk


def stop_checks(by: Actor, case: CaseSummary, *, act: str) -> int:
    """Cancel the checks that are still to be done and what they owe; how many there were."""
    waiting = reading.open_checks(case.id)
    for subject in (case.id, *(check.pk for check in waiting)):
        commitments.cancel(RuleKey.FOLLOW_UP, subject_id=subject, by=by, act=act)
    ClosureCheck.objects.filter(pk__in=[c.pk for c in waiting]).update(cancelled_at=now())
    return len(waiting)


def withdraw_agreement(*, by: Actor, case_id: UUID, reason: str) -> None:
    """The person no longer wants to be asked: nobody gets in touch any more, and the remaining checks are cancelled."""
    case = hold(by, case_id)
    require(permissions.may_plan_checks(by, case))
    closed = require_agreement(case_id)
    if closed:
        Closure.objects.filter(pk=closed.pk).update(agreement_withdrawn_at=now())
    count = stop_checks(by, case, act="withdraw_agreement")
    jot(by, case, NoteKind.FOLLOW_UP, reason)
    audit.record("checks_stopped", "case", case_id, case_id=case_id, detail=str(count))
