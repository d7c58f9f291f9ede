"""The report to the police: its number and its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jejaring.cases.models import Case
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.guard.branches import Branch
from jejaring.kernel.moments import Moment
from jejaring.ui import when
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class PoliceReport:
    """A report to the police as written down."""

    number: str
    recorded_at: datetime


def _build(found: Brought) -> PoliceReport | None:
    case = found.of(Case)[0]
    return PoliceReport(vault.read(case, "police_number"), case.police_recorded_at) if case.police_recorded_at else None


def _tell(head: CaseSummary, police: PoliceReport | None) -> Iterator[Moment]:
    if police and head.police_reported_on:
        text = words(police.number, when.day(head.police_reported_on))
        yield Moment(police.recorded_at, "kept", _("Police report"), text=text, group="law")


SECTION = Section("police", _build, tells=_tell, opens=("police_number",), brings=(Branch(Case, on="{row}.id = {parent}.id"),))
