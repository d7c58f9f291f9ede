"""Forms of the law: a step of a track, its correction, a matter before another court, an amount of restitution."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms.incidents import OfVictim, offer
from jejaring.cases.queries.sections.law import StepRow, stage_label
from jejaring.cases.queries.sections.police import PoliceReport
from jejaring.cases.queries.sections.restitution import EntryRow
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import law, restitution
from jejaring.cases.states import Diversion, LedgerKind, TrackKind
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

TEXT = 4000
GROUPS = (
    (_("Police"), law.STAGES[:8]),
    (_("Child respondent"), law.STAGES[8:10]),
    (_("Prosecutor"), law.STAGES[10:15]),
    (_("Court"), law.STAGES[15:]),
    (_("Ended without a judgment"), law.EXITS),
)
RESULTS: Mapping[bool, str] = {True: "judgment_result", False: "court_outcome"}
COURTS = tuple(kind for kind in TrackKind if kind != TrackKind.CRIMINAL)


def said_beside(form: forms.Form, problems: Mapping[str, str]) -> None:
    """Show each problem beside its field, all of them at once."""
    for field, reason in problems.items():
        if not form.has_error(field):
            form.add_error(field if field in form.fields else None, gettext(reason))


class StepForm(ui.Form):
    """One stage or exit of a track, as an office told it."""

    verb = _("Save the step")
    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section("", ("stage", "happened_on", "result", "days", "office", "number", "note")),
        ui.Section(_("What comes next"), ("next_on",)),
        ui.Section(_("Articles charged"), ("articles",)),
    )
    stage = ui.Select(label=_("Step"), choices=())
    happened_on = ui.Date(label=_("On which day"))
    office = ui.Text(label=_("Office"), hint=_("The institution, not a person's name."), max_length=120, required=False)
    number = ui.Text(label=_("Number of the letter or file"), max_length=120, required=False)
    result = ui.Select(label=_("Result"), choices=(), hint=_("For a judgment."), required=False)
    days = ui.Number(
        label=_("Days to complete the file"), hint=_("For P-19. The old procedure gave 14."), min_value=1, max_value=365, required=False
    )
    articles = ui.ChipChecks(
        label=_("Articles named in this step"), hint=_("Only if this step names them; the latest named hold."), choices=(), required=False
    )
    note = ui.LongText(
        label=_("Note or reason"), hint=_("A return, an exit and a resumption need their reason."), max_length=TEXT, rows=4, required=False
    )
    next_on = ui.Date(label=_("Next date"), hint=_("The next hearing, or when to ask again. It becomes a promise."), required=False)

    def __init__(
        self, *args: Any, known: Sequence[StepRow], around: law.Around, case: CaseSummary, diversion: Diversion, **rest: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **rest)
        self.known, self.around, self.diversion = known, around, diversion
        criminal = around.kind == TrackKind.CRIMINAL
        offer(self, "stage", [("", gettext("Choose…")), *self._stages()])
        offer(self, "result", [("", "–"), *reference.choices(RESULTS[criminal])])
        codes = law.articles_for(case.categories, law.articles(known))
        offer(self, "articles", [(code, reference.label("charge_article", code)) for code in codes])
        for name in () if criminal else ("days", "articles"):
            del self.fields[name]

    def _stages(self) -> Iterator[Any]:
        """Stages in the groups of the offices; those of a child only for a child, and diversion only where the article allows it."""
        offered = set(law.stages_of(self.around.kind, self.around.child))
        if self.diversion == Diversion.EXCLUDED:
            offered -= {"diversion", "diversion_talks"}
        if self.around.kind != TrackKind.CRIMINAL:
            yield from ((s, stage_label(s)) for s in law.COURT_STAGES)
            return
        for words, stages in GROUPS:
            if rows := [(s, stage_label(s)) for s in stages if s in offered]:
                yield (str(words), rows)

    @staticmethod
    def initial_of_report(reported_on: date | None, police: PoliceReport | None) -> dict[str, Any]:
        """The report to the police that the case knows, as the first step."""
        return {"stage": "police_report", "happened_on": reported_on, "number": police.number if police else ""} if reported_on else {}

    @property
    def folded(self) -> str:
        """The legend of the section that stands folded."""
        return gettext("Articles charged")

    @property
    def articles_open(self) -> bool:
        """Whether the list of articles is shown at once: some are ticked or wrong."""
        return "articles" in self.fields and bool(self["articles"].value() or self["articles"].errors)

    def new_step(self) -> law.NewStep | None:
        """What was typed, as the rules ask for it; nothing while stage or day cannot be read."""
        c = self.cleaned_data
        if not c.get("stage") or not c.get("happened_on"):
            return None
        return law.NewStep(
            c["stage"], c["happened_on"], c.get("note", ""), c.get("result", ""), c.get("days"), c.get("next_on"),
            tuple(c.get("articles", ())),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What contradicts the track is said beside its field."""
        given = super().clean() or {}
        if new := self.new_step():
            said_beside(self, law.problems(new, self.known, self.around))
        return given


