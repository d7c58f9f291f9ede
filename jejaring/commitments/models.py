"""Rules as data, commitments, and their lives."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from jejaring.commitments.states import ClockKind, CommitmentAct, CommitmentState, CountsFrom, RuleKey
from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class Rule(models.Model):
    """One version of a rule, frozen once published (a trigger refuses every change but the end of its time, and that it is taken back
    before it begins)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = StateField(RuleKey)
    version = models.IntegerField()
    clock = StateField(ClockKind, default=ClockKind.WALL)
    counts_from = StateField(CountsFrom, default=CountsFrom.OPENING)
    high = models.DecimalField(max_digits=8, decimal_places=2)  # hours, or working days, as the clock says
    medium = models.DecimalField(max_digits=8, decimal_places=2)
    low = models.DecimalField(max_digits=8, decimal_places=2)
    steps = models.CharField(max_length=300, default="")  # rules.read_rungs: "50 desk; 100 head; 200 secretary"
    steps_trafficking = models.CharField(max_length=300, default="", blank=True)
    legal_basis = models.CharField(max_length=60, default="")  # reference.LegalBasis.key
    verified = models.BooleanField(default=False)  # otherwise screens say "to be verified"
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)  # none: the defaults that came with the program
    withdrawn_at = models.DateTimeField(null=True)  # taken back before it began: no promise was ever made under it
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="commitments_rule_version"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason="")),
                name="commitments_rule_withdrawn_whole",
            ),
        ]


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
    happened_at = models.DateTimeField(null=True)  # where the rule counts from the incident
    before_at = models.DateTimeField(null=True)  # a future event that it must not miss
    fixed = models.BooleanField(default=False)  # its moment was said or extended by hand: the rule does not compute it anew
    paused_at = models.DateTimeField(null=True)  # while set it waits for somebody, and is neither due nor late
    next_step_at = models.DateTimeField(null=True)  # of the reminders and the ladder; none: all were taken
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
            models.Index(
                fields=["desk", "paused_at"], name="commitments_waiting", condition=models.Q(state="open", paused_at__isnull=False)
            ),
            models.Index(fields=["next_step_at"], name="commitments_next_step", condition=models.Q(state="open", paused_at=None)),
            models.Index(fields=["subject_id", "key"], name="commitments_subject"),
            models.Index(fields=["case_id", "desk"], name="commitments_case"),
        ]

    @property
    def waits_for(self) -> str:
        """Whom its open pause waits for, where the query asked."""
        return self.__dict__.get("open_pause") or ""

    @property
    def asked(self) -> UUID | None:
        """The waiver that nobody has decided yet, where the query asked."""
        return self.__dict__.get("open_waiver")


class CommitmentEvent(models.Model):
    """One moment in a commitment's life."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="events")
    act = StateField(CommitmentAct)
    at = models.DateTimeField()
    by = models.UUIDField()
    desk = models.UUIDField()
    due_before = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")  # a code, never words about a person
    domain = models.UUIDField(null=True)
    note = SealedField(label="commitment_event.note")  # why, in the words of whoever did it


class Pause(models.Model):
    """A commitment waited for somebody: from when to when, and for whom. Its clock stood still."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="pauses")
    waits_for = models.CharField(max_length=40)  # reference list "waits_for"
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")), name="commitments_pause_ends_later"
            ),
            models.UniqueConstraint(fields=["commitment"], condition=models.Q(ended_at=None), name="commitments_one_pause_at_a_time"),
        ]


class StepTaken(models.Model):
    """A reminder or a rung of the ladder: once for each commitment and step, whatever was killed in between."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="steps_taken")
    step = models.CharField(max_length=40)  # rules.Rung.name
    due_at = models.DateTimeField()  # of the step
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["commitment", "step"], name="commitments_step_once")]


class Waiver(models.Model):
    """Somebody asks that a promise need not be kept; somebody else decides."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="waivers")
    reason = models.CharField(max_length=40)  # reference list "waiver_reason"
    ground = SealedField(label="waiver.ground")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")), name="commitments_waived_by_two_people"
            ),
            models.UniqueConstraint(fields=["commitment"], condition=models.Q(decided_at=None), name="commitments_one_waiver_at_a_time"),
        ]
