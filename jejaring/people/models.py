"""Persons as registered by one organisation. Sameness is a link."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.people.states import LinkState, RelationKind, Sex, SubjectKind
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
    nationality = models.CharField(max_length=3, default="idn")  # reference list "nationality"
    synthetic = models.BooleanField(default=False)
    name = SealedField(label="person.name", key_class=IDENTITY)
    alias = SealedField(label="person.alias", key_class=IDENTITY)
    nik = SealedField(label="person.nik", key_class=IDENTITY)
    birth_date = SealedField(label="person.birth_date", key_class=IDENTITY)  # ISO date, or a year, or year and month
    phone = SealedField(label="person.phone", key_class=IDENTITY)
    address = SealedField(label="person.address", key_class=IDENTITY)  # as on the identity card
    domicile = SealedField(label="person.domicile", key_class=IDENTITY)  # where the person is now
    origin = SealedField(label="person.origin", key_class=IDENTITY)
    address_area = SealedField(label="person.address_area", key_class=IDENTITY)  # area codes: an address, though a code
    domicile_area = SealedField(label="person.domicile_area", key_class=IDENTITY)
    origin_area = SealedField(label="person.origin_area", key_class=IDENTITY)
    needs = ArrayField(models.CharField(max_length=40), default=list)  # reference list "accommodation_need"
    language = SealedField(label="person.language", key_class=IDENTITY)  # of the interpreter
    education = models.CharField(max_length=40, default="unknown")  # reference lists of the same names
    occupation = models.CharField(max_length=40, default="unknown")
    marital_status = models.CharField(max_length=40, default="unknown")
    disabilities = ArrayField(models.CharField(max_length=40), default=list)  # empty: not known; "none" is a value
    religion = SealedField(label="person.religion", key_class=IDENTITY)  # reference list "religion"; empty: not asked
    pregnancy = SealedField(label="person.pregnancy", key_class=IDENTITY)  # states.Pregnancy; empty: not asked
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="people_of_a_case")]


class BlindToken(models.Model):
    """A keyed token of a normalised NIK, phone or phonetic name with birth year, for matching by the protection unit alone.

    Seen by whoever sees the person's case, so a question over tokens finds nothing in other files.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    organisation = models.UUIDField()
    case_id = models.UUIDField(null=True)  # the person's
    kind = models.CharField(max_length=20)  # states.MatchKind; "name_year" is of an earlier spelling, renewed when somebody asks
    token = models.BinaryField()
    index_version = models.IntegerField(default=1)  # of the index key: while it is changed a person has tokens under two

    class Meta:
        indexes: ClassVar = [models.Index(fields=["token"], name="people_token_alone")]


class PersonLink(models.Model):
    """Two registrations are one person: who says so and why. Undone, not deleted, and seen only by whoever sees both cases."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    same_as = models.ForeignKey(Person, models.PROTECT, related_name="linked_from")
    organisation = models.UUIDField()
    state = StateField(LinkState, default=LinkState.SAME)
    by = models.UUIDField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)  # a code of states.LinkReason; words would carry one file into the other
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=40, default="", blank=True)  # states.UndoReason
    case_id = models.UUIDField(null=True)  # of `person`
    same_as_case_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id"], name="people_links_of_case"),
            models.Index(fields=["same_as_case_id"], name="people_links_of_other_case"),
        ]


class PersonRelation(models.Model):
    """What one person of a case is to another of the same case. Ended, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    kind = StateField(RelationKind)
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_from")
    by = models.UUIDField()
    at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="people_relations_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="people_relation_of_two"),
        ]


class Household(models.Model):
    """People of one case who live under one roof."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case_id = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="people_households_of_case")]


class HouseholdMember(models.Model):
    """Somebody belongs to a household, from when it was said until it was said otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case_id = models.UUIDField()
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="people_members_of_case")]


class KnownQuestion(models.Model):
    """Somebody of the unit asked whether a stored subject is perhaps known. The answer is not stored; a day's questions are counted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    by = models.UUIDField()
    desk = models.UUIDField()
    subject_kind = StateField(SubjectKind)
    subject_id = models.UUIDField()
    day = models.DateField()  # in Asia/Jakarta
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by", "day"], name="people_questions_of_a_day"),
            models.Index(fields=["desk", "day"], name="people_questions_of_a_desk"),
        ]


class KnownHint(models.Model):
    """What another organisation sent concerns perhaps somebody of a case here. Written by the database alone, seen by that case's team."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.UUIDField()
    subject_kind = StateField(SubjectKind)
    subject_id = models.UUIDField()
    case_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["desk", "-at"], name="people_hints_of_a_desk"),
            models.Index(fields=["case_id"], name="people_hints_of_case"),
        ]


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
