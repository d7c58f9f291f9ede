"""What the administrator types: organisations, desks, accounts and the roles that accounts hold at desks."""

from typing import Any
from uuid import UUID

from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.access.roles import Role
from jejaring.directory import queries, rules
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui


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


class DeskForm(ui.Form):
    """A desk as it can be corrected."""

    layout = (
        ui.Section("", ("name", "kind")),
        ui.Section(_("How it is reached"), ("phone", "email", "hours", "uses_system")),
        ui.Section(_("Services"), ("services",), hint=_("What other desks may ask of it.")),
    )
    name = ui.Text(label=_("Name of the desk"), max_length=120)
    phone = ui.Text(label=_("Telephone"), kind="tel", max_length=40, required=False, width="medium")
    email = ui.Text(label=_("E-mail"), kind="email", max_length=120, required=False, validators=[validate_email])
    hours = ui.Text(label=_("Hours"), hint=_("For example Monday to Friday 08.00–16.00"), max_length=120, required=False)
    uses_system = ui.Tick(
        label=_("It works with Jejaring"), required=False,
        hint=_("Without it the desk is written a numbered letter, and its answer is entered by the sender."),
    )  # fmt: skip
    services = ui.ChipChecks(label=_("Services offered"), choices=lambda: reference.choices("service"), required=False)


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
    """The name that an account shows."""

    display_name = ui.Text(label=_("Name shown"), hint=_("The office or the person at work."), max_length=120)


class SetPasswordForm(ui.Form):
    """A new password for somebody else's account."""

    password = ui.Text(label=_("New password"), **NEW_PASSWORD)


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
