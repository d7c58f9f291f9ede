"""Forms of taking a list in: the file, the sheet, what columns and values mean, and whether all of it goes in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.exchange.queries.imports import Column, SheetAbout, Value
from jejaring.exchange.rules.columns import LISTS, Target
from jejaring.ui import forms as ui

OPEN = "open"  # a value that is said to mean nothing of ours
LABELS = {name: target.label for target, name in reversed(LISTS.items())}  # the head under which a value stands


class ListFile(ui.Upload):
    """A list; what it is is decided by its content."""

    def to_python(self, data: Any) -> Any:
        """The upload, or a sentence that says how large it was."""
        if data and data.size > settings.FILE_LIMIT:
            words = _("This file has %(size)s MB; a list has at most %(most)s MB. Save the list alone, or split it by year.")
            most = settings.FILE_LIMIT // 1_000_000
            raise ValidationError(words, params={"size": -(-data.size // 1_000_000), "most": most})
        return forms.FileField.to_python(self, data)


class ListForm(ui.Form):
    """The file."""

    file = ListFile(label=_("The list"), hint=_("CSV or XLSX, at most 3,000 rows. Only open cases are taken in."))


class SheetForm(ui.Form):
    """Which sheet, and where its heads are."""

    sheet = ui.ChipRadio(label=_("Sheet"), choices=())
    header_row = ui.Number(label=_("Row with the heads of the columns"), hint=_("As the file numbers it."), min_value=1)

    def __init__(self, *args: Any, sheets: Sequence[SheetAbout], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["sheet"].choices = [(s.place, self._name(s)) for s in sheets if not s.problem]  # type: ignore[attr-defined]

    @staticmethod
    def _name(s: SheetAbout) -> str:
        hidden = gettext("hidden") if s.hidden else ""
        rows = gettext("%(n)s rows") % {"n": s.rows}
        return " · ".join(part for part in (s.name or gettext("The list"), rows, hidden) if part)

    def clean_sheet(self) -> int:
        """The place of the sheet."""
        return int(self.cleaned_data["sheet"])


class ColumnsForm(ui.Form):
    """What each column means."""

    def __init__(self, *args: Any, columns: Sequence[Column], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.columns = columns
        for c in columns:
            label = c.head or gettext("column %(n)s, without a head") % {"n": c.place + 1}
            field = ui.Select(label=label, choices=Target, initial=c.guess.target.value, hint=" · ".join(c.examples))
            self.fields[f"column_{c.place}"] = field

    @property
    def targets(self) -> list[str]:
        """The meaning of each column in their order."""
        return [self.cleaned_data[f"column_{c.place}"] for c in self.columns]


class ValuesForm(ui.Form):
    """What each value of the coded columns means; the uncertain ones first. Who manages the cases of which the list says nobody."""

    manager = ui.Select(label=_("Who manages the cases of which the list names nobody here?"), choices=())

    def __init__(self, *args: Any, values: Sequence[Value], choices: dict[str, list[tuple[str, str]]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.values_asked = values
        self.fields["manager"].choices = [("", _("Choose…")), *choices["manager"]]  # type: ignore[attr-defined]
        for n, v in enumerate(values):
            first = v.code or (OPEN if v.sure else "")
            offered = [(OPEN, gettext("stays open")), *choices[v.list_name]]
            label = gettext("%(value)s (%(n)s times)") % {"value": v.text, "n": v.count} if v.count > 1 else v.text
            self.fields[f"value_{n}"] = ui.Select(label=label, choices=offered, initial=first, hint=gettext(LABELS[v.list_name]))

    def named(self, *, sure: bool) -> list[Any]:
        """The fields of values that are certain, or of those that somebody has to look at."""
        return [self[f"value_{n}"] for n, v in enumerate(self.values_asked) if v.sure == sure]

    @property
    def unsure(self) -> list[Any]:
        """What is to be looked at."""
        return self.named(sure=False)

    @property
    def sure(self) -> list[Any]:
        """What is certain."""
        return self.named(sure=True)

    @property
    def said(self) -> dict[str, dict[str, str]]:
        """The meaning of each value by list and spelling; empty for one that stays open."""
        found: dict[str, dict[str, str]] = {}
        for n, v in enumerate(self.values_asked):
            code = self.cleaned_data[f"value_{n}"]
            found.setdefault(v.list_name, {})[v.key] = "" if code == OPEN else code
        return found

    @property
    def manager_id(self) -> UUID:
        """Who manages."""
        return UUID(self.cleaned_data["manager"])


class TakeInForm(ui.Form):
    """Taking in all of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    without = ui.Tick(label=_("Leave out the rows that cannot be read"), required=False)
