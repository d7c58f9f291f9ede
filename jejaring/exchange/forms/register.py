"""Forms of the entry in the national register."""

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from jejaring.exchange.states import EntryState
from jejaring.kernel import clock
from jejaring.ui import forms as ui
from jejaring.ui import listing, when
from jejaring.ui.downloads import DownloadReason

MONTHS_OFFERED = 24


def months() -> list[tuple[str, str]]:
    """The last two years by month, the newest first: 2026-11 and "November 2026"."""
    today, names = clock.today(), when.MONTHS[when.language()]
    numbers = [today.year * 12 + today.month - 1 - back for back in range(MONTHS_OFFERED)]
    return [(f"{n // 12:04}-{n % 12 + 1:02}", f"{names[n % 12]} {n // 12}") for n in numbers]


class RegisterFilter(listing.Filter):
    """The worklist of the entry clerk, narrowed."""

    shown, defaults = ("q", "state"), {"state": "not_entered"}
    state = listing.Choice(label=_("Status"), choices=EntryState)
    since = listing.Day(label=_("Registered from"))
    until = listing.Day(label=_("Registered until"))
    mine = ui.Tick(label=_("Only cases that I manage"), required=False)


class EntryForm(ui.Form):
    """Where the entry of one victim stands."""

    state = ui.ChipRadio(label=_("Entry in SIMFONI"), choices=EntryState)
    number = ui.Text(label=_("Number of the victim in SIMFONI"), required=False, max_length=40, width="medium")
    case_number = ui.Text(label=_("Number of the case in SIMFONI"), required=False, max_length=40, width="medium")
    entered_on = ui.Date(label=_("Entered on"), hint=_("Empty means today."), required=False)

    def clean_entered_on(self) -> date | None:
        """An empty day is today's."""
        return self.cleaned_data["entered_on"] or None


class SheetForm(ui.Form):
    """Why the sheet is taken out, and whether with names."""

    layout: ClassVar[Any] = (ui.Section("", ("reason",)), ui.Section("", ("identity",)))
    reason = ui.ChipRadio(label=_("What do you need the file for?"), choices=DownloadReason, initial=DownloadReason.REGISTER)
    identity = ui.Tick(
        label=_("With names, NIK, birth dates, addresses and telephone numbers"), required=False,
        hint=_("Only if the register asks for them now. Each person whose fields are opened is in the log."),
    )  # fmt: skip
