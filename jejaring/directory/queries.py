"""Reading organisations, desks and memberships (open tables), and building the Actor of a request."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.directory.models import Desk, Installation, Membership, Organisation, ServiceOffered, User
from jejaring.directory.states import DeskKind
from jejaring.kernel.clock import today
from jejaring.reference import queries as reference


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
        desk.closed_on,
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


# The twelve accounts of the demo city, in the order in which their tiles stand on the sign-in page.
DEMO_ACCOUNTS = (
    "duty", "manager", "companion", "supervisor", "police", "hospital", "social", "secretary", "chair", "statistician", "privacy", "admin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that one click opens, in the demo city only."""

    user_id: UUID
    username: str
    name: str
    role: Role
    desk: str


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """A desk at which somebody works today."""

    id: UUID
    label: str
    roles: tuple[Role, ...]


def demo_accounts() -> list[DemoAccount]:
    """The demo's accounts with their tiles' words; none where the database is real. Two statements."""
    if not is_demo():
        return []
    rows = Membership.objects.filter(_valid(), user__username__in=DEMO_ACCOUNTS, user__is_active=True, desk__closed_on=None)
    found: dict[str, DemoAccount] = {}
    for m in rows.select_related("user", "desk__organisation").order_by("valid_from", "id"):
        found.setdefault(m.user.username, DemoAccount(m.user_id, m.user.username, m.user.display_name, m.role, _label(m.desk)))
    return [found[name] for name in DEMO_ACCOUNTS if name in found]


def demo_account(username: str) -> UUID | None:
    """The demo account of this name; None for every other name, and for every name where the database is real."""
    return next((a.user_id for a in demo_accounts() if a.username == username), None)


def account(user_id: UUID) -> User:
    """The account itself, for Django's session. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)


def desks_of(user_id: UUID) -> list[OwnDesk]:
    """The desks at which a user works today, with the roles held there. One statement."""
    found: dict[UUID, OwnDesk] = {}
    for m in memberships_of(user_id):
        known = found.get(m.desk_id)
        found[m.desk_id] = OwnDesk(m.desk_id, _label(m.desk), (*(known.roles if known else ()), m.role))
    return list(found.values())


NAMES_LIVE_SECONDS = 60
_names: dict[tuple[str, str], tuple[float, dict[str, str]]] = {}


def _held(kind: str, read: Callable[[], dict[str, str]], wanted: str) -> str:
    """A name from what this process holds; read anew when it is old, and once for an id that it does not know."""
    key, at = (str(connection.settings_dict["NAME"]), kind), time.monotonic()
    since, names = _names.get(key, (0.0, {}))
    if at - since > NAMES_LIVE_SECONDS or wanted not in names:
        names = read()
        names.setdefault(wanted, "")  # nobody: not asked for again until the minute is over
        _names[key] = (at, names)
    return names[wanted]


def account_name(user_id: object) -> str:
    """The office behind an account's id, for lists that know ids only; empty for an unknown one. Names are held for a minute."""
    return _held("account", lambda: {str(pk): name for pk, name in User.objects.values_list("pk", "display_name")}, str(user_id))


def desk_name(desk_id: object) -> str:
    """The words for a desk's id; empty for an unknown one. Names are held for a minute."""
    return _held("desk", lambda: {str(d.pk): _label(d) for d in Desk.objects.select_related("organisation")}, str(desk_id))