class CorrectStepForm(StepForm):
    """A step put right: the earlier entry stays, superseded."""

    title = _("Correct a step")
    verb = _("Save the correction")
    layout = (ui.Section(_("Correction"), ("reason", "void")), *StepForm.layout)
    reason = ui.LongText(label=_("Why it is corrected"), max_length=TEXT, rows=2)
    void = ui.Tick(label=_("This step never took place"), hint=_("It stays on record as an entry made by mistake."), required=False)

    @staticmethod
    def initial_of(step: StepRow) -> dict[str, Any]:
        """The step as it stands."""
        names = ("stage", "happened_on", "office", "number", "result", "days", "articles", "note", "next_on")
        return {name: getattr(step, name) for name in names}

    def new_step(self) -> law.NewStep | None:
        """A void step is not asked whether it fits."""
        return None if self.cleaned_data.get("void") else super().new_step()


class CourtForm(OfVictim):
    """A matter before another court or office."""

    title = _("Open a track before another court")
    verb = _("Open the track")
    layout = (
        ui.Section("", ("kind", "matter", "victim")),
        ui.Section(_("Filing"), ("office", "number", "filed_on", "next_on", "note")),
    )
    kind = ui.ChipRadio(label=_("Where"), choices=[(k.value, k.label) for k in COURTS])
    matter = ui.ChipRadio(label=_("What it is about"), choices=partial(reference.choices, "court_matter"))
    office = ui.Text(label=_("Court or office"), max_length=120, required=False)
    number = ui.Text(label=_("Number"), max_length=120, required=False)
    filed_on = ui.Date(label=_("Filed on"))
    next_on = ui.Date(label=_("Next hearing or date"), required=False)
    note = ui.LongText(label=_("Note"), max_length=TEXT, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        """Days that can be."""
        given = super().clean() or {}
        if given.get("filed_on"):
            new = law.NewStep("filed", given["filed_on"], next_on=given.get("next_on"))
            found = law.problems(new, (), law.Around(today(), TrackKind.RELIGIOUS_COURT))
            said_beside(self, {"filed_on" if field == "happened_on" else field: why for field, why in found.items()})
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return {name: value for name, value in self.values.items() if name != "victim"} | {"victim_id": self.victim_id}


class AmountForm(OfVictim):
    """One amount of restitution."""

    title = _("Enter an amount of restitution")
    verb = _("Enter")
    layout = (ui.Section("", ("victim", "kind", "amount", "happened_on")), ui.Section("", ("office", "number", "note")))
    kind = ui.ChipRadio(label=_("What it is"), choices=LedgerKind)
    amount = ui.Number(label=_("Amount in rupiah"), hint=_("Whole rupiah, for example 15.000.000"), max_value=10**15)
    happened_on = ui.Date(label=_("On which day"), initial=today)
    office = ui.Text(
        label=_("Office"), hint=_("Court, prosecutor, LPSK or who paid out; not a person's name."), max_length=120, required=False
    )
    number = ui.Text(label=_("Number"), max_length=120, required=False)
    note = ui.LongText(label=_("Note"), max_length=TEXT, rows=3, required=False)

    def __init__(self, *args: Any, entries: Mapping[UUID, Sequence[EntryRow]], around: law.Around, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.entries, self.around = entries, around
        cast(ui.Number, self.fields["amount"]).width = "medium"

    def clean(self) -> dict[str, Any]:
        """A payment above what is left or before the order is said beside its field."""
        given = super().clean() or {}
        if all(given.get(name) for name in ("victim", "kind", "happened_on")) and given.get("amount") is not None:
            known = self.entries.get(self.victim_id, ())
            said_beside(self, restitution.problems(given["kind"], given["amount"], given["happened_on"], known, self.around))
        return given

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return {name: value for name, value in self.values.items() if name != "victim"} | {"victim_id": self.victim_id}


class CorrectAmountForm(ui.Form):
    """An amount put right."""

    title = _("Correct an amount")
    verb = _("Save the correction")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast(ui.Number, self.fields["amount"]).width = "medium"

    amount = ui.Number(label=_("Amount in rupiah"), max_value=10**15)
    happened_on = ui.Date(label=_("On which day"))
    office = ui.Text(label=_("Office"), max_length=120, required=False)
    number = ui.Text(label=_("Number"), max_length=120, required=False)
    reason = ui.LongText(label=_("Why it is corrected"), max_length=TEXT, rows=2)
    void = ui.Tick(label=_("This was entered by mistake"), required=False)

    @staticmethod
    def initial_of(entry: EntryRow) -> dict[str, Any]:
        """The amount as it stands."""
        return {name: getattr(entry, name) for name in ("amount", "happened_on", "office", "number")}
