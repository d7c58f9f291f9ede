"""For whom of the staff a case does not exist."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models.file import Case
from jejaring.cases.states import ConflictKind, ConflictWish
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class ConflictOfInterest(models.Model):
    """Somebody of the staff, here or at another agency, is a party to a case or kin of one: for that account it does not exist."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="conflicts")
    user = models.UUIDField()
    kind = StateField(ConflictKind)
    reason = SealedField(label="conflict.reason")
    by = models.UUIDField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # declared by mistake: lifted by another supervisor than who declared it
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user"], name="cases_conflicts_of_a_user", condition=models.Q(ended_at=None))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "user"], condition=models.Q(ended_at=None), name="cases_one_conflict_each"),
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | ~models.Q(ended_by=models.F("by")), name="cases_conflict_lifted_by_another"
            ),
        ]


class ConflictTold(models.Model):
    """What a privacy officer said of an account and of a case that she does not see, by its reference; never changed.

    Whether there is such a case, and what followed, is not in it (guard/sql/60_conflict_told.sql).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # its own, for the organisations of privacy officers
    reference = models.CharField(max_length=20)
    user = models.UUIDField()
    wish = StateField(ConflictWish)
    kind = StateField(ConflictKind, default="", blank=True)  # of what is declared
    reason = SealedField(label="conflict_told.reason")
    by = models.UUIDField()
    desk = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wish="end", kind="") | (models.Q(wish="declare") & ~models.Q(kind="")),
                name="cases_conflict_told_of_a_kind",
            ),
        ]
