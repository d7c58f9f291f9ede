"""The filter of the worklist of reports."""

from django.utils.translation import gettext_lazy as _

from jejaring.intake import queries
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui
from jejaring.ui import listing


class ReportFilter(listing.Filter):
    """The worklist of reports, narrowed."""

    shown = ("q", "state")
    state = listing.Choice(label=_("Status"), choices=lambda: [(s.value, s.label) for s in queries.ORDER])
    risk = listing.Choice(label=_("Risk"), choices=queries.RISKS.items())
    district = listing.Choice(label=_("District"), choices=lambda: [(d.code, d.name) for d in reference.areas("district", HOME_CITY)])
    channel = listing.Choice(label=_("How it came in"), choices=lambda: reference.choices("channel"))
    since = listing.Day(label=_("From day"))
    until = listing.Day(label=_("Until day"))
    mine = ui.Tick(label=_("Only those that I took"), required=False)
