"""Notes and papers that two people open together."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models.file import Case
from jejaring.cases.states import SealedKind, SealGround, UnsealGround
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class SealedItem(models.Model):
    """A note or paper of a case that was put under a key of its own. Its id is the domain of that key (guard/sql/57_sealed.sql)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # of the case: the team reads why it was sealed
    case = models.ForeignKey(Case, models.PROTECT, related_name="sealed")
    kind = StateField(SealedKind)
    subject_id = models.UUIDField()  # the note or the document
    ground = StateField(SealGround)
    reason = SealedField(label="sealed_item.reason")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject_id"], name="cases_sealed_once")]


class Unsealing(models.Model):
    """Somebody asks to open a sealed item; somebody else agrees; it is open for a while, for the asker alone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # of the case
    case = models.ForeignKey(Case, models.PROTECT, related_name="unsealings")
    item = models.ForeignKey(SealedItem, models.PROTECT, related_name="unsealings")
    ground = StateField(UnsealGround)
    reason = SealedField(label="unsealing.reason")
    desk = models.UUIDField()  # of who asks
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # closed before its moment

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asked_by", "until"], name="cases_unsealings_of_a_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")), name="cases_unsealed_by_two"
            ),
        ]
