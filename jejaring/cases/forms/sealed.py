"""The forms of sealing and of opening by two."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import offer
from jejaring.cases.states import SealGround, UnsealGround
from jejaring.ui import forms as ui


class SealForm(ui.Form):
    """Which note or paper, and why."""

    title = _("Seal a note or paper")
    verb = _("Seal it")
    subject = ui.Select(label=_("What"), choices=())
    ground = ui.ChipRadio(label=_("Ground"), choices=SealGround)
    reason = ui.LongText(label=_("In a sentence"), hint=_("The team reads it: say nothing of what is sealed."), max_length=500, rows=2)

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, "subject", [("", gettext("Choose…")), *subjects])

    @property
    def facts(self) -> dict[str, Any]:
        """Arguments of the act."""
        kind, _colon, subject = self.values["subject"].partition(":")
        return {"kind": kind, "subject_id": UUID(subject), "ground": self.values["ground"], "reason": self.values["reason"]}


class AskUnsealingForm(ui.Form):
    """Why it has to be opened."""

    verb = _("Ask a second person")
    ground = ui.ChipRadio(label=_("Ground"), choices=UnsealGround)
    reason = ui.LongText(
        label=_("In a sentence"), hint=_("The supervisor reads it; the privacy officer sees the ground alone."), max_length=500, rows=2
    )


class ConfirmUnsealingForm(ui.Form):
    """The second person agrees."""

    title = _("Open something sealed")
    verb = _("Agree: open it for an hour")
    password = ui.Text(label=_("Your password, once more"), kind="password", autocomplete="current-password", strip=False, max_length=200)
