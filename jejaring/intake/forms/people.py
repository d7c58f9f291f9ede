"""The people whom a report names or describes, one row each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.directory.queries import was_sent
from jejaring.intake import queries, rules
from jejaring.intake.forms.naming import Hiding, Naming, filled
from jejaring.intake.queries import PersonView
from jejaring.intake.states import Answer
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

GROWN = (("adult", _("Adult")), ("child", _("Child")))
MORE = 5  # rows that one press adds
SAID = ("name", "age", "grown", "nationality", "interpreter", "language", "injured")
LATE = _("Somebody else changed this list in the meantime; it stands below as it is now. Your rows are still here.")


class PersonForm(Hiding):
    """One of the people: nothing is required, unknown is a value."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sex = ui.ChipRadio(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN, required=False)
    age = ui.Number(label=_("Age in years"), required=False, min_value=0, max_value=rules.OLDEST)
    grown = ui.ChipRadio(label=_("If the age is not known"), choices=GROWN, required=False, empty=_("Not known"))
    name = ui.Text(label=_("Name, if given"), required=False, max_length=200)
    nationality = ui.Select(
        label=_("Nationality"), choices=lambda: reference.choices("nationality"), required=False, empty=_("Not known yet")
    )
    interpreter = ui.Tick(label=_("Needs an interpreter"), required=False)
    language = ui.Text(label=_("Language"), required=False, max_length=80, width="medium")
    injured = ui.ChipRadio(label=_("Injured?"), choices=Answer, required=False, empty=_("Not asked yet"))
    taken_back = ui.Tick(label=_("Written by mistake: take this row back"), required=False)

    @property
    def person_id(self) -> UUID | None:
        """Whose row it is; none for a new one, or where what was sent is no id."""
        try:
            return UUID(str(self["id"].value()))
        except ValueError:
            return None

    @property
    def empty(self) -> bool:
        """Nothing was said: the row is none."""
        said = self.cleaned_data
        return not said.get("id") and said.get("sex") in ("", Sex.UNKNOWN) and not any(said.get(name) for name in SAID)

    def person(self) -> dict[str, Any]:
        """The row as the act takes it. Call it on a valid form."""
        v = self.values
        grown = {"adult": False, "child": True}.get(v.pop("grown"))
        minor = grown if v["age"] is None else None
        if self.masked and not v["name"]:
            v.pop("name")
        return {**v, "sex": v["sex"] or Sex.UNKNOWN, "minor": minor, "interpreter": v["interpreter"] or bool(v["language"])}

    def quiet(self) -> None:
        """Show what was typed again without judging it."""
        self._errors, self.cleaned_data = ErrorDict(), {}


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row with the number that people call it by."""

    number: int
    form: PersonForm


class PeopleForm(Naming):
    """All rows, kept together or not at all. While names are hidden, an empty one leaves what is stored."""

    title = _("People")
    verb = _("Save the people")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the version of the list that stood beside the tick
    overwrite = ui.Tick(label=_("I have read the list below; my rows count"), required=False)

    def __init__(self, data: QueryDict | None = None, *, view: queries.ReportView, more: bool = False) -> None:
        super().__init__(data, initial={"version": view.version})
        self.view, self.late = view, False
        wanted = typed_count(self.data, max(len(view.people), view.victim_count, 1))
        self.size = min(wanted + (MORE if more else 0), rules.MOST_PEOPLE)
        known = [initial_of(person) for person in view.people]
        self.rows = rows_of(data, self.size, known)
        self.masked = not view.names_opened
        if self.masked:
            self._hide_names({person.id for person in view.people if person.has_name})

    def _hide_names(self, stored: set[UUID]) -> None:
        for row in self.rows:
            row.form.masked = True
            if row.form.person_id in stored:
                row.form.hide(["name"])
                self.hides = True

    def quiet(self) -> None:
        """Show what was typed again without judging it: only more rows or the names were asked for."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for row in self.rows:
            row.form.quiet()

    @property
    def full(self) -> bool:
        """As many rows as a report may have."""
        return self.size >= rules.MOST_PEOPLE

    def clean(self) -> dict[str, Any]:
        """Every row is checked; a list that somebody else changed is replaced only on purpose."""
        given = super().clean() or self.cleaned_data
        if sum(not row.form.is_valid() for row in self.rows):  # every row is asked, and says beside its own fields what is wrong
            self.add_error(None, gettext("Something in the rows below is to be mended."))
        self.late = given.get("version") != self.view.version and not was_sent(self.submission_id)
        if self.late and not (given.get("overwrite") and given.get("seen") == self.view.version):
            self.add_error(None, LATE)
            fresh = cast(QueryDict, self.data).copy()
            fresh["seen"] = str(self.view.version)
            fresh.pop("overwrite", None)
            self.data = fresh
        return given

    def problems(self) -> Any:
        """The errors of the list and of every row, each with its number."""
        yield from super().problems()
        for row in self.rows:
            for p in row.form.problems() if self.is_bound else ():
                yield ui.Problem(p.anchor, f"{row.number}. {p.label}", p.text)

    def people(self) -> list[dict[str, Any]]:
        """The rows that say something, as the act takes them. Call it on a valid form."""
        return [row.form.person() for row in self.rows if not row.form.empty]


def revealed(data: QueryDict, view: queries.ReportView, token: str) -> QueryDict:
    """What was typed while the names were hidden, with the names in the rows where they were left empty."""
    names = {str(person.id): person.name for person in view.people}
    rows = range(min(typed_count(data, 0), rules.MOST_PEOPLE))
    return filled(data, {f"p{n}-name": names.get(data.get(f"p{n}-id", ""), "") for n in rows}, token)


def rows_of(data: QueryDict | None, size: int, known: Sequence[Mapping[str, Any]] = ()) -> list[NumberedRow]:
    """So many rows: what was typed, else what is known, else empty."""
    initial = [*known, *({} for _n in range(size))]
    return [NumberedRow(n + 1, PersonForm(data, prefix=f"p{n}", initial=initial[n])) for n in range(size)]


def typed_count(data: Any, otherwise: int) -> int:
    """How many rows the page had."""
    text = str(data.get("count", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def initial_of(person: PersonView) -> dict[str, Any]:
    """A stored row as the form shows it."""
    same = {name: getattr(person, name) for name in ("id", "sex", "age", "name", "nationality", "interpreter", "language", "injured")}
    return same | {"grown": {True: "child", False: "adult"}.get(person.minor, "") if person.minor is not None else ""}
