"""Reading organisations, desks and memberships (open tables), and building the Actor of a request."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.directory.models import Desk, Installation, Membership, Organisation, ServiceOffered
from jejaring.directory.states import DeskKind
from jejaring.kernel.clock import today


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


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a desk."""

    user_id: UUID
    name: str
    role: Role


def _valid() -> Q:
    on = today()
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def memberships_of(user_id: UUID) -> QuerySet[Membership]:
    """The memberships of a user that are valid today in Asia/Jakarta, oldest first."""
    rows = Membership.objects.filter(_valid(), user_id=user_id, user__is_active=True, desk__closed_on=None)
    return rows.select_related("desk__organisation", "user").order_by("valid_from", "id")


def actor_for(user_id: UUID | None, desk_id: str | None = None) -> Actor:
    """The Actor of a signed-in user at one desk: the chosen one, else the first. One statement. Nobody without a membership."""
    rows = list(memberships_of(user_id)) if user_id else []
    if not rows:
        return VISITOR
    chosen = next((m.desk for m in rows if str(m.desk_id) == desk_id), rows[0].desk)
    roles = frozenset(m.role for m in rows if m.desk_id == chosen.pk)
    return Actor(rows[0].user_id, chosen.pk, chosen.organisation_id, roles, rows[0].user.display_name, _label(chosen))


def _label(desk: Desk) -> str:
    organisation = desk.organisation.short_name
    return desk.name if organisation in desk.name else f"{organisation}, {desk.name}"


def _row(desk: Desk) -> DeskRow:
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
        tuple(sorted(s.service for s in desk.services.all())),
        _label(desk),
    )


def desks(*, kinds: tuple[DeskKind, ...] = (), offering: str = "") -> list[DeskRow]:
    """The open desks, by organisation and name; of some kinds, or offering a service. Two statements."""
    rows = Desk.objects.filter(closed_on=None).select_related("organisation").prefetch_related("services")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if offering:
        rows = rows.filter(services__service=offering)
    return [_row(d) for d in rows.order_by("organisation__name", "name")]


def desk(desk_id: UUID) -> DeskRow:
    """One desk. Raises Desk.DoesNotExist."""
    return _row(Desk.objects.select_related("organisation").prefetch_related("services").get(pk=desk_id))


def partner_desks() -> list[DeskRow]:
    """The desks to which a case can be referred: partners and other protection units."""
    return desks(kinds=(DeskKind.PARTNER, DeskKind.PROTECTION))


def colleagues(desk_id: UUID, *roles: Role) -> list[Colleague]:
    """Who works at a desk today, in one of these roles (or any), by name."""
    rows = Membership.objects.filter(_valid(), desk_id=desk_id, user__is_active=True).select_related("user")
    rows = rows.order_by("user__display_name", "id")
    return [Colleague(m.user_id, m.user.display_name, m.role) for m in rows if not roles or m.role in roles]


def organisations() -> QuerySet[Organisation]:
    """All organisations by name."""
    return Organisation.objects.order_by("name")


def services_of(desk_id: UUID) -> list[ServiceOffered]:
    """What a desk offers."""
    return list(ServiceOffered.objects.filter(desk_id=desk_id).order_by("service"))


def is_demo() -> bool:
    """Whether this database holds the demo city; a database that says nothing is real."""
    return Installation.objects.filter(pk=1, mode="demo").exists()
