"""What was entered elsewhere, and what came in from elsewhere."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models import Case, Participant
from jejaring.exchange.states import EntryState
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7


class RegisterEntry(models.Model):
    """Where the entry of one victim in the national register stands: one row each time that it changes, the newest counts.

    The register's numbers stand on the case and on the participant. `digest` is of the clear facts as they were, so that a later change
    is seen: such an entry has to be corrected there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    state = StateField(EntryState)
    entered_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["victim", "-at"], name="exchange_entry_of_a_victim")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="entered") | models.Q(entered_on__isnull=False), name="exchange_entered_on_a_day"
            ),
        ]
