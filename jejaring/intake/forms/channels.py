"""The questions of a channel as fields of a form. What is asked lies in the reference data, beside the list of channels."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jejaring.intake.queries import fields_of
from jejaring.intake.states import Answer
from jejaring.kernel.clock import WIB
from jejaring.reference import queries as reference
from jejaring.reference.queries import ChannelField
from jejaring.ui import forms as ui

PREFIX = "d_"
ONLINE = tuple(f"{PREFIX}{name}" for name in ("content_address", "content_hash"))
NOT_ASKED = _("Not asked yet")

MAKE: Mapping[str, Callable[[ChannelField, dict[str, Any]], forms.Field]] = {
    "text": lambda row, words: ui.Text(max_length=200, **words),
    "long": lambda row, words: ui.LongText(max_length=4000, rows=3, **words),
    "date": lambda row, words: ui.Date(**({"hint": words["hint"]} if words["hint"] else {}), label=words["label"], required=False),
    "moment": lambda row, words: ui.Moment(**words),
    "incident": lambda row, words: ui.Moment(**words),
    "yesno": lambda row, words: ui.ChipRadio(choices=Answer, empty=NOT_ASKED, **words),
    "choice": lambda row, words: ui.ChipRadio(choices=partial(reference.choices, row.list), empty=NOT_ASKED, **words),
    "checks": lambda row, words: ui.ChipChecks(choices=partial(reference.choices, row.list), **words),
    "address": lambda row, words: ui.LongText(max_length=2000, rows=2, **words),
    "hash": lambda row, words: ui.Text(max_length=700, **words),
}


READ: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "checks": lambda text: text.split(","),
}


def made_of(channel: str) -> dict[str, tuple[ChannelField, forms.Field]]:
    """The fields of a channel by their names in the form, in order. The moment of the incident is the report's own."""
    found = {}
    for row in fields_of(channel):
        if row.kind in MAKE:
            field = MAKE[row.kind](row, {"label": row.label, "hint": row.hint, "required": False})
            found[row.field if row.kind == "incident" else PREFIX + row.field] = (row, field)
    return found


def stored(value: Any) -> str:
    """An answer as it is kept."""
    if isinstance(value, datetime):
        return value.astimezone(WIB).isoformat()
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def shown(row: ChannelField, text: str) -> Any:
    """A kept answer as the form shows it again."""
    if not text:
        return [] if row.kind == "checks" else None if row.kind in ("date", "moment") else ""
    return READ.get(row.kind, str)(text)
