"""Forms of the work itself: assessment, plan, services, notes, the police report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import STORY, OfVictim, offer
from jejaring.cases.queries.planning import OpenNeed
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules.windows import PROTECTION
from jejaring.cases.states import ServiceFactKind
from jejaring.directory.queries import DeskRow
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Verdict
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

RISKS = (("high", _("High risk")), ("medium", _("Medium risk")), ("low", _("Low risk")))
# By nature, so that a phone shows them by headings. Critical signs are in none, nor is a code that is added later: they stand open.
SIGNS = (
    (_("How the violence goes on"), ("serious_injury", "escalating", "repeated", "substance_use")),
    (_("The person's situation"), ("lives_with_respondent", "no_close_family", "separation", "pregnant", "young_children")),
    (_("Watched or controlled"), ("stalking", "device_watched", "recruiter_near")),
)
FACTORS = (
    (_("Money and work"), ("economic_dependence", "poverty", "debt", "unemployment", "job_offer", "migration")),
    (_("Family and relationship"), ("infidelity", "jealousy", "broken_family", "lack_of_supervision", "early_marriage", "past_violence")),
    (_("Alcohol, drugs, gambling"), ("alcohol", "drugs", "gambling")),
    (_("Telephone and internet"), ("online_recruitment", "unsupervised_device")),
    (_("Health, school, other"), ("disability", "mental_health", "school_dropout", "other")),
)
OFTEN = {
    "trafficking": ("shelter", "health", "psychological", "law_enforcement", "social_rehabilitation", "return"),
    "sexual_violence": ("health", "forensic_examination", "psychological", "law_enforcement", "legal_aid"),
    "domestic_violence": ("psychological", "legal_aid", "health", "law_enforcement", "shelter"),
    "violence_against_children": ("psychological", "health", "law_enforcement", "education"),
    "": ("psychological", "legal_aid", "health", "law_enforcement"),
}


def not_in_future(form: forms.Form, name: str) -> None:
    """Say beside a date that it has not come yet."""
    day = form.cleaned_data.get(name)
    if isinstance(day, date) and day > today():
        form.add_error(name, gettext("This date lies in the future."))


class AssessForm(ui.Form):
    """What the team found out."""

    title = _("Assessment")
    verb = _("Save the assessment")
    layout = (
        ui.Section(_("Danger"), ("danger_signs", "no_danger")),
        ui.Section(_("Risk"), ("risk", "lowered_reason")),
        ui.Section(_("How the person is"), ("condition", "wishes")),
        ui.Section(_("What lies behind it"), ("factors",)),
    )
    danger_signs = ui.ChipChecks(
        label=_("Signs of danger today"), hint=_("Those with a triangle are critical: each of them makes the risk high."),
        choices=partial(reference.choices, "danger_sign"), folds=SIGNS, required=False,
    )  # fmt: skip
    no_danger = ui.Tick(label=_("Asked today: none of these signs"), required=False)
    factors = ui.ChipChecks(
        label=_("Contributing factors"), choices=partial(reference.choices, "contributing_factor"), folds=FACTORS, required=False
    )
    condition = ui.LongText(label=_("Condition: health, safety, home, school or work"), max_length=8000, rows=4)
    wishes = ui.LongText(label=_("What the person wants"), hint=_("In the person's own words."), max_length=8000, rows=3, required=False)
    risk = ui.ChipRadio(
        label=_("Risk from now on"), choices=RISKS, danger={"high"}, empty=_("As the signs and the case say"), required=False,
        hint=_("Lowering it takes a supervisor and a reason."),
    )  # fmt: skip
    lowered_reason = ui.LongText(label=_("Why lower"), max_length=2000, rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_lower: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["danger_signs"].widget.danger = reference.critical_signs()
        if not may_lower:
            del self.fields["lowered_reason"]

    def clean(self) -> dict[str, Any]:
        """Danger is answered: what there is, or that somebody asked and there is none. Silence is no answer."""
        given = super().clean() or {}
        signs, none = given.get("danger_signs"), given.pop("no_danger", False)
        if signs and none:
            self.add_error("no_danger", gettext("This contradicts the signs that are ticked."))
        elif not signs and not none and "danger_signs" not in self.errors:
            self.add_error("danger_signs", gettext("Tick what applies, or below that there is none."))
        return given


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One service on the plan page: whether it is needed, from whom, until when."""

    need: BoundField
    desk: BoundField
    by: BoundField
    planned: str  # where the same need stands already


