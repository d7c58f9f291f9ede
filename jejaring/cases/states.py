"""States and codes of a case. Stages of work are facts, not states."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.transitions import Transitions


class CaseState(Labelled):
    """Where a case stands."""

    OPEN = "open", _("Open")
    CLOSURE_PROPOSED = "closure_proposed", _("Closure proposed")
    CLOSED = "closed", _("Closed")
    LEGAL_WATCH = "legal_watch", _("Services closed, law watched")
    TRANSFERRED = "transferred", _("Transferred")


S = CaseState
CASE = Transitions(
    "case",
    S,
    S.OPEN,
    {
        (S.OPEN, "propose_closure"): S.CLOSURE_PROPOSED,
        (S.CLOSURE_PROPOSED, "decline_closure"): S.OPEN,
        (S.CLOSURE_PROPOSED, "confirm_closure"): S.CLOSED,
        (S.CLOSURE_PROPOSED, "confirm_legal_watch"): S.LEGAL_WATCH,
        (S.OPEN, "transfer"): S.TRANSFERRED,
        (S.LEGAL_WATCH, "end_watch"): S.CLOSED,
        (S.CLOSED, "reopen"): S.OPEN,
        (S.LEGAL_WATCH, "reopen"): S.OPEN,
    },
)


class TeamRole(Labelled):
    """What somebody does in a case's team. The opener belongs to it only while the case is being opened."""

    OPENER = "opener", _("Opened the case")
    MANAGER = "manager", _("Case manager")
    COMPANION = "companion", _("Companion")
    SUPERVISOR = "supervisor", _("Supervisor")


class PartyRole(Labelled):
    """Who a participant is in this case. Respondent, never perpetrator, before a finding."""

    VICTIM = "victim", _("Victim")
    RESPONDENT = "respondent", _("Respondent")
    WITNESS = "witness", _("Witness")
    REPORTER = "reporter", _("Reporter")
    GUARDIAN = "guardian", _("Guardian")


class Precision(Labelled):
    """How exactly a date is known."""

    DAY = "day", _("Exact day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Unknown")


class IdentifierUse(Labelled):
    """What the person allows with what she says to get help."""

    HELP_ONLY = "help_only", _("Help only")
    MAY_GO_TO_POLICE = "may_go_to_police", _("May go to the police")


class ServiceFactKind(Labelled):
    """What became of a need: separate facts, several may follow one another."""

    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused by the person")
    UNAVAILABLE = "unavailable", _("Unavailable")


class NeedState(Labelled):
    """Where a need of the plan stands: derived from its latest fact, never stored."""

    NEEDED = "needed", _("Needed")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused by the person")
    UNAVAILABLE = "unavailable", _("Unavailable")


class NoteKind(Labelled):
    """Which act wrote a note."""

    GENERAL = "general", _("Note")
    CLINICAL = "clinical", _("Clinical note")
    REVIEW = "review", _("Review")
    FOLLOW_UP = "follow_up", _("Follow-up after closure")
    REOPENED = "reopened", _("Case reopened")
    WATCH_ENDED = "watch_ended", _("Watch on the law ended")
    NO_POLICE_REPORT = "no_police_report", _("Ground for no police report")


class ClosureState(Labelled):
    """A closure is proposed by one person and decided by another."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
