"""Emergency numbers: the administrator keeps them true."""

from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions.grip import again, check
from jejaring.directory.models import EmergencyNumber
from jejaring.kernel.clock import today


def add_emergency_number(*, by: Actor, name: str, number: str, note: str, place: int, submission: UUID | None = None) -> UUID:
    """Put a number on every help page."""
    check(by)
    row = EmergencyNumber(name=name, number=number, note=note, place=place)
    if earlier := again(by, submission, row.pk):
        return earlier
    row.save(force_insert=True)
    audit.record("emergency_number_added", "emergency_number", row.pk)
    return row.pk


def correct_emergency_number(*, by: Actor, number_id: UUID, **facts: object) -> None:
    """Correct a number, its words or its order."""
    check(by)
    EmergencyNumber.objects.filter(pk=number_id, removed_on=None).update(**facts)
    audit.record("emergency_number_corrected", "emergency_number", number_id, fields=facts)


def remove_emergency_number(*, by: Actor, number_id: UUID) -> None:
    """Take a number off the help page; the row stays with the day."""
    check(by)
    if EmergencyNumber.objects.filter(pk=number_id, removed_on=None).update(removed_on=today()):
        audit.record("emergency_number_removed", "emergency_number", number_id)
