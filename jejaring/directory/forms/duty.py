"""Shifts, and the days on which one desk is closed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jejaring.directory.queries import Colleague
from jejaring.kernel.clock import WIB
from jejaring.ui import forms as ui

DAY = timedelta(days=1)


class ShiftForm(ui.Form):
    """Somebody is on duty: a day, from when to when, and whether every week. `values` carries two moments in place of the hours."""

    title = _("Plan a shift")
    verb = _("Enter the shift")
    layout = (ui.Section("", ("user_id", "day", "hours")), ui.Section(_("Every week"), ("weekly", "until")))
    user_id = ui.Select(label=_("Who"), choices=())
    day = ui.Date(label=_("First day"))
    hours = ui.Window(label=_("From and until"), hint=_("For example 08.00 and 20.00. An end before the beginning is on the next day."))
    weekly = ui.Tick(label=_("Again every week on this day"), required=False)
    until = ui.Date(label=_("Last day"), hint=_("Left empty, it goes on."), required=False)

    def __init__(self, data: Any = None, *, people: list[Colleague], **rest: Any) -> None:
        super().__init__(data, **rest)
        names = {str(c.user_id): c.name for c in people}
        self.fields["user_id"].choices = [("", _("Choose…")), *names.items()]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values with the two moments (Asia/Jakarta)."""
        v = dict(super().values)
        day, hours = v.pop("day"), v.pop("hours")
        starts = datetime.combine(day, hours.start, WIB)
        ends = datetime.combine(day if hours.end > hours.start else day + DAY, hours.end, WIB)
        return v | {"user_id": UUID(v["user_id"]), "starts_at": starts, "ends_at": ends}


class ClosedDaysForm(ui.Form):
    """One desk is closed from one day to another."""

    title = _("Close the desk for some days")
    verb = _("Enter the days")
    first = ui.Date(label=_("First day"))
    last = ui.Date(label=_("Last day"))
    reason = ui.Text(label=_("Reason"), max_length=120, required=False)
