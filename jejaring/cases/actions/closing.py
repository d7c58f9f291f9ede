"""Closing, reopening and handing over a case: every move goes through the table of transitions."""

from typing import Any
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.checks import first_check, stop_checks
from jejaring.cases.actions.grip import about, change, earlier, hold
from jejaring.cases.actions.notes import jot
from jejaring.cases.models import Closure
from jejaring.cases.queries.law import criminal_states
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules.law import may_stop_watching
from jejaring.cases.states import CASE, CaseState, ClosureState, NoteKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.guard.rows import change as write
from jejaring.guard.rows import insert
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind

WAITING = Stored(lambda case: Closure.objects.filter(case_id=case, state=ClosureState.PROPOSED))
OF_THE_LAW = (
    RuleKey.COURT_HEARING, RuleKey.LEGAL_STEP, RuleKey.FILE_COMPLETION, RuleKey.PROGRESS_NOTICE, RuleKey.RESTITUTION_PAYMENT,
    RuleKey.INVESTIGATION_NOTICE, RuleKey.STOP_NOTICE, RuleKey.RESTITUTION_REQUEST, RuleKey.PROTECTION_ORDER,
    RuleKey.RESTRAINT_ORDER,
)  # fmt: skip
SERVED = (RuleKey.FIRST_SERVICE, RuleKey.SERVICE_FEEDBACK)  # the receiver goes on, its access has an end of its own
LEFT_TO_OTHERS = (RuleKey.LETTER_ACKNOWLEDGEMENT, RuleKey.HAND_OVER)  # kept by the act of referrals that calls
OF_ANY_STATE = (RuleKey.CONSENT_WITHDRAWAL,)  # owed to the person, whatever becomes of the case


def move(case: CaseSummary, act: str, **fields: Any) -> CaseState:
    """Take the case along one line of the table."""
    require(CASE.may(case.state, act))
    state = CaseState(CASE.after(case.state, act))
    change(case.id, decided=True, state=state, **fields)
    return state


def tell(case: CaseSummary, kind: NoticeKind) -> None:
    """Tell the lead desk."""
    notices.tell(desk_id=case.lead_desk_id, kind=kind, subject_kind="case", subject_id=case.id)


