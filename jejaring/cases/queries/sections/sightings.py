"""What was sighted that may link files: numbers, accounts, plates, each with what it may be used for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Identifier
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import IdentifierUse
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class Sighting:
    """An identifier as sighted."""

    id: UUID
    kind: str
    role: str
    use: IdentifierUse
    value: str
    raw: str
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """Kind and whose it is, in words."""
        return f"{reference.label('identifier_kind', self.kind)} · {reference.label('identifier_role', self.role)}"


def _build(found: Brought) -> tuple[Sighting, ...]:
    return tuple(
        Sighting(i.pk, i.kind, i.role, i.use, vault.read(i, "value"), vault.read(i, "raw"), i.at, i.author or "")
        for i in found.of(Identifier)
    )


def _tell(_head: CaseSummary, sightings: tuple[Sighting, ...]) -> Iterator[Moment]:
    for i in sightings:
        yield Moment(i.at, "told", _("Identifier sighted: %(label)s") % {"label": i.label}, text=_(i.use.label), by=i.by)


SECTION = Section(
    "sightings", _build, tells=_tell, opens=("identifiers",),
    brings=(Branch(Identifier, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),),
)  # fmt: skip
