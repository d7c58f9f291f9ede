"""What the administrator types: organisations, desks, accounts and the roles that accounts hold at desks."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.access.roles import Role
from jejaring.directory import queries, rules
from jejaring.directory.states import DeskKind, KeysGone, OrganisationKind
from jejaring.kernel.clock import today
from jejaring.kernel.hours import read_hours
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui

ACCESS = (("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known")))


class OrganisationForm(ui.Form):
    """An organisation."""

    name = ui.Text(label=_("Name"), max_length=120)
    short_name = ui.Text(label=_("Short name"), hint=_("As lists and letters show it."), max_length=60, width="medium")
    kind = ui.Select(label=_("Kind of body"), choices=OrganisationKind)
    partner_code = ui.Select(
        label=_("Partner"), hint=_("The entry of the code list “partner” that it is."), choices=lambda: reference.choices("partner"),
        required=False,
    )  # fmt: skip
    region = ui.Select(label=_("Region"), choices=reference.region_choices)
    address = ui.Text(label=_("Address"), required=False, max_length=200)
    vertical = ui.Tick(
        label=_("A vertical body: the city writes to it and cannot order it"), hint=_("Police, prosecutor, courts, witness protection."),
        required=False,
    )  # fmt: skip


def hours_read(text: str) -> None:
    """Hours say at least one working day, so that clocks can run on it; left empty, office hours hold."""
    if text.strip() and read_hours(text) is None:
        raise ValidationError(_("No working day can be read here. Write days and hours like: Senin–Jumat 07.30–16.00; or 24 jam."))


class DeskForm(ui.Form):
    """A desk as it can be corrected."""

    layout = (
        ui.Section("", ("name", "kind")),
        ui.Section(_("How it is reached"), ("phone", "email", "hours", "uses_system")),
        ui.Section(_("Who can come"), ("area", "serves", "accessible", "interpreter")),
        ui.Section(_("Services"), ("services",), hint=_("What other desks may ask of it. For whom each is, is said afterwards.")),
    )
    name = ui.Text(label=_("Name of the desk"), max_length=120)
    phone = ui.Text(label=_("Telephone"), kind="tel", max_length=40, required=False, width="medium")
    email = ui.Text(label=_("E-mail"), kind="email", max_length=120, required=False, validators=[validate_email])
    hours = ui.Text(
        label=_("Hours"), max_length=120, required=False, validators=[hours_read],
        hint=_("Like this, so that everybody sees whether it is open: Senin–Jumat 07.30–16.00, Sabtu 07.30–12.00; or 24 jam"),
    )  # fmt: skip
    area = ui.Select(label=_("District or village of the desk"), choices=reference.village_choices, required=False)
    serves = ui.ChipChecks(
        label=_("Districts that it serves"), hint=_("None ticked: all of them."), required=False,
        choices=lambda: [(d.code, d.name) for d in reference.areas("district", HOME_CITY)],
    )  # fmt: skip
    accessible = ui.ChipRadio(label=_("Can people with disabilities come?"), choices=ACCESS, initial="unknown", required=False)
    interpreter = ui.Text(
        label=_("Languages with an interpreter"), hint=_("Also of signs. Left empty: none."), max_length=120, required=False
    )
    uses_system = ui.Tick(
        label=_("It works with Jejaring"), required=False,
        hint=_("Without it the desk is written a numbered letter, and its answer is entered by the sender."),
    )  # fmt: skip
    services = ui.ChipChecks(label=_("Services offered"), choices=lambda: reference.choices("service"), required=False)
    checked = ui.Tick(label=_("I have checked the whole entry today"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values; a tick becomes the day on which the entry was checked."""
        rest = dict(super().values)
        rest["accessible"] = rest["accessible"] or "unknown"
        return rest | {"verified_on": today()} if rest.pop("checked", False) else rest


class NewDeskForm(DeskForm):
    """A new desk also has a kind, which stays."""

    kind = ui.ChipRadio(
        label=_("Kind of desk"), choices=DeskKind, hint=_("It decides which roles exist there and cannot be changed later.")
    )
    field_order = ("name", "kind")


def places() -> list[tuple[str, str]]:
    """Every role at every open desk that has it, as pairs of "desk:role" and words."""
    found = []
    for d in queries.desks():
        found += [(f"{d.id}:{r.value}", f"{d.label}: {gettext(r.label)}") for r in rules.ROLES_OF_DESK[DeskKind(d.kind)]]
    return found


