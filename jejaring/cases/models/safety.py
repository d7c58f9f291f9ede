"""Safety: the plan made with a victim, the return home, and the checks after closure."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.cases.models.file import Case, Participant
from jejaring.cases.states import ReturnDirection
from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import IDENTITY, SealedField


class SafetyPlan(models.Model):
    """One version of a victim's safety plan, written with her; all of it sealed. Every review is one more version."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="safety_plans")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    threats = SealedField(label="safety_plan.threats")
    safe_places = SealedField(label="safety_plan.safe_places", key_class=IDENTITY)
    trusted = SealedField(label="safety_plan.trusted", key_class=IDENTITY)
    signals = SealedField(label="safety_plan.signals")
    to_take = SealedField(label="safety_plan.to_take")
    children = SealedField(label="safety_plan.children")
    devices = SealedField(label="safety_plan.devices")
    at_night = SealedField(label="safety_plan.at_night", key_class=IDENTITY)
    written_with = models.BooleanField()  # with the person; otherwise why not
    not_with_reason = SealedField(label="safety_plan.not_with_reason")
    danger_signs = ArrayField(models.CharField(max_length=40), default=list)  # asked again at every review
    risk = models.CharField(max_length=10)  # as scored then
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "victim", "-at"], name="cases_safety_plans")]


class HomeReturn(models.Model):
    """The return of a victim (pemulangan): from whom, to whom, with whom, what was handed over, and the confirmation of who received."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="returns")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    direction = StateField(ReturnDirection)
    applied_on = models.DateField()  # the seven days of UU 21/2007 article 52 run from here
    region = models.CharField(max_length=13, default="", blank=True)  # where to, or from where when it is inbound
    office = models.CharField(max_length=120, default="", blank=True)  # the body at the other end
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")  # where it has one here
    leaves_on = models.DateField(null=True)
    transport = models.CharField(max_length=40, default="", blank=True)  # reference list "transport"
    escorts = SealedField(label="home_return.escorts", key_class=IDENTITY)
    safe_there = SealedField(label="home_return.safe_there")  # why it is safe to go there
    handed_over_at = models.DateTimeField(null=True)
    handed_to = SealedField(label="home_return.handed_to", key_class=IDENTITY)
    condition = SealedField(label="home_return.condition")
    things = SealedField(label="home_return.things")
    confirmed_on = models.DateField(null=True)
    confirmation = SealedField(label="home_return.confirmation")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = SealedField(label="home_return.cancel_reason")
    by = models.UUIDField()
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_home_returns")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None) | models.Q(handed_over_at__isnull=False), name="cases_confirmed_after_hand_over"
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None) | models.Q(handed_over_at=None), name="cases_return_is_done_or_cancelled"
            ),
        ]


class ClosureCheck(models.Model):
    """One day on which somebody asks how a person fares after closure, agreed with her. What she says is a note."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="checks")
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    outcome = models.CharField(max_length=40, default="", blank=True)  # reference list "check_outcome"
    cancelled_at = models.DateTimeField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "due_on"], name="cases_checks")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(done_on=None) | models.Q(cancelled_at=None), name="cases_check_done_or_cancelled"),
        ]
