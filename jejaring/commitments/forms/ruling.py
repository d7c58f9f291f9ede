"""The form of a version of a rule: every field, the ladder as percentages of the given time for each who is told."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.commitments import rules
from jejaring.commitments.rules import Rung, Terms
from jejaring.commitments.states import Addressee, ClockKind, CountsFrom, RuleKey
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui
from jejaring.ui.fields import Hinted, TextBox
from jejaring.ui.numbers import number

LADDERS: Mapping[str, str] = {"steps": "ladder", "steps_trafficking": "trafficking"}  # field of the terms to the names of the form
SEVERAL = re.compile(r"[\s;,]+")


def _bases() -> list[tuple[str, str]]:
    """Every legal basis in force today, by its words."""
    found = {row.key: row for row in reference.legal_bases()}
    rows = (reference.legal_basis(key) for key in found)
    return sorted(((row.key, f"{row.title}, {row.article}" if row.article else row.title) for row in rows if row), key=lambda p: p[1])


class Amount(Hinted, forms.FloatField):
    """Hours or days, with a decimal comma or point, to a hundredth."""

    widget = TextBox
    width = "short"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, float) else value

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        found = super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)
        return None if found is None else round(found, 2)


def _rung_field(to: Addressee) -> ui.Text:
    return ui.Text(label=_(to.label), required=False, width="medium", inputmode="numeric", max_length=40)


class RuleForm(ui.Form):
    """A version of a rule. `terms()` gives what was typed; what stands against it is added beside its field."""

    layout: ClassVar[Any] = (
        ui.Section(_("How much time"), ("clock", "counts_from", "high", "medium", "low"), hint=_("Hours, or whole working days.")),
        ui.Section(
            _("Reminders and ladder"), tuple(f"ladder_{to}" for to in Addressee),
            hint=_("At how many per cent of the given time each is told: 50 is half of it, 100 the due moment, 200 twice the time. "
                   "Several with spaces between them; left empty, nobody there is told."),
        ),
        ui.Section(
            _("The ladder of trafficking"), tuple(f"trafficking_{to}" for to in Addressee),
            hint=_("Trafficking belongs to the task force. Left empty, the ladder above holds."),
        ),
        ui.Section(_("On what ground, and from when"), ("legal_basis", "verified", "valid_from")),
    )  # fmt: skip
    clock = ui.ChipRadio(label=_("Clock"), choices=ClockKind)
    counts_from = ui.ChipRadio(label=_("Counts from"), choices=CountsFrom)
    high = Amount(label=_("High risk"), hint=_("0,25 is 15 minutes."))
    medium = Amount(label=_("Medium risk, or not known"))
    low = Amount(label=_("Low risk"))
    legal_basis = ui.Select(label=_("Legal basis"), choices=_bases)
    verified = ui.Tick(
        label=_("The amount was compared with its source"), hint=_("Else every screen says “to be verified”."), required=False
    )
    valid_from = ui.Date(label=_("In force from"), hint=_("Today or later. Promises made before stay as they are."))

    def __init__(self, data: Any, *, key: RuleKey, now: Terms | None) -> None:
        first = _initial(now) if now else {"clock": ClockKind.WALL, "counts_from": CountsFrom.OPENING}
        super().__init__(data, initial=first | {"valid_from": today()})
        self.key = key
        for name in LADDERS.values():
            for to in Addressee:
                self.fields[f"{name}_{to}"] = _rung_field(to)

    def terms(self) -> Terms:
        """What was typed, as the next version; its number is given when it is published."""
        v = self.cleaned_data
        return Terms(
            self.key, 0, ClockKind(v["clock"]), v["high"], v["medium"], v["low"], v["legal_basis"], v["verified"], v["valid_from"],
            counts_from=CountsFrom(v["counts_from"]), steps=v["steps"], steps_trafficking=v["steps_trafficking"],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The ladders from their percentages; one that cannot be read is said beside its field."""
        v: dict[str, Any] = super().clean() or {}
        for field, name in LADDERS.items():
            v[field] = rules.write_rungs(sorted(self._rungs(name), key=lambda r: r.percent))
        return v

    def _rungs(self, name: str) -> Iterator[Rung]:
        for to in Addressee:
            for part in filter(None, SEVERAL.split(self.cleaned_data.get(f"{name}_{to}", ""))):
                number = part.rstrip("%")
                if number.isascii() and number.isdigit() and len(number) <= 4:
                    yield Rung(int(number), to)
                else:
                    words = gettext("“%(part)s” is not a percentage. Write numbers such as 50 100.")
                    self.add_error(f"{name}_{to}", words % {"part": part})

    def say(self, problems: Mapping[str, str]) -> None:
        """Every problem beside its field; one of a ladder stands at its first step."""
        for field, reason in problems.items():
            at = f"{LADDERS[field]}_{Addressee.HEAD}" if field in LADDERS else field
            self.add_error(at if at in self.fields else None, gettext(reason))


class TakeBackForm(ui.Form):
    """Why a version that has not begun is taken back."""

    title = _("Take the version back")
    verb = _("Take it back")
    reason = ui.LongText(
        label=_("Reason in a sentence"), hint=_("It stays beside the version, for everybody to read."), max_length=300, rows=2
    )  # fmt: skip


def _initial(now: Terms) -> dict[str, Any]:
    """The version in force, as the form shows it."""
    same = ("clock", "counts_from", "high", "medium", "low", "legal_basis", "verified")
    found: dict[str, Any] = {name: getattr(now, name) for name in same}
    for field, name in LADDERS.items():
        for rung in rules.read_rungs(getattr(now, field)):
            place = f"{name}_{rung.to}"
            found[place] = f"{found[place]} {rung.percent}" if place in found else str(rung.percent)
    return found
