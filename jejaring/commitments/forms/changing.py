"""The small forms of a promise: wait for somebody, take more time, ask that it need not be kept, decide about that."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

SEALED = _("Sealed. Whoever works on it can read it; lists and notices never show it.")


class WaitForm(ui.Form):
    """Somebody else has to do something first."""

    title = _("Wait for somebody")
    verb = _("Let it wait")
    waits_for = ui.ChipRadio(label=_("What does it wait for?"), choices=partial(reference.choices, "waits_for"))
    note = ui.LongText(label=_("In a sentence"), hint=SEALED, max_length=1000, rows=3, required=False)


class ExtendForm(ui.Form):
    """More time, with the reason; the old moment stays on record."""

    title = _("More time")
    verb = _("Take more time")
    due_at = ui.Moment(label=_("New due moment"))
    reason = ui.ChipRadio(label=_("Reason"), choices=partial(reference.choices, "extension_reason"))
    note = ui.LongText(label=_("In a sentence"), hint=SEALED, max_length=1000, rows=3, required=False)


class WaiverForm(ui.Form):
    """A promise need not be kept: one asks, somebody else decides."""

    title = _("It need not be kept")
    verb = _("Ask somebody else to decide")
    reason = ui.ChipRadio(label=_("Reason"), choices=partial(reference.choices, "waiver_reason"))
    ground = ui.LongText(
        label=_("Why, in a sentence"), hint=_("Sealed. Whoever decides reads it: they were not there."), max_length=1000, rows=3
    )


class DecideForm(ui.Form):
    """The second person decides."""

    title = _("Does it have to be kept?")
    verb = _("Decide")
    decision = ui.ChipRadio(
        label=_("Decision"), choices=(("keep", _("It has to be kept")), ("waive", _("It need not be kept")))
    )  # fmt: skip