# For the administrator, and for everybody who looks for a desk


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation with its desks, open ones first."""

    id: UUID
    name: str
    short_name: str
    kind: str
    partner_code: str
    vertical: bool
    region: str
    address: str
    desks: tuple[DeskRow, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A role of an account at a desk, past, present or to come."""

    id: UUID
    user_id: UUID
    username: str
    name: str
    active: bool
    desk_id: UUID
    desk: str
    role: Role
    valid_from: date
    valid_until: date | None

    @property
    def valid(self) -> bool:
        """Whether it gives rights today in Asia/Jakarta (an account that is closed has none)."""
        return self.active and self.valid_from <= today() and not self.ended

    @property
    def ended(self) -> bool:
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < today()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its roles, those of today first."""

    id: UUID
    username: str
    name: str
    active: bool
    last_login: datetime | None
    roles: tuple[MemberRow, ...]


def all_desks() -> list[DeskRow]:
    """Every desk, also closed ones, by organisation and name. Two statements."""
    rows = Desk.objects.select_related("organisation").prefetch_related("services")
    return [_row(d) for d in rows.order_by("organisation__name", "name")]


def organisation_rows() -> list[OrganisationRow]:
    """Every organisation by name with its desks. Three statements."""
    inside: dict[UUID, list[DeskRow]] = {}
    for d in all_desks():
        inside.setdefault(d.organisation_id, []).append(d)
    return [_organisation(o, inside.get(o.pk, [])) for o in Organisation.objects.order_by("name")]


def listing(query: str = "", service: str = "") -> list[OrganisationRow]:
    """Organisations with the open desks that match every word (name, kind or service, in the words of the screen) and offer the service."""
    words = query.casefold().split()
    found = []
    for o in organisation_rows():
        about = f"{o.name} {o.short_name} {gettext(getattr(o.kind, 'label', ''))}"
        desks = tuple(d for d in o.desks if d.closed_on is None and (not service or service in d.services) and _says(words, about, d))
        if desks:
            found.append(replace(o, desks=desks))
    return found


def _says(words: list[str], about: str, d: DeskRow) -> bool:
    text = " ".join([about, d.name, d.hours, *reference.labels("service", d.services)]).casefold()
    return all(word in text for word in words)


def organisation_row(organisation_id: UUID) -> OrganisationRow:
    """One organisation with its desks. Raises Organisation.DoesNotExist."""
    found = Organisation.objects.get(pk=organisation_id)
    return _organisation(found, [d for d in all_desks() if d.organisation_id == organisation_id])


def _organisation(o: Organisation, desks: list[DeskRow]) -> OrganisationRow:
    ordered = tuple(sorted(desks, key=lambda d: (d.closed_on is not None, d.name)))
    return OrganisationRow(o.pk, o.name, o.short_name, o.kind, o.partner_code, o.vertical, o.region, o.address, ordered)


def _members(rows: QuerySet[Membership]) -> list[MemberRow]:
    rows = rows.select_related("user", "desk__organisation").order_by("user__display_name", "-valid_from", "id")
    found = [
        MemberRow(
            m.pk, m.user_id, m.user.username, m.user.display_name, m.user.is_active, m.desk_id, _label(m.desk), m.role, m.valid_from,
            m.valid_until,
        )
        for m in rows
    ]  # fmt: skip
    return sorted(found, key=lambda m: m.ended)


def members(desk_id: UUID) -> list[MemberRow]:
    """Who works, worked or will work at a desk; ended roles last. One statement."""
    return _members(Membership.objects.filter(desk_id=desk_id))


def member(membership_id: UUID) -> MemberRow:
    """One role of an account. Raises Membership.DoesNotExist."""
    found = _members(Membership.objects.filter(pk=membership_id))
    if not found:
        raise Membership.DoesNotExist
    return found[0]


def account_rows(query: str = "") -> list[AccountRow]:
    """Every account by name, or those whose name or user name holds the words; closed accounts last. Two statements."""
    users = User.objects.order_by("-is_active", "display_name", "username")
    if query:
        users = users.filter(Q(display_name__icontains=query) | Q(username__icontains=query))
    rows = list(users)
    roles: dict[UUID, list[MemberRow]] = {}
    for m in _members(Membership.objects.filter(user_id__in=[u.pk for u in rows])):
        roles.setdefault(m.user_id, []).append(m)
    return [AccountRow(u.pk, u.username, u.display_name, u.is_active, u.last_login, tuple(roles.get(u.pk, []))) for u in rows]


def account_row(user_id: UUID) -> AccountRow:
    """One account with its roles. Raises User.DoesNotExist."""
    u = User.objects.get(pk=user_id)
    return AccountRow(u.pk, u.username, u.display_name, u.is_active, u.last_login, tuple(_members(Membership.objects.filter(user_id=u.pk))))


def organisation(organisation_id: UUID) -> Organisation:
    """The row that an action needs. Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(pk=organisation_id)


def desk_row(desk_id: UUID) -> Desk:
    """The row that an action needs. Raises Desk.DoesNotExist."""
    return Desk.objects.get(pk=desk_id)
