"""Writes on organisations, desks and accounts, and the memory of accepted forms."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction
from django.utils.crypto import salted_hmac

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory import rules
from jejaring.directory.models import Desk, Membership, Organisation, ServiceOffered, SignInAttempt, Submission, User
from jejaring.directory.permissions import may_administer
from jejaring.directory.queries import DEMO_ACCOUNTS, desks_of, is_demo
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import current
from jejaring.kernel.clock import now, today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.vault import actions as vault

ATTEMPTS, WAIT = 10, timedelta(minutes=15)  # so many failed sign-ins of one name from one address, then a pause


def once(*, by: Actor, submission: UUID, subject_id: UUID) -> UUID:
    """Remember that a form led to this subject. A second sending, at once or later, gets the first one's subject back.

    The insert waits for a concurrent one with the same id; call it first and do nothing when the answer is another id than yours.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into directory_submission (id, "user", subject_id, at) values (%s, %s, %s, %s) on conflict (id) do nothing',
            [submission, by.id, subject_id, now()],
        )
        if cursor.rowcount == 1:
            return subject_id
    return Submission.objects.get(pk=submission, user=by.id).subject_id


def _again(by: Actor, submission: UUID | None, new_id: UUID) -> UUID | None:
    """What the same form made before, if it was sent before."""
    first = once(by=by, submission=submission, subject_id=new_id) if submission else new_id
    return None if first == new_id else first


def _check(by: Actor) -> None:
    require(may_administer(by, current().purpose))


def add_organisation(
    *, by: Actor, name: str, short_name: str, kind: OrganisationKind, submission: UUID | None = None, **facts: Any
) -> Organisation:
    """Register an organisation and make its key, so that it can hold keys of cases and packets from now on."""
    _check(by)
    row = Organisation(name=name, short_name=short_name, kind=kind, **facts)
    if earlier := _again(by, submission, row.pk):
        return Organisation.objects.get(pk=earlier)
    row.save(force_insert=True)
    vault.ensure_organisation_key(row.pk)
    audit.record("organisation_added", "organisation", row.pk)
    return row


def correct_organisation(*, by: Actor, organisation_id: UUID, **facts: Any) -> None:
    """Correct what is known of an organisation; its key and its desks stay."""
    _check(by)
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    _correct(row, facts, "organisation")


def add_desk(
    *, by: Actor, organisation: Organisation, name: str, kind: DeskKind, services: Iterable[str] = (), submission: UUID | None = None,
    **facts: Any,
) -> Desk:  # fmt: skip
    """Open a desk of an organisation with the services that it offers."""
    _check(by)
    row = Desk(organisation=organisation, name=name, kind=kind, **facts)
    if earlier := _again(by, submission, row.pk):
        return Desk.objects.get(pk=earlier)
    row.save(force_insert=True)
    ServiceOffered.objects.bulk_create(ServiceOffered(desk=row, service=s) for s in services)
    audit.record("desk_added", "desk", row.pk)
    return row


def correct_desk(*, by: Actor, desk_id: UUID, services: Iterable[str], **facts: Any) -> None:
    """Correct a desk's name, contact, hours and the services that it offers. Its kind stays: the roles there depend on it."""
    _check(by)
    row = Desk.objects.select_for_update().get(pk=desk_id)
    wanted, have = set(services), set(row.services.values_list("service", flat=True))
    row.services.filter(service__in=have - wanted).delete()
    ServiceOffered.objects.bulk_create(ServiceOffered(desk=row, service=s) for s in sorted(wanted - have))
    _correct(row, facts, "desk", also=("services",) if wanted != have else ())


