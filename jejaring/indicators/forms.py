"""The question that the page of figures asks: everything in the address, so that a figure can be sent as a link."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jejaring.indicators.definitions import BASES, DIMENSIONS, UNITS
from jejaring.indicators.queries import figures
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused
from jejaring.ui import forms as ui

LIMITS = ("sex", "age_band", "category", "form", "district", "channel", "kind", "service")


def _named(rows: Any) -> list[tuple[str, str]]:
    return [(row.key, gettext(row.label)) for row in rows.values()]


def _values(key: str) -> list[tuple[str, str]]:
    return figures.values(UNITS["victims"], DIMENSIONS[key])


class FigureForm(ui.Form):
    """A figure. `asked` is the question once the form is valid."""

    layout = (
        ui.Section("", ("unit", "by", "and_by", "since", "until", "basis")),
        ui.Section(_("Only those with"), LIMITS),
    )
    unit = ui.Select(label=_("Count"), choices=lambda: _named(UNITS), empty=_("Choose…"), initial="victims")
    by = ui.Select(label=_("Split by"), choices=lambda: _named(DIMENSIONS), empty=_("not split"), required=False)
    and_by = ui.Select(label=_("and across by"), choices=lambda: _named(DIMENSIONS), empty=_("nothing"), required=False)
    since = ui.Date(label=_("First day"), hint="")
    until = ui.Date(label=_("Last day"), hint="")
    basis = ui.Select(label=_("By the date of"), choices=lambda: [(k, gettext(words)) for k, words in BASIS_WORDS.items()], empty=_("Choose…"))
    sex = ui.Select(label=_("Sex"), choices=lambda: _values("sex"), empty=_("all"), required=False)
    age_band = ui.Select(label=_("Age band"), choices=lambda: _values("age_band"), empty=_("all"), required=False)
    category = ui.Select(label=_("Category"), choices=lambda: _values("category"), empty=_("all"), required=False)
    form = ui.Select(label=_("Form"), choices=lambda: _values("form"), empty=_("all"), required=False)
    district = ui.Select(label=_("District"), choices=lambda: _values("district"), empty=_("all"), required=False)
    channel = ui.Select(label=_("Channel"), choices=lambda: _values("channel"), empty=_("all"), required=False)
    kind = ui.Select(label=_("Main kind"), choices=lambda: _values("kind"), empty=_("all"), required=False)
    service = ui.Select(label=_("Service"), choices=lambda: _values("service"), empty=_("all"), required=False)
