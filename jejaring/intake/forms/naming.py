"""Names that stay hidden while a report is completed: an empty field leaves what is stored, and one press says what they are needed for."""

from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jejaring.people.forms import REVEAL_REASONS
from jejaring.ui import forms as ui

HINT = _("Something is stored here and hidden. Left empty, it stays as it is.")


class Hiding(ui.Form):
    """Fields of which some hold a name that is not shown."""

    masked = False  # names are not shown
    hides = False  # something is stored and hidden

    def hide(self, names: Iterable[str]) -> None:
        """These fields hold something that is not shown."""
        for name in names:
            self.fields[name].help_text = HINT
            self.hides = True


class Naming(Hiding):
    """A form over names, and what a press may say to see them."""

    named = forms.CharField(widget=forms.HiddenInput, required=False)  # that they were opened for this page; see views.naming
    reasons = REVEAL_REASONS


def filled(data: QueryDict, stored: Mapping[str, str], token: str) -> QueryDict:
    """What was typed, with the names in the fields that were left empty."""
    fresh = data.copy()
    for name, text in stored.items():
        if not fresh.get(name, "").strip():
            fresh[name] = text
    fresh["named"] = token
    return fresh
