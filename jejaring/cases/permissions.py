"""Who may do what with a case, and in which state. The database decides beforehand who sees it at all."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.cases.states import CASE, CaseState, DocumentOrigin, UnsealingState
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict


class Standing(Protocol):
    """What the permissions ask about a case."""

    @property
    def state(self) -> CaseState: ...
    @property
    def manager_id(self) -> UUID | None: ...
    @property
    def proposed_by(self) -> UUID | None: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def police_known(self) -> bool: ...


def may_open(actor: Actor) -> Verdict:
    """Whoever decides about reports may open a case from one."""
    return actor.may(P.TRIAGE)


def is_active(case: Standing) -> Verdict:
    """Work goes on while a case is open or its closure waits."""
    if case.state in (CaseState.OPEN, CaseState.CLOSURE_PROPOSED):
        return YES
    return Verdict(False, _("This case is closed. Reopen it first."))


def may_work(actor: Actor, case: Standing) -> Verdict:
    """The team adds facts, notes and services while the case is active."""
    return actor.may(P.WORK_CASE) & is_active(case)


def may_lead(actor: Actor, case: Standing) -> Verdict:
    """The case manager or a supervisor decides: assessment, plan, people in charge, closure."""
    if case.manager_id == actor.id or actor.may(P.CONFIRM_CLOSURE):
        return actor.may(P.WORK_CASE)
    return Verdict(False, _("Only the case manager or a supervisor decides this."))


def may_assess(actor: Actor, case: Standing) -> Verdict:
    """Assessment, screening and plan are the case manager's, while the case is active."""
    return may_lead(actor, case) & is_active(case)


def may_declare_conflict(actor: Actor) -> Verdict:
    """A supervisor says for which accounts a case does not exist."""
    return actor.may(P.CONFIRM_CLOSURE)


def may_tell_conflict(actor: Actor) -> Verdict:
    """A privacy officer says the same of a case that she does not see."""
    return actor.may(P.READ_AUDIT)


class Emergency(Protocol):
    """What the permissions ask about an emergency access."""

    @property
    def user(self) -> UUID: ...
    @property
    def reviewing_desk(self) -> UUID | None: ...


def may_ask_emergency(actor: Actor) -> Verdict:
    """Whoever stands before people on behalf of a unit or a partner desk may ask for emergency access."""
    return actor.may(P.ASK_EMERGENCY)


def may_review_emergency(actor: Actor, access: Emergency) -> Verdict:
    """A head of the desk that was asked to review it says once whether an access was justified, never about oneself."""
    if access.user == actor.id:
        return Verdict(False, _("Somebody of another organisation reviews what you opened."))
    if access.reviewing_desk != actor.desk:
        return Verdict(False, _("Another desk was asked to review this."))
    if getattr(access, "review", None) is not None:
        return Verdict(False, _("It is reviewed already."))
    return actor.may(P.REVIEW_EMERGENCY)


class Running(Emergency, Protocol):
    """What the permissions ask about an access that somebody else may end."""

    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def until(self) -> datetime: ...


def may_stop_emergency(actor: Actor, access: Running, *, leads: bool) -> Verdict:
    """A head of the desk that reviews an access, or a supervisor of the desk that leads the case (`leads`), ends it while it runs."""
    if access.user == actor.id:
        return Verdict(False, _("You opened it yourself: say that you are done."))
    if access.ended_at is not None or access.until <= now():
        return Verdict(False, _("It has ended already."))
    if access.reviewing_desk != actor.desk and not leads:
        return Verdict(False, _("The desk that reviews it or the one that leads the case ends it."))
    return actor.may(P.REVIEW_EMERGENCY)


def may_restore_emergency(actor: Actor, user: UUID) -> Verdict:
    """The privacy officer or the administrator gives the right back, never to oneself."""
    if user == actor.id:
        return Verdict(False, _("Somebody else decides about your own right."))
    return actor.may(P.RESTORE_EMERGENCY)


def may_assign(actor: Actor, case: Standing) -> Verdict:
    """The case manager or a supervisor says who works on it, as long as it is ours."""
    ours = YES if case.state != CaseState.TRANSFERRED else Verdict(False, _("This case was handed over."))
    return may_lead(actor, case) & ours


def may_lower(actor: Actor) -> Verdict:
    """Only a supervisor lowers a risk, with a reason."""
    return YES if actor.may(P.LOWER_RISK) else Verdict(False, _("Only a supervisor may lower a risk."))


def may_report_to_police(actor: Actor, case: Standing) -> Verdict:
    """The team writes down the police report once it is made, also while only the law is watched."""
    if case.police_known:
        return Verdict(False, _("The police report is already recorded."))
    if case.state == CaseState.LEGAL_WATCH:
        return actor.may(P.WORK_CASE)
    return may_work(actor, case)


def may_give_ground(actor: Actor, case: Standing) -> Verdict:
    """Only a supervisor may say in writing why the police are not told."""
    if not actor.may(P.CONFIRM_CLOSURE):
        return Verdict(False, _("Only a supervisor may decide that the police are not told."))
    return is_active(case)


def may_propose_closure(actor: Actor, case: Standing) -> Verdict:
    """The case manager or a supervisor proposes, once."""
    return may_lead(actor, case) & CASE.may(case.state, "propose_closure")


def may_decide_closure(actor: Actor, case: Standing) -> Verdict:
    """Closure takes two: somebody who may confirm, and did not propose it."""
    allowed = actor.may(P.CONFIRM_CLOSURE) & CASE.may(case.state, "confirm_closure")
    if allowed and case.proposed_by == actor.id:
        return Verdict(False, _("You proposed this closure. Somebody else must decide."))
    return allowed


