"""What acts on the directory begin and end with: the right, the memory of accepted forms, changes by name, the last administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import connection

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory import rules
from jejaring.directory.models import Desk, Membership, Organisation, Submission, User
from jejaring.directory.permissions import may_administer
from jejaring.guard.context import current
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, Verdict, require


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


def again(by: Actor, submission: UUID | None, new_id: UUID) -> UUID | None:
    """What the same form made before, if it was sent before."""
    first = once(by=by, submission=submission, subject_id=new_id) if submission else new_id
    return None if first == new_id else first


def sent_before(*, by: Actor, submission: UUID | None) -> bool:
    """Whether the same form was accepted before, for an act that makes nothing new; from now on it was."""
    ticket = uuid7()
    return submission is not None and once(by=by, submission=submission, subject_id=ticket) != ticket


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def check_password_choice(password: str, username: str, field: str) -> None:
    """Raises Refused for a password that is on the list of the 20,000 that leaked most often, or that everybody would guess."""
    reads = rules.password_reads(password, username)
    if reads and password.lower().strip() in _common().passwords:
        reads = Verdict(False, _("This password stands on the list of those that thieves try first. Choose another one."))
    if not reads:
        raise Refused(reads.reason, field)


def check(by: Actor) -> None:
    """Refuse whoever may not administer here."""
    require(may_administer(by, current().purpose))


def correct(row: Organisation | Desk | User, facts: dict[str, Any], kind: str, also: tuple[str, ...] = ()) -> None:
    """Save what differs, and name it in the log."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
    if changed or also:
        audit.record(f"{kind}_corrected", kind, row.pk, fields=(*changed, *also))


@contextmanager
def an_administrator_stays() -> Iterator[None]:
    """Refuse a change after which no account would administer from today on without an end; two changes at once wait for each other."""
    administrators = Membership.objects.filter(role=Role.ADMIN)
    list(administrators.select_for_update().order_by("pk").values_list("pk", flat=True))
    today_on = {"valid_from__lte": today(), "valid_until": None, "user__is_active": True, "desk__closed_on": None}
    before = administrators.filter(**today_on).exists()
    yield
    if before and not administrators.filter(**today_on).exists():
        raise Refused(_("Nobody could administer Jejaring any more. Give the role of administrator to another account first."))
