"""What was entered elsewhere, and what came in from elsewhere."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models import Case, Participant
from jejaring.exchange.states import BatchState, EntryState
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import IDENTITY, SealedField


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


class ImportBatch(models.Model):
    """One list that somebody brings in. While it is worked on its rows lie sealed in a key domain of the batch, which ends with it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    organisation = models.UUIDField()
    desk = models.UUIDField()
    state = StateField(BatchState, default=BatchState.UPLOADED)
    file_name = SealedField(label="import.file_name")  # people write names into it
    sheets = SealedField(label="import.sheets")  # JSON: what the file holds, see queries.imports
    plan = SealedField(label="import.plan")  # JSON: what columns and values mean
    sheet = models.IntegerField(null=True)  # the place of the chosen one
    header_row = models.IntegerField(null=True)  # as the file numbers it
    rows = models.IntegerField(default=0)  # below the heads
    errors = models.IntegerField(default=0)  # rows that cannot be taken in
    left_out = models.IntegerField(default=0)
    cases = models.IntegerField(default=0)
    synthetic = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # taken in, undone or thrown away
    settled_at = models.DateTimeField(null=True)  # the database's own moment after the last row: what the log says later is work on a case
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["desk", "-at"], name="exchange_imports_of_a_desk")]


class ImportSlice(models.Model):
    """Some rows of a list, sealed, and what was found in them. Gone as soon as the list is taken in or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="slices")
    sheet = models.IntegerField()
    number = models.IntegerField()
    content = SealedField(label="import.rows", key_class=IDENTITY)  # JSON: row numbers and cells
    found = SealedField(label="import.found", key_class=IDENTITY)  # JSON: drafts and problems; empty before the check
    checked = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch", "sheet", "number"], name="exchange_slices_of_a_list")]


class ImportedCase(models.Model):
    """A case that came from a list: which row, and keyed tokens by which the same row is known when it comes again."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="imported")
    organisation = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    row = models.IntegerField()
    token = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "token"], name="exchange_row_known")]


class Meaning(models.Model):
    """What somebody said a column or a value means, remembered for the organisation: keyed tokens, never the words. The newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.UUIDField()
    about = models.CharField(max_length=64)  # the fingerprint of the heads, for a column; the code list, for a value
    token = models.BinaryField()
    code = models.CharField(max_length=60, default="", blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "about"], name="exchange_meanings")]
