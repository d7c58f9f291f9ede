"""What can be counted, by what and by which date: one object each. Everything that prints a figure reads its words from here.

Units are never added to one another. The columns named here are those of the fact functions in guard/sql/40_figures.sql.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jejaring.kernel.labels import gettext_noop as _
from jejaring.reference.rules import RESPONDENT_BANDS, VICTIM_BANDS

UNKNOWN = "unknown"
SMALL = 4  # counts from 1 to this one may point at somebody: internal, never published


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something by which a figure is split or limited."""

    key: str
    label: str
    column: str  # SQL over one fact row `f`; an array where one thing may have several values
    codes: str = ""  # the reference list that its values come from; "" for months and areas
    several: bool = False  # one counted thing may have several values
    note: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The date by which a thing falls into a period."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted. `bases` says in words what each date means for this unit; `bands` are the ages at which a new band begins."""

    key: str
    label: str
    counts: str
    facts: str  # SQL function
    dimensions: tuple[str, ...]
    bases: Mapping[str, str]
    bands: tuple[tuple[int, str], ...] = VICTIM_BANDS
    age_codes: str = "age_band"


MONTH = Dimension("month", _("month"), "f.month")
DISTRICT = Dimension(
    "district", _("district"),
    "case when f.area ~ '^\\d\\d\\.\\d\\d\\.\\d\\d' then left(f.area, 8) else 'unknown' end",
    note=_("District: where it happened."),
)  # fmt: skip
FORM = Dimension(
    "form", _("form"), "f.forms", "form", several=True,
    note=_("One may have several forms and then stands in several rows; the total counts each once."),
)  # fmt: skip
CATEGORY = Dimension(
    "category", _("category"), "f.categories", "category", several=True,
    note=_("One may have several categories and then stands in several rows; the total counts each once."),
)  # fmt: skip
AGE_BAND = Dimension(
    "age_band", _("age band"), "coalesce(width_bucket(f.age, %s::integer[])::text, 'unknown')", "age_band",
    note=_("Age in completed years at the report."),
)  # fmt: skip
SEX = Dimension("sex", _("sex"), "f.sex", "sex")
KIND = Dimension("kind", _("main kind"), "f.kind", "category")
CHANNEL = Dimension("channel", _("channel"), "f.channel", "channel")
SERVICE = Dimension("service", _("service"), "f.service", "service")
DIMENSIONS = {d.key: d for d in (MONTH, DISTRICT, FORM, AGE_BAND, SEX, CATEGORY, KIND, CHANNEL, SERVICE)}

BASES = {b.key: b for b in (Basis("registered", _("registration")), Basis("reported", _("report")), Basis("incident", _("incident")))}
INCIDENT_NOTE = _("Where the incident date is unknown, the registration places it in the period, and its month stays unknown.")
TRANSFER_NOTE = _("Cases handed over to another region are counted there and left out here.")

_OF_CASE = {
    "registered": _("by the day of registration"),
    "reported": _("by the day of the report"),
    "incident": _("by the day of the incident"),
}
_OF_PERSONS = ("month", "district", "form", "age_band", "sex", "category", "kind", "channel")
UNITS = {
    u.key: u
    for u in (
        Unit(
            "reports", _("reports"), _("Reports as received, also those from which no case came. Drafts are not reports."), "fact_reports",
            _OF_PERSONS, _OF_CASE,
        ),
        Unit(
            "cases", _("cases"), _("Case files opened, whatever became of them."), "fact_cases",
            ("month", "district", "form", "category", "kind", "channel"), _OF_CASE,
        ),
        Unit(
            "victims", _("victims"), _("Victims in cases. Somebody who is a victim in two cases counts twice."), "fact_victims",
            _OF_PERSONS, _OF_CASE,
        ),
        Unit(
            "respondents", _("respondents"),
            _("Respondents in cases, known or not, before any finding. Somebody who was forced into an act is none."), "fact_respondents",
            _OF_PERSONS, _OF_CASE, RESPONDENT_BANDS, "respondent_age_band",
        ),
        Unit(
            "persons", _("persons"), _("Victims as persons: files linked as the same person count once in the period."), "fact_persons",
            _OF_PERSONS, _OF_CASE,
        ),
        Unit(
            "services", _("services"), _("Services given. What was only planned, refused or unavailable is not counted."), "fact_services",
            (*_OF_PERSONS, "service"), _OF_CASE | {"registered": _("by the day on which the service was given")},
        ),
    )
}  # fmt: skip