def propose_closure(
    *, by: Actor, case_id: UUID, reason: str, outcome: str, account: str = "", follow_up_agreed: bool = False, watch_law: bool = False,
    version: int | None = None, submission: UUID | None = None,
) -> Closure:  # fmt: skip
    """Propose to close, with a reason, an outcome and what was reached; follow-up only as far as the person agrees to it.

    Opens CLOSURE_CONFIRMATION: somebody else decides. Refused where reason and outcome contradict one another.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return Closure.objects.get(pk=known)
    case = hold(by, case_id, version=version)
    require(permissions.may_propose_closure(by, case))
    if reason == "goals_met" and outcome in ("worse", "unknown"):
        raise Refused(_("The goals are not reached where the person is worse off or nobody knows. Choose another reason."), "reason")
    row = Closure(
        id=pk, domain=case.domain, case_id=case_id, reason=reason, outcome=outcome, account=account, follow_up_agreed=follow_up_agreed,
        watch_law=watch_law, proposed_by=by.id, proposed_at=now(),
    )  # fmt: skip
    insert(row)
    move(case, "propose_closure")
    commitments.promise(RuleKey.CLOSURE_CONFIRMATION, by=by, about=about(case))
    audit.record("closure_proposed", "closure", pk, case_id=case_id, detail=reason)
    tell(case, NoticeKind.CLOSURE_PROPOSED)
    return row


def _decide(by: Actor, case: CaseSummary, state: ClosureState, note: str) -> Closure:
    """Write the decision of the second person on the closure that waits."""
    require(permissions.may_decide_closure(by, case))
    row = WAITING.one(case.id)
    row.state, row.decided_by, row.decided_at = state, by.id, now()
    row.decision_note = note
    write(row, "state", "decided_by", "decided_at", "decision_note")
    commitments.keep(RuleKey.CLOSURE_CONFIRMATION, subject_id=case.id, by=by, act=f"closure_{state}")
    audit.record(f"closure_{state}", "closure", row.pk, case_id=case.id)
    tell(case, NoticeKind.CLOSURE_DECIDED)
    return row


def confirm_closure(*, by: Actor, case_id: UUID, note: str = "", version: int | None = None) -> CaseState:
    """A second person closes the case, or leaves only the law to be watched. What is still open is cancelled, except what the law owes and
    what desks that accepted a referral still owe. Refused while a referral waits for its answer: it must not wait for nobody.

    A first check (FOLLOW_UP) is owed only when the person agreed to it. Keeps CLOSURE_CONFIRMATION.
    """
    case = hold(by, case_id, version=version)
    if Commitment.objects.filter(case_id=case_id, key=RuleKey.REFERRAL_ANSWER, state=CommitmentState.OPEN).exists():
        raise Refused(_("A referral still waits for its answer. Take it back first, so that nobody answers for nothing."), "decision")
    closure = _decide(by, case, ClosureState.CONFIRMED, note)
    state = move(case, "confirm_legal_watch" if closure.watch_law else "confirm_closure", closed_at=now())
    left = (*SERVED, *OF_THE_LAW) if closure.watch_law else (*SERVED, RuleKey.RESTITUTION_PAYMENT, RuleKey.RESTITUTION_REQUEST)
    commitments.cancel_case(case_id=case_id, also=case.opened_from, by=by, act="confirm_closure", keep_keys=(*left, *OF_ANY_STATE))
    if closure.follow_up_agreed:
        first_check(by, case)
    return state


def decline_closure(*, by: Actor, case_id: UUID, note: str, version: int | None = None) -> None:
    """A second person says what is missing; work goes on. Keeps CLOSURE_CONFIRMATION."""
    case = hold(by, case_id, version=version)
    if not note.strip():
        raise Refused(_("Say what is still missing."), "note")
    _decide(by, case, ClosureState.DECLINED, note)
    move(case, "decline_closure")


def reopen(*, by: Actor, case_id: UUID, reason: str, version: int | None = None) -> None:
    """Work on a closed case again; everything in it is kept. Assessment and review are owed anew, the follow-up is not."""
    case = hold(by, case_id, version=version)
    require(permissions.may_reopen(by, case))
    move(case, "reopen", closed_at=None)
    jot(by, case, NoteKind.REOPENED, reason)
    stop_checks(by, case, act="reopen")
    commitments.promise_all(by=by, about=about(case), wanted=dict.fromkeys((RuleKey.ASSESSMENT, RuleKey.REVIEW)))
    audit.record("case_reopened", "case", case_id, case_id=case_id)


def end_watch(*, by: Actor, case_id: UUID, reason: str, version: int | None = None) -> None:
    """The legal process has ended, or nothing is left to watch: the case is closed. A follow-up that is owed stays owed.

    Refused while a criminal track still runs.
    """
    case = hold(by, case_id, version=version)
    require(permissions.may_end_watch(by, case))
    require(may_stop_watching(criminal_states(case_id)))
    move(case, "end_watch")
    jot(by, case, NoteKind.WATCH_ENDED, reason)
    audit.record("watch_ended", "case", case_id, case_id=case_id)


def mark_transferred(*, by: Actor, case_id: UUID) -> None:
    """The case went over to another body, which acknowledged it: nothing is owed here any more, nor on the report that it came from."""
    case = hold(by, case_id)
    require(permissions.may_transfer(by, case))
    move(case, "transfer", closed_at=now())
    kept = (*LEFT_TO_OTHERS, *OF_ANY_STATE)
    commitments.cancel_case(case_id=case_id, also=case.opened_from, by=by, act="mark_transferred", keep_keys=kept)
    audit.record("case_transferred", "case", case_id, case_id=case_id)
