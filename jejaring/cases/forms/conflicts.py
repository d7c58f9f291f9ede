"""The form of a conflict of interest."""

from django.utils.translation import gettext_lazy as _

from jejaring.cases.states import ConflictKind, ConflictWish
from jejaring.ui import forms as ui


class ConflictForm(ui.Form):
    """An account that must not know of the case."""

    title = _("Conflict of interest")
    verb = _("Hide the case from this account")
    account = ui.Text(label=_("User name of the account"), hint=_("Of any agency, also the police. Nobody there is told."), max_length=60)
    kind = ui.ChipRadio(label=_("What has it to do with the case?"), choices=ConflictKind)
    reason = ui.LongText(label=_("In a sentence"), hint=_("Sealed with the case."), max_length=500, rows=2)


class ConflictToldForm(ui.Form):
    """The same by somebody who sees no case."""

    title = _("Conflict of interest")
    verb = _("Say it")
    wish = ui.ChipRadio(label=_("What do you say?"), choices=ConflictWish, initial=ConflictWish.DECLARE)
    reference = ui.Text(label=_("Whole reference of the case"), hint=_("Such as K-26-0417-X, as you were told it."), max_length=20)
    account = ui.Text(label=_("User name of the account"), hint=_("Of any agency, also the police. Nobody there is told."), max_length=60)
    kind = ui.ChipRadio(
        label=_("What has it to do with the case?"), hint=_("Not asked where it ends."), choices=ConflictKind, required=False
    )  # fmt: skip
    reason = ui.LongText(label=_("In a sentence"), hint=_("Without a name. Sealed for privacy officers."), max_length=500, rows=2)
