"""The question that the page of figures asks: everything stands in the address, so that a figure can be sent as a link."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.indicators.definitions import BASES, DIMENSIONS, UNITS, Basis, Dimension, Unit
from jejaring.indicators.queries import figures
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused
from jejaring.ui import forms as ui

LIMITS = ("sex", "age_band", "category", "form", "district", "channel", "kind", "service")


def _named(rows: Mapping[str, Unit] | Mapping[str, Basis] | Mapping[str, Dimension]) -> list[tuple[str, str]]:
    return [(row.key, gettext(row.label)) for row in rows.values()]


def _limit(key: str, label: Any, unit: Unit = UNITS["victims"]) -> ui.Select:
    return ui.Select(label=label, choices=lambda: figures.values(unit, DIMENSIONS[key]), empty=_("all"), required=False)


class FigureForm(ui.Form):
    """A figure. Once the form is valid, `asked` is the question. What the address leaves out is this year by registration."""

    saves = False
    layout = (ui.Section("", ("unit", "by", "across", "since", "until", "basis")), ui.Section(_("Only those with"), LIMITS))
    unit = ui.Select(label=_("Count"), choices=lambda: _named(UNITS), required=False)
    by = ui.Select(label=_("Split by"), choices=lambda: _named(DIMENSIONS), empty=_("not split"), required=False)
    across = ui.Select(label=_("Columns by"), choices=lambda: _named(DIMENSIONS), empty=_("no columns"), required=False)
    since = ui.Date(label=_("First day"), hint="", required=False)
    until = ui.Date(label=_("Last day"), hint="", required=False)
    basis = ui.Select(label=_("By the date of"), choices=lambda: _named(BASES), required=False)
    sex = _limit("sex", _("Sex"))
    age_band = _limit("age_band", _("Age band"))
    category = _limit("category", _("Category"))
    form = _limit("form", _("Form"))
    district = _limit("district", _("District"))
    channel = _limit("channel", _("Channel"))
    kind = _limit("kind", _("Main kind"))
    service = _limit("service", _("Service"))
    asked: figures.Question

    def __init__(self, typed: Mapping[str, Any]) -> None:
        now = today()
        usual = {"unit": "victims", "basis": "registered", "since": f"1/1/{now.year}", "until": f"{now.day}/{now.month}/{now.year}"}
        super().__init__(usual | ({key: typed[key] for key in typed if typed[key]} if typed else {"by": "month"}))
        self.fields["age_band"] = _limit("age_band", _("Age band"), UNITS.get(self.data["unit"], UNITS["victims"]))  # each has its own

    def clean(self) -> dict[str, Any]:
        """What cannot be counted is said with what can."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            by = [cleaned[name] for name in ("by", "across") if cleaned[name]]
            where = [(key, cleaned[key]) for key in LIMITS if cleaned[key]]
            plain = {name: cleaned[name] for name in ("unit", "basis", "since", "until")}
            try:
                self.asked = figures.question(**plain, by=by, where=where, spoken=True)
            except Refused as refused:
                self.refuse(refused)
        return cleaned

    @property
    def limited(self) -> bool:
        """Whether any limit is set, so that the page shows them."""
        return any(self.data.get(key) for key in LIMITS)
