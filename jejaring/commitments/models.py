"""Rules as data, commitments, and their lives."""

from typing import ClassVar

from django.db import models

from jejaring.commitments.states import CommitmentAct, CommitmentState, RuleKey
from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7


class Rule(models.Model):
    """One version of a rule, frozen once published: amount per risk, clock, legal basis, what keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = StateField(RuleKey)
    version = models.IntegerField()
    clock = StateField(values=("wall", "working"), default="wall")
    hours_high = models.DecimalField(max_digits=8, decimal_places=2)
    hours_medium = models.DecimalField(max_digits=8, decimal_places=2)
    hours_low = models.DecimalField(max_digits=8, decimal_places=2)
    legal_basis = models.CharField(max_length=60, default="")  # reference.LegalBasis.key
    verified = models.BooleanField(default=False)  # otherwise screens say "to be verified"
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "version"], name="commitments_rule_version")]


class Commitment(models.Model):
    """This desk owes that, to them, by then, under this rule. What it is about is repeated in clear codes, so that a desk's list
    needs one statement and shows nobody's name."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = StateField(RuleKey)
    rule_version = models.IntegerField(default=1)
    subject_kind = models.CharField(max_length=20)  # report | case | referral | service | closure
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, default="")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    owed_to_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")  # none: owed to the person
    risk = models.CharField(max_length=10, default="")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    window_from = models.DateTimeField(null=True)
    window_until = models.DateTimeField(null=True)
    state = StateField(CommitmentState, default=CommitmentState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by_act = models.CharField(max_length=40, default="")
    recorded_at = models.DateTimeField()
    about_sex = models.CharField(max_length=10, default="")
    about_age = models.IntegerField(null=True)
    about_area = models.CharField(max_length=13, default="")
    about_kind = models.CharField(max_length=40, default="")
    service = models.CharField(max_length=40, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(due_at__gte=models.F("started_at")), name="commitments_due_after_start"),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None) | models.Q(~models.Q(state="open"), ended_at__isnull=False),
                name="commitments_ended_with_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "due_at"], name="commitments_owed", condition=models.Q(state="open")),
            models.Index(fields=["owed_to_desk", "due_at"], name="commitments_awaited", condition=models.Q(state="open")),
            models.Index(fields=["subject_id", "key"], name="commitments_subject"),
            models.Index(fields=["case_id"], name="commitments_case"),
        ]


class CommitmentEvent(models.Model):
    """One moment in a commitment's life."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="events")
    act = StateField(CommitmentAct)
    at = models.DateTimeField()
    by = models.UUIDField()
    desk = models.UUIDField()
    due_before = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")
