"""Decisions on reports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.guard.fields import StateField
from jejaring.intake.models import Report
from jejaring.kernel.ids import uuid7
from jejaring.triage.states import JoinState, Jurisdiction, OutcomeKind, Risk
from jejaring.vault.models import SealedField


class Triage(models.Model):
    """One assessment of a report: kind, risk as computed and as decided, jurisdiction. A second one needs the report reopened."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # the report's
    report = models.ForeignKey(Report, models.PROTECT, related_name="triages")
    desk = models.UUIDField()
    kind = models.CharField(max_length=40)  # reference list "category", or information_only
    forms = ArrayField(models.CharField(max_length=40), default=list)
    risk_score = models.IntegerField(null=True)
    risk_computed = StateField(Risk, blank=True, default="")
    risk = StateField(Risk, blank=True, default="")  # none for an information-only call
    lowered_reason = SealedField(label="triage.lowered_reason")
    jurisdiction = StateField(Jurisdiction)
    region = models.CharField(max_length=13, default="", blank=True)
    reason = SealedField(label="triage.reason")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()


class SilentCheck(models.Model):
    """The unit looked, after a request for information, whether somebody asked about is known. What it found is not here."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    triage = models.ForeignKey(Triage, models.PROTECT, related_name="silent_checks")
    report_id = models.UUIDField()
    desk = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["report_id"], name="triage_silent_check_report")]


class Outcome(models.Model):
    """One of the things decided."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    triage = models.ForeignKey(Triage, models.PROTECT, related_name="outcomes")
    report_id = models.UUIDField()
    desk = models.UUIDField()
    kind = StateField(OutcomeKind)
    case_id = models.UUIDField(null=True)  # opened, or proposed to join
    join_state = StateField(JoinState, blank=True, default="")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    to_desk = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["report_id"], name="triage_outcome_report"),
            models.Index(fields=["case_id"], name="triage_outcome_case"),
        ]
