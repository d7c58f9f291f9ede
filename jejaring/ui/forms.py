"""The base of every form: sections, one submission per page view, a summary of what is wrong. Fields come from `fields`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext

from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.ui.dates import Partial
from jejaring.ui.fields import (
    ChipChecks,
    ChipRadio,
    Date,
    LongText,
    Moment,
    Number,
    PartialDate,
    Select,
    Text,
    Tick,
    Time,
    Upload,
    Window,
)

__all__ = [
    "ChipChecks",
    "ChipRadio",
    "Date",
    "Form",
    "LongText",
    "Moment",
    "Number",
    "Partial",
    "PartialDate",
    "Problem",
    "Section",
    "Select",
    "Text",
    "Tick",
    "Time",
    "Upload",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together under one legend (an empty legend draws them without a frame)."""

    legend: Any
    names: tuple[str, ...]
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class BoundSection:
    """A section with its fields, ready for the template."""

    legend: str
    hint: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; anchor is the id of the first input that can mend it, empty if none can."""

    anchor: str
    label: str
    text: str

    @property
    def line(self) -> str:
        """Label and problem in one line; a label that is a question ends by its own mark."""
        return f"{self.label} {self.text}" if self.label.endswith(("?", "!", ".", ":")) else f"{self.label}: {self.text}"


class Form(forms.Form):
    """A form that shows again everything that was typed, and is sent once: the action refuses a submission it has seen."""

    layout: ClassVar[Sequence[Section]] = ()
    title: ClassVar[Any] = ""
    verb: ClassVar[Any] = ""
    saves: ClassVar[bool] = True  # a question to the pages (a filter, a figure) saves nothing and does not say so
    use_required_attribute = False

    submission = forms.CharField(widget=forms.HiddenInput, required=False, initial=lambda: str(uuid7()))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **rest})

    @property
    def submission_id(self) -> UUID:
        """The id of this page view. A missing or broken one is replaced, since what was typed matters more."""
        try:
            return UUID(self.cleaned_data["submission"])
        except (AttributeError, KeyError, ValueError):
            return uuid7()

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values without the submission, ready as keyword arguments of an action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission"}

    @cached_property
    def mark(self) -> str:
        """Which fields are marked: the rarer kind, "required" or "optional"."""
        needed = [f.field.required for f in self.visible_fields()]
        return "optional" if 2 * sum(needed) >= len(needed) else "required"

    def sections(self) -> list[BoundSection]:
        """The sections of the layout; fields that no section names follow in a last one without a legend."""
        named = {name for section in self.layout for name in section.names}
        there = {f.name: f for f in self.visible_fields()}
        found = [BoundSection(str(s.legend), str(s.hint), [there[n] for n in s.names if n in there]) for s in self.layout]
        rest = [f for f in there.values() if f.name not in named]
        return [s for s in (*found, BoundSection("", "", rest)) if s.fields]

    def problems(self) -> Iterator[Problem]:
        """Every error with a link to the input that mends it; chips and pairs are reached through their first input."""
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            anchor = (bound.auto_id + ("_0" if bound.field.widget.use_fieldset else "")) if bound else ""
            for text in errors:
                yield Problem(anchor, str(bound.label) if bound else "", str(text))

    def refuse(self, refused: Refused) -> None:
        """Show what an action refused, at its field where it names one."""
        self.add_error(refused.field if refused.field in self.fields else None, gettext(refused.reason))
