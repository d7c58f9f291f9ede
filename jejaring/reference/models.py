"""Reference data. Open tables: every role reads them, only the owner writes them, at set-up."""

from typing import ClassVar

from django.db import models

from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.reference.rules import ALWAYS
from jejaring.reference.states import AreaLevel, HolidayKind


class Code(models.Model):
    """One value of a code list. A changed label is a further row with a later start, so that old files keep their words."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    list_name = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    source_code = models.CharField(max_length=40, default="")
    source = models.CharField(max_length=60, default="")
    parent = models.CharField(max_length=40, default="")  # the list of the parent: rules.PARENT_LISTS, else the own list
    simfoni = models.CharField(max_length=40, default="")  # label of the ministry's report format
    critical = models.BooleanField(default=False)  # a danger sign that forces high risk
    valid_from = models.DateField(default=ALWAYS)
    valid_until = models.DateField(null=True)  # the last day
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_name", "code", "valid_from"], name="reference_code_once"),
        ]


class LegalBasis(models.Model):
    """The rule behind a clock or a sharing. Unverified ones say so on every screen that shows them."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=60)
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    article = models.CharField(max_length=60, default="")
    verified = models.BooleanField(default=False)
    note_id = models.CharField(max_length=240, default="")
    note_en = models.CharField(max_length=240, default="")
    valid_from = models.DateField(default=ALWAYS)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "valid_from"], name="reference_legal_basis_once")]


class Area(models.Model):
    """An administrative area by its code of the Ministry of Home Affairs, such as 15.71.01.1001."""

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=80)
    level = StateField(AreaLevel)
    parent = models.CharField(max_length=13, default="")
    valid_from = models.DateField(default=ALWAYS)
    valid_until = models.DateField(null=True)


class Holiday(models.Model):
    """A day on which offices are closed: a national holiday or joint leave. Days announced here stay when the yearly calendar is loaded."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    kind = StateField(HolidayKind)
    estimated = models.BooleanField(default=False)  # by the moon; the government announces the day
    announced = models.BooleanField(default=False)  # entered here, not from the yearly calendar
    withdrawn = models.BooleanField(default=False)  # announced and taken back: an ordinary day again


class Edition(models.Model):
    """One row: the number of the reference data in force. A set-up that changes anything counts it up, which empties caches."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
