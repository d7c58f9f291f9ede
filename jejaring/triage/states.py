"""Codes of a triage decision."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class Risk(Labelled):
    """Risk, from danger signs."""

    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    LOW = "low", _("Low risk")


class Jurisdiction(Labelled):
    """Whose work it is."""

    OWN = "own", _("Ours")
    OWN_AND_REFER = "own_and_refer", _("Ours, and another body's as well")
    TRANSFER_REGION = "transfer_region", _("Another region's")
    OTHER_BODY = "other_body", _("Another body's")


class OutcomeKind(Labelled):
    """What is decided; one or more for a report."""

    OPEN_CASE = "open_case", _("Open a case")
    JOIN_CASE = "join_case", _("Propose to join a case")
    ADVISE = "advise", _("Advise and close")
    REFER_OUT = "refer_out", _("Refer out")
    TRANSFER = "transfer", _("Transfer to another region")


class Grouping(Labelled):
    """Whether several people become one case or one case each."""

    TOGETHER = "together", _("One case with all of them")
    EACH = "each", _("One case for each person")


class JoinState(Labelled):
    """A proposal to join a case is answered by the case's team."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Joined")
    DECLINED = "declined", _("Not joined")
