"""The log: who did or read what, for which purpose. Ids, codes and field names only."""

from typing import ClassVar

from django.db import models

from jejaring.kernel.ids import uuid7


class Event(models.Model):
    """One entry. Moment, actor, desk, purpose, request and leaf are set by a trigger from the context of the transaction."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    at = models.DateTimeField(null=True)
    actor = models.UUIDField(null=True)
    desk = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40, default="")
    fields = models.TextField(default="")
    request_id = models.CharField(max_length=40, default="")
    detail = models.TextField(default="")
    leaf = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "at"], name="audit_event_case"),
            models.Index(fields=["desk", "-at"], name="audit_event_desk"),
            models.Index(fields=["-at"], name="audit_event_at"),
        ]
