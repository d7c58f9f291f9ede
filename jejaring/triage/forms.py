"""The form of a decision."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import abroad_tick
from jejaring.intake.queries import ReportView
from jejaring.intake.states import ReporterKind
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Verdict
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.triage import rules
from jejaring.triage.queries import RiskView
from jejaring.triage.states import Grouping, Jurisdiction, OutcomeKind, Risk
from jejaring.ui import forms as ui

MOST_PEOPLE = 20
DESCRIBED = ("victim_sex", "victim_age", "victim_grown", "victim_count")  # the victims in the officer's words
LISTED = ("people", "grouping")  # the victims as the report lists them
GROWN = (("adult", _("Adult")), ("child", _("Child")))
Pairs = list[tuple[str, str]]


def _regions() -> Pairs:
    return [(code, name) for code, name in reference.region_choices() if code != HOME_CITY]


class DecideForm(ui.Form):
    """What becomes of a report, in the order in which it is asked: what it is, about whom, how dangerous, whose, and then what."""

    title = _("Triage")
    verb = _("Decide")
    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section(_("What is it?"), ("kind", "forms", "learned_abroad")),
        ui.Section(
            _("About whom?"),
            ("people", "grouping", "victim_sex", "victim_age", "victim_grown", "victim_count", "respondent_count", "relation"),
            hint=_("As far as it is known. Names and the rest are added in the case file."),
        ),
        ui.Section(_("How dangerous is it?"), ("risk", "lowered_reason", "event_on")),
        ui.Section(_("Whose is it?"), ("jurisdiction", "region")),
        ui.Section(_("What happens now?"), ("outcomes", "manager", "companion", "join_reference", "reason")),
    )
    kind = ui.ChipRadio(label=_("Kind"), choices=partial(reference.choices, "category"))
    forms = ui.ChipChecks(label=_("Forms of violence"), choices=partial(reference.choices, "form"), required=False)
    learned_abroad = abroad_tick()
    victim_sex = ui.ChipRadio(label=_("Sex of the victim"), choices=Sex)
    victim_age = ui.Number(label=_("Age in years"), required=False, min_value=0, max_value=120)
    victim_grown = ui.ChipRadio(label=_("If the age is not known"), choices=GROWN, required=False, empty=_("Not known"))
    people = ui.ChipChecks(
        label=_("Who becomes a victim of the case"), choices=(), required=False,
        hint=_("As the report lists them; what is known of each goes along. Nobody of them is made a respondent."),
    )  # fmt: skip
    grouping = ui.ChipRadio(label=_("One case or several"), choices=Grouping, initial=Grouping.TOGETHER.value, required=False)
    victim_count = ui.Number(label=_("How many victims"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    respondent_count = ui.Number(label=_("How many respondents"), min_value=0, max_value=MOST_PEOPLE, initial=0, required=False)
    relation = ui.Select(label=_("What the respondent is to the victim"), choices=partial(reference.choices, "relation"), required=False)
    risk = ui.ChipRadio(label=_("Risk"), choices=Risk, danger={Risk.HIGH.value}, required=False)
    lowered_reason = ui.LongText(
        label=_("Why lower than computed"),
        hint=_("Only a supervisor lowers a risk, and says why."),
        max_length=1000,
        rows=3,
        required=False,
    )
    event_on = ui.Date(
        label=_("Day of the wedding or departure"), required=False,
        hint=_("If it is known. What is promised for the case is due before that day begins."),
    )  # fmt: skip
    jurisdiction = ui.ChipRadio(label=_("Jurisdiction"), choices=Jurisdiction, initial=Jurisdiction.OWN.value)
    region = ui.Select(label=_("Region that takes over"), hint=_("For a transfer."), choices=_regions, required=False)
    outcomes = ui.ChipChecks(label=_("One or more outcomes"), choices=OutcomeKind)
    manager = ui.Select(label=_("Case manager"), hint=_("When a case file is opened."), choices=(), required=False)
    companion = ui.Select(label=_("Companion"), choices=(), required=False)
    join_reference = ui.Text(
        label=_("Reference of the case to join"),
        hint=_("For example K-26-0417-X. The answer is the same whether the case exists or not."),
        required=False,
        width="medium",
    )
    reason = ui.LongText(label=_("Reason in a sentence"), max_length=2000, rows=3)

    def __init__(
        self, data: Any = None, *, report: ReportView, risk: RiskView, managers: Pairs, companions: Pairs, may_lower: Verdict
    ) -> None:
        first: dict[str, Any] = {"victim_sex": report.victim_sex, "victim_age": report.victim_age}
        first |= {"victim_count": max(1, report.victim_count), "people": [str(p.id) for p in report.people]}
        super().__init__(data, initial={"risk": risk.risk.value, **first})
        for name in DESCRIBED if report.people else LISTED:
            del self.fields[name]
        if not rules.is_imminent(report.danger_signs):
            del self.fields["event_on"]
        if report.people:
            self.fields["people"].choices = [(str(p.id), f"{p.number}. {p.words}") for p in report.people]  # type: ignore[attr-defined]
        self.report, self.computed, self.may_lower = report, risk, may_lower
        for name, choices in (("manager", managers), ("companion", companions)):
            self.fields[name].choices = [("", gettext("Choose…")), *choices]  # type: ignore[attr-defined]
        said = ngettext("Computed: %(risk)s, %(points)s point.", "Computed: %(risk)s, %(points)s points.", risk.points)
        self.fields["risk"].help_text = said % {"risk": gettext(risk.risk.label), "points": risk.points}

    def victims(self) -> list[rules.Someone]:
        """The victims as far as the rules ask: the first as described, the others not known."""
        v = self.cleaned_data
        if self.report.people:
            return [rules.Someone(p.age, p.minor) for p in self.report.people if str(p.id) in v.get("people", ())]
        grown = {"adult": False, "child": True}.get(v.get("victim_grown") or "")
        others = [rules.Someone()] * ((v.get("victim_count") or 1) - 1)
        return [rules.Someone(v.get("victim_age"), grown if v.get("victim_age") is None else None), *others]

    def clean(self) -> dict[str, Any]:
        """Say everything that cannot stand at once, beside its field; the action asks the same rules again."""
        v = super().clean() or self.cleaned_data
        draft = rules.Draft(
            kind=v.get("kind", ""), outcomes=v.get("outcomes", ()), jurisdiction=v.get("jurisdiction", ""), computed=self.computed.risk,
            critical=self.computed.critical, third_party=self.report.reporter_kind != ReporterKind.VICTIM,
            awareness=self.report.survivor_awareness, risk=v.get("risk", ""), lowered_reason=v.get("lowered_reason", ""),
            region=v.get("region", ""), reason=v.get("reason", ""), manager=v.get("manager"), join_reference=v.get("join_reference", ""),
            victims=self.victims(), may_lower=self.may_lower,
        )  # fmt: skip
        found = rules.problems(draft)
        if self.report.people and rules.opens_a_file(draft.outcomes) and not v.get("people"):
            found["people"] = rules.NOBODY_CHOSEN
        if not rules.may_come(v.get("event_on"), today()):
            found["event_on"] = rules.EVENT_PASSED
        for field, reason in found.items():
            if field not in self.errors:
                self.add_error(field, gettext(reason))
        return v


class SilentCheckForm(ui.Form):
    """Whom a caller asked about: two exact identifiers at most."""

    title = _("Silent check")
    verb = _("Check silently")
    first = ui.Text(
        label=_("Telephone number or NIK"), hint=_("The number that the caller uses or names, or the NIK that the caller gave."),
        required=False, max_length=40, width="medium", inputmode="numeric",
    )  # fmt: skip
    second = ui.Text(label=_("A second one, if there is one"), required=False, max_length=40, width="medium", inputmode="numeric")

    def clean(self) -> dict[str, Any]:
        """Only what can be looked for exactly; the action asks the same rule again."""
        v = super().clean() or self.cleaned_data
        for field, reason in rules.sought_problems(self.sought()).items():
            if field not in self.errors:
                self.add_error(field, gettext(reason))
        return v

    def sought(self) -> list[str]:
        """What was typed."""
        return [self.cleaned_data.get(name, "") for name in rules.SOUGHT]
