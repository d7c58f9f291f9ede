"""Forms of papers: attach one, note an address, take one along, remove one, and what is typed for those that are printed."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jejaring.cases.queries.printing import signer_of
from jejaring.cases.queries.standing import CaseSummary
from jejaring.directory import queries as directory
from jejaring.kernel.clock import now, today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

TAKE_REASONS = (
    ("hearing", _("To bring it to the police, the prosecutor or a court")),
    ("health", _("For treatment or a forensic examination")),
    ("person", _("To give the person her own copy")),
    ("sign", _("To print it and have it signed")),
    ("check", _("To check the original")),
)
THINGS_HINT = _("One a line; after a semicolon how many or in which state.")
FINGERPRINT = re.compile(r"[0-9a-fA-F]{64}")


class AttachForm(ui.Form):
    """A paper from outside."""

    title = _("Attach a paper")
    verb = _("Attach")
    kind = ui.Select(label=_("Kind of paper"), choices=partial(reference.choices, "document_kind"))
    file = ui.Upload(
        label=_("File"), hint=_("PDF, JPEG or PNG. A photograph is drawn anew: place, time and camera written into it are dropped.")
    )  # fmt: skip
    dated_on = ui.Date(label=_("Date on the paper"), required=False)
    note = ui.Text(label=_("Note"), max_length=200, required=False)
    decent = ui.Tick(label=_("It shows nobody undressed and no intimate act"))

    @property
    def facts(self) -> dict[str, Any]:
        """Arguments of the act; the content is read here, at most as much as the limit."""
        given = self.values
        return {
            "kind": given["kind"], "content": given["file"].read(), "name": given["file"].name, "dated_on": given["dated_on"],
            "note": given["note"],
        }  # fmt: skip


class AddressForm(ui.Form):
    """Something online, by address and fingerprint."""

    title = _("Note online material")
    verb = _("Note")
    address = ui.Text(label=_("Address"), hint=_("As copied from the browser, or account and platform."), max_length=2000)
    digest = ui.Text(
        label=_("Fingerprint (SHA-256)"), hint=_("64 characters. Whoever sees the file makes it on that device, without sending the file."),
        max_length=64, required=False,
    )  # fmt: skip
    dated_on = ui.Date(label=_("Seen on"), required=False)
    note = ui.Text(label=_("Note"), max_length=200, required=False)

    def clean_digest(self) -> str:
        """Nothing, or 64 digits of base 16."""
        text = str(self.cleaned_data["digest"] or "").strip()
        if text and not FINGERPRINT.fullmatch(text):
            raise ValidationError(_("A SHA-256 fingerprint has 64 characters: digits and the letters a to f."))
        return text


class TakeForm(ui.Form):
    """Why a copy leaves the system."""

    title = _("Take a copy")
    verb = _("Download")
    reason = ui.ChipRadio(
        label=_("What do you need it for?"), hint=_("The log keeps who took it, when, and this reason."), choices=TAKE_REASONS
    )  # fmt: skip


class RemoveForm(ui.Form):
    """Why a paper is taken out of the file."""

    title = _("Remove the paper")
    verb = _("Remove from the file")
    reason = ui.LongText(label=_("Why?"), hint=_("For example: attached to the wrong case."), max_length=1000, rows=3)


class PrintForm(ui.Form):
    """What every printed paper asks: who signs."""

    paper = ""  # the kind
    signer = ui.Text(label=_("Signed by (office)"), max_length=120, required=False)
    signer_name = ui.Text(label=_("Name of who signs"), hint=_("Left to the pen if empty."), max_length=120, required=False)
    signer_number = ui.Text(label=_("Service number (NIP)"), max_length=40, required=False, width="medium")

    def __init__(self, *args: Any, case: CaseSummary, **rest: Any) -> None:
        office = directory.organisation(case.organisation).short_name
        super().__init__(*args, **{**rest, "initial": {"signer": signer_of(office), **self.offered(case), **(rest.get("initial") or {})}})
        self.case = case
        self.order_fields([name for name in self.fields if not name.startswith("signer")])
        if "victim" in self.fields:
            self.fields["victim"].choices = [(str(v.id), v.words) for v in case.victims]  # type: ignore[attr-defined]

    def offered(self, case: CaseSummary) -> dict[str, Any]:
        """What the form begins with."""
        return {"victim": str(case.victims[0].id) if case.victims else "", "at": now()}

    def given(self) -> dict[str, Any]:
        """What was typed, ready for the paper."""
        found = self.values
        return {**found, "victim": UUID(found["victim"])} if "victim" in found else found


class AssignmentForm(PrintForm):
    """A companion's letter of assignment."""

    title = _("Letter of assignment")
    companion_name = ui.Text(label=_("Who is sent"), max_length=120)
    companion_office = ui.Text(label=_("Function"), max_length=120, required=False)
    tasks = ui.LongText(
        label=_("What for"), hint=_("One task a line. Name nobody: the case's number stands on the letter."), max_length=2000, rows=3
    )  # fmt: skip
    where = ui.Text(label=_("Where"), max_length=200, required=False)
    since = ui.Date(label=_("From"))
    until = ui.Date(label=_("Until"))

    def offered(self, case: CaseSummary) -> dict[str, Any]:
        """The companion of the case, today."""
        return {"companion_name": case.companion or case.manager, "companion_office": "Pendamping", "since": today(), "until": today()}

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first one."""
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", _("The last day lies before the first one."))
        return found


class HandOverForm(PrintForm):
    """A person goes into another hand."""

    title = _("Hand-over record")
    victim = ui.ChipRadio(label=_("Who is handed over?"), choices=())
    at = ui.Moment(label=_("When"))
    where = ui.Text(label=_("Where"), max_length=200)
    receiver_name = ui.Text(label=_("Who receives: name"), max_length=120)
    receiver_office = ui.Text(label=_("Who receives: function and office, or relation"), max_length=200)
    receiver_identity = ui.Text(label=_("Identity shown"), hint=_("Kind of card, not its number."), max_length=120, required=False)
    condition = ui.LongText(label=_("Condition"), max_length=4000, rows=3)
    things = ui.LongText(label=_("Things and documents"), hint=THINGS_HINT, max_length=4000, rows=4, required=False)
    message = ui.LongText(label=_("Message for the receiver"), max_length=4000, rows=3, required=False)
    own_view = ui.LongText(label=_("What the person says to it"), max_length=4000, rows=3, required=False)


class AdmissionForm(PrintForm):
    """A person is received in a shelter."""

    title = _("Shelter admission")
    victim = ui.ChipRadio(label=_("Who is received?"), choices=())
    at = ui.Moment(label=_("When"))
    shelter = ui.Text(label=_("Shelter"), hint=_("Its name. Its address stands on no paper."), max_length=120)
    brought_by = ui.Text(label=_("Brought by"), max_length=120, required=False)
    condition = ui.LongText(label=_("Condition"), max_length=4000, rows=3)
    needs = ui.LongText(label=_("Needs"), max_length=4000, rows=3, required=False)
    things = ui.LongText(label=_("Things and documents"), hint=THINGS_HINT, max_length=4000, rows=4, required=False)


class ClosureForm(PrintForm):
    """The record of a closure; all of it is in the file."""

    title = _("Record of closure")
    victim = ui.ChipRadio(label=_("Whose copy?"), choices=())


PRINT_FORMS: Mapping[str, type[PrintForm]] = {
    "assignment": AssignmentForm,
    "hand_over": HandOverForm,
    "admission": AdmissionForm,
    "closure": ClosureForm,
}
