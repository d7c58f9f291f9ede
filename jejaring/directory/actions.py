"""Writes on organisations, desks and accounts, and the memory of accepted forms."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory.models import Desk, Membership, Organisation, ServiceOffered, Submission, User
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.kernel.clock import now, today
from jejaring.vault import actions as vault


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
