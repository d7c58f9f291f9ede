"""States of a referral and of a letter."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.transitions import Transitions


class ReferralState(Labelled):
    """Where a referral stands. No answer is not a state: it is a commitment past its due moment."""

    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined by the desk")
    REFUSED = "refused", _("Declined by the person")
    UNAVAILABLE = "unavailable", _("Not available")
    DONE = "done", _("Done, with feedback")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = ReferralState
REFERRAL = Transitions(
    "referral",
    S,
    S.SENT,
    {
        (S.SENT, "accept"): S.ACCEPTED,
        (S.SENT, "decline"): S.DECLINED,
        (S.SENT, "unavailable"): S.UNAVAILABLE,
        (S.SENT, "acknowledge"): S.ACCEPTED,
        (S.SENT, "refuse"): S.REFUSED,
        (S.SENT, "withdraw"): S.WITHDRAWN,
        (S.ACCEPTED, "serve"): S.ACCEPTED,
        (S.ACCEPTED, "report_back"): S.DONE,
        (S.ACCEPTED, "refuse"): S.REFUSED,
        (S.ACCEPTED, "withdraw"): S.WITHDRAWN,
    },
)


class ReferralPurpose(Labelled):
    """What a referral is for; it decides which fields may leave."""

    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    HEALTH = "health", _("Health")
    SOCIAL = "social", _("Social rehabilitation")
    SHELTER = "shelter", _("Shelter")
    PSYCHOLOGICAL = "psychological", _("Psychological support")
    COMPANION = "companion", _("A companion")
    LEGAL_AID = "legal_aid", _("Legal aid")
    EDUCATION = "education", _("Education")
    RETURN = "return", _("Return and reintegration")
    TRANSFER = "transfer", _("Handing over to another region")


class ReferralAct(Labelled):
    """What happened to a referral; one row each."""

    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    UNAVAILABLE = "unavailable", _("Not available")
    SERVED = "served", _("Service given")
    DONE = "done", _("Reported back")
    REFUSED = "refused", _("Declined by the person")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")


class Handover(Labelled):
    """Whether the sender keeps the case. The last two hand over what triage found to be another body's."""

    REFERRAL = "referral", _("Referral: we keep the case")
    REFER_OUT = "refer_out", _("Referred out: the other body is responsible, we keep the file")
    TRANSFER = "transfer", _("Transfer: the case becomes theirs")


class DeskNoteKind(Labelled):
    """What a receiving desk keeps for itself: it never travels back."""

    CARE = "care", _("Note of the desk")
    CLINICAL = "clinical", _("Clinical note")
    COUNSEL = "counsel", _("Counsel's note")


class Evidence(Labelled):
    """How a consent can be shown to have been given."""

    PAPER = "paper", _("Signed form, scanned into the file")
    SPOKEN = "spoken", _("Spoken, in the presence of the officer")
