"""Papers of a case."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models.file import Case
from jejaring.cases.states import DocumentOrigin, Media
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import IDENTITY, SEALED, SealedField


class Document(models.Model):
    """A paper brought from outside, one issued here under a number, or only the address and the fingerprint of something online.

    The content is a sealed file of the vault. A removed one stays as a row with its reason; its file goes once it can no longer be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    origin = StateField(DocumentOrigin, default=DocumentOrigin.BROUGHT)
    kind = models.CharField(max_length=40)  # reference list "document_kind", or a kind of paper that is printed here
    number = models.CharField(max_length=40, default="", blank=True)  # of a paper issued here
    wording = models.CharField(max_length=40, default="", blank=True)  # the version of its words
    referral_id = models.UUIDField(null=True)  # the referral that it went with, or whose letter it is
    dated_on = models.DateField(null=True)
    media = StateField(Media, blank=True, default="")
    size = models.IntegerField(default=0)  # bytes of the content
    pages = models.IntegerField(default=0)
    file = models.UUIDField(null=True)
    name = SealedField(label="document.name")  # as the file was called
    note = SealedField(label="document.note")
    digest = SealedField(label="document.digest")  # SHA-256 of the content, or of what lies online
    address = SealedField(label="document.address", key_class=IDENTITY)  # where something lies online
    sealed_content = SealedField(label="document.sealed_content", key_class=SEALED)  # the texts above, once two people have to open it
    by = models.UUIDField()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)
    removed_reason = SealedField(label="document.removed_reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="cases_documents")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file=None, origin="online") | models.Q(file__isnull=False), name="cases_document_has_file"
            ),
        ]
