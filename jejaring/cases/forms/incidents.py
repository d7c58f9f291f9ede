"""Forms about what happened: incidents, the trafficking screen, identifiers."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases import rules
from jejaring.cases.queries import IncidentFile
from jejaring.cases.queries.sections.incidents import IncidentRow
from jejaring.cases.queries.standing import VictimFacts
from jejaring.cases.states import IdentifierUse, Precision
from jejaring.directory.queries import was_sent
from jejaring.intake.forms import AreaSelect
from jejaring.kernel.clock import today
from jejaring.kernel.identifiers import normal_identifier
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui
from jejaring.ui.meanwhile import apart, as_typed, in_words, prints, unknown

STORY = 20_000  # characters
WITH_SUB_FORMS = ("physical", "psychological", "sexual", "exploitation", "neglect")


def _subs(form: str) -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in reference.children("sub_form", form)]


def _sub_field(form: str, label: Any) -> ui.ChipChecks:
    return ui.ChipChecks(label=label, choices=partial(_subs, form), required=False)


def abroad_tick() -> ui.Tick:
    """Asked wherever an incident is first written down: it makes the period for a complaint longer."""
    return ui.Tick(
        label=_("The victim was abroad when she learned of it"), required=False,
        hint=_("Then a complaint may be filed for nine months, not six (UU 1/2023 article 29). Of several, only if all of them were."),
    )  # fmt: skip


class IncidentForm(ui.Form):
    """Something that happened, in all its forms. A sub-form ticked alone ticks its form."""

    title = _("Add an incident")
    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section(_("When and where"), ("happened", "place", "area", "learned_abroad")),
        ui.Section(_("Forms of violence"), ("forms", *(f"sub_{form}" for form in WITH_SUB_FORMS))),
        ui.Section(_("What happened"), ("narrative",)),
    )
    happened = ui.PartialDate(label=_("Date"), hint=_("As far as known: 3/3/2026, March 2026 or 2026. Empty: not known."), required=False)
    place = ui.ChipRadio(label=_("Place"), choices=partial(reference.choices, "place"), initial="unknown")
    area = AreaSelect(label=_("District or village"), required=False)
    learned_abroad = abroad_tick()
    forms = ui.ChipChecks(label=_("Forms"), choices=partial(reference.choices, "form"), required=False)
    sub_physical = _sub_field("physical", _("Physical, more exactly"))
    sub_psychological = _sub_field("psychological", _("Psychological, more exactly"))
    sub_sexual = _sub_field("sexual", _("Sexual, more exactly"))
    sub_exploitation = _sub_field("exploitation", _("Exploitation, more exactly"))
    sub_neglect = _sub_field("neglect", _("Neglect, more exactly"))
    narrative = ui.LongText(
        label=_("In the words of the person"), hint=_("Do not ask again what is in the report already."), max_length=STORY, rows=8,
        required=False,
    )  # fmt: skip

    def sub_fields(self) -> list[BoundField]:
        """The fields for saying a form more exactly."""
        return [self[f"sub_{form}"] for form in WITH_SUB_FORMS]

    @property
    def more_open(self) -> bool:
        """Whether one of them is ticked or wrong, so that it must be seen."""
        return any(field.value() or field.errors for field in self.sub_fields())

    def clean(self) -> dict[str, Any]:
        """At least one form, also "not known yet"; a date that has come."""
        given = super().clean() or {}
        if not any(given.get(name) for name in ("forms", *(f"sub_{form}" for form in WITH_SUB_FORMS))):
            self.add_error("forms", gettext("Choose at least one form, also if it is only “not known yet”."))
        if (when := given.get("happened")) and not (past := rules.may_have_happened(when.on, when.precision, today())):
            self.add_error("happened", gettext(past.reason))
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of a new incident."""
        c = self.cleaned_data
        pairs = [(form, sub) for form in WITH_SUB_FORMS for sub in c[f"sub_{form}"]]
        exact = {form for form, _sub in pairs}
        pairs += [(form, "") for form in c["forms"] if form not in exact]
        when = c["happened"]
        date = {"happened_on": when.on, "precision": when.precision} if when else {"happened_on": None, "precision": Precision.UNKNOWN}
        plain = {name: c[name] for name in ("place", "area", "narrative", "learned_abroad")}
        return {**plain, "forms": tuple(pairs), **date}