class RoleForm(ui.Form):
    """A role at a desk, from one day to another. `values` carries desk_id and role in place of the choice."""

    place = ui.Select(label=_("Desk and role"), choices=places)
    valid_from = ui.Date(label=_("First day"), initial=today)
    valid_until = ui.Date(label=_("Last day"), hint=_("Left empty, the role has no end."), required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values with the desk and the role apart."""
        rest = dict(super().values)
        desk, _colon, role = rest.pop("place").partition(":")
        return rest | {"desk_id": UUID(desk), "role": Role(role)}


NEW_PASSWORD: dict[str, Any] = {
    "hint": _("At least 10 characters. Tell it to its owner in person. It opens the account for 7 days and has to be changed at once."),
    "autocomplete": "new-password", "strip": False, "min_length": rules.PASSWORD_MINIMUM, "max_length": 200,
}  # fmt: skip


class AccountForm(RoleForm):
    """A new account with its first role."""

    layout = (
        ui.Section(_("Account"), ("display_name", "username", "password")),
        ui.Section(_("First role"), ("place", "valid_from", "valid_until")),
    )
    display_name = ui.Text(label=_("Name shown"), hint=_("The office or the person at work."), max_length=120)
    username = ui.Text(
        label=_("User name"), hint=_("3 to 60 small letters, digits, points or dashes. It stays."), max_length=60, width="medium"
    )
    password = ui.Text(label=_("First password"), **NEW_PASSWORD)

    def clean_username(self) -> str:
        """Capitals are made small; what cannot be a user name is said."""
        name = str(self.cleaned_data["username"]).lower()
        if not (reads := rules.username_reads(name)):
            self.add_error("username", gettext(reads.reason))
        return name


class AccountNameForm(ui.Form):
    """The name that an account shows, and the number at which colleagues of the desk reach its owner."""

    display_name = ui.Text(label=_("Name shown"), hint=_("The office or the person at work."), max_length=120)
    work_phone = ui.Text(
        label=_("Work telephone"), hint=_("For colleagues of the same desk, also at night. Nobody else sees it."), required=False,
        max_length=40,
    )  # fmt: skip


class SetPasswordForm(ui.Form):
    """A new password for somebody else's account."""

    password = ui.Text(label=_("New password"), **NEW_PASSWORD)


class KeysGoneForm(ui.Form):
    """Why the security keys of somebody's account are taken away."""

    title = _("Take the security keys away")
    verb = _("Take the keys away")
    reason = ui.ChipRadio(label=_("Reason"), choices=KeysGone)


class EndRoleForm(ui.Form):
    """The last day of a role."""

    last_day = ui.Date(label=_("Last day"), hint=_("Today is the last day, or yesterday to take it away at once."), initial=today)


class CloseForm(ui.Form):
    """Why a desk or an organisation is closed."""

    reason = ui.LongText(
        label=_("Reason"), hint=_("It is shown with the closed entry: what ended, and who does this work now."), max_length=300
    )


class EmergencyForm(ui.Form):
    """A number that is called when waiting is dangerous."""

    name = ui.Text(label=_("Who answers"), max_length=80)
    number = ui.Text(label=_("Number"), kind="tel", max_length=40, width="medium")
    note = ui.Text(label=_("Note"), hint=_("For example the hours, or what they can do."), max_length=200, required=False)
    place = ui.Number(label=_("Place on the page"), hint=_("Small numbers stand first."), min_value=1, max_value=999, initial=50)


class OfferForm(ui.Form):
    """For whom a service is, and what it asks. Everything may stay empty: then it is for everybody."""

    sex = ui.ChipRadio(
        label=_("For whom"), choices=(("", _("Everybody")), ("female", _("Women and girls")), ("male", _("Men and boys"))), required=False
    )
    minimum_age = ui.Number(label=_("From age"), required=False, min_value=0, max_value=120)
    maximum_age = ui.Number(label=_("Up to age"), required=False, min_value=0, max_value=120)
    eligibility = ui.Text(label=_("What else is asked of somebody"), required=False, max_length=300)
    documents = ui.Text(
        label=_("What to bring"), hint=_("Nothing may be asked that turns somebody in need away."), required=False, max_length=300
    )
    wait_days = ui.Number(label=_("Usual wait in days"), hint=_("0: at once."), required=False, min_value=0, max_value=999)
    capacity = ui.Number(label=_("Places"), hint=_("How many people at a time."), required=False, min_value=0, max_value=9999)
    note = ui.Text(label=_("Note"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """The ages go upwards."""
        cleaned: dict[str, Any] = super().clean() or {}
        low, high = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if low is not None and high is not None and high < low:
            self.add_error("maximum_age", _("The upper age lies below the lower one."))
        return cleaned