def _correct(row: Organisation | Desk | User, facts: dict[str, Any], kind: str, also: tuple[str, ...] = ()) -> None:
    """Save what differs, and name it in the log."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
    if changed or also:
        audit.record(f"{kind}_corrected", kind, row.pk, fields=(*changed, *also))


@transaction.atomic
def close_desk(*, by: Actor, desk_id: UUID) -> None:
    """From now on nothing is sent to the desk and nobody acts for it. Its files, promises and memberships stay as they are."""
    _check(by)
    row = Desk.objects.select_for_update().get(pk=desk_id)
    if row.closed_on is not None:
        return
    with _an_administrator_stays():
        row.closed_on = today()
        row.save(update_fields=["closed_on"])
    audit.record("desk_closed", "desk", row.pk)


def reopen_desk(*, by: Actor, desk_id: UUID) -> None:
    """Open a closed desk again, with the memberships that it had."""
    _check(by)
    row = Desk.objects.select_for_update().get(pk=desk_id)
    if row.closed_on is None:
        return
    row.closed_on = None
    row.save(update_fields=["closed_on"])
    audit.record("desk_reopened", "desk", row.pk)


@transaction.atomic  # a refusal leaves nothing behind, not even that the form was sent
def add_user(*, by: Actor, username: str, display_name: str, password: str | None, submission: UUID | None = None) -> User:
    """Make an account. Without a password nobody can sign in with it until one is set. A user name is given once, whatever its case."""
    _check(by)
    row = User(username=username, display_name=display_name)
    if earlier := _again(by, submission, row.pk):
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


def correct_user(*, by: Actor, user_id: UUID, display_name: str) -> None:
    """Correct the name that an account shows; the user name stays, since the log and its owner know it."""
    _check(by)
    _correct(User.objects.select_for_update().get(pk=user_id), {"display_name": display_name}, "user")


@transaction.atomic
def set_password(*, by: Actor, user_id: UUID, password: str) -> None:
    """Give an account a new password; every session of it ends. The accounts of the demo keep theirs, since everybody shares them."""
    _check(by)
    row = User.objects.select_for_update().get(pk=user_id)
    _not_shared(row)
    row.set_password(password)
    row.save(update_fields=["password"])
    audit.record("password_set", "user", row.pk)


@transaction.atomic
def deactivate_user(*, by: Actor, user_id: UUID) -> None:
    """Close an account: it ends its sessions and comes in nowhere; what it did stays under its name."""
    _check(by)
    row = User.objects.select_for_update().get(pk=user_id)
    _not_shared(row)
    if not row.is_active:
        return
    with _an_administrator_stays():
        row.is_active = False
        row.save(update_fields=["is_active"])
    audit.record("user_deactivated", "user", row.pk)


def activate_user(*, by: Actor, user_id: UUID) -> None:
    """Open a closed account again, with the memberships that are still valid."""
    _check(by)
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
    _check(by)
    row = Membership(user=user, desk=desk, role=role, valid_from=valid_from or today(), valid_until=valid_until)
    if earlier := _again(by, submission, row.pk):
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
    submission: UUID,
) -> User:  # fmt: skip
    """Make an account that works at a desk from a day on: both or nothing."""
    user = add_user(by=by, username=username, display_name=display_name, password=password, submission=submission)
    if not user.memberships.exists():  # otherwise the form was sent twice
        desk = Desk.objects.get(pk=desk_id)
        add_membership(by=by, user=user, desk=desk, role=role, valid_from=valid_from, valid_until=valid_until)
    return user


@transaction.atomic
def end_membership(*, by: Actor, membership_id: UUID, last_day: date) -> None:
    """Let a role end with its last day (Asia/Jakarta); it stays in the list. Ending it yesterday takes it away at once."""
    _check(by)
    row = Membership.objects.select_for_update().get(pk=membership_id)
    if last_day < row.valid_from - timedelta(days=1):
        raise Refused(_("The last day lies before the first."), "last_day")
    with _an_administrator_stays():
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
    audit.record("membership_ended", "user", row.user_id, detail=row.role.value)


@contextmanager
def _an_administrator_stays() -> Iterator[None]:
    """Refuse a change after which no account would administer from today on without an end; two changes at once wait for each other."""
    administrators = Membership.objects.filter(role=Role.ADMIN)
    list(administrators.select_for_update().order_by("pk").values_list("pk", flat=True))
    today_on = {"valid_from__lte": today(), "valid_until": None, "user__is_active": True, "desk__closed_on": None}
    before = administrators.filter(**today_on).exists()
    yield
    if before and not administrators.filter(**today_on).exists():
        raise Refused(_("Nobody could administer Jejaring any more. Give the role of administrator to another account first."))


def check_password(*, username: str, password: str, address: str) -> UUID:
    """The account that this name and password open today. Raises Refused, with the same words for a wrong name and a wrong password.

    Ten failures of one name from one address within 15 minutes have to wait. An account without a desk today comes in nowhere.
    """
    key = salted_hmac("sign-in", f"{username.casefold()}|{address}", algorithm="sha256").hexdigest()
    if SignInAttempt.objects.filter(key=key, at__gt=now() - WAIT).count() >= ATTEMPTS:
        raise Refused(_("Too many attempts. Wait a quarter of an hour, or ask the administrator for a new password."))
    user = authenticate(username=username, password=password)
    if user is None:
        SignInAttempt(key=key, at=now()).save(force_insert=True)
        SignInAttempt.objects.filter(at__lt=now() - timedelta(days=1)).delete()
        raise Refused(_("The user name or the password is not right."))
    SignInAttempt.objects.filter(key=key).delete()
    if not desks_of(user.pk):
        raise Refused(_("This account works at no desk today. Ask the administrator."))
    return user.pk


def come_in(*, by: Actor, language: str = "") -> str:
    """Note a sign-in; the language of the account from now on. A language chosen just before is stored with the account."""
    if language:
        User.objects.filter(pk=by.id).update(language=language)
    audit.record("signed_in", "user", by.id)
    return language or User.objects.values_list("language", flat=True).get(pk=by.id)


def go_out(*, by: Actor) -> None:
    """Note a sign-out."""
    audit.record("signed_out", "user", by.id)


def choose_language(*, by: Actor, language: str) -> None:
    """Keep the language of the screens with the account."""
    User.objects.filter(pk=by.id).update(language=language)
    audit.record("language_chosen", "user", by.id, detail=language)


def change_desk(*, by: Actor) -> None:
    """Note that somebody acts for this desk from now on."""
    audit.record("desk_changed", "desk", by.desk)


def change_password(*, by: Actor, current: str, new: str) -> None:
    """Only who knows the present password changes it; in the demo nobody does, since everybody shares its accounts."""
    user = User.objects.select_for_update().get(pk=by.id)
    if is_demo():
        raise Refused(_("The accounts of the demo keep their password."))
    if not user.check_password(current):
        raise Refused(_("This is not your present password."), "current_password")
    user.set_password(new)
    user.save(update_fields=["password"])
    audit.record("password_changed", "user", user.pk)
