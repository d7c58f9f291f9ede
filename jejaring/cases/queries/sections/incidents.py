"""What happened: when, where, in which forms of violence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Incident, IncidentForm
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules.wordings import wordings
from jejaring.cases.states import Precision
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault


def day_words(on: date, precision: str) -> str:
    """A date as exactly as it is known: 24 Nov 2026, Nov 2026, 2026."""
    said = when.day(on)
    return {"month": said.partition(" ")[2], "year": str(on.year)}.get(precision, said)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form of violence."""

    form: str
    sub_form: str

    @property
    def label(self) -> str:
        """In words, with the sub-form where one is known."""
        words = reference.label("form", self.form)
        return f"{words}: {reference.label('sub_form', self.sub_form)}" if self.sub_form else words


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something that happened, in the wording that holds, with those that a correction replaced behind it."""

    id: UUID
    happened_on: date | None
    precision: Precision
    place: str
    area: str
    narrative: str
    forms: tuple[FormRow, ...]
    recorded_at: datetime
    learned_abroad: bool = False
    by: str = ""
    reason: str = ""  # why it was corrected to this
    earlier: tuple["IncidentRow", ...] = ()  # newest first

    @property
    def when(self) -> str:
        """The date as exactly as it is known."""
        if self.happened_on is None or self.precision == Precision.UNKNOWN:
            return _("date not known")
        return day_words(self.happened_on, self.precision)

    @property
    def where(self) -> str:
        """Place and area in words."""
        area = reference.area_name(self.area) if self.area else ""
        return ", ".join(part for part in (reference.label("place", self.place), area) if part)

    @property
    def corrections(self) -> tuple["Correction", ...]:
        """How it came to this wording, newest first."""
        told = (self, *self.earlier)
        return tuple(Correction(new.recorded_at, new.by, new.reason, old, old.narrative != new.narrative) for new, old in pairwise(told))

    @property
    def form_labels(self) -> tuple[str, ...]:
        """All forms in words."""
        return tuple(f.label for f in self.forms)


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of an incident, with what it said before."""

    at: datetime
    by: str
    reason: str
    before: IncidentRow
    told_otherwise: bool  # whether the account itself was changed


def _row(i: Incident, forms: list[IncidentForm], earlier: tuple[IncidentRow, ...]) -> IncidentRow:
    said = tuple(FormRow(f.form, f.sub_form) for f in forms)
    return IncidentRow(
        i.pk, i.happened_on, i.precision, i.place, i.area, vault.read(i, "narrative"), said, i.recorded_at, i.learned_abroad,
        i.__dict__.get("author") or "", vault.read(i, "reason"), earlier,
    )  # fmt: skip


def _build(found: Brought) -> tuple[IncidentRow, ...]:
    forms = found.by(IncidentForm, "incident_id")
    rows = []
    for holds, *replaced in wordings(found.of(Incident)):
        earlier = tuple(_row(i, forms.get(i.pk, []), ()) for i in replaced)
        rows.append(_row(holds, forms.get(holds.pk, []), earlier))
    return tuple(rows)


def _tell(_head: CaseSummary, incidents: tuple[IncidentRow, ...]) -> Iterator[Moment]:
    for i in (told for row in incidents for told in (row, *row.earlier)):
        said = _("Incident corrected: %(when)s") if i.reason else _("Incident recorded: %(when)s")
        yield Moment(
            i.recorded_at, "told", said % {"when": i.when}, text=" · ".join((*i.form_labels, i.where)), by=i.by if i.reason else ""
        )


SECTION = Section(
    "incidents", _build, tells=_tell, opens=("narrative",),
    brings=(Branch(Incident, order="{row}.recorded_at, {row}.id", also={"author": AUTHOR}), Branch(IncidentForm)),
)  # fmt: skip
