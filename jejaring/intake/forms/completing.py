"""Completing a report, and what happens when somebody else completed it in the meantime."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.directory.queries import was_sent
from jejaring.intake import queries, rules
from jejaring.intake.forms.channels import PREFIX, made_of, shown
from jejaring.intake.forms.naming import Naming, filled
from jejaring.intake.forms.telling import NONE, NOT_ASKED, TOO_LONG, ReportForm
from jejaring.intake.states import ReportState
from jejaring.people.forms import ContactFields
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui
from jejaring.ui.meanwhile import apart, as_typed, in_words, prints, unknown

OWN = ("submission", "version", "shown", "named", "overwrite", "addition", "nothing_more")  # what the page adds to the facts of the report
OTHERS = _("Somebody else completed this report in the meantime. Nothing of theirs or yours is lost: look below, then send again.")


NAMES = ("victim_name", "reporter_name", "reporter_contact")
UNSEEN = _("Somebody else completed this report in the meantime, and a name is stored here that you have not seen. Show the names first.")


class CompleteForm(ReportForm, Naming):
    """What was not said at first. The story of a received report stays as it was told.

    `shown` says by digests what each field held when the page was made. What only the other changed is taken over, what both changed
    is said beside the field, and replacing the other's words takes a tick of its own. While names are hidden, an empty field of theirs
    leaves what is stored.
    """

    addition = ui.LongText(
        label=_("What was told afterwards"), max_length=rules.STORY_LIMIT, rows=4, required=False, error_messages={"max_length": TOO_LONG}
    )
    nothing_more = ui.Tick(label=_("Nothing more is known: the report counts as complete"), required=False)
    overwrite = ui.Tick(label=_("I have read what the other wrote; what I typed counts"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, view: queries.ReportView, **rest: Any) -> None:
        self.present = initial_of(view)
        received = view.state != ReportState.DRAFT
        super().__init__(_moved(data, view) if data and received else data, initial=self.present, **rest)
        self.view, self.contested, self.taken = view, list[str](), list[tuple[str, str]]()
        self.masked = not view.names_opened
        if self.masked:
            self.hide(view.stored_names)
        for name in ("narrative",) if received else ("addition",):
            del self.fields[name]
        self.initial["shown"] = prints({name: self.present.get(name) for name in self._facts()})

    def _facts(self) -> list[str]:
        return [name for name in self.fields if name not in OWN and not (self.masked and name in NAMES)]

    def clean(self) -> dict[str, Any]:
        """What a report may not say, and what somebody else said of it since this page was made."""
        given = super().clean()
        late = given.get("version") != self.view.version and not was_sent(self.submission_id)
        if late and not given.get("shown"):
            given["shown"] = unknown(self._facts())
        self._compare(given, adopt=late)
        if late:
            for name in (n for n in self.view.stored_names if self.masked and given.get(n)):
                self.add_error(name, UNSEEN)
            self.add_error(None, OTHERS)
            self._renew(given["shown"])
        if self.contested and (late or not given.get("overwrite")):
            for name in self.contested:
                said = in_words(self.fields[name], self.present.get(name)) or gettext("nothing")
                self.add_error(name, gettext("In the meantime somebody else wrote: %(theirs)s") % {"theirs": said})
            if not late:
                self.add_error("overwrite", gettext("Tick this if what you typed counts; else put what the other wrote into the fields."))
        return given

    def _compare(self, given: Mapping[str, Any], *, adopt: bool) -> None:
        """Tell apart what both changed, and take over what only the other did."""
        typed = {name: given[name] for name in self._facts() if name in given}
        both, theirs = apart(typed, {name: self.present.get(name) for name in self._facts()}, given.get("shown", ""))
        self.contested = [*both, *(name for name in self._broken() if name not in both)]
        for name in theirs if adopt else ():
            self.data = as_typed(cast(QueryDict, self.data), self[name], self.present.get(name))
            self.taken.append((str(self.fields[name].label), in_words(self.fields[name], self.present.get(name)) or gettext("nothing")))

    def _broken(self) -> list[str]:
        """Fields that could not be read and that the other changed."""
        unread = {name: object() for name in self._facts() if name in self.errors}
        return apart(unread, self.present, self.data.get("shown", ""))[0]

    def _renew(self, shown: str) -> None:
        """Show the words again under the present version; the tick is made anew."""
        fresh = cast(QueryDict, self.data).copy()
        fresh["version"], fresh["shown"] = str(self.view.version), shown
        fresh.pop("overwrite", None)
        self.data = fresh

    def _lacking(self, given: Mapping[str, Any]) -> dict[str, str]:
        known = {**given, "narrative": given.get("narrative", self.view.narrative)}
        return super()._lacking(known)

    def told(self) -> dict[str, Any]:
        """The keyword arguments of the act; an empty moment means that it stays as it was."""
        own = super().told()
        for name in ("nothing_more", "overwrite", "shown", "named", *(n for n in NAMES if self.masked and not own[n])):
            own.pop(name)
        if own["received_at"] is None:
            own["received_at"] = self.view.received_at
        return own

    def is_complete(self) -> bool:
        """Complete, or said to be as complete as it can be."""
        known = self.told() | {"has_contact": not self.wish().empty or self.view.contact is not None}
        return bool(self.cleaned_data["nothing_more"]) or not rules.missing(known)


def revealed(data: QueryDict, view: queries.ReportView, token: str) -> QueryDict:
    """What was typed while the names were hidden, with the names in the fields that were left empty."""
    stored = {name: getattr(view, name) for name in NAMES}
    fresh = filled(data, stored, token)
    fresh["shown"] = f"{data.get('shown', '')} {prints(stored)}"
    return fresh


def _moved(data: QueryDict, view: queries.ReportView) -> QueryDict:
    """A draft that somebody else received while its story was being written: what was typed goes into the addition."""
    typed = data.get("narrative", "").replace("\r\n", "\n")
    if "addition" in data or not typed.strip() or typed == view.narrative:
        return data
    moved = data.copy()
    moved["addition"] = typed
    return moved


def initial_of(view: queries.ReportView) -> dict[str, Any]:
    """A stored report as the form shows it."""
    same = {name: getattr(view, name) for name in ReportForm.base_fields if hasattr(view, name)}
    critical = reference.critical_signs()
    unsaid = view.danger_not_asked or (view.state != ReportState.DRAFT and not view.danger_signs)
    answers = [NONE] if view.no_danger_asked else [NOT_ASKED] if unsaid else []
    asked = {name: row for name, (row, _field) in made_of(view.channel).items() if name.startswith(PREFIX)}
    answers_given = {d.field: d.value for d in view.details}
    details = {name: shown(row, answers_given.get(row.field, "")) for name, row in asked.items()}
    return same | details | {
        "incident_at": view.incident_at,
        "danger_signs": [s for s in view.danger_signs if s in critical],
        "other_signs": [s for s in view.danger_signs if s not in critical],
        "danger_answer": answers,
        "incident_on": ui.Partial(view.incident_on, view.incident_precision) if view.incident_on and not view.incident_at else None,
        "version": view.version,
        **ContactFields.initial_of(view.contact.wish() if view.contact else None),
    }
