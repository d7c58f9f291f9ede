"""The question to the directory, as it stands in the address."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from jejaring.directory.queries import Wanted
from jejaring.kernel.clock import WIB, now, today
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui
from jejaring.ui import listing, when

NOW = "now"
NEEDS = [("access", _("An accessible house")), ("interpreter", _("An interpreter, also of signs"))]
HOURS = [f"{hour:02}" for hour in range(24)]


def _days() -> list[tuple[str, str]]:
    """The next seven days by their names; today first."""
    names, first = when.DAYS[when.language()], today()
    return [(str((first + timedelta(days=n)).weekday()), names[(first + timedelta(days=n)).weekday()]) for n in range(7)]


def _hours() -> list[tuple[str, Any]]:
    return [(NOW, _("Open now")), *((hour, when.clock(time(int(hour)))) for hour in HOURS)]


class DirectoryFilter(listing.Filter):
    """Who can do this, for this person, at this hour?"""

    shown = ("q", "service", "hour")
    q = ui.Text(label=_("Word"), kind="search", required=False, max_length=60)
    service = listing.Choice(label=_("Service"), choices=lambda: reference.choices("service"))
    hour = listing.Choice(label=_("Open at"), choices=_hours)
    day = listing.Choice(label=_("On"), choices=_days)
    sex = listing.Choice(label=_("For"), choices=[("female", _("A woman or a girl")), ("male", _("A man or a boy"))])
    age = ui.Number(label=_("Age in years"), required=False, min_value=0, max_value=120)
    need = listing.Choice(label=_("Needs"), choices=NEEDS)
    area = listing.Choice(label=_("District"), choices=lambda: [(d.code, d.name) for d in reference.areas("district", HOME_CITY)])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["q"].widget.attrs["maxlength"] = "60"

    @property
    def wanted(self) -> Wanted:
        """The question; a day without an hour means its whole day and narrows nothing."""
        asked = self.asked
        about = {name: asked[name] for name in ("service", "sex", "age", "need", "area") if name in asked}
        hour = asked.get("hour", "")
        at = None if hour in ("", NOW) else _next(int(asked["day"]) if "day" in asked else None, int(hour))
        return Wanted(words=asked.get("query", ""), at=at, open_only=bool(hour), **about)

    def of_area(self, area: str) -> str:
        """The address of the same question for a district; for all of them with an empty code."""
        kept = {name: self.data[name] for name in self._used if name != "area"}
        return "?" + urlencode(kept | ({"area": area} if area else {}))


def _next(weekday: int | None, hour: int) -> datetime:
    """The next time that hour comes: on that day of the week, or today or tomorrow."""
    at = datetime.combine(today(), time(hour), WIB)
    if weekday is None:
        return at if at > now() else at + timedelta(days=1)
    return at + timedelta(days=(weekday - at.weekday()) % 7)
