"""A list that one can search and narrow: its filter lives in the address, so that it can be kept, sent on and taken out as a file."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.ui import forms as ui

ANY = _("All")


class Choice(ui.Select):
    """One of many, or all of them."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(empty=ANY, required=False, **rest)


class Day(ui.Date):
    """A day, as people write it."""

    width = ""

    def __init__(self, **rest: Any) -> None:
        super().__init__(hint="", required=False, **rest)


class Filter(forms.Form):
    """A list's question as fields of the address. Fields of `shown` stand open, the others are folded until one of them is used.

    Build it on `request.GET`. Nothing is required; what cannot be read is said at its field and narrows nothing.
    """

    shown: ClassVar[tuple[str, ...]] = ("q",)
    kept: ClassVar[tuple[str, ...]] = ()  # hidden: which half of the list this is
    for_all: ClassVar[bool] = False  # whether everybody is offered the same choices, today and at every desk
    defaults: ClassVar[Mapping[str, str]] = {}  # what is asked while the address does not say otherwise
    use_required_attribute = False

    q = ui.Text(label=_("Reference"), kind="search", required=False, max_length=20)

    def __init__(self, data: Any) -> None:
        typed = data.copy()
        for name, value in self.defaults.items():
            typed.setdefault(name, value)
        super().__init__(typed, label_suffix="", auto_id="filter_%s")
        self.fields["q"].widget.attrs |= {"data-search": "", "maxlength": "20"}
        for name in self.kept:
            self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day lies before the first one."))
        return found

    @cached_property
    def _used(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, False, [])}

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked and could be read, by name ("query" for the search); nothing for what was left open."""
        return {"query" if name == "q" else name: value for name, value in self._used.items() if name not in self.kept}

    def address(self, **other: str) -> str:
        """The question as it stands in an address, with other parameters behind it: "?state=open&risk=high"."""
        said = {name: self.data[name] for name in self.fields if name in self._used or name in self.defaults}
        return "?" + urlencode(said | {name: value for name, value in other.items() if value})

    @property
    def address_of_all(self) -> str:
        """The address of the same half of the list without any filter."""
        return "?" + urlencode({name: self.data[name] for name in self.kept if name in self._used} | dict.fromkeys(self.defaults, ""))

    def open_fields(self) -> list[BoundField]:
        """The fields that are always seen."""
        return [self[name] for name in self.shown]

    def folded_fields(self) -> list[BoundField]:
        """The fields behind "more"."""
        return [self[name] for name in self.fields if name not in (*self.shown, *self.kept)]

    @property
    def narrowed(self) -> bool:
        """Whether a folded field is in use or could not be read, so that it must be seen."""
        return any(name in self._used or name in self.errors for name in self.fields if name not in (*self.shown, *self.kept))

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """What stands in the fields, where everybody who chooses the same gets the same filter; None where something was typed."""
        typed = any(self.data.get(name) for name, field in self.fields.items() if not isinstance(field, Choice))
        return None if typed or self.errors or not self.for_all else tuple(self.data.get(name, "") for name in self.fields)

    @property
    def used(self) -> bool:
        """Whether anything is asked beside which half of the list."""
        return bool(self.asked)
