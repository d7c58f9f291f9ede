"""Kinds of notices. Their words carry no content about a person."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class NoticeKind(Labelled):
    """What happened."""

    REFERRAL_RECEIVED = "referral_received", _("A referral has arrived")
    REFERRAL_ACCEPTED = "referral_accepted", _("A referral was accepted")
    REFERRAL_DECLINED = "referral_declined", _("A referral was declined")
    REFERRAL_UNAVAILABLE = "referral_unavailable", _("A desk cannot provide the service")
    REFERRAL_DONE = "referral_done", _("A service was given and reported back")
    REFERRAL_WITHDRAWN = "referral_withdrawn", _("A referral was withdrawn")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("The consent behind a referral was withdrawn")
    LETTER_ACKNOWLEDGED = "letter_acknowledged", _("A letter was acknowledged")
    CASE_ASSIGNED = "case_assigned", _("A case was assigned to you")
    CLOSURE_PROPOSED = "closure_proposed", _("A closure waits for confirmation")
    CLOSURE_DECIDED = "closure_decided", _("A closure was decided")
    UNSEALING_ASKED = "unsealing_asked", _("Somebody asks to open something sealed")
    UNSEALING_CONFIRMED = "unsealing_confirmed", _("Something sealed is open for you")
    SAFETY_PLAN = "safety_plan", _("Look at the safety plan of a case")
    PROMISE_DUE = "promise_due", _("A promise will be due soon")
    PROMISE_LATE = "promise_late", _("A promise is late")
    DESK_LATE = "desk_late", _("Another desk is late with a promise")
    LETTER_DUE = "letter_due", _("A reminder by letter is to be written to a late desk")
    WAIVER_ASKED = "waiver_asked", _("Somebody asks that a promise need not be kept")
    WAIVER_DECIDED = "waiver_decided", _("It was decided whether a promise has to be kept")
    REPORT_ARRIVED = "report_arrived", _("A report from another desk has arrived")
    REPORT_ANSWERED = "report_answered", _("A report that this desk sent was answered")
    EMERGENCY_OPENED = "emergency_opened", _("Somebody opened a case by emergency access")
    EMERGENCY_DECIDED = "emergency_decided", _("An emergency access was reviewed")
    EMERGENCY_STOPPED = "emergency_stopped", _("An emergency access was ended before its time")
    EMERGENCY_SUSPENDED = "emergency_suspended", _("The right to emergency access is suspended")
    EMERGENCY_RESTORED = "emergency_restored", _("The right to emergency access was given back")
    CONFLICT_CHANGED = "conflict_changed", _("The privacy officer said who must not know of a case")
    KEYS_TAKEN_AWAY = "keys_taken_away", _("The administrator took your security keys away")
    JOIN_PROPOSED = "join_proposed", _("A report is proposed to join a case")
