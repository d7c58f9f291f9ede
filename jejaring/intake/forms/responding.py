"""The form of a first response."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.intake import rules
from jejaring.intake.states import ResponseKind
from jejaring.kernel.clock import now
from jejaring.people.states import ContactChannel
from jejaring.ui import forms as ui


class ResponseForm(ui.Form):
    """What was done first."""

    kind = ui.ChipRadio(label=_("What was done"), choices=ResponseKind)
    channel = ui.ChipRadio(
        label=_("By which channel"), hint=_("For a contact or an attempt"), choices=ContactChannel, empty=_("No contact"), required=False
    )
    at = ui.Moment(label=_("When"))
    note = ui.LongText(label=_("What happened"), hint=_("A sentence: who went, what was agreed"), max_length=2000, rows=4, required=False)

    def clean(self) -> dict[str, Any]:
        """A contact names its channel; an act lies not in the future."""
        given = super().clean() or {}
        if given.get("kind") in rules.CONTACTS and not given.get("channel"):
            self.add_error("channel", gettext(rules.NO_CHANNEL))
        if given.get("at") and given["at"] > now():
            self.add_error("at", gettext(rules.ACT_AHEAD))
        return given
