"""What the administrator keeps: organisations with their desks, accounts with their roles."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from jejaring.access.roles import Role
from jejaring.directory.models import Membership, Organisation, SecurityKey, User
from jejaring.directory.queries.desks import DeskRow, all_desks, label
from jejaring.kernel.clock import today


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
    closed_on: date | None = None
    closed_reason: str = ""


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
    work_phone: str = ""
    keys: int = 0  # how many security keys; known on the page of one account


def organisation_rows() -> list[OrganisationRow]:
    """Every organisation by name with its desks, closed ones last. Three statements."""
    inside: dict[UUID, list[DeskRow]] = {}
    for d in all_desks():
        inside.setdefault(d.organisation_id, []).append(d)
    return [_organisation(o, inside.get(o.pk, [])) for o in Organisation.objects.order_by(F("closed_on").asc(nulls_first=True), "name")]


def organisation_row(organisation_id: UUID) -> OrganisationRow:
    """One organisation with its desks. Raises Organisation.DoesNotExist."""
    found = Organisation.objects.get(pk=organisation_id)
    return _organisation(found, [d for d in all_desks() if d.organisation_id == organisation_id])


def _organisation(o: Organisation, desks: list[DeskRow]) -> OrganisationRow:
    ordered = tuple(sorted(desks, key=lambda d: (d.closed_on is not None, d.name)))
    known = (o.name, o.short_name, o.kind, o.partner_code, o.vertical, o.region, o.address)
    return OrganisationRow(o.pk, *known, ordered, o.closed_on, o.closed_reason)


def _members(rows: QuerySet[Membership]) -> list[MemberRow]:
    rows = rows.select_related("user", "desk__organisation").order_by("user__display_name", "-valid_from", "id")
    found = [
        MemberRow(
            m.pk, m.user_id, m.user.username, m.user.display_name, m.user.is_active, m.desk_id, label(m.desk), m.role, m.valid_from,
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
    roles = tuple(_members(Membership.objects.filter(user_id=u.pk)))
    keys = SecurityKey.objects.filter(user_id=u.pk).count()
    return AccountRow(u.pk, u.username, u.display_name, u.is_active, u.last_login, roles, u.work_phone, keys)


def failed_jobs() -> list[tuple[str, int]]:
    """Kinds of background jobs that failed in the last thirty days, and how often; nothing for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select task, many from failed_jobs()")
        return list(cursor.fetchall())
