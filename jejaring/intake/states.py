"""Codes of a report."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.transitions import Transitions


class ReportState(Labelled):
    """Where a report stands."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for triage")
    DECIDED = "decided", _("Decided")


S = ReportState
REPORT = Transitions(
    "report", S, S.WAITING, {(S.DRAFT, "receive"): S.WAITING, (S.WAITING, "decide"): S.DECIDED, (S.DECIDED, "reopen"): S.WAITING}
)


class ReporterKind(Labelled):
    """Who tells."""

    VICTIM = "victim", _("The victim")
    FAMILY = "family", _("Family")
    OTHER = "other", _("Somebody else")
    PROFESSIONAL = "professional", _("Professional")


class LimitsNotRead(Labelled):
    """Why the limits of confidentiality could not be read out before the story."""

    EMERGENCY = "emergency", _("Emergency: help came first")
    PROFESSIONAL = "professional", _("The reporter is a professional and knows them")
    WRITTEN = "written", _("The report came in writing")
    CUT_OFF = "cut_off", _("The call broke off")


class ReportPart(Labelled):
    """What a complete report says; a part may be said to be unknown."""

    DANGER = "danger", _("Signs of danger")
    CONTACT = "contact", _("Safe contact")
    AWARENESS = "awareness", _("Whether the victim knows")
    VICTIM_SEX = "victim_sex", _("Sex of the victim")
    VICTIM_AGE = "victim_age", _("Age of the victim")
    AREA = "area", _("Where it happened")
    INCIDENT = "incident", _("When it happened")


class ResponseKind(Labelled):
    """What keeps a first response. No kind requires an unsafe call."""

    SAFETY_ACTION = "safety_action", _("Safety action (patrol, companion sent)")
    SAFE_CONTACT = "safe_contact", _("Contact made, in the safe way")
    ATTEMPT = "attempt", _("Safe attempt, not reached")
    ADVICE = "advice", _("Advice given at once")


class Answer(Labelled):
    """An answer to a plain question; nothing means that nobody asked."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class MedicalLimit(Labelled):
    """What medicine can do only for so long after an incident."""

    TRACES = "traces", _("Traces (swabs)")
    PROPHYLAXIS = "prophylaxis", _("Post-exposure prophylaxis")
    CONTRACEPTION = "contraception", _("Emergency contraception")
