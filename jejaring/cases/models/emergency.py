"""Emergency access: who opened a case that is not theirs, before whom of another agency it is answered for, and who lost the right."""

from typing import ClassVar

from django.db import models

from jejaring.cases.models.file import Case
from jejaring.cases.states import Danger, EmergencyScope, EmergencyVerdict, SuspensionCause
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class EmergencyAccess(models.Model):
    """Somebody before a person in danger asked for a case without a right to it. One that found no case stays on record as well."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # its own: asker, reviewer, lead desk and privacy officer read the reason, nobody else
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="emergencies")  # none: no case was found
    user = models.UUIDField()
    desk = models.UUIDField()
    organisation = models.UUIDField()
    danger = StateField(Danger)
    reason = SealedField(label="emergency.reason")
    scope = StateField(EmergencyScope)
    on_shift = models.BooleanField(null=True)  # none: the desk plans no shifts
    day = models.DateField()  # in Asia/Jakarta, for the ration
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # before its time
    ended_by = models.UUIDField(null=True)  # by somebody else than who asked: the reviewer, a supervisor of the case, a verdict, the clock
    ended_reason = SealedField(label="emergency.ended")  # none with a verdict, which has its own
    reviewing_desk = models.UUIDField(null=True)
    review_by = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "day"], name="cases_emergencies_of_a_user"),
            models.Index(fields=["reviewing_desk"], name="cases_emergencies_to_review"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(case=None, reviewing_desk=None, review_by=None, until=models.F("opened_at"))
                | models.Q(case__isnull=False, reviewing_desk__isnull=False, review_by__isnull=False, until__gt=models.F("opened_at")),
                name="cases_emergency_is_reviewed",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None, ended_reason=None) | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cases_emergency_ended_by_another",
            ),
        ]


class EmergencyReview(models.Model):
    """What the reviewer of another organisation found, once; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # of the access
    access = models.OneToOneField(EmergencyAccess, models.PROTECT, related_name="review")
    verdict = StateField(EmergencyVerdict)
    reason = SealedField(label="emergency.review")
    by = models.UUIDField()
    desk = models.UUIDField()
    at = models.DateTimeField()


class EmergencySuspension(models.Model):
    """The right to emergency access, not the account, rests from here on, until somebody lifts it with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # its own, with a key for whoever lifts it
    user = models.UUIDField()
    access = models.ForeignKey(EmergencyAccess, models.PROTECT, related_name="suspensions")
    cause = StateField(SuspensionCause)
    by = models.UUIDField()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = SealedField(label="emergency.lifted")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user"], name="cases_suspended_users", condition=models.Q(lifted_at=None))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["access", "cause"], name="cases_suspended_once_for_each_cause"),
            models.CheckConstraint(
                condition=models.Q(lifted_by=None) | ~models.Q(lifted_by=models.F("user")), name="cases_right_given_back_by_another"
            ),
        ]