def may_reopen(actor: Actor, case: Standing) -> Verdict:
    """The case manager or a supervisor reopens a closed case; everything in it is kept."""
    return may_lead(actor, case) & CASE.may(case.state, "reopen")


def may_end_watch(actor: Actor, case: Standing) -> Verdict:
    """The case manager or a supervisor ends the watch on the law."""
    return may_lead(actor, case) & CASE.may(case.state, "end_watch")


def may_follow_up(actor: Actor, case: Standing) -> Verdict:
    """Who worked on a case writes down how the person fares after closure."""
    if case.state not in (CaseState.CLOSED, CaseState.LEGAL_WATCH):
        return Verdict(False, _("The case is still being worked on: write a note or a review."))
    return actor.may(P.WORK_CASE)


def may_transfer(actor: Actor, case: Standing) -> Verdict:
    """An open case goes over to another body once that body has acknowledged it."""
    return actor.may(P.WORK_CASE, P.SEND_REFERRAL) & CASE.may(case.state, "transfer")


def may_reveal(actor: Actor, case: Standing) -> Verdict:
    """Somebody who works on the case may see a name, for a reason that is written down."""
    return actor.may(P.WORK_CASE)


def may_record_law(actor: Actor, case: Standing) -> Verdict:
    """The team writes down what the law does while the case is worked on, and while only the law is watched."""
    if case.state == CaseState.LEGAL_WATCH:
        return actor.may(P.WORK_CASE)
    return may_work(actor, case)


def may_record_payment(actor: Actor, case: Standing) -> Verdict:
    """Restitution is paid long after the judgment: amounts are entered also when the case is closed."""
    if case.state == CaseState.TRANSFERRED:
        return Verdict(False, _("This case was handed over."))
    return actor.may(P.WORK_CASE)


def may_plan_checks(actor: Actor, case: Standing) -> Verdict:
    """Days of checks are agreed for a case whose services have ended."""
    return may_follow_up(actor, case)


UNDO_DAYS = 14  # how long a removed paper can be put back


class Paper(Protocol):
    """What the permissions ask about a paper."""

    @property
    def by_id(self) -> UUID: ...
    @property
    def issued(self) -> bool: ...
    @property
    def removed_at(self) -> datetime | None: ...


def may_attach(actor: Actor, case: Standing) -> Verdict:
    """The team adds papers while the case is worked on, or while its law is watched."""
    return may_record_law(actor, case)


def may_read_papers(actor: Actor) -> Verdict:
    """The papers of a case are for those who work on it, also once it is closed."""
    return actor.may(P.WORK_CASE)


def may_issue(actor: Actor, case: Standing) -> Verdict:
    """A paper with a number speaks for the office: the case manager or a supervisor issues it. Drafts are everybody's in the team."""
    return may_lead(actor, case)


def may_remove(actor: Actor, case: Standing, paper: Paper) -> Verdict:
    """Who attached a paper, the case manager or a supervisor removes it, with a reason; an issued one stays, as it left the house."""
    if paper.issued:
        return Verdict(False, _("An issued paper stays in the file: it has left the house under this number."))
    if paper.removed_at is not None:
        return Verdict(False, _("This paper is removed already."))
    return actor.may(P.WORK_CASE) if paper.by_id == actor.id else may_lead(actor, case)


def may_restore(actor: Actor, case: Standing, paper: Paper) -> Verdict:
    """Within fourteen days the same people put a removed paper back; afterwards its content is gone."""
    if paper.removed_at is None:
        return Verdict(False, _("This paper is not removed."))
    if paper.removed_at + timedelta(days=UNDO_DAYS) <= now():
        return Verdict(False, _("Removed more than fourteen days ago: its content is gone."))
    return actor.may(P.WORK_CASE) if paper.by_id == actor.id else may_lead(actor, case)


def may_seal(actor: Actor) -> Verdict:
    """A supervisor seals a note or paper; from then on two people open it together, whoever sealed it too."""
    return actor.may(P.CONFIRM_CLOSURE)


def may_seal_paper(origin: DocumentOrigin, removed_at: datetime | None) -> Verdict:
    """A paper of the file is sealed; one that left the house under a number is known outside, a removed one goes anyway."""
    if origin == DocumentOrigin.ISSUED:
        return Verdict(False, _("An issued paper has left the house: sealing it here would hide nothing."))
    return YES if removed_at is None else Verdict(False, _("This paper is removed already."))


class Asked(Protocol):
    """What the permissions ask about an unsealing."""

    @property
    def state(self) -> UnsealingState: ...
    @property
    def asked_by_id(self) -> UUID: ...


def may_ask_unsealing(own: Asked | None) -> Verdict:
    """Whoever works on the case asks, once at a time."""
    if own and own.state == UnsealingState.OPEN:
        return Verdict(False, _("It is open for you already."))
    if own and own.state == UnsealingState.ASKED:
        return Verdict(False, _("You have asked. A second person has to agree within a day."))
    return YES


def may_confirm_unsealing(actor: Actor, asked: Asked) -> Verdict:
    """A second person agrees: a supervisor who sees the case or a privacy officer, never who asked; within a day."""
    if asked.asked_by_id == actor.id:
        return Verdict(False, _("You asked for this yourself. Somebody else has to agree."))
    if asked.state != UnsealingState.ASKED:
        return Verdict(False, _("This request does not wait any more."))
    return actor.may(P.CONFIRM_CLOSURE, P.READ_AUDIT)
