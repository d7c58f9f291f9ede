"""The forms of emergency access: asking at night on a telephone, reviewing, giving the right back."""

from django.utils.translation import gettext_lazy as _

from jejaring.cases.states import Danger, EmergencyVerdict
from jejaring.ui import forms as ui


class EmergencyForm(ui.Form):
    """Somebody is in danger here and now, and the case is not one's own."""

    title = _("Emergency access")
    verb = _("Open the case now")
    danger = ui.ChipRadio(label=_("What is the danger?"), choices=Danger)
    known_by = ui.Text(
        label=_("Reference, NIK or telephone number"), max_length=40,
        hint=_("Whole, as it stands on a paper or is told to you. Nothing is searched in part."),
    )  # fmt: skip
    reason = ui.LongText(
        label=_("What is happening?"), max_length=500, rows=2,
        hint=_("In a sentence, without a name. A head of another organisation judges by it."),
    )  # fmt: skip
    password = ui.Text(
        label=_("Your password, once more"), kind="password", autocomplete="current-password", strip=False, max_length=200
    )


class EmergencyReviewForm(ui.Form):
    """Whether it was justified."""

    verb = _("Record the review")
    verdict = ui.ChipRadio(label=_("Was it justified?"), choices=EmergencyVerdict)
    reason = ui.LongText(label=_("Why?"), hint=_("In a sentence. Whoever asked reads it."), max_length=500, rows=2)


class StopForm(ui.Form):
    """Somebody else than who asked ends what runs."""

    title = _("End this emergency access")
    verb = _("End it now")
    reason = ui.LongText(label=_("Why?"), hint=_("In a sentence, without a name. Whoever asked reads it."), max_length=500, rows=2)


class RestoreForm(ui.Form):
    """The right is given back."""

    title = _("Give the right back")
    verb = _("Give the right back")
    reason = ui.LongText(label=_("Why?"), hint=_("In a sentence, without a name."), max_length=500, rows=2)
