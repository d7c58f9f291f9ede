"""Who takes part: organisations, their desks, what they offer, and who works there."""

from collections.abc import Sequence
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from jejaring.access.roles import Role
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.vault.models import SealedField


class Organisation(models.Model):
    """A body that owes and is owed. Vertical bodies (police, prosecutor, courts) are written to, never ordered."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    kind = StateField(OrganisationKind)
    partner_code = models.CharField(max_length=40, default="")  # reference list "partner"
    vertical = models.BooleanField(default=False)
    region = models.CharField(max_length=13, default="15.71")
    address = models.CharField(max_length=200, default="", blank=True)
    closed_on = models.DateField(null=True)
    closed_reason = models.CharField(max_length=300, default="", blank=True)
    head_desk = models.ForeignKey("directory.Desk", models.PROTECT, null=True, related_name="+")  # of the head of the agency


class Desk(models.Model):
    """The place in an organisation that answers: referrals and commitments are addressed to desks, never to persons."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="desks")
    name = models.CharField(max_length=120)
    kind = StateField(DeskKind)
    phone = models.CharField(max_length=40, default="", blank=True)
    email = models.CharField(max_length=120, default="", blank=True)
    hours = models.CharField(max_length=120, default="", blank=True)
    uses_system = models.BooleanField(default=True)  # otherwise it is written a numbered letter
    closed_on = models.DateField(null=True)
    closed_reason = models.CharField(max_length=300, default="", blank=True)
    area = models.CharField(max_length=13, default="", blank=True)  # district or village where the desk is
    serves = ArrayField(models.CharField(max_length=13), default=list, blank=True)  # districts; none named: all of them
    accessible = StateField(values=("unknown", "yes", "no"), default="unknown")  # for people with disabilities
    interpreter = models.CharField(max_length=120, default="", blank=True)  # languages, also of signs
    verified_on = models.DateField(null=True)  # somebody checked the whole entry


class ClosedDay(models.Model):
    """A day on which one desk is closed, beside national holidays and joint leave: working clocks stand still."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    day = models.DateField()
    reason = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "day"], name="directory_closed_once_a_day")]


class CalendarChange(models.Model):
    """Days off changed, everywhere or at one desk: the worker computes the open promises anew, desk by desk, and notes how far it came."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.ForeignKey(Desk, models.CASCADE, null=True, related_name="+")  # none: every desk
    day = models.DateField(null=True)  # none: the week changed
    by = models.UUIDField()
    at = models.DateTimeField()
    desks = models.IntegerField(null=True)  # how many have to be looked at; none: not begun
    waiting = ArrayField(models.UUIDField(), default=list)  # which of them are left
    moved = models.IntegerField(default=0)  # promises whose due moment changed
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="directory_calendar_to_do", condition=models.Q(done_at=None))]


class ServiceOffered(models.Model):
    """A service that a desk offers (reference list "service")."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="services")
    service = models.CharField(max_length=40)
    note = models.CharField(max_length=200, default="", blank=True)
    sex = StateField(values=("female", "male"), default="", blank=True)  # for whom; empty: everybody
    minimum_age = models.PositiveSmallIntegerField(null=True)  # in years, both included
    maximum_age = models.PositiveSmallIntegerField(null=True)
    eligibility = models.CharField(max_length=300, default="", blank=True)  # what else is asked of somebody
    documents = models.CharField(max_length=300, default="", blank=True)  # what to bring
    wait_days = models.PositiveSmallIntegerField(null=True)  # usual; 0: at once
    capacity = models.PositiveSmallIntegerField(null=True)  # places or people at a time

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "service"], name="directory_service_once_a_desk")]


class User(AbstractBaseUser):
    """An account. It names an office or a person at work, and holds no right by itself: rights come from memberships."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="id")
    work_phone = models.CharField(max_length=40, default="", blank=True)  # for colleagues at night; never shown outside of the desk
    is_active = models.BooleanField(default=True)
    one_time_until = models.DateTimeField(null=True)  # the password is a one-time password: until when it opens, then to be changed

    objects: ClassVar = BaseUserManager()
    at_work: "Sequence[Membership]" = ()  # those that count today, where the account was read with them
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["display_name"]


class Membership(models.Model):
    """A user's role at a desk, from one day to another."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="memberships")
    role = StateField(Role)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)


class Shift(models.Model):
    """Somebody is on duty at a desk from one moment to another, once or every week. Two may overlap; one that was taken off stays."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    weekly = models.BooleanField(default=False)
    until = models.DateField(null=True)  # of a weekly one: no shift begins after this day
    planned_by = models.UUIDField()
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="directory_shift_lasts"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk"], name="directory_roster", condition=models.Q(taken_off_at=None))]


class HandOver(models.Model):
    """What one shift leaves to the next, sealed in the desk's own key domain; shown until somebody else has read it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # the desk's id
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    text = SealedField(label="hand_over.text")
    attached = ArrayField(models.UUIDField(), default=list)  # promises that it is about
    by = models.UUIDField()
    at = models.DateTimeField()
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(read_by=None) | ~models.Q(read_by=models.F("by")), name="directory_read_by_another")
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "-at"], name="directory_hand_overs")]


class EmergencyNumber(models.Model):
    """A number that is called when waiting is dangerous, as this installation knows it. Shown to everybody; taken off with a day."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    note = models.CharField(max_length=200, default="", blank=True)
    place = models.PositiveSmallIntegerField(default=50)  # order on the page
    removed_on = models.DateField(null=True)


class Submission(models.Model):
    """A form that was accepted: the same submission sent twice leads to what the first one made."""

    id = models.UUIDField(primary_key=True)
    user = models.UUIDField()
    subject_id = models.UUIDField()
    at = models.DateTimeField()


class Installation(models.Model):
    """What this database is: demo or real, and until which day the demo city has been told."""

    id = models.IntegerField(primary_key=True, default=1)
    mode = models.CharField(max_length=10)
    demo_told_until = models.DateField(null=True)


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in. Its key is the hash of what the cookie says."""

    user = models.UUIDField(null=True)

    objects: ClassVar = BaseSessionManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user"], name="directory_sessions_of_a_user")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What reads and writes it."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class SecurityKey(models.Model):
    """A security key or passkey of an account (WebAuthn): asked for after the password. It holds what proves the key, and no secret."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)  # of most passkeys always 0
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "added_at"], name="directory_keys_of_a_user")]


class RecoveryCode(models.Model):
    """Opens once in the place of a lost security key. Hashed as a password is; a used one is gone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    code = models.CharField(max_length=200)
    at = models.DateTimeField()


class SignInAttempt(models.Model):
    """A sign-in that failed, by a keyed hash of the user name and the address: too many in a row have to wait."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="directory_attempts_of_a_pair")]
