"""Accounts, and the roles that they hold at desks from one day to another."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory import rules
from jejaring.directory.actions.grip import again, an_administrator_stays, check, check_password_choice, correct
from jejaring.directory.actions.sessions import revoke_sessions
from jejaring.directory.models import Desk, Membership, User
from jejaring.directory.queries import DEMO_ACCOUNTS, desks_of, is_demo
from jejaring.kernel.clock import now, today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused


@transaction.atomic  # a refusal leaves nothing behind, not even that the form was sent
def add_user(
    *, by: Actor, username: str, display_name: str, password: str | None, one_time: timedelta | None = None, submission: UUID | None = None
) -> User:
    """Make an account. Without a password nobody can sign in with it until one is set. A user name is given once, whatever its case.

    A one-time password opens the account for so long and has to be changed at the first sign-in.
    """
    check(by)
    row = User(username=username, display_name=display_name, one_time_until=now() + one_time if one_time else None)
    if earlier := again(by, submission, row.pk):
        return User.objects.get(pk=earlier)
    if not (reads := rules.username_reads(username)):
        raise Refused(reads.reason, "username")
    row.set_password(password)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This user name is taken. Choose another one."), "username")
    audit.record("user_added", "user", row.pk)
    return row


def correct_user(*, by: Actor, user_id: UUID, display_name: str, work_phone: str = "") -> None:
    """Correct the name that an account shows and its work telephone; the user name stays, since the log and its owner know it."""
    check(by)
    correct(User.objects.select_for_update().get(pk=user_id), {"display_name": display_name, "work_phone": work_phone}, "user")


@transaction.atomic
def set_password(*, by: Actor, user_id: UUID, password: str, one_time: timedelta | None = None) -> None:
    """Give an account a new password; every session of it ends. The accounts of the demo keep theirs, since everybody shares them.

    A one-time password opens the account for so long and has to be changed at the first sign-in.
    """
    check(by)
    row = User.objects.select_for_update().get(pk=user_id)
    _not_shared(row)
    check_password_choice(password, row.username, "password")
    row.set_password(password)
    row.one_time_until = now() + one_time if one_time else None
    row.save(update_fields=["password", "one_time_until"])
    revoke_sessions(row.pk)
    audit.record("password_set", "user", row.pk)


@transaction.atomic
def deactivate_user(*, by: Actor, user_id: UUID) -> None:
    """Close an account: it ends its sessions and comes in nowhere; what it did stays under its name."""
    check(by)
    row = User.objects.select_for_update().get(pk=user_id)
    _not_shared(row)
    if not row.is_active:
        return
    with an_administrator_stays():
        row.is_active = False
        row.save(update_fields=["is_active"])
    revoke_sessions(row.pk)  # or an old cookie would open it again when it is reopened
    audit.record("user_deactivated", "user", row.pk)


def activate_user(*, by: Actor, user_id: UUID) -> None:
    """Open a closed account again, with the memberships that are still valid."""
    check(by)
    row = User.objects.select_for_update().get(pk=user_id)
    if row.is_active:
        return
    row.is_active = True
    row.save(update_fields=["is_active"])
    audit.record("user_activated", "user", row.pk)


def _not_shared(row: User) -> None:
    if is_demo() and row.username in DEMO_ACCOUNTS:
        raise Refused(_("The accounts of the demo stay open and keep their password."))


@transaction.atomic
def add_membership(
    *, by: Actor, user: User, desk: Desk, role: Role, valid_from: date | None = None, valid_until: date | None = None,
    submission: UUID | None = None,
) -> Membership:  # fmt: skip
    """Give a user a role at a desk from a day on (default: today in Asia/Jakarta), until a last day where it ends.

    Refused where the desk's kind does not have the role, where the desk is closed, or where the user holds it in these days already.
    """
    check(by)
    row = Membership(user=user, desk=desk, role=role, valid_from=valid_from or today(), valid_until=valid_until)
    if earlier := again(by, submission, row.pk):
        return Membership.objects.get(pk=earlier)
    if not (fits := rules.role_fits(desk.kind, role)):
        raise Refused(fits.reason, "role")
    if desk.closed_on is not None:
        raise Refused(_("This desk is closed. Reopen it first."))
    if valid_until is not None and valid_until < row.valid_from:
        raise Refused(_("The last day lies before the first."), "valid_until")
    others = Membership.objects.filter(user=user, desk=desk, role=role).exclude(valid_until__lt=row.valid_from)
    if (others.exclude(valid_from__gt=valid_until) if valid_until else others).exists():
        raise Refused(_("This account holds this role at this desk already."), "role")
    row.save(force_insert=True)
    audit.record("membership_added", "user", user.pk, detail=role.value)
    return row


def give_role(*, by: Actor, user_id: UUID, desk_id: UUID, role: Role, valid_from: date, valid_until: date | None, submission: UUID) -> None:
    """Give an account a role at a desk; refused as by add_membership."""
    user, desk = User.objects.get(pk=user_id), Desk.objects.get(pk=desk_id)
    add_membership(by=by, user=user, desk=desk, role=role, valid_from=valid_from, valid_until=valid_until, submission=submission)


@transaction.atomic
def open_account(
    *, by: Actor, username: str, display_name: str, password: str, desk_id: UUID, role: Role, valid_from: date, valid_until: date | None,
    submission: UUID, one_time: timedelta | None = None,
) -> User:  # fmt: skip
    """Make an account that works at a desk from a day on: both or nothing."""
    check_password_choice(password, username, "password")
    user = add_user(
        by=by, username=username, display_name=display_name, password=password, one_time=one_time, submission=submission
    )
    if not user.memberships.exists():  # otherwise the form was sent twice
        desk = Desk.objects.get(pk=desk_id)
        add_membership(by=by, user=user, desk=desk, role=role, valid_from=valid_from, valid_until=valid_until)
    return user


@transaction.atomic
def end_membership(*, by: Actor, membership_id: UUID, last_day: date) -> None:
    """Let a role end with its last day (Asia/Jakarta); it stays in the list. Ending it yesterday takes it away at once."""
    check(by)
    row = Membership.objects.select_for_update().get(pk=membership_id)
    if last_day < row.valid_from - timedelta(days=1):
        raise Refused(_("The last day lies before the first."), "last_day")
    with an_administrator_stays():
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
    audit.record("membership_ended", "user", row.user_id, detail=row.role.value)
    if not desks_of(row.user_id):
        revoke_sessions(row.user_id)
