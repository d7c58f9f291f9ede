"""Forms of safety: the plan, the return home, the checks after closure."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import STORY, OfVictim, offer
from jejaring.cases.forms.work import RISKS, not_in_future
from jejaring.cases.queries.safety import PlanText
from jejaring.cases.queries.sections.safety import ReturnRow
from jejaring.cases.rules import safety
from jejaring.cases.states import ReturnDirection
from jejaring.directory.queries import DeskRow
from jejaring.kernel.clock import now, today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

TEXT = 4000
PARTS = ("threats", "safe_places", "trusted", "signals", "to_take", "children", "devices", "at_night")


class SafetyForm(ui.Form):
    """The safety plan of one victim, in her words."""

    verb = _("Save the plan")
    layout = (
        ui.Section(_("Danger today"), ("danger_signs", "risk", "lowered_reason"),
                   hint=_("Asked again each time: the risk follows from the answers.")),
        ui.Section(_("The plan"), PARTS),
        ui.Section(_("How it was written"), ("written_with", "not_with_reason")),
    )  # fmt: skip
    danger_signs = ui.ChipChecks(
        label=_("Signs of danger today"), hint=_("Those with a triangle are critical: each of them makes the risk high."),
        choices=partial(reference.choices, "danger_sign"), required=False,
    )  # fmt: skip
    risk = ui.ChipRadio(
        label=_("Risk from now on"), choices=RISKS, danger={"high"}, empty=_("As the signs and the case say"), required=False,
        hint=_("Lowering it takes a supervisor and a reason."),
    )  # fmt: skip
    lowered_reason = ui.LongText(label=_("Why lower"), max_length=2000, rows=2, required=False)
    threats = ui.LongText(label=_("What threatens, and when it gets dangerous"), max_length=TEXT, rows=3, required=False)
    safe_places = ui.LongText(label=_("Where the person can go"), max_length=TEXT, rows=2, required=False)
    trusted = ui.LongText(label=_("Whom the person trusts, and how to reach them"), max_length=TEXT, rows=2, required=False)
    signals = ui.LongText(
        label=_("Signal for help"), hint=_("A word, a light, a message that others understand."), max_length=TEXT, rows=2, required=False
    )
    to_take = ui.LongText(
        label=_("What to take along"), hint=_("Identity card, medicine, money, school papers, keys."), max_length=TEXT, rows=2,
        required=False,
    )  # fmt: skip
    children = ui.LongText(label=_("The children: where they go, what they know"), max_length=TEXT, rows=2, required=False)
    devices = ui.LongText(
        label=_("Telephones and accounts"), hint=_("What is watched, what was changed, what stays untouched so that nobody notices."),
        max_length=TEXT, rows=2, required=False,
    )  # fmt: skip
    at_night = ui.LongText(label=_("Whom to reach at night"), max_length=TEXT, rows=2, required=False)
    written_with = ui.Tick(label=_("Written together with the person"), required=False)
    not_with_reason = ui.LongText(label=_("If not: why"), max_length=1000, rows=2, required=False)
    based_on = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["danger_signs"].widget.danger = reference.critical_signs()

    def clean(self) -> dict[str, Any]:
        """Some words, and how they came about."""
        given = super().clean() or {}
        if not any(given.get(name, "").strip() for name in PARTS) and not any(self.has_error(name) for name in PARTS):
            self.add_error("threats", gettext("Write at least one part of the plan."))
        if not given.get("written_with") and not given.get("not_with_reason", "").strip():
            self.add_error("not_with_reason", gettext("Say why it was not written with the person."))
        return given

    @staticmethod
    def initial_of(plan: PlanText | None, signs: tuple[str, ...]) -> dict[str, Any]:
        """The plan as it stands, to be put right; whether it was written together is answered anew."""
        if plan is None:
            return {"danger_signs": signs}
        return {name: getattr(plan, name) for name in PARTS} | {"danger_signs": signs, "based_on": plan.version.id}


def _regions() -> list[tuple[str, str]]:
    return reference.region_choices()


class ReturnForm(OfVictim):
    """A return home that is prepared."""

    verb = _("Save")
    layout = (
        ui.Section("", ("direction", "victim", "applied_on")),
        ui.Section(_("The other end"), ("region", "office", "desk", "safe_there")),
        ui.Section(_("The way"), ("leaves_on", "transport", "escorts")),
    )
    direction = ui.ChipRadio(label=_("Which way"), choices=ReturnDirection, initial=ReturnDirection.OUTBOUND)
    applied_on = ui.Date(
        label=_("Asked for on"), hint=_("From this day the return is due within seven days (UU 21/2007 article 52)."), initial=today
    )
    region = ui.Select(label=_("Region in this province"), choices=_regions, empty=_("Elsewhere, named below"), required=False)
    office = ui.Text(label=_("Body at the other end"), hint=_("For example: UPTD PPA Kota Batam"), max_length=120, required=False)
    desk = ui.Select(label=_("Its desk, if it uses this system"), choices=(), required=False)
    safe_there = ui.LongText(
        label=_("Is it safe there?"), hint=_("Family, recruiter, house: what was found out, with whom."), max_length=TEXT, rows=3,
        required=False,
    )  # fmt: skip
    leaves_on = ui.Date(label=_("Leaves on"), required=False)
    transport = ui.ChipRadio(label=_("By"), choices=partial(reference.choices, "transport"), empty=_("not decided"), required=False)
    escorts = ui.LongText(label=_("Who goes along"), max_length=1000, rows=2, required=False)

    def __init__(self, *args: Any, desks: list[DeskRow], **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, "desk", [("", gettext("None")), *((str(d.id), d.label) for d in desks)])

    def clean(self) -> dict[str, Any]:
        """An application that was made, and somewhere to go."""
        given = super().clean() or {}
        not_in_future(self, "applied_on")
        if not given.get("region") and not given.get("office", "").strip() and not given.get("desk"):
            self.add_error("office", gettext("Say where to: the region or the body that receives."))
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act, without the victim."""
        given = {name: value for name, value in self.values.items() if name not in ("victim", "version")}
        return given | {"desk": UUID(given["desk"]) if given["desk"] else None}

    @staticmethod
    def initial_of(row: ReturnRow) -> dict[str, Any]:
        """The return as it stands."""
        names = ("direction", "applied_on", "region", "office", "safe_there", "leaves_on", "transport", "escorts", "version")
        return {name: getattr(row, name) for name in names} | {"victim": str(row.victim_id), "desk": str(row.desk_id or "")}


