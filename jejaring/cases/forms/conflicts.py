"""The form of a conflict of interest."""

from django.utils.translation import gettext_lazy as _

from jejaring.cases.states import ConflictKind
from jejaring.ui import forms as ui


class ConflictForm(ui.Form):
    """An account that must not know of the case."""

    title = _("Conflict of interest")
    verb = _("Hide the case from this account")
    account = ui.Text(label=_("User name of the account"), hint=_("Of any agency, also the police. Nobody there is told."), max_length=60)
    kind = ui.ChipRadio(label=_("What has it to do with the case?"), choices=ConflictKind)
    reason = ui.LongText(label=_("In a sentence"), hint=_("Sealed with the case."), max_length=500, rows=2)
