"""States of a commitment. Late is derived, never stored."""

from collections.abc import Mapping

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.transitions import Transitions


class CommitmentState(Labelled):
    """Whether a promise still runs."""

    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    WAIVED = "waived", _("Waived")
    CANCELLED = "cancelled", _("Cancelled")


S = CommitmentState
COMMITMENT = Transitions(
    "commitment",
    S,
    S.OPEN,
    {(S.OPEN, "keep"): S.KEPT, (S.OPEN, "waive"): S.WAIVED, (S.OPEN, "cancel"): S.CANCELLED},
)


class RuleKey(Labelled):
    """The kinds of promises that the main job opens and keeps."""

    FIRST_RESPONSE = "first_response", _("First response")
    SAFE_CONTACT = "safe_contact", _("Contact in the safe window")
    TRIAGE = "triage", _("Triage")
    COMPLETE_REPORT = "complete_report", _("Complete the report")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Plan")
    HAND_OVER = "hand_over", _("Hand over to the responsible body")
    REFERRAL_ANSWER = "referral_answer", _("Answer to a referral")
    LETTER_ACKNOWLEDGEMENT = "letter_acknowledgement", _("Acknowledgement of a letter")
    FIRST_SERVICE = "first_service", _("First service")
    SERVICE_FEEDBACK = "service_feedback", _("Feedback on a service")
    POLICE_REPORT = "police_report", _("Report to the police")
    REVIEW = "review", _("Review")
    SAFETY_REVIEW = "safety_review", _("Look at the safety plan")
    CLOSURE_CONFIRMATION = "closure_confirmation", _("Confirmation of closure")
    FOLLOW_UP = "follow_up", _("Follow-up after closure")
    COURT_HEARING = "court_hearing", _("Attend the hearing")
    LEGAL_STEP = "legal_step", _("Ask about the next legal step")
    FILE_COMPLETION = "file_completion", _("Ask whether the file was completed (P-19)")
    PROGRESS_NOTICE = "progress_notice", _("Ask for the notice of progress (SP2HP)")
    RESTITUTION_PAYMENT = "restitution_payment", _("See that restitution is paid")
    SAFETY_PLAN_REVIEW = "safety_plan_review", _("Review of the safety plan")
    HOME_RETURN = "home_return", _("Return home")
    RETURN_CONFIRMATION = "return_confirmation", _("Confirmation of the return")
    PROPHYLAXIS = "prophylaxis", _("Post-exposure prophylaxis")
    EMERGENCY_CONTRACEPTION = "emergency_contraception", _("Emergency contraception")
    TEMPORARY_PROTECTION = "temporary_protection", _("Temporary protection by the police")
    WITNESS_PROTECTION = "witness_protection", _("Request to LPSK")
    REHABILITATION = "rehabilitation", _("Rehabilitation after trafficking")
    INVESTIGATION_NOTICE = "investigation_notice", _("Ask whether the prosecutor was notified (SPDP)")
    STOP_NOTICE = "stop_notice", _("Ask for the notice that the investigation stopped")
    RESTITUTION_REQUEST = "restitution_request", _("Request for restitution")
    CONSENT_WITHDRAWAL = "consent_withdrawal", _("See that the sharing has stopped")
    EMERGENCY_REVIEW = "emergency_review", _("Review of an emergency access")
    TRACES = "traces", _("Secure the traces (swabs)")
    PREGNANCY_AFTER_RAPE = "pregnancy_after_rape", _("Explain the care for a pregnancy after rape")
    COMPLAINT_PERIOD = "complaint_period", _("Complaint within its period")
    TAKEDOWN = "takedown", _("Ask for content to be taken down")
    PROTECTION_ORDER = "protection_order", _("Protection order of the court")
    COMPLAINT_PERIOD_ABROAD = "complaint_period_abroad", _("Complaint within its period, from abroad")
    RESTRAINT_ORDER = "restraint_order", _("Restraint of the respondent by the court")


