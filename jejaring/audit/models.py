"""The log: who did or read what, for which purpose. Ids, codes and field names only."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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
    mark = models.BinaryField(null=True)  # the application's own, which nobody else can make; the database's functions write without

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "at"], name="audit_event_case"),
            models.Index(fields=["desk", "-at"], name="audit_event_desk"),
            models.Index(fields=["-at"], name="audit_event_at"),
        ]


class Seal(models.Model):
    """A signed Merkle root over the entries of a minute, which it lists by id and leaf. Each names its predecessor."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    seq = models.IntegerField(unique=True)
    at = models.DateTimeField()
    until = models.DateTimeField()  # what was committed before this moment stands in this seal or in an earlier one
    events = ArrayField(models.UUIDField())
    leaves = ArrayField(models.BinaryField())
    root = models.BinaryField()
    previous = models.BinaryField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="audit_seal_until")]  # each minute asks for the last hour's alone


class Anchor(models.Model):
    """A seal was mailed. What lies in a folder says for itself how far it goes."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.CharField(max_length=200)  # the address
    seq = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "-seq"], name="audit_anchor_of_place")]
