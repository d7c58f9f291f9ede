"""Forms of closing and reopening."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

NOT_CHOSEN_HERE = ("transferred", "legal_watch")  # a transfer is the referral's, the watch has its own tick


def _reasons() -> list[tuple[str, str]]:
    return [pair for pair in reference.choices("closure_reason") if pair[0] not in NOT_CHOSEN_HERE]


class CloseForm(ui.Form):
    """Why a case may be closed, and what was reached."""

    title = _("Propose closure")
    verb = _("Propose")
    layout = (
        ui.Section("", ("reason", "outcome", "account", "knowing")),
        ui.Section(_("Afterwards"), ("follow_up_agreed", "watch_law")),
    )
    reason = ui.ChipRadio(label=_("Reason"), choices=_reasons)
    outcome = ui.ChipRadio(label=_("How is the person now?"), choices=partial(reference.choices, "closure_outcome"))
    account = ui.LongText(label=_("What was reached, what stays open"), max_length=8000, rows=6)
    knowing = ui.Tick(label=_("I know what is still open, and say above what becomes of it"))
    follow_up_agreed = ui.Tick(
        label=_("The person agrees to be asked how things are going"), required=False,
        hint=_("Without this nobody gets in touch after closure."),
    )  # fmt: skip
    watch_law = ui.Tick(
        label=_("The legal process goes on and is watched"), required=False, hint=_("Services end; the case stays on the list for the law.")
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, something_open: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if not something_open:
            del self.fields["knowing"]

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return {name: value for name, value in self.values.items() if name != "knowing"}


class ConfirmForm(ui.Form):
    """What the second person decides."""

    title = _("Decide on the closure")
    verb = _("Decide")
    decision = ui.ChipRadio(label=_("Decision"), choices=(("confirm", _("Close the case")), ("decline", _("Not yet"))))
    note = ui.LongText(label=_("Note"), hint=_("If not yet: what is still missing."), max_length=4000, rows=4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Whoever declines says what is missing."""
        given = super().clean() or {}
        if given.get("decision") == "decline" and not given.get("note", "").strip():
            self.add_error("note", gettext("Say what is still missing."))
        return given


class ReasonForm(ui.Form):
    """A reason, for reopening or ending the watch."""

    reason = ui.LongText(label=_("Reason"), max_length=4000, rows=4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
