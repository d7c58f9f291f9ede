"""Forms about people: who takes part, who works on it, how to reach somebody, and why a name is asked for."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.access.roles import Role
from jejaring.cases.forms.incidents import offer
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.directory import queries as directory
from jejaring.people.forms import ContactFields, IdentityForm
from jejaring.people.queries import Identity
from jejaring.people.rules import birth_parts
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

IDENTITY = ("name", "alias", "phone", "nik", "nik_as_on_card", "address", "domicile", "origin", "needs")
OF_ROLE = {
    PartyRole.RESPONDENT: ("unknown", "relation", "lives_together"),
    PartyRole.GUARDIAN: ("conflict",),
    PartyRole.VICTIM: ("coerced",),
}
REVEAL_REASONS = (
    ("contact", _("To reach the person in the safe way")),
    ("letter", _("For a letter or a referral")),
    ("law", _("For the police, the prosecutor or a court")),
    ("health", _("For treatment or a forensic examination")),
    ("check", _("To check or correct the registration")),
)


def born(birth: str) -> ui.Partial | None:
    """The stored text of a birth date, as its field shows and reads it."""
    if not birth:
        return None
    year, month, day = birth_parts(birth)
    return ui.Partial(date(year, month or 1, day or 1), "day" if day else "month" if month else "year")


class PartyForm(IdentityForm):
    """Somebody who takes part, as far as known."""

    title = _("Add a person")
    layout = (
        ui.Section("", ("role",)),
        ui.Section(_("Who"), ("sex", "age", "age_is_estimate", "birth_date", "minor")),
        ui.Section(_("In this role"), ("unknown", "relation", "lives_together", "conflict", "coerced")),
        ui.Section(_("Identity"), IDENTITY, hint=_("Nothing here is required. It is sealed; whoever opens it later says why.")),
        ui.Section("", ("note",)),
    )
    role = ui.ChipRadio(label=_("Role in this case"), choices=PartyRole)
    minor = ui.Tick(label=_("Under 18, though the age is not known"), required=False)
    unknown = ui.Tick(label=_("Respondent: nobody knows who it is"), required=False)
    relation = ui.Select(label=_("Respondent's relation to the victim"), choices=partial(reference.choices, "relation"), required=False)
    lives_together = ui.Tick(label=_("Respondent: lives together with a victim"), required=False)
    conflict = ui.Tick(
        label=_("Guardian: is the respondent or sides with the respondent"), hint=_("Then gives no consent for the child."), required=False
    )
    coerced = ui.Tick(
        label=_("Victim: was forced into an offence"), required=False,
        hint=_("Whoever was forced is a victim, never a respondent for it (UU 21/2007 article 18)."),
    )  # fmt: skip
    note = ui.LongText(label=_("Note on this person's part"), max_length=2000, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """What belongs to one role only is dropped from the others; a forced person is no respondent."""
        given = super().clean()
        role = given.get("role")
        if role == PartyRole.RESPONDENT and given.get("coerced"):
            self.add_error("coerced", gettext("Somebody who was forced into an offence is not a respondent. Choose victim as the role."))
        if role != PartyRole.RESPONDENT:
            given |= {"unknown": False, "relation": "", "lives_together": False}
        return given | {"conflict": bool(given.get("conflict")) and role == PartyRole.GUARDIAN}

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of a new party."""
        facts = self.values
        known = not facts.pop("unknown")
        minor = facts.pop("minor") or None
        return facts | {"known": known, "minor": minor if facts["age"] is None else None, "needs": tuple(facts["needs"])}


class PartyEditForm(PartyForm):
    """What is known of somebody, corrected; the role stays."""

    title = _("Correct a person")
    person_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, role: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        only = {
            PartyRole.RESPONDENT: {"unknown", "relation", "lives_together"},
            PartyRole.GUARDIAN: {"conflict"},
            PartyRole.VICTIM: {"coerced"},
        }
        for owner, names in only.items():
            for name in names if owner != role else ():
                del self.fields[name]
        self.fields["role"].widget = forms.HiddenInput()
        self.initial["role"] = role

    def clean(self) -> dict[str, Any]:
        """Only the fields of this role count."""
        return {name: value for name, value in super().clean().items() if name in self.fields}

    def changes(self) -> dict[str, Any]:
        """The keyword arguments of the correction."""
        facts = {name: value for name, value in self.values.items() if name != "role"}
        facts["minor"] = (facts.get("minor") or None) if facts.get("age") is None else None
        return facts | {"known": not facts.pop("unknown", False)}

    @staticmethod
    def initial_of(identity: Identity | None) -> dict[str, Any]:
        """The fields of a registration, to be shown again."""
        if identity is None:
            return {"unknown": True}
        names = ("sex", "age", "age_is_estimate", "name", "alias", "phone", "nik", "address", "domicile", "origin", "needs")
        birth = {"birth_date": born(identity.birth_date), "person_version": identity.version}
        return {name: getattr(identity, name) for name in names} | birth


class ContactForm(ContactFields):
    """How the person can be reached safely from now on."""

    title = _("Safe contact")
    verb = _("Save")


class RevealForm(ui.Form):
    """Why a name is opened."""

    title = _("Show the identity")
    verb = _("Show once")
    reason = ui.ChipRadio(
        label=_("What do you need it for?"), hint=_("The log keeps who looked, when, and this reason."), choices=REVEAL_REASONS
    )  # fmt: skip


def _colleagues(desk_id: UUID, *roles: Role) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for c in directory.colleagues(desk_id, *roles):
        found.setdefault(str(c.user_id), c.name)
    return list(found.items())


class AssignForm(ui.Form):
    """Who manages and who accompanies."""

    title = _("Change the team")
    verb = _("Save")
    manager = ui.ChipRadio(label=_("Case manager"), choices=())
    companion = ui.ChipRadio(label=_("Companion"), choices=(), required=False, empty=_("Nobody"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: CaseSummary, **rest: Any) -> None:
        initial = {"manager": str(case.manager_id or ""), "companion": str(case.companion_id or ""), "version": case.version}
        super().__init__(*args, **rest, initial=initial)
        managers = _colleagues(case.lead_desk_id, Role.MANAGER, Role.SUPERVISOR)
        others = _colleagues(case.lead_desk_id, Role.COMPANION, Role.MANAGER, Role.SUPERVISOR)
        offer(self, "manager", managers)
        offer(self, "companion", [("", gettext("Nobody")), *others])

    def changes(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        companion = self.cleaned_data["companion"]
        chosen = {"manager": UUID(self.cleaned_data["manager"]), "companion": UUID(companion) if companion else None}
        return chosen | {"no_companion": not companion, "version": self.cleaned_data["version"]}
