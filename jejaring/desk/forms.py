"""Forms of the desk's own pages."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jejaring.cases.queries import RISKS
from jejaring.desk import queries
from jejaring.kernel.labels import gettext_noop
from jejaring.people.states import LinkReason, UndoReason
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui
from jejaring.ui import listing

STATES = {
    "active": gettext_noop("Being worked on"),
    "closed": gettext_noop("Closed"),
    "legal_watch": gettext_noop("Services closed, law watched"),
    "transferred": gettext_noop("Transferred"),
}


ROWS = (20, 50, 100)


class CaseFilter(listing.Filter):
    """The worklist of cases, narrowed."""

    shown, kept, defaults, for_all = ("q", "state"), ("rows",), {"state": "active"}, True
    rows = listing.Choice(label="", choices=[(str(n), n) for n in ROWS])  # of one page; the address says it
    state = listing.Choice(label=_("Status"), choices=STATES.items())
    risk = listing.Choice(label=_("Risk"), choices=RISKS.items())
    kind = listing.Choice(label=_("Kind of case"), choices=lambda: reference.choices("category"))
    district = listing.Choice(label=_("District"), choices=lambda: [(d.code, d.name) for d in reference.areas("district", HOME_CITY)])
    since = listing.Day(label=_("Registered from"))
    until = listing.Day(label=_("Registered until"))
    mine = ui.Tick(label=_("Only those that I manage or accompany"), required=False)

    @property
    def page_rows(self) -> int:
        """How many cases a page has, where the address says so; 0 otherwise."""
        return int(self._used.get("rows", 0))


class LogFilter(listing.Filter):
    """The log, narrowed; also by an act that has no words here."""

    shown, kept = ("act",), ("case",)
    case = ui.Text(label="", required=False)
    act = listing.Choice(label=_("Act"), choices=queries.act_choices)
    purpose = listing.Choice(label=_("Purpose"), choices=queries.purpose_choices)
    since = listing.Day(label=_("From day"))
    until = listing.Day(label=_("Until day"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        del self.fields["q"]
        field: Any = self.fields["act"]
        if (act := data.get("act", "")) and act not in dict(field.choices):
            field.choices = [*field.choices, (act, act)]


class LinkForm(ui.Form):
    """On what somebody says that two registrations are one person. No words of one's own: they would carry one file into the other."""

    verb = _("Link as one person")
    reason = ui.ChipRadio(label=_("How do you know?"), choices=LinkReason)


class UndoForm(ui.Form):
    """Why a link is taken back."""

    verb = _("Undo the link")
    reason = ui.ChipRadio(label=_("Why is it undone?"), choices=UndoReason)


class HandOverForm(ui.Form):
    """What one shift leaves to the next."""

    title = _("Hand over the shift")
    verb = _("Hand over the shift")
    text = ui.LongText(label=_("For whoever comes on"), max_length=4000, rows=6)
    attached = ui.ChipChecks(label=_("About these promises"), choices=(), required=False)

    def __init__(self, data: Any = None, *, promises: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["attached"].choices = promises  # type: ignore[attr-defined]
        if not promises:
            del self.fields["attached"]

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values, promises by their ids."""
        v = dict(super().values)
        return v | {"attached": [UUID(pk) for pk in v.get("attached", ())]}