class PlanForm(OfVictim):
    """What a victim needs: several services at once, each with a desk and a day."""

    title = _("Plan services")
    verb = _("Save the plan")
    goal = ui.LongText(label=_("What it is for"), hint=_("As agreed with the person."), max_length=2000, rows=3, required=False)

    def __init__(
        self, *args: Any, case: CaseSummary, desks: list[DeskRow], planned: dict[str, str], mediation: Verdict, **rest: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, victims=case.victims, **rest)
        self.planned = planned
        rows = [
            row
            for row in reference.codes("service")
            if row.code not in ("complaint", "mediation") or (row.code == "mediation" and mediation)
        ]
        first = {code for category in (*case.categories, "") for code in OFTEN.get(category, ())}
        self.services = [row.code for row in sorted(rows, key=lambda row: row.code not in first)]
        self.often = [code for code in self.services if code in first]
        self.fields["victim"].label = _("Who needs it")
        for row in rows:
            self._offer(row.code, row.label, desks)

    def _offer(self, code: str, label: str, desks: list[DeskRow]) -> None:
        offering = [(str(d.id), d.label) for d in desks if code in d.services]
        others = [(str(d.id), d.label) for d in desks if code not in d.services]
        grouped: Any = [(gettext("Offer this service"), offering), (gettext("Other desks"), others)] if offering else others
        desk = ui.Select(label=_("Desk"), choices=(), required=False)
        desk.choices = [("", gettext("Not decided yet")), *grouped]
        self.fields[f"need_{code}"] = ui.Tick(label=label, required=False)
        self.fields[f"desk_{code}"] = desk
        self.fields[f"by_{code}"] = ui.Date(label=_("By when"), hint="", required=False)

    def _row(self, code: str) -> NeedRow:
        return NeedRow(self[f"need_{code}"], self[f"desk_{code}"], self[f"by_{code}"], self.planned.get(code, ""))

    def first_rows(self) -> Iterator[NeedRow]:
        """The services that cases of this kind often need."""
        return (self._row(code) for code in self.often)

    def other_rows(self) -> Iterator[NeedRow]:
        """All others."""
        return (self._row(code) for code in self.services if code not in self.often)

    @property
    def more_open(self) -> bool:
        """Whether one of the others is ticked or wrong, so that it must be seen."""
        return self.is_bound and any(r.need.value() or r.desk.errors or r.by.errors for r in self.other_rows())

    def clean(self) -> dict[str, Any]:
        """At least one service; a desk or day alone ticks its service."""
        given = super().clean() or {}
        for code in self.services:
            given[f"need_{code}"] = bool(given.get(f"need_{code}") or given.get(f"desk_{code}") or given.get(f"by_{code}"))
        if not any(given[f"need_{code}"] for code in self.services):
            self.add_error(None, gettext("Choose at least one service."))
        return given

    def needs(self) -> list[dict[str, Any]]:
        """The keyword arguments of each new need."""
        c = self.cleaned_data
        return [self._wanted(code, c[f"desk_{code}"], c[f"by_{code}"]) for code in self.services if c[f"need_{code}"]]

    def _wanted(self, code: str, desk: str, by: date | None) -> dict[str, Any]:
        return {"service": code, "by_desk": UUID(desk) if desk else None, "wanted_by": by, "goal": self.cleaned_data["goal"]}


class ServiceForm(ui.Form):
    """What became of a need, or a service that nobody planned."""

    title = _("Record a service")
    layout = (ui.Section("", ("need", "service", "victim")), ui.Section("", ("kind", "happened_on", "desk", "note")))
    need = ui.ChipRadio(label=_("Which need"), choices=(), required=False)
    service = ui.Select(label=_("Or a service that was not planned"), choices=(), required=False)
    victim = ui.ChipRadio(label=_("For whom"), choices=(), required=False)
    kind = ui.ChipRadio(label=_("What became of it"), choices=ServiceFactKind)
    happened_on = ui.Date(label=_("On which day"), initial=today)
    desk = ui.Select(label=_("Which desk"), choices=(), required=False)
    note = ui.LongText(label=_("Note"), max_length=4000, rows=4, required=False)

    def __init__(
        self, *args: Any, case: CaseSummary, needs: list[OpenNeed], desks: list[DeskRow], mediation: Verdict, **rest: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **rest)
        self.of_need = {str(n.id): n for n in needs}
        services = [pair for pair in reference.choices("service") if pair[0] != "mediation" or mediation]
        offer(self, "need", [*((str(n.id), n.label) for n in needs), ("", gettext("Not planned"))])
        offer(self, "service", [("", gettext("Choose…")), *services])
        self.fields["service"].help_text = "" if mediation else gettext("No mediation: %(why)s") % {"why": gettext(mediation.reason)}
        offer(self, "victim", [(str(v.id), v.words) for v in case.victims])
        offer(self, "desk", [("", gettext("As planned, else this desk")), *((str(d.id), d.label) for d in desks)])
        if len(case.victims) < 2:
            del self.fields["victim"]
        if not needs:
            del self.fields["need"]
            self.fields["service"].label = _("Service")

    def clean(self) -> dict[str, Any]:
        """A need or a service; a day that has come."""
        given = super().clean() or {}
        if not given.get("need") and not given.get("service"):
            self.add_error("service", gettext("Choose the service."))
        not_in_future(self, "happened_on")
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        c = self.cleaned_data
        named = {"planned_id": c.get("need"), "victim_id": c.get("victim"), "by_desk": c["desk"]}
        ids = {name: UUID(value) if value else None for name, value in named.items()}
        return {"service": c["service"], "kind": c["kind"], "happened_on": c["happened_on"], "note": c["note"], **ids}


class NoteForm(ui.Form):
    """A note of the team."""

    title = _("Write a note")
    text = ui.LongText(label=_("Note"), max_length=STORY, rows=8)
    clinical = ui.Tick(
        label=_("Clinical note"), required=False, hint=_("Sealed with a key of its own, and part of no referral.")
    )  # fmt: skip


class TextForm(ui.Form):
    """One text: a review, a follow-up, a ground."""

    text = ui.LongText(label=_("Note"), max_length=STORY, rows=8)

    def __init__(self, *args: Any, label: Any, hint: Any = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


class PoliceForm(ui.Form):
    """The report to the police."""

    title = _("Police report")
    number = ui.Text(
        label=_("Number of the police report"), hint=_("As on the receipt, for example LP/B/123/III/2026/SPKT"), max_length=120
    )
    reported_on = ui.Date(label=_("Reported on"), initial=today)
    protect = ui.ChipChecks(
        label=_("What she asks for besides"), choices=[(key.value, key.label) for key in PROTECTION], required=False,
        hint=_("Each becomes a promise of this desk: it is asked for, and given, within 24 hours."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A day that has come."""
        given = super().clean() or {}
        not_in_future(self, "reported_on")
        return given
