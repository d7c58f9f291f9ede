"""Persons as registered by one organisation. Sameness is a link."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.people.states import LinkState, Sex
from jejaring.vault.models import IDENTITY, SealedField


class Person(models.Model):
    """Somebody as one organisation registered them. The key domain is the person's own."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    organisation = models.UUIDField()
    case_id = models.UUIDField(null=True)  # the case in which the person was registered; later ones point here by participation
    sex = StateField(Sex, default=Sex.UNKNOWN)
    age = models.IntegerField(null=True)  # in years, when registered
    age_is_estimate = models.BooleanField(default=False)
    nationality = models.CharField(max_length=3, default="IDN")
    synthetic = models.BooleanField(default=False)
    name = SealedField(label="person.name", key_class=IDENTITY)
    alias = SealedField(label="person.alias", key_class=IDENTITY)
    nik = SealedField(label="person.nik", key_class=IDENTITY)
    birth_date = SealedField(label="person.birth_date", key_class=IDENTITY)  # ISO date, or a year, or year and month
    phone = SealedField(label="person.phone", key_class=IDENTITY)
    address = SealedField(label="person.address", key_class=IDENTITY)  # as on the identity card
    domicile = SealedField(label="person.domicile", key_class=IDENTITY)  # where the person is now
    origin = SealedField(label="person.origin", key_class=IDENTITY)
    needs = ArrayField(models.CharField(max_length=40), default=list)  # reference list "accommodation_need"
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)


class BlindToken(models.Model):
    """A keyed token of a normalised NIK, phone or phonetic name with birth year, for matching by the protection unit alone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    organisation = models.UUIDField()
    kind = models.CharField(max_length=20)  # nik | phone | name_year
    token = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "token"], name="people_token")]


class PersonLink(models.Model):
    """Two registrations are one person: who says so and why. Undone, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    same_as = models.ForeignKey(Person, models.PROTECT, related_name="linked_from")
    organisation = models.UUIDField()
    state = StateField(LinkState, default=LinkState.SAME)
    by = models.UUIDField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)


class SafeContact(models.Model):
    """How somebody may safely be reached: channels, hours in Asia/Jakarta, and what never to do. Belongs to a report or a person."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    organisation = models.UUIDField()
    desk = models.UUIDField()
    subject_id = models.UUIDField()  # report or person
    case_id = models.UUIDField(null=True)
    channels = ArrayField(models.CharField(max_length=20), default=list)
    never = ArrayField(models.CharField(max_length=20), default=list)
    window_start = models.TimeField(null=True)
    window_end = models.TimeField(null=True)
    watched = models.BooleanField(default=False)  # treat the channel as read by others
    number = SealedField(label="safe_contact.number", key_class=IDENTITY)
    note = SealedField(label="safe_contact.note", key_class=IDENTITY)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="people_contact_subject")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(window_start=None, window_end=None) | models.Q(window_start__isnull=False, window_end__isnull=False),
                name="people_window_has_both_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(window_start=None) | ~models.Q(window_start=models.F("window_end")), name="people_window_not_empty"
            ),
        ]