K = RuleKey
KEPT_BY: Mapping[RuleKey, str] = {  # what fulfils it, in words; the acts themselves stand in the apps that keep it
    K.FIRST_RESPONSE: _("a safety action, a safe attempt or a contact on record; advice, or an assessment"),
    K.SAFE_CONTACT: _("a contact or an attempt inside the safe hours; an assessment once they have begun"),
    K.TRIAGE: _("a decision on the report"),
    K.COMPLETE_REPORT: _("the completed report"),
    K.ASSESSMENT: _("an assessment of the case"),
    K.PLAN: _("a plan with at least one service"),
    K.HAND_OVER: _("a referral or letter that hands it over"),
    K.REFERRAL_ANSWER: _("any answer: accepted, declined or not available"),
    K.LETTER_ACKNOWLEDGEMENT: _("the acknowledgement on record, also by telephone"),
    K.FIRST_SERVICE: _("a service given by the desk that accepted"),
    K.SERVICE_FEEDBACK: _("a report back to the desk that referred"),
    K.POLICE_REPORT: _("the police report on record, or a supervisor's written ground"),
    K.REVIEW: _("a review of the whole case"),
    K.SAFETY_REVIEW: _("an assessment, a review or a safety plan"),
    K.CLOSURE_CONFIRMATION: _("the decision of a second person"),
    K.FOLLOW_UP: _("a check after closure on record"),
    K.COURT_HEARING: _("what the hearing brought, or that it was cancelled"),
    K.LEGAL_STEP: _("the next legal step on record"),
    K.FILE_COMPLETION: _("the next step of the file on record"),
    K.PROGRESS_NOTICE: _("a notice of progress on record"),
    K.RESTITUTION_PAYMENT: _("the payment on record"),
    K.SAFETY_PLAN_REVIEW: _("a new version of the safety plan"),
    K.HOME_RETURN: _("the hand-over on record, or the return cancelled with a reason"),
    K.RETURN_CONFIRMATION: _("the confirmation of the receiving side"),
    K.PROPHYLAXIS: _("health care on record, given or not wanted; also by the hospital that answers a referral"),
    K.EMERGENCY_CONTRACEPTION: _("health care on record, given or not wanted; also by the hospital that answers a referral"),
    K.TEMPORARY_PROTECTION: _("the protection on record, given or not wanted; also by the police who answer a referral"),
    K.WITNESS_PROTECTION: _("a referral or letter to LPSK, or the protection on record"),
    K.REHABILITATION: _("the planned service on record: given, not wanted or not to be had"),
    K.INVESTIGATION_NOTICE: _("the notice to the prosecutor on record, or the end of the investigation"),
    K.STOP_NOTICE: _("a notice of the police on record, or that the investigation goes on"),
    K.RESTITUTION_REQUEST: _("the request on record in the ledger"),
    K.CONSENT_WITHDRAWAL: _("what every receiver answered, on record"),
    K.EMERGENCY_REVIEW: _("the decision of a head of another organisation whether it was justified"),
    K.TRACES: _("a forensic examination on record, given or not wanted; also by the hospital that answers a referral"),
    K.PREGNANCY_AFTER_RAPE: _("the explanation of this right on record"),
    K.COMPLAINT_PERIOD: _("the police report on record, or the explanation of this right"),
    K.COMPLAINT_PERIOD_ABROAD: _("the police report on record, or the explanation of this right"),
    K.TAKEDOWN: _("the request to take it down on record, or that it is not wanted"),
    K.PROTECTION_ORDER: _("the application to the court on record, or that protection is not wanted"),
    K.RESTRAINT_ORDER: _("the application to the court on record, or that protection is not wanted"),
}


