"""Forms about people: who takes part, who works on it, how to reach somebody, and why a name is asked for."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.access.roles import Role
from jejaring.cases.forms.incidents import offer
from jejaring.cases.queries import persons as people_of_case
from jejaring.cases.queries.persons import Family
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.directory import queries as directory
from jejaring.people import forms as people
from jejaring.people.forms import ContactFields, IdentityForm
from jejaring.people.queries import Identity
from jejaring.people.rules import OF_IDENTITY, Unopened
from jejaring.people.states import Pregnancy, RelationKind
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

ONLY: Mapping[PartyRole, frozenset[str]] = {  # fields that belong to one role
    PartyRole.RESPONDENT: frozenset({"unknown", "relation", "lives_together"}),
    PartyRole.GUARDIAN: frozenset({"guardian_of", "conflict"}),
    PartyRole.VICTIM: frozenset({"coerced"}),
}
TYPED = ("name", "alias", "nik", "phone", "birth_date", "age", "address", "domicile", "origin")


class PartyForm(IdentityForm):
    """Somebody who takes part, as far as known."""

    title = _("Add a person")
    layout = (
        ui.Section("", ("role", "person")),
        ui.Section(_("In this role"), ("unknown", "relation", "lives_together", "guardian_of", "conflict", "coerced")),
        ui.Section(_("Who"), ("sex", "age", "age_is_estimate", "minor", "birth_date", "as_told")),
        ui.Section(
            _("Identity"), ("name", "alias", "phone", "nik", "nik_as_on_card", "nationality"),
            hint=_("Nothing here is required. It is sealed; whoever opens it later says why."),
        ),
        ui.Section(_("Support"), ("needs", "language"), hint=_("What the person needs in order to be heard and helped.")),
        ui.Section("", ("note",)),
    )  # fmt: skip
    folds = (
        ui.Section(
            _("Addresses and origin"), ("address", "address_area", "domicile", "domicile_area", "origin", "origin_area"),
            hint=_("Three things apart: what the card says, where the person is now, where the person comes from."),
        ),
        ui.Section(
            _("Situation"),
            ("education", "occupation", "marital_status", "disabilities", "pregnancy", "religion_needed", "religion"),
            hint=_("For the ministry's register. Ask only what the person is willing to say."),
        ),
    )  # fmt: skip
    role = ui.ChipRadio(label=_("Role in this case"), choices=PartyRole)
    person = ui.Select(
        label=_("Somebody who is in this file already"), hint=_("For a second role, such as a guardian who is also the respondent."),
        choices=(), required=False, empty=_("No, somebody else"),
    )  # fmt: skip
    minor = ui.Tick(label=_("Under 18, though the age is not known"), required=False)
    unknown = ui.Tick(label=_("Respondent: nobody knows who it is"), required=False)
    relation = ui.Select(label=_("Respondent's relation to the victim"), choices=partial(reference.choices, "relation"), required=False)
    lives_together = ui.Tick(label=_("Respondent: lives together with a victim"), required=False)
    guardian_of = ui.ChipChecks(label=_("Guardian of"), choices=(), required=False)
    conflict = ui.Tick(
        label=_("Guardian: is the respondent or sides with the respondent"), hint=_("Then gives no consent for the child."), required=False
    )
    coerced = ui.Tick(
        label=_("Victim: was forced into an offence"), required=False,
        hint=_("Whoever was forced is a victim, never a respondent for it (UU 21/2007 article 18)."),
    )  # fmt: skip
    note = ui.LongText(label=_("Note on this person's part"), max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, case: CaseSummary, person_id: UUID | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.around = lambda nik: people_of_case.around(case, nik, person_id=person_id)
        there = people_of_case.known_parties(case.id)
        offer(self, "person", [("", gettext("No, somebody else")), *((str(p.person_id), p.words) for p in there)])
        wards = [(str(p.person_id), p.words) for p in there if p.role == PartyRole.VICTIM and p.person_id != person_id]
        offer(self, "guardian_of", wards)
        for name, choices in (("person", there), ("guardian_of", wards)):
            if not choices:
                del self.fields[name]

    @property
    def folded(self) -> list[tuple[ui.BoundSection, bool]]:
        """The sections behind a fold, each with whether it stands open: where something is filled in or wrong."""
        found = [ui.BoundSection(str(s.legend), str(s.hint), [self[n] for n in s.names if n in self.fields]) for s in self.folds]
        return [(section, any(self._filled(field) for field in section.fields)) for section in found]

    @staticmethod
    def _filled(field: Any) -> bool:
        return bool(field.errors) or field.value() not in (None, "", [], False, Pregnancy.NOT_ASKED, "not_asked")

    def sections(self) -> list[ui.BoundSection]:
        """The sections that stand open always; those of `folded` are drawn by the page."""
        behind = {name for section in self.folds for name in section.names}
        found = super().sections()
        return [s for s in found if not {field.name for field in s.fields} & behind]

    def clean(self) -> dict[str, Any]:
        """What belongs to one role only is dropped from the others; a forced person is no respondent, nobody is two people."""
        given = super().clean()
        role = given.get("role")
        if role == PartyRole.RESPONDENT and given.get("coerced"):
            self.add_error("coerced", gettext("Somebody who was forced into an offence is not a respondent. Choose victim as the role."))
        if role != PartyRole.RESPONDENT:
            given |= {"unknown": False, "relation": "", "lives_together": False}
        if given.get("person") and any(given.get(name) for name in (*TYPED, "unknown")):
            self.add_error("person", gettext("Choose somebody from the file or describe somebody new, not both. Nothing typed is lost."))
        wards = given.get("guardian_of", []) if role == PartyRole.GUARDIAN else []
        return given | {"conflict": bool(given.get("conflict")) and role == PartyRole.GUARDIAN, "guardian_of": wards}

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of a new party."""
        facts = self.values
        known, minor, person = not facts.pop("unknown"), facts.pop("minor") or None, facts.pop("person", "")
        facts |= {"needs": tuple(facts["needs"]), "disabilities": tuple(facts["disabilities"])}
        facts |= {"guardian_of": tuple(UUID(ward) for ward in facts["guardian_of"]), "person_id": UUID(person) if person else None}
        return facts | {"known": known, "minor": minor if facts["age"] is None else None}


