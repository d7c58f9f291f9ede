"""Reports as told."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.intake.states import Answer, LimitsNotRead, ReporterKind, ReportState, ResponseKind
from jejaring.kernel.ids import uuid7
from jejaring.people.states import ContactChannel, Sex
from jejaring.vault.models import IDENTITY, SealedField


class Report(models.Model):
    """What somebody told a desk, as told. It stays what it was; what is concluded from it lies elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    reference = models.CharField(max_length=20)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    organisation = models.UUIDField()
    state = StateField(ReportState, default=ReportState.WAITING)
    channel = models.CharField(max_length=40, default="", blank=True)  # reference list "channel"; empty in a draft only
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    limits_read = models.BooleanField(default=False)  # the limits of confidentiality were read out before the story
    limits_not_read_reason = StateField(LimitsNotRead, default="", blank=True)
    danger_signs = ArrayField(models.CharField(max_length=40), default=list)
    danger_not_asked = models.BooleanField(default=False)  # said that it could not be asked yet; a draft may say neither
    no_danger_asked = models.BooleanField(default=False)  # asked, and there are none: not the same as not asked
    reporter_kind = StateField(ReporterKind, default="", blank=True)  # empty in a draft only
    reporter_anonymous = models.BooleanField(default=False)
    survivor_awareness = models.CharField(max_length=40, default="", blank=True)  # reference list, for reports by a third party
    narrative = SealedField(label="report.narrative")
    reporter_name = SealedField(label="report.reporter_name", key_class=IDENTITY)
    reporter_contact = SealedField(label="report.reporter_contact", key_class=IDENTITY)
    victim_name = SealedField(label="report.victim_name", key_class=IDENTITY)
    location_note = SealedField(label="report.location_note", key_class=IDENTITY)
    victim_sex = StateField(Sex, default=Sex.UNKNOWN)
    victim_age = models.IntegerField(null=True)
    victim_count = models.IntegerField(default=1)
    area = models.CharField(max_length=13, default="", blank=True)  # district or village code of where it happened
    incident_on = models.DateField(null=True)
    incident_precision = models.CharField(max_length=10, default="unknown")  # day | month | year | unknown
    incident_at = models.DateTimeField(null=True)  # to the hour, where the limits of medical help are counted from it
    sent_from = models.UUIDField(null=True)  # the partner desk that sent it; none: taken by the desk itself
    complete = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(victim_age=None) | models.Q(victim_age__range=(0, 120)), name="intake_age_of_a_person"
            ),
            models.CheckConstraint(condition=models.Q(victim_count__gte=0), name="intake_count_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "-received_at"], name="intake_of_a_desk")]


class Response(models.Model):
    """What was done first for a report: it keeps the first-response promise without ever asking for an unsafe call."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="responses")
    desk = models.UUIDField()
    kind = StateField(ResponseKind)
    channel = StateField(ContactChannel, default="", blank=True)  # of a contact or an attempt
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.UUIDField()
    note = SealedField(label="response.note")


class ReportDetail(models.Model):
    """An answer to what a report is asked about because of its channel (reference data: channel fields)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="details")
    desk = models.UUIDField()
    field = models.CharField(max_length=40)
    value = SealedField(label="report_detail.value", key_class=IDENTITY)  # ISO dates and moments, codes with commas between them


class FoundPerson(models.Model):
    """Somebody whom a report names or describes, one of several: found in a raid, handed over by the police. Never a respondent."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="people")
    desk = models.UUIDField()
    position = models.IntegerField()
    sex = StateField(Sex, default=Sex.UNKNOWN)
    age = models.IntegerField(null=True)
    minor = models.BooleanField(null=True)  # under 18 when the age in years is not known
    nationality = models.CharField(max_length=3, default="", blank=True)  # reference list; empty: not known
    interpreter = models.BooleanField(default=False)
    injured = StateField(Answer, default="", blank=True)
    name = SealedField(label="found_person.name", key_class=IDENTITY)
    language = SealedField(label="found_person.language", key_class=IDENTITY)
    taken_back = models.BooleanField(default=False)  # written by mistake; rows are never deleted

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(age=None) | models.Q(age__range=(0, 120)), name="intake_found_age_of_a_person")
        ]


class SentReport(models.Model):
    """A report that a partner desk sent to the unit, as both desks may know of it: received by whom, when answered.

    Nothing of what it says, nor of what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    report_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    from_desk = models.UUIDField()
    to_desk = models.UUIDField()
    channel = models.CharField(max_length=40)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()  # of the first response
    received_at = models.DateTimeField(null=True)  # opened there for the first time
    received_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)  # first response or decision

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["from_desk", "-sent_at"], name="intake_sent_by_a_desk"),
            models.Index(fields=["report_id"], name="intake_sent_report"),
        ]
