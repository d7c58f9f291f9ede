"""States of what goes out and comes in."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class EntryState(Labelled):
    """Where the entry of a victim in the national register (SIMFONI PPA) stands."""

    NOT_ENTERED = "not_entered", _("Not entered yet")
    ENTERED = "entered", _("Entered")
    NEEDS_CORRECTION = "needs_correction", _("Needs correction")


class Gap(Labelled):
    """What the national register asks for and nobody has recorded yet."""

    INCIDENT = "incident", _("what happened")
    INCIDENT_DATE = "incident_date", _("date of the incident")
    VILLAGE = "village", _("district and village of the incident")
    PLACE = "place", _("kind of place")
    FORMS = "forms", _("forms of violence")
    SEX = "sex", _("sex")
    AGE = "age", _("age")
    EDUCATION = "education", _("education")
    OCCUPATION = "occupation", _("occupation")
    MARITAL_STATUS = "marital_status", _("marital status")
    DISABILITY = "disability", _("disability")
    RESPONDENT = "respondent", _("respondent, known or unknown")
    RELATION = "relation", _("relation of the respondent to the victim")
    SERVICE = "service", _("a service that was given, with its day")
    ORGANISATION = "organisation", _("organisation that gave the service")
    LEGAL = "legal", _("legal process, or that nothing was reported")