NO_DISABILITY = ("none", "unknown")  # say nothing any more beside a real one


class PartyEditForm(PartyForm):
    """What is known of somebody, corrected; the role stays. As long as the identity was not shown, an empty field leaves what is stored."""

    title = _("Correct a person")
    person_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.BooleanField(widget=forms.HiddenInput, required=False)
    HIDDEN = frozenset(OF_IDENTITY) - {"sex", "age"}

    def __init__(self, *args: Any, role: str, person_id: UUID | None = None, stored: Unopened | None = None, **rest: Any) -> None:
        super().__init__(*args, person_id=person_id, **rest)
        for owner, names in ONLY.items():
            for name in names if owner != role else ():
                self.fields.pop(name, None)
        self.fields.pop("person", None)
        self.fields["role"].widget = forms.HiddenInput()
        self.initial["role"] = role
        self.stored = stored if stored and not self["shown"].value() else None
        self.masked = self.stored is not None
        for field in (self.fields[name] for name in sorted(self.HIDDEN) if self.masked):
            field.initial = None
            if isinstance(field, ui.Select):
                offer_unchanged(field)

    def clean(self) -> dict[str, Any]:
        """Only the fields of this role count, and of an identity that was not shown those in which something was typed or ticked."""
        given = {name: value for name, value in super().clean().items() if name in self.fields}
        if self.stored is None:
            return given
        for name, there in (("needs", self.stored.needs), ("disabilities", self.stored.disabilities)):  # what is ticked unseen is added
            codes = list(dict.fromkeys([*there, *given.get(name, ())]))
            given[name] = [code for code in codes if code not in NO_DISABILITY] or codes
        return {name: value for name, value in given.items() if name not in self.HIDDEN or self[name].data}

    def changes(self) -> dict[str, Any]:
        """The keyword arguments of the correction."""
        facts = {name: value for name, value in self.values.items() if name not in ("role", "shown")}
        facts["minor"] = (facts.get("minor") or None) if facts.get("age") is None else None
        facts["guardian_of"] = tuple(UUID(ward) for ward in facts.get("guardian_of", ()))
        return facts | {"known": not facts.pop("unknown", False)}

    @staticmethod
    def initial_of(identity: Identity) -> dict[str, Any]:
        """The fields of a registration that is shown."""
        return IdentityForm.identity_of(identity) | {"person_version": identity.version, "shown": True}


def offer_unchanged(field: Any) -> None:
    """A list whose empty line leaves what is stored."""
    field.choices = [("", gettext("As it is stored")), *list(field.choices)[1:]]


class RelateForm(ui.Form):
    """Who is what to whom."""

    title = _("Relations and household")
    verb = _("Add the relation")
    person = ui.Select(label=_("This person"), choices=())
    kind = ui.ChipRadio(label=_("is"), choices=RelationKind)
    other = ui.Select(label=_("whom"), choices=())

    def __init__(self, *args: Any, family: Family, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name in ("person", "other"):
            offer(self, name, [("", gettext("Choose…")), *family.choices])

    def clean(self) -> dict[str, Any]:
        """Nobody is a relative of oneself."""
        given = super().clean() or {}
        if given.get("person") and given.get("person") == given.get("other"):
            self.add_error("other", gettext("Choose two different people."))
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return {"person": UUID(self.cleaned_data["person"]), "kind": self.cleaned_data["kind"], "other": UUID(self.cleaned_data["other"])}


class HouseholdForm(ui.Form):
    """Who lives under one roof."""

    title = _("Household")
    verb = _("Save the household")
    members = ui.ChipChecks(label=_("These people live together"), choices=())

    def __init__(self, *args: Any, family: Family, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, "members", family.choices)

    @property
    def chosen(self) -> list[UUID]:
        """The people chosen. Ask a valid form."""
        return [UUID(person) for person in self.cleaned_data["members"]]

    def clean_members(self) -> list[str]:
        """One person alone is no household."""
        chosen: list[str] = self.cleaned_data["members"]
        if len(chosen) < 2:
            raise forms.ValidationError(gettext("A household has two people or more."))
        return chosen


class ContactForm(ContactFields):
    """How the person can be reached safely from now on."""

    title = _("Safe contact")
    verb = _("Save")


class RevealForm(people.RevealForm):
    """Why a name is opened; `party` is the part to be corrected next, if any."""

    party = forms.UUIDField(widget=forms.HiddenInput, required=False)


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
