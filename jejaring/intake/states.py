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


class ResponseKind(Labelled):
    """What keeps a first response. No kind requires an unsafe call."""

    SAFETY_ACTION = "safety_action", _("Safety action (patrol, companion sent)")
    SAFE_CONTACT = "safe_contact", _("Contact made, in the safe way")
    ATTEMPT = "attempt", _("Safe attempt, not reached")
    ADVICE = "advice", _("Advice given at once")