OF_A_DAY = _(
    "a case of sexual violence is opened whose day is known and lies within the window; without the hour it counts from the beginning of "
    "the day"
)
OPENED_BY: Mapping[RuleKey, str] = {  # its trigger, in words
    K.FIRST_RESPONSE: _("a report is received"),
    K.SAFE_CONTACT: _("a report names hours in which contact is safe"),
    K.TRIAGE: _("a report is received, or sent back from a case"),
    K.COMPLETE_REPORT: _("a report is received that is not complete"),
    K.ASSESSMENT: _("a case is opened or reopened"),
    K.PLAN: _("a case is opened"),
    K.HAND_OVER: _("triage refers out or transfers to another region"),
    K.REFERRAL_ANSWER: _("a referral is sent to a desk that uses Jejaring"),
    K.LETTER_ACKNOWLEDGEMENT: _("a referral is sent by letter"),
    K.FIRST_SERVICE: _("a referral is accepted"),
    K.SERVICE_FEEDBACK: _("the first service is given"),
    K.POLICE_REPORT: _("sexual violence is told in a case"),
    K.REVIEW: _("a case is opened, and each review"),
    K.SAFETY_REVIEW: _("somebody may have asked about a person of the case"),
    K.CLOSURE_CONFIRMATION: _("a closure is proposed"),
    K.FOLLOW_UP: _("a case is closed and the person agreed to be asked again"),
    K.COURT_HEARING: _("the next hearing is known"),
    K.LEGAL_STEP: _("the next day of the law is known"),
    K.FILE_COMPLETION: _("the prosecutor returns the file (P-19)"),
    K.PROGRESS_NOTICE: _("an investigation runs, and each notice"),
    K.RESTITUTION_PAYMENT: _("a final judgment orders restitution"),
    K.SAFETY_PLAN_REVIEW: _("a safety plan is written, and each version"),
    K.HOME_RETURN: _("a return home is applied for"),
    K.RETURN_CONFIRMATION: _("somebody was handed over on the way home"),
    K.PROPHYLAXIS: OF_A_DAY,
    K.EMERGENCY_CONTRACEPTION: OF_A_DAY,
    K.TEMPORARY_PROTECTION: _("the police are told and the victim asks for protection"),
    K.WITNESS_PROTECTION: _("the police are told and the victim asks for LPSK"),
    K.REHABILITATION: _("health care, rehabilitation or reintegration is planned after trafficking"),
    K.INVESTIGATION_NOTICE: _("an investigation begins"),
    K.STOP_NOTICE: _("an investigation is stopped"),
    K.RESTITUTION_REQUEST: _("a judgment is final and nothing was asked for a victim"),
    K.CONSENT_WITHDRAWAL: _("a consent is withdrawn after something was sent on it"),
    K.EMERGENCY_REVIEW: _("somebody opens a case by emergency access"),
    K.TRACES: OF_A_DAY,
    K.PREGNANCY_AFTER_RAPE: _("rape is told in a case whose day is known, of somebody who may become pregnant"),
    K.COMPLAINT_PERIOD: _("an offence that is prosecuted on complaint is told in a case whose day is known"),
    K.COMPLAINT_PERIOD_ABROAD: _(
        "an offence that is prosecuted on complaint is told in a case whose day is known, and the victim was abroad when she learned of it"
    ),
    K.TAKEDOWN: _("electronic sexual violence is told in a case, or online material is noted in its papers"),
    K.PROTECTION_ORDER: _("the police are told and the victim asks for protection, except after sexual violence outside of a household"),
    K.RESTRAINT_ORDER: _("the police are told of sexual violence outside of a household, and the victim asks for protection"),
}
# The body and the law count from what happened: these are neither paused nor moved.
WINDOWS = frozenset({
    K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION, K.TRACES, K.PREGNANCY_AFTER_RAPE, K.COMPLAINT_PERIOD, K.COMPLAINT_PERIOD_ABROAD,
})  # fmt: skip
_RECEIVER, _LEAD = _("The desk that received the report"), _("The lead desk of the case")
_ASKED, _SENDER, _PERSON = _("The desk that was asked"), _("The desk that sent it"), _("The person")
_BETWEEN: Mapping[RuleKey, tuple[str, str]] = {
    **dict.fromkeys((K.FIRST_RESPONSE, K.SAFE_CONTACT, K.TRIAGE, K.COMPLETE_REPORT), (_RECEIVER, _PERSON)),
    **dict.fromkeys((K.REFERRAL_ANSWER, K.FIRST_SERVICE, K.SERVICE_FEEDBACK), (_ASKED, _SENDER)),
    K.LETTER_ACKNOWLEDGEMENT: (_SENDER, _PERSON),
    K.EMERGENCY_REVIEW: (_("A head of another organisation than who asked"), _("The desk that asked")),
}


def between(key: RuleKey) -> tuple[str, str]:
    """Who owes a promise of this kind, and to whom (message ids)."""
    return _BETWEEN.get(key, (_LEAD, _PERSON))


class ClockKind(Labelled):
    """On which clock a rule's amounts run."""

    WALL = "wall", _("Hours by the wall clock")
    WORKING_HOURS = "working_hours", _("Hours in which the desk is open")
    WORKING_DAYS = "working_days", _("Working days of the desk")


class CountsFrom(Labelled):
    """The moment from which a rule counts."""

    OPENING = "opening", _("When it is promised")
    INCIDENT = "incident", _("When it happened")


class Addressee(Labelled):
    """Who is told at a step. Police, prosecutor and court are written to, never ordered: there the agency's step is a drafted letter."""

    DESK = "desk", _("The desk that owes it")
    HEAD = "head", _("The head of that desk")
    AGENCY = "agency", _("The head of the agency")
    SECRETARY = "secretary", _("The task-force secretary")
    CHAIR = "chair", _("The task-force chair")


class CommitmentAct(Labelled):
    """What happened to a promise; one row each, so that an old due moment stays on record."""

    OPENED = "opened", _("Opened")
    KEPT = "kept", _("Kept")
    WAIVED = "waived", _("Waived")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Due moment moved")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    REMINDED = "reminded", _("Reminded")
    ESCALATED = "escalated", _("Escalated")
    WAIVER_ASKED = "waiver_asked", _("Asked not to keep it")
    WAIVER_DECLINED = "waiver_declined", _("It has to be kept")
    RECOMPUTED = "recomputed", _("Due moment computed anew")


ACT_OF_STATE: Mapping[CommitmentState, CommitmentAct] = {
    S.OPEN: CommitmentAct.OPENED,
    S.KEPT: CommitmentAct.KEPT,
    S.WAIVED: CommitmentAct.WAIVED,
    S.CANCELLED: CommitmentAct.CANCELLED,
}
