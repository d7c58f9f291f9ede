"""Telling apart what one person typed and what another stored meanwhile, field by field, without keeping earlier values anywhere.

A page carries a short digest of what each field held when it was made. A digest is no secret: the page itself shows the value.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.ui import when

LENGTH = 12  # hexadecimal digits of a digest


def spelled(value: Any) -> str:
    """One spelling of a field's value, typed or stored: lists without order, moments to the minute, nothing as nothing."""
    if isinstance(value, (list, tuple, set)):
        return ",".join(sorted(map(str, value)))
    if isinstance(value, datetime):
        return value.astimezone(WIB).isoformat(timespec="minutes")
    return "" if value is None or value is False else str(value).replace("\r\n", "\n").strip()


def _print(value: Any) -> str:
    return hashlib.sha256(spelled(value).encode()).hexdigest()[:LENGTH]


def prints(values: Mapping[str, Any]) -> str:
    """The digests of what a page shows, as it carries them."""
    return " ".join(f"{name}:{_print(value)}" for name, value in values.items())


def unknown(names: Iterable[str]) -> str:
    """For a page that carries no digests: every field counts as one that the other changed."""
    return " ".join(f"{name}:?" for name in names)


def apart(typed: Mapping[str, Any], stored: Mapping[str, Any], shown: str) -> tuple[list[str], list[str]]:
    """The fields that both changed, differently, and those that only the other changed, since the page was made (`prints`)."""
    first = dict(pair.split(":", 1) for pair in shown.split() if ":" in pair)
    changed = [name for name in typed if name in first and first[name] != _print(stored.get(name))]
    differ = [name for name in changed if spelled(typed[name]) != spelled(stored.get(name))]
    theirs = [name for name in differ if first[name] == _print(typed[name])]
    return [name for name in differ if name not in theirs], theirs


def as_typed(data: QueryDict, field: BoundField, value: Any) -> QueryDict:
    """What a browser would send if this value stood in the field."""
    fresh, name, widget = data.copy(), field.html_name, field.field.widget
    if isinstance(widget, forms.MultiWidget):
        for n, (box, part) in enumerate(zip(widget.widgets, widget.decompress(value) or (), strict=True)):
            fresh[f"{name}_{n}"] = box.format_value(part) or ""
    elif isinstance(value, (list, tuple)):
        fresh.setlist(name, [str(one) for one in value])
    elif value is False:
        fresh.pop(name, None)
    else:
        fresh[name] = "on" if value is True else "" if value is None else str(field.field.prepare_value(value))
    return fresh


def in_words(field: forms.Field, value: Any) -> str:
    """A stored value as a person reads it; empty for nothing."""
    if isinstance(field, forms.BooleanField):
        return gettext("ticked") if value else gettext("not ticked")
    if isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField)):
        codes = value if isinstance(value, (list, tuple)) else [value] if value else []
        words = dict(_flat(field.choices))
        return ", ".join(str(words.get(str(code), code)) for code in codes)
    if isinstance(value, Window):
        return when.hours(value)
    return when.moment(value) if isinstance(value, datetime) else spelled(value)


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Pairs of a list of choices, also of a grouped one."""
    return [pair for key, words in choices for pair in (words if isinstance(words, list) else [(str(key), words)])]
