"""Organisations and their desks: registered, corrected, closed with a reason, opened again; never deleted."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import ngettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions.calendars import calendar_changed
from jejaring.directory.actions.grip import again, an_administrator_stays, check, correct
from jejaring.directory.models import Desk, Organisation, ServiceOffered
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.kernel.clock import today
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.vault import actions as vault


def add_organisation(
    *, by: Actor, name: str, short_name: str, kind: OrganisationKind, submission: UUID | None = None, **facts: Any
) -> Organisation:
    """Register an organisation and make its key, so that it can hold keys of cases and packets from now on."""
    check(by)
    row = Organisation(name=name, short_name=short_name, kind=kind, **facts)
    if earlier := again(by, submission, row.pk):
        return Organisation.objects.get(pk=earlier)
    row.save(force_insert=True)
    vault.ensure_organisation_key(row.pk)
    audit.record("organisation_added", "organisation", row.pk)
    return row


def correct_organisation(*, by: Actor, organisation_id: UUID, **facts: Any) -> None:
    """Correct what is known of an organisation; its key and its desks stay."""
    check(by)
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    correct(row, facts, "organisation")


def add_desk(
    *, by: Actor, organisation: Organisation, name: str, kind: DeskKind, services: Iterable[str] = (), submission: UUID | None = None,
    **facts: Any,
) -> Desk:  # fmt: skip
    """Open a desk of an organisation with the services that it offers; a closed organisation gets none."""
    check(by)
    if organisation.closed_on is not None:
        raise Refused(_("Its organisation is closed. Open the organisation first."))
    row = Desk(organisation=organisation, name=name, kind=kind, **facts)
    if earlier := again(by, submission, row.pk):
        return Desk.objects.get(pk=earlier)
    row.save(force_insert=True)
    ServiceOffered.objects.bulk_create(ServiceOffered(desk=row, service=s) for s in services)
    audit.record("desk_added", "desk", row.pk)
    return row


def correct_desk(*, by: Actor, desk_id: UUID, services: Iterable[str], **facts: Any) -> None:
    """Correct a desk's name, contact, hours and the services that it offers. Its kind stays: the roles there depend on it."""
    check(by)
    row = Desk.objects.select_for_update().get(pk=desk_id)
    wanted, have = set(services), set(row.services.values_list("service", flat=True))
    row.services.filter(service__in=have - wanted).delete()
    ServiceOffered.objects.bulk_create(ServiceOffered(desk=row, service=s) for s in sorted(wanted - have))
    before = row.hours
    correct(row, facts, "desk", also=("services",) if wanted != have else ())
    if row.hours != before:
        calendar_changed(by=by, desk_id=desk_id)


def describe_service(*, by: Actor, desk_id: UUID, service: str, **facts: Any) -> None:
    """Say for whom a service of a desk is, what to bring, how long one waits and how many it takes. Raises ServiceOffered.DoesNotExist."""
    check(by)
    row = ServiceOffered.objects.select_for_update().get(desk_id=desk_id, service=service)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, facts[name])
        row.save(update_fields=changed)
        audit.record("desk_corrected", "desk", desk_id, fields=changed, detail=service)


def note_download(*, by: Actor) -> None:
    """Note that the directory left as a file; it names offices, no person."""
    audit.record("list_downloaded", "desk", by.desk, detail="directory")


@transaction.atomic
def close_desk(*, by: Actor, desk_id: UUID, reason: str) -> None:
    """From now on nothing is sent to the desk and nobody acts for it; its files, roles and log stay. Refused while it owes a promise."""
    check(by)
    row = Desk.objects.select_for_update().get(pk=desk_id)
    if row.closed_on is None:
        _nothing_is_owed([row.pk])
        with an_administrator_stays():
            _close(row, reason, "desk")


@transaction.atomic
def close_organisation(*, by: Actor, organisation_id: UUID, reason: str) -> None:
    """Close an organisation and every desk of it that is still open, for one reason. Refused while one of them owes a promise."""
    check(by)
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    if row.closed_on is not None:
        return
    desks = list(row.desks.select_for_update().filter(closed_on=None).order_by("pk"))
    _nothing_is_owed([d.pk for d in desks])
    with an_administrator_stays():
        for desk in desks:
            _close(desk, reason, "desk")
        _close(row, reason, "organisation")


def _nothing_is_owed(desks: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select promises_still_owed(%s)", [desks])
        owed = cursor.fetchone()[0]
    if owed:
        words = ngettext(
            "%(n)s promise is still open here. Somebody waits for it: it has to be kept, or given to another desk, before anything closes.",
            "%(n)s promises are still open here. Somebody waits for them: they have to be kept, or given to another desk, before anything "
            "closes.",
            owed,
        )
        raise Refused(words % {"n": owed})


def _close(row: Desk | Organisation, reason: str, kind: str) -> None:
    row.closed_on, row.closed_reason = today(), reason
    row.save(update_fields=["closed_on", "closed_reason"])
    audit.record(f"{kind}_closed", kind, row.pk)


def reopen_desk(*, by: Actor, desk_id: UUID) -> None:
    """Open a closed desk again, with the roles that it had. The desk of a closed organisation stays closed."""
    check(by)
    row = Desk.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=desk_id)
    if row.organisation.closed_on is not None:
        raise Refused(_("Its organisation is closed. Open the organisation first."))
    _reopen(row, "desk")


def reopen_organisation(*, by: Actor, organisation_id: UUID) -> None:
    """Open a closed organisation again. Its desks stay closed until each is opened."""
    check(by)
    _reopen(Organisation.objects.select_for_update().get(pk=organisation_id), "organisation")


def _reopen(row: Desk | Organisation, kind: str) -> None:
    if row.closed_on is not None:
        row.closed_on, row.closed_reason = None, ""
        row.save(update_fields=["closed_on", "closed_reason"])
        audit.record(f"{kind}_reopened", kind, row.pk)
