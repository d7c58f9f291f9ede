"""Numbers that are called when waiting is dangerous. An open table."""

from dataclasses import dataclass
from uuid import UUID

from jejaring.directory.models import EmergencyNumber


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number as pages show it."""

    id: UUID
    name: str
    number: str
    note: str
    place: int


def _one(row: EmergencyNumber) -> Emergency:
    return Emergency(row.pk, row.name, row.number, row.note, row.place)


def emergency_numbers() -> list[Emergency]:
    """The numbers of this installation in their order. One statement."""
    return [_one(row) for row in EmergencyNumber.objects.filter(removed_on=None).order_by("place", "name")]


def emergency_number(number_id: UUID) -> Emergency:
    """One of them. Raises EmergencyNumber.DoesNotExist."""
    return _one(EmergencyNumber.objects.get(pk=number_id, removed_on=None))
