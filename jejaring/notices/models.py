"""Outbox rows. They say that something happened and where to look, never about whom."""

from typing import ClassVar

from django.db import models

from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.notices.states import NoticeKind


class Notice(models.Model):
    """One notice to one desk."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.UUIDField()  # by id: notices lie below the directory
    kind = StateField(NoticeKind)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    from_desk = models.UUIDField(null=True)
    to_user = models.UUIDField(null=True)  # for this person alone; else for everybody at the desk
    count = models.IntegerField(default=1)  # a digest says how many
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["desk", "-at"], name="notices_of_a_desk")]
