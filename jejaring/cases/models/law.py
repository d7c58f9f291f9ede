"""The law: tracks and their steps, restitution, examinations, notices of progress, rights. Steps and amounts are never changed or deleted:
a correction is one more row that supersedes an earlier one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.cases.models.file import Case, Participant
from jejaring.cases.states import ExaminationKind, LedgerKind, Payer, ProcedureLaw, TrackKind
from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class LegalTrack(models.Model):
    """One course of law in a case: against one respondent, or one matter before another court."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tracks")
    kind = StateField(TrackKind)
    respondent = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="+")  # of a criminal track
    victim = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="+")  # of the others
    matter = models.CharField(max_length=40, default="", blank=True)  # reference list "court_matter"
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_tracks")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="criminal", respondent__isnull=False, matter="")
                | (~models.Q(kind="criminal") & ~models.Q(matter="")),
                name="cases_track_of_somebody",
            ),
        ]


class LegalStep(models.Model):
    """One dated stage or exit of a track, as an office said it, under the procedure in force that day."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="legal_steps")
    track = models.ForeignKey(LegalTrack, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=40)  # reference lists "legal_stage", "legal_exit", "court_stage"
    law = StateField(ProcedureLaw)
    happened_on = models.DateField()
    office = models.CharField(max_length=120, default="", blank=True)  # an institution, never a person
    number = SealedField(label="legal_step.number")
    note = SealedField(label="legal_step.note")  # the reason of a return or an exit, what was decided
    result = models.CharField(max_length=40, default="", blank=True)  # reference lists "judgment_result", "court_outcome"
    days = models.IntegerField(null=True)  # granted to complete a file
    articles = ArrayField(models.CharField(max_length=40), default=list)  # reference list "charge_article"
    next_on = models.DateField(null=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    void = models.BooleanField(default=False)  # the correction says that it never happened
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_legal_steps")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(days=None) | models.Q(days__range=(1, 365)), name="cases_days_to_complete"),
            models.CheckConstraint(condition=models.Q(void=False) | models.Q(supersedes__isnull=False), name="cases_void_supersedes"),
        ]


class RestitutionEntry(models.Model):
    """One amount in a victim's ledger, in whole rupiah: requested, assessed, demanded, ordered, paid."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="restitution")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    kind = StateField(LedgerKind)
    amount = models.BigIntegerField()
    happened_on = models.DateField()
    office = models.CharField(max_length=120, default="", blank=True)
    number = SealedField(label="restitution.number")
    note = SealedField(label="restitution.note")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    void = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_restitution")]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="cases_amount_is_positive")]


class Examination(models.Model):
    """A forensic report (visum) that an investigator's letter asks for: asked, examined, result received; and who pays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="examinations")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    kind = StateField(ExaminationKind)
    letter_number = SealedField(label="examination.letter_number")
    letter_on = models.DateField()
    investigator = models.CharField(max_length=120, default="", blank=True)  # the office that asks
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")  # who examines
    examined_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    result = SealedField(label="examination.result")
    payer = StateField(Payer, default=Payer.UNKNOWN)
    cost = models.BigIntegerField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_examinations")]


class ProgressNotice(models.Model):
    """A notice of the investigation's progress (SP2HP) from the police, and when the victim was given it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="progress_notices")
    number = SealedField(label="progress_notice.number")
    dated = models.DateField()
    content = SealedField(label="progress_notice.content")
    given_on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_progress_notices")]


class RightsExplained(models.Model):
    """Which rights a victim was told of, when, by whom, and in which language."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="rights_explained")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    rights = ArrayField(models.CharField(max_length=40))  # reference list "victim_right"
    explained_on = models.DateField()
    explained_by = models.UUIDField()
    language = models.CharField(max_length=40, default="indonesian")  # reference list "language"
    interpreter = models.BooleanField(default=False)
    note = SealedField(label="rights_explained.note")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_rights_explained")]


class ForcedOffence(models.Model):
    """An offence that a victim of trafficking was forced into: it is never punished and makes no respondent (UU 21/2007 article 18)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="forced_offences")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    offence = SealedField(label="forced_offence.offence")
    coercion = SealedField(label="forced_offence.coercion")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_forced_offences")]
