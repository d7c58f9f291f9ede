"""Desks as lists and choices show them. Open tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jejaring.directory.models import Desk, Organisation, ServiceOffered
from jejaring.directory.states import DeskKind
from jejaring.guard.stored import Stored


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A desk as lists and choices show it."""

    id: UUID
    name: str
    organisation: str
    organisation_id: UUID
    kind: str
    organisation_kind: str
    phone: str
    email: str
    hours: str
    uses_system: bool
    vertical: bool
    services: tuple[str, ...]
    label: str  # organisation and desk, once where the desk's name says both
    closed_on: date | None = None
    closed_reason: str = ""
    organisation_closed: bool = False
    area: str = ""
    serves: tuple[str, ...] = ()
    accessible: str = "unknown"
    interpreter: str = ""
    verified_on: date | None = None


def label(desk: Desk) -> str:
    """Organisation and desk in a few words, once where the name of the desk says both."""
    organisation = desk.organisation.short_name
    return desk.name if organisation in desk.name else f"{organisation}, {desk.name}"


def row_of(desk: Desk, services: Iterable[ServiceOffered] | None = None) -> DeskRow:
    """A desk, read with its organisation and services, as lists show it."""
    o = desk.organisation
    return DeskRow(
        desk.pk,
        desk.name,
        o.short_name,
        o.pk,
        desk.kind,
        o.kind,
        desk.phone,
        desk.email,
        desk.hours,
        desk.uses_system,
        o.vertical,
        tuple(sorted(s.service for s in (desk.services.all() if services is None else services))),
        label(desk),
        desk.closed_on,
        desk.closed_reason,
        o.closed_on is not None,
        desk.area,
        tuple(desk.serves),
        desk.accessible,
        desk.interpreter,
        desk.verified_on,
    )


def desks(*, kinds: tuple[DeskKind, ...] = (), offering: str = "") -> list[DeskRow]:
    """The open desks, by organisation and name; of some kinds, or offering a service. Two statements."""
    rows = Desk.objects.filter(closed_on=None).select_related("organisation").prefetch_related("services")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if offering:
        rows = rows.filter(services__service=offering)
    return [row_of(d) for d in rows.order_by("organisation__name", "name")]


def all_desks() -> list[DeskRow]:
    """Every desk, also closed ones, by organisation and name. Two statements."""
    rows = Desk.objects.select_related("organisation").prefetch_related("services")
    return [row_of(d) for d in rows.order_by("organisation__name", "name")]


DESK = Stored(lambda pk: Desk.objects.select_related("organisation").filter(pk=pk))
SERVICES = Stored(lambda desk: ServiceOffered.objects.filter(desk_id=desk))


def desk(desk_id: UUID) -> DeskRow:
    """One desk. Two statements. Raises Desk.DoesNotExist."""
    if (found := DESK.first(desk_id)) is None:
        raise Desk.DoesNotExist
    return row_of(found, SERVICES(desk_id))


def desk_row(desk_id: UUID) -> Desk:
    """The row that an action needs. Raises Desk.DoesNotExist."""
    return Desk.objects.get(pk=desk_id)


def partner_desks() -> list[DeskRow]:
    """The desks to which a case can be referred: partners and other protection units."""
    return desks(kinds=(DeskKind.PARTNER, DeskKind.PROTECTION))


def units_near(desk_id: UUID) -> list[DeskRow]:
    """The protection units that use the system, those of a desk's own region first; not the desk itself. Three statements."""
    region = Desk.objects.values_list("organisation__region", flat=True).get(pk=desk_id)
    near = set(Organisation.objects.filter(region=region).values_list("pk", flat=True))
    found = [d for d in desks(kinds=(DeskKind.PROTECTION,)) if d.uses_system and d.id != desk_id]
    return sorted(found, key=lambda d: d.organisation_id not in near)


def services_of(desk_id: UUID) -> list[ServiceOffered]:
    """What a desk offers."""
    return list(ServiceOffered.objects.filter(desk_id=desk_id).order_by("service"))


def organisations() -> QuerySet[Organisation]:
    """All organisations by name."""
    return Organisation.objects.order_by("name")


def organisation(organisation_id: UUID) -> Organisation:
    """The row that an action needs. Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(pk=organisation_id)
