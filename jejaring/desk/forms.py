"""Forms of the desk's own pages."""

from django.utils.translation import gettext_lazy as _

from jejaring.people.states import LinkReason, UndoReason
from jejaring.ui import forms as ui


class LinkForm(ui.Form):
    """On what somebody says that two registrations are one person. No words of one's own: they would carry one file into the other."""

    verb = _("Link as one person")
    reason = ui.ChipRadio(label=_("How do you know?"), choices=LinkReason)


class UndoForm(ui.Form):
    """Why a link is taken back."""

    verb = _("Undo the link")
    reason = ui.ChipRadio(label=_("Why is it undone?"), choices=UndoReason)
