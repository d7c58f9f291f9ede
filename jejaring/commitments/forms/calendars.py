"""Announcing a day off."""

from django.utils.translation import gettext_lazy as _

from jejaring.reference.states import HolidayKind
from jejaring.ui import forms as ui


class DayOffForm(ui.Form):
    """A day on which every office is closed."""

    title = _("Announce a day off")
    verb = _("Announce the day off")
    day = ui.Date(label=_("Day"))
    name = ui.Text(label=_("Which day off it is"), max_length=120)
    kind = ui.ChipRadio(label=_("Kind"), choices=HolidayKind)