class ReturnChangeForm(ReturnForm):
    """A return that is corrected before anybody left."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(ui.Form):
    """The record of a hand-over."""

    title = _("Hand-over for the return home")
    verb = _("Record the hand-over")
    at = ui.Moment(label=_("When"), initial=now)
    handed_to = ui.Text(label=_("To whom"), hint=_("Name, position and body. Sealed."), max_length=300)
    condition = ui.LongText(label=_("How the person was"), max_length=TEXT, rows=3)
    things = ui.LongText(label=_("Documents and things handed over"), max_length=TEXT, rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmReturnForm(ui.Form):
    """The receiver's confirmation."""

    title = _("Confirmation of the receiver")
    verb = _("Record the confirmation")
    confirmed_on = ui.Date(label=_("Confirmed on"), initial=today)
    confirmation = ui.LongText(label=_("Who confirmed, how, and how the person is"), max_length=TEXT, rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelReturnForm(ui.Form):
    """Why a return does not take place."""

    title = _("Cancel the return")
    verb = _("Cancel the return")
    reason = ui.LongText(label=_("Reason"), max_length=TEXT, rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CheckForm(ui.Form):
    """One more day of a check."""

    title = _("Plan a check")
    due_on = ui.Date(label=_("On which day"), hint=_("As agreed with the person, within a year."))

    def clean(self) -> dict[str, Any]:
        """A day that lies ahead."""
        given = super().clean() or {}
        if given.get("due_on") and not (fits := safety.check_day(given["due_on"], today())):
            self.add_error("due_on", gettext(fits.reason))
        return given


class WithdrawForm(ui.Form):
    """The person no longer wants to be asked."""

    reason = ui.LongText(label=_("What the person said"), max_length=1000, rows=3)


class FollowUpForm(ui.Form):
    """How the person fares after closure."""

    title = _("Follow-up after closure")
    outcome = ui.ChipRadio(
        label=_("How is the person?"), choices=partial(reference.choices, "check_outcome"), danger={"in_danger"}, required=False
    )
    text = ui.LongText(
        label=_("Follow-up"), hint=_("How is the person now? If help is needed again, reopen the case."), max_length=STORY, rows=8
    )