FACTS = ("happened", "place", "area", "learned_abroad", "forms", *(f"sub_{form}" for form in WITH_SUB_FORMS), "narrative")
OTHERS = _("Somebody else corrected this incident in the meantime. Nothing of theirs or yours is lost: look below, then send again.")


class CorrectIncidentForm(IncidentForm):
    """An incident put right: the earlier wording stays.

    `version` is the wording that the page was made from. What only the other corrected meanwhile is taken over, what both corrected is said
    beside the field; sent once more, what stands in the fields counts.
    """

    title = _("Correct an incident")
    verb = _("Save the correction")
    layout = (ui.Section(_("Correction"), ("reason",)), *IncidentForm.layout)
    reason = ui.LongText(label=_("Why it is corrected"), max_length=500, rows=2)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, file: IncidentFile, **rest: Any) -> None:
        self.present = initial_of(file.row)
        super().__init__(*args, initial=self.present | {"version": str(file.row.id)}, **rest)
        self.file, self.taken = file, list[tuple[str, str]]()

    def clean(self) -> dict[str, Any]:
        """What holds for every incident, and what somebody else corrected since the page was made."""
        given = super().clean()
        shown = self.file.shown(given.get("version", ""))
        if shown is not self.file.row and not was_sent(self.submission_id):
            self._tell_apart(given, prints(initial_of(shown)) if shown else unknown(FACTS))
        return given

    def _tell_apart(self, given: dict[str, Any], shown: str) -> None:
        typed = {name: given[name] if name in given else object() for name in FACTS}  # what could not be read is said as well
        both, theirs = apart(typed, self.present, shown)
        for name in theirs:
            self.data = as_typed(cast(QueryDict, self.data), self[name], self.present[name])
            self.taken.append((str(self.fields[name].label), self._words(name)))
        for name in both:
            self.add_error(name, gettext("In the meantime somebody else wrote: %(theirs)s") % {"theirs": self._words(name)})
        self.add_error(None, OTHERS)

    def _words(self, name: str) -> str:
        return in_words(self.fields[name], self.present[name]) or gettext("nothing")

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the incident; a form that is no longer offered stays."""
        facts = super().facts()
        stored = [(f.form, f.sub_form) for f in self.file.row.forms]
        offered = {form for form, _label in reference.choices("form")}
        ended = [(form, sub) for form, sub in stored if form not in offered or (sub and sub not in dict(_subs(form)))]
        return facts | {"forms": (*facts["forms"], *ended)}


def initial_of(row: IncidentRow) -> dict[str, Any]:
    """A stored incident as the form shows it."""
    named = {f"sub_{form}": [f.sub_form for f in row.forms if f.form == form and f.sub_form] for form in WITH_SUB_FORMS}
    happened = ui.Partial(row.happened_on, row.precision.value) if row.happened_on and row.precision != Precision.UNKNOWN else None
    plain = {name: getattr(row, name) for name in ("place", "area", "narrative", "learned_abroad")}
    return plain | named | {"happened": happened, "forms": list(dict.fromkeys(f.form for f in row.forms))}


def victim_choices(victims: tuple[VictimFacts, ...]) -> list[tuple[str, str]]:
    """The victims without names, numbered where two would look alike."""
    words = [v.words for v in victims]
    return [(str(v.id), w if words.count(w) == 1 else f"{w} ({n})") for n, (v, w) in enumerate(zip(victims, words, strict=True), 1)]


def offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field of one form its choices, which depend on the case."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class OfVictim(ui.Form):
    """A form about one of the victims; the only one is chosen already."""

    victim = ui.ChipRadio(label=_("About whom"), choices=())

    def __init__(self, *args: Any, victims: tuple[VictimFacts, ...], **rest: Any) -> None:
        first = str(victims[0].id) if len(victims) == 1 else ""
        super().__init__(*args, **{**rest, "initial": {"victim": first} | rest.get("initial", {})})
        self.victims = {str(v.id): v for v in victims}
        offer(self, "victim", victim_choices(victims))

    @property
    def victim_id(self) -> UUID:
        """The chosen victim. Call it on a valid form."""
        return UUID(self.cleaned_data["victim"])


class ScreenForm(OfVictim):
    """What is known of act, means and purpose, for one victim."""

    title = _("Screen for trafficking")
    verb = _("Save the screen")
    layout = (
        ui.Section("", ("victim",)),
        ui.Section(_("Elements of the law"), ("acts", "means", "purposes")),
        ui.Section(_("What else is known"), ("control", "coerced", "note")),
    )
    acts = ui.ChipChecks(
        label=_("Act"), hint=_("What was done with the person?"), choices=partial(reference.choices, "trafficking_act"), required=False
    )
    means = ui.ChipChecks(
        label=_("Means"), hint=_("By what? For a child not needed to get services."),
        choices=partial(reference.choices, "trafficking_means"), required=False,
    )  # fmt: skip
    purposes = ui.ChipChecks(
        label=_("Purpose"), hint=_("For which exploitation, done or intended? Consent plays no part."),
        choices=partial(reference.choices, "trafficking_purpose"), required=False,
    )  # fmt: skip
    control = ui.ChipChecks(
        label=_("Methods of control"), hint=_("How is the person held? This is not one of the elements of the law."),
        choices=partial(reference.choices, "trafficking_control"), required=False,
    )  # fmt: skip
    coerced = ui.Tick(
        label=_("The person was forced into an offence"), required=False,
        hint=_("Then nobody makes a respondent of this person (UU 21/2007 article 18)."),
    )  # fmt: skip
    note = ui.LongText(label=_("Note"), max_length=2000, rows=3, required=False)

    @property
    def about(self) -> VictimFacts | None:
        """The victim chosen so far."""
        given = self.cleaned_data if self.is_bound and self.errors is not None else {}
        return self.victims.get(given.get("victim") or self.initial.get("victim", ""))

    def elements(self) -> rules.Elements:
        """What the ticks so far indicate, also while the form is not yet complete."""
        given = self.cleaned_data if self.is_bound and self.errors is not None else {}
        age, minor = (self.about.age, self.about.minor) if self.about else (None, None)
        return rules.elements(given.get("acts", ()), given.get("means", ()), given.get("purposes", ()), age, minor)

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return {name: value for name, value in self.values.items() if name != "victim"} | {"victim_id": self.victim_id}


class IdentifierForm(ui.Form):
    """A number, account or plate that was mentioned."""

    title = _("Add an identifier")
    kind = ui.ChipRadio(label=_("What kind is it?"), choices=partial(reference.choices, "identifier_kind"))
    value = ui.Text(label=_("As told"), hint=_("Spaces and dashes do not matter."), max_length=200)
    role = ui.ChipRadio(label=_("Who stands behind it?"), choices=partial(reference.choices, "identifier_role"), initial="unknown")
    use = ui.ChipRadio(
        label=_("What may it be used for?"), choices=IdentifierUse, initial=IdentifierUse.HELP_ONLY,
        hint=_("Said to get help, it serves help only, until the person agrees that it goes to the police. Ask."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """It must be readable as what it is said to be."""
        given = super().clean() or {}
        if given.get("kind") and given.get("value") and not normal_identifier(given["kind"], given["value"]):
            self.add_error("value", gettext("This cannot be read as an identifier of that kind. Check the digits, or choose another kind."))
        return given


class UseForm(ui.Form):
    """Whether an identifier may go to the police."""

    title = _("Use of an identifier")
    use = ui.ChipRadio(
        label=_("What may it be used for?"), choices=IdentifierUse, hint=_("The person decides, and may decide otherwise at any time.")
    )  # fmt: skip
