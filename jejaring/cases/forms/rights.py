"""Forms of what a victim is owed by the law: examinations, notices of progress, rights, forced offences."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import OfVictim, offer
from jejaring.cases.forms.work import not_in_future
from jejaring.cases.queries.sections.rights import ExaminationRow
from jejaring.cases.states import ExaminationKind, Payer
from jejaring.directory.queries import DeskRow
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

TEXT = 4000


class _About(OfVictim):
    """A form about a victim whose keyword arguments are its fields."""

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        given = {name: value for name, value in self.values.items() if name not in ("victim", "desk")} | {"victim_id": self.victim_id}
        desk = {"desk": UUID(self.values["desk"]) if self.values["desk"] else None} if "desk" in self.fields else {}
        return given | desk


class ExaminationForm(_About):
    """The letter that asks for an examination."""

    title = _("Request of an examination (visum)")
    layout = (
        ui.Section("", ("victim", "kind")),
        ui.Section(_("The investigator's letter"), ("letter_number", "letter_on", "investigator"),
                   hint=_("A forensic report needs the investigator's letter. Care for the person does not wait for it.")),
        ui.Section(_("Who examines and who pays"), ("desk", "payer")),
    )  # fmt: skip
    kind = ui.ChipRadio(label=_("Which examination"), choices=ExaminationKind, initial=ExaminationKind.PHYSICAL)
    letter_number = ui.Text(label=_("Number of the letter"), max_length=120)
    letter_on = ui.Date(label=_("Date of the letter"), initial=today)
    investigator = ui.Text(label=_("Unit that asks"), max_length=120, required=False)
    desk = ui.Select(label=_("Hospital or clinic"), choices=(), required=False)
    payer = ui.ChipRadio(label=_("Who pays"), choices=Payer, initial=Payer.UNKNOWN)

    def __init__(self, *args: Any, desks: list[DeskRow], **rest: Any) -> None:
        super().__init__(*args, **rest)
        first = [d for d in desks if "health" in d.services or "forensic_examination" in d.services]
        rows = [(str(d.id), d.label) for d in (first or desks)]
        offer(self, "desk", [("", gettext("Not decided yet")), *rows])

    def clean(self) -> dict[str, Any]:
        """A letter that exists."""
        given = super().clean() or {}
        not_in_future(self, "letter_on")
        return given


class ExaminationResultForm(ui.Form):
    """What became of the request."""

    title = _("Examination and result")
    examined_on = ui.Date(label=_("Examined on"), required=False)
    received_on = ui.Date(label=_("Result received on"), required=False)
    result = ui.LongText(
        label=_("What the result says"), hint=_("Sealed. Only what the case needs."), max_length=TEXT, rows=4, required=False
    )
    payer = ui.ChipRadio(label=_("Who pays"), choices=Payer)
    cost = ui.Number(label=_("Cost in rupiah"), min_value=0, max_value=10**12, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Days that have come."""
        given = super().clean() or {}
        for name in ("examined_on", "received_on"):
            not_in_future(self, name)
        return given

    @staticmethod
    def initial_of(row: ExaminationRow) -> dict[str, Any]:
        """The request as it stands."""
        return {name: getattr(row, name) for name in ("examined_on", "received_on", "result", "payer", "cost", "version")}


class ProgressForm(ui.Form):
    """A notice of progress."""

    title = _("Notice of progress from the police (SP2HP)")
    number = ui.Text(label=_("Number"), max_length=120)
    dated = ui.Date(label=_("Date of the notice"), initial=today)
    content = ui.LongText(label=_("What it says"), max_length=TEXT, rows=4, required=False)
    given_on = ui.Date(label=_("Given to the victim on"), hint=_("Empty while the victim has not been given it."), required=False)

    def clean(self) -> dict[str, Any]:
        """Days that have come."""
        given = super().clean() or {}
        for name in ("dated", "given_on"):
            not_in_future(self, name)
        return given


class GivenForm(ui.Form):
    """When the victim was given a notice."""

    title = _("The victim was given the notice")
    given_on = ui.Date(label=_("Given to the victim on"), initial=today)

    def clean(self) -> dict[str, Any]:
        """A day that has come."""
        given = super().clean() or {}
        not_in_future(self, "given_on")
        return given


def _rights() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in reference.codes("victim_right")]


class RightsForm(_About):
    """Which rights were explained."""

    title = _("Rights explained")
    layout = (ui.Section("", ("victim", "rights")), ui.Section(_("How"), ("explained_on", "language", "interpreter", "note")))
    rights = ui.ChipChecks(label=_("Which rights"), choices=_rights)
    explained_on = ui.Date(label=_("On which day"), initial=today)
    language = ui.ChipRadio(label=_("In which language"), choices=partial(reference.choices, "language"), initial="indonesian")
    interpreter = ui.Tick(label=_("With an interpreter"), required=False)
    note = ui.LongText(label=_("What the person asked or wants"), max_length=TEXT, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """A day that has come."""
        given = super().clean() or {}
        not_in_future(self, "explained_on")
        return given


class ForcedForm(_About):
    """An offence that a victim was forced into."""

    title = _("An offence that was forced")
    offence = ui.LongText(
        label=_("What the person was made to do"), hint=_("In words for a letter, for example: using a false passport"), max_length=1000,
        rows=3,
    )  # fmt: skip
    coercion = ui.LongText(
        label=_("How the person was forced"), hint=_("For example: the passport was taken away and the family threatened"),
        max_length=1000, rows=3,
    )  # fmt: skip
