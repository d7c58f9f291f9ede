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


class TrackKind(Labelled):
    """Which law a track runs under."""

    CRIMINAL = "criminal", _("Criminal")
    RELIGIOUS_COURT = "religious_court", _("Religious court")
    DISTRICT_COURT = "district_court", _("Civil case at the district court")
    CIVIL_DOCUMENTS = "civil_documents", _("Civil documents")


class ProcedureLaw(Labelled):
    """The code of criminal procedure in force on the day of a step."""

    KUHAP_1981 = "kuhap_1981", _("Law 8/1981 (old procedure)")
    UU_20_2025 = "uu_20_2025", _("Law 20/2025 (new procedure)")


class TrackState(Labelled):
    """Where a track stands: derived from its steps, never stored."""

    EMPTY = "empty", _("No step yet")
    NOT_REPORTED = "not_reported", _("Not reported")
    RUNNING = "running", _("Running")
    FINAL = "final", _("Final")
    EXITED = "exited", _("Ended without a judgment")


class Diversion(Labelled):
    """Whether diversion is on the path of a respondent: derived from age and article, never stored."""

    NOT_A_CHILD = "not_a_child", _("Not a child")
    ASK_ARTICLE = "ask_article", _("Enter the article first")
    SOUGHT = "sought", _("Diversion must be sought")
    EXCLUDED = "excluded", _("No diversion for this article")


class LedgerKind(Labelled):
    """What an amount in a restitution ledger is."""

    REQUESTED = "requested", _("Requested")
    LPSK_ASSESSED = "lpsk_assessed", _("Assessed by LPSK")
    DEMANDED = "demanded", _("Demanded by the prosecutor")
    ORDERED = "ordered", _("Ordered by the court")
    PAID = "paid", _("Paid by the convicted person")
    FUND = "fund", _("Paid by the victim assistance fund")


class ExaminationKind(Labelled):
    """What is examined for the investigator."""

    PHYSICAL = "physical", _("Body (visum et repertum)")
    PSYCHIATRIC = "psychiatric", _("Psychiatric (visum psikiatrikum)")
    PSYCHOLOGICAL = "psychological", _("Psychological examination")


class Payer(Labelled):
    """Who pays for an examination."""

    UNKNOWN = "unknown", _("Not known yet")
    UNIT = "unit", _("The protection unit")
    CITY = "city", _("The city's health budget")
    POLICE = "police", _("The police")
    HOSPITAL = "hospital", _("The hospital, free of charge")
    LPSK = "lpsk", _("LPSK")
    VICTIM = "victim", _("The victim (ask for it back)")


class ReturnDirection(Labelled):
    """Whether somebody is brought home to us, or from here to another region."""

    INBOUND = "inbound", _("Home to us")
    OUTBOUND = "outbound", _("From here to another region")


class ReturnState(Labelled):
    """Where a return stands: derived from its moments, never stored."""

    PLANNED = "planned", _("In preparation")
    HANDED_OVER = "handed_over", _("Handed over, confirmation awaited")
    CONFIRMED = "confirmed", _("Confirmed by the receiver")
    CANCELLED = "cancelled", _("Cancelled")


class ConflictKind(Labelled):
    """What an account of the staff has to do with a case."""

    PARTY = "party", _("A party to the case")
    KIN = "kin", _("Kin or close to a party")


class ConflictWish(Labelled):
    """What the privacy officer says of an account and a case that she does not see."""

    DECLARE = "declare", _("The case must not exist for this account")
    END = "end", _("It was a mistake: the conflict ends")


class Danger(Labelled):
    """Which danger somebody stands before who asks for emergency access."""

    LIFE = "life", _("Life is in danger")
    INJURY = "injury", _("Serious injury, or it threatens")
    CAPTIVITY = "captivity", _("Held captive, or about to be taken away")
    SELF_HARM = "self_harm", _("May harm herself or himself")
    CHILD = "child", _("A child is in danger and nobody looks after it")


class EmergencyScope(Labelled):
    """What an emergency access opens."""

    FILE = "file", _("The case file, to read")
    CARD = "card", _("The safety card")


class EmergencyVerdict(Labelled):
    """What the reviewer of another organisation found."""

    JUSTIFIED = "justified", _("Justified")
    UNJUSTIFIED = "unjustified", _("Not justified")


class SuspensionCause(Labelled):
    """Why somebody has no right to emergency access for now."""

    UNREVIEWED = "unreviewed", _("Nobody reviewed the access in time")
    UNJUSTIFIED = "unjustified", _("The access was not justified")


class DocumentOrigin(Labelled):
    """Where a paper of a case comes from."""

    BROUGHT = "brought", _("Attached")
    ISSUED = "issued", _("Issued here")
    ONLINE = "online", _("Online")


class Media(Labelled):
    """What the content of a file is."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"


class SealedKind(Labelled):
    """What can be put under a key of its own."""

    NOTE = "note", _("Note")
    DOCUMENT = "document", _("Paper")


class SealGround(Labelled):
    """Why the team alone may not open something."""

    ADOPTION = "adoption", _("Origin or adoption of a child")
    WITNESS = "witness", _("Protection of a witness")
    STAFF = "staff", _("It concerns somebody of the staff")
    WISH = "wish", _("The person wishes it")
    OTHER = "other", _("Another ground")


class UnsealGround(Labelled):
    """Why something sealed is opened."""

    COURT = "court", _("A court or the law asks for it")
    DANGER = "danger", _("Somebody is in danger")
    CARE = "care", _("The help cannot go on without it")
    WISH = "wish", _("The person asks for it")


class UnsealingState(Labelled):
    """Where an unsealing stands: derived from its moments, never stored."""

    ASKED = "asked", _("Waits for a second person")
    OPEN = "open", _("Open")
    ENDED = "ended", _("Closed again")
    LAPSED = "lapsed", _("Nobody agreed in time")
