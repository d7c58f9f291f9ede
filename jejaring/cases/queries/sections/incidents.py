"""What happened: when, where, in which forms of violence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Incident, IncidentForm
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import Precision
from jejaring.guard.branches import Branch
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
    """Something that happened."""

    id: UUID
    happened_on: date | None
    precision: Precision
    place: str
    area: str
    narrative: str
    forms: tuple[FormRow, ...]
    recorded_at: datetime
    learned_abroad: bool = False

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
    def form_labels(self) -> tuple[str, ...]:
        """All forms in words."""
        return tuple(f.label for f in self.forms)


def _build(found: Brought) -> tuple[IncidentRow, ...]:
    forms = found.by(IncidentForm, "incident_id")
    return tuple(
        IncidentRow(
            i.pk, i.happened_on, i.precision, i.place, i.area, vault.read(i, "narrative"),
            tuple(FormRow(f.form, f.sub_form) for f in forms.get(i.pk, [])), i.recorded_at, i.learned_abroad,
        ) for i in found.of(Incident)
    )  # fmt: skip


def _tell(_head: CaseSummary, incidents: tuple[IncidentRow, ...]) -> Iterator[Moment]:
    for i in incidents:
        title = _("Incident recorded: %(when)s") % {"when": i.when}
        yield Moment(i.recorded_at, "told", title, text=" · ".join((*i.form_labels, i.where)))


SECTION = Section(
    "incidents", _build, tells=_tell, opens=("narrative",),
    brings=(Branch(Incident, order="{row}.recorded_at, {row}.id"), Branch(IncidentForm)),
)  # fmt: skip
