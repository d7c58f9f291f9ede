"""Writes on organisations, desks and accounts, and the memory of accepted forms."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.db import connection
from django.utils.crypto import salted_hmac

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory.models import Desk, Membership, Organisation, ServiceOffered, SignInAttempt, Submission, User
from jejaring.directory.queries import desks_of, is_demo
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.kernel.clock import now, today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
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


def add_organisation(*, by: Actor, name: str, short_name: str, kind: OrganisationKind, **facts: Any) -> Organisation:
    """Register an organisation and make its key, so that it can hold keys of cases and packets from now on."""
    row = Organisation(name=name, short_name=short_name, kind=kind, **facts)
    row.save(force_insert=True)
    vault.ensure_organisation_key(row.pk)
    audit.record("organisation_added", "organisation", row.pk)
    return row


def add_desk(*, by: Actor, organisation: Organisation, name: str, kind: DeskKind, services: Iterable[str] = (), **facts: Any) -> Desk:
    """Open a desk of an organisation with the services that it offers."""
    row = Desk(organisation=organisation, name=name, kind=kind, **facts)
    row.save(force_insert=True)
    ServiceOffered.objects.bulk_create(ServiceOffered(desk=row, service=s) for s in services)
    audit.record("desk_added", "desk", row.pk)
    return row


def add_user(*, by: Actor, username: str, display_name: str, password: str | None) -> User:
    """Make an account. Without a password nobody can sign in with it until one is set."""
    row = User(username=username, display_name=display_name)
    row.set_password(password)
    row.save(force_insert=True)
    audit.record("user_added", "user", row.pk)
    return row


def add_membership(*, by: Actor, user: User, desk: Desk, role: Role, valid_from: date | None = None) -> Membership:
    """Give a user a role at a desk from a day on (default: today in Asia/Jakarta)."""
    row = Membership(user=user, desk=desk, role=role, valid_from=valid_from or today())
    row.save(force_insert=True)
    audit.record("membership_added", "user", user.pk, detail=role.value)
    return row


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
