"""Who works where, and the Actor of a request. Open tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.directory.models import Installation, Membership, Session, Submission, User
from jejaring.directory.queries.desks import label
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now, today

# The twelve accounts of the demo city, in the order in which their tiles stand on the sign-in page.
DEMO_ACCOUNTS = (
    "duty", "manager", "companion", "supervisor", "police", "hospital", "social", "secretary", "chair", "statistician", "privacy", "admin",
)  # fmt: skip
DEMO_PASSWORD = "jejaring-demo"  # noqa: S105  of those twelve alone; told wherever the demo asks for it


def valid() -> Q:
    """Memberships that give rights today in Asia/Jakarta."""
    on = today()
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


ACCOUNT = Stored(lambda pk: User.objects.filter(pk=pk))
MEMBERSHIPS = Stored(
    lambda user: Membership.objects.filter(user_id=user).select_related("desk__organisation", "user").order_by("valid_from", "id")
)


def _valid(rows: Iterable[Membership]) -> list[Membership]:
    """As `valid` says, asked of rows that are here already."""
    on = today()
    return [m for m in rows if m.valid_from <= on and (m.valid_until is None or on <= m.valid_until)]


def _at_work(rows: Iterable[Membership]) -> list[Membership]:
    """Memberships that count today: of an open account, at an open desk."""
    return [m for m in _valid(rows) if m.user.is_active and m.desk.closed_on is None]


def account_at_work(user_id: UUID) -> User | None:
    """An account and, as `at_work`, its memberships that count today, oldest first. One statement, or two for one without any."""
    rows = MEMBERSHIPS(user_id)
    user = rows[0].user if rows else ACCOUNT.first(user_id)
    if user:
        user.at_work = _at_work(rows)
    return user


def actor_for(user_id: UUID | None, desk_id: str | None = None) -> Actor:
    """The Actor of an account at one desk: the chosen one, else the first. One statement. Nobody without a membership."""
    return actor_among(_at_work(MEMBERSHIPS(user_id)) if user_id else (), desk_id)


def actor_among(rows: Sequence[Membership], desk_id: str | None = None) -> Actor:
    """The Actor of one's memberships at one desk: the chosen one, else the first. Nobody without a membership."""
    if not rows:
        return VISITOR
    chosen = next((m.desk for m in rows if str(m.desk_id) == desk_id), rows[0].desk)
    roles = frozenset(m.role for m in rows if m.desk_id == chosen.pk)
    return Actor(rows[0].user_id, chosen.pk, chosen.organisation_id, roles, rows[0].user.display_name, label(chosen))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a desk."""

    user_id: UUID
    name: str
    role: Role


AT_DESK = Stored(
    lambda desk: Membership.objects.filter(desk_id=desk, user__is_active=True).select_related("user").order_by("user__display_name", "id")
    .only("user__display_name", "role", "valid_from", "valid_until")
)  # fmt: skip


def colleagues(desk_id: UUID, *roles: Role) -> list[Colleague]:
    """Who works at a desk today (in Asia/Jakarta), in one of these roles (or any), by name. One statement."""
    return [Colleague(m.user_id, m.user.display_name, m.role) for m in _valid(AT_DESK(desk_id)) if not roles or m.role in roles]


def holders(role: Role) -> list[tuple[UUID, UUID]]:
    """Who holds a role today, with the desk. One statement."""
    rows = Membership.objects.filter(valid(), role=role, user__is_active=True, desk__closed_on=None)
    return list(rows.order_by("user_id", "desk_id").values_list("user_id", "desk_id").distinct())


def working_at(*desk_ids: UUID) -> int:
    """How many people work at these desks today."""
    rows = Membership.objects.filter(valid(), desk_id__in=desk_ids, user__is_active=True)
    return rows.values("user").distinct().count()


def organisations_with(role: Role) -> set[UUID]:
    """The organisations at whose desks somebody holds a role today. One statement."""
    rows = Membership.objects.filter(valid(), role=role, user__is_active=True, desk__closed_on=None)
    return set(rows.values_list("desk__organisation_id", flat=True))


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """A desk at which somebody works today."""

    id: UUID
    label: str
    roles: tuple[Role, ...]


def account(user_id: UUID) -> User:
    """The account itself, for Django's session. Raises User.DoesNotExist."""
    return User.objects.get(pk=user_id)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which somebody is signed in."""

    since: datetime
    browser: str
    here: bool


def sessions_of(user_id: UUID, *, this: str) -> list[OwnSession]:
    """Where an account is signed in, the latest first; `this` names the session that asks. One statement."""
    rows = Session.objects.filter(user=user_id, expire_date__gt=datetime.now(UTC))
    kept = [row.get_decoded() for row in rows]
    found = [OwnSession(datetime.fromisoformat(k["since"]), k.get("browser", ""), k["name"] == this) for k in kept if "since" in k]
    return sorted(found, key=lambda session: session.since, reverse=True)


def desks_of(user_id: UUID) -> list[OwnDesk]:
    """The desks at which a user works today, with the roles held there. One statement."""
    found: dict[UUID, OwnDesk] = {}
    for m in _at_work(MEMBERSHIPS(user_id)):
        known = found.get(m.desk_id)
        found[m.desk_id] = OwnDesk(m.desk_id, label(m.desk), (*(known.roles if known else ()), m.role))
    return list(found.values())


def was_sent(submission: UUID) -> bool:
    """Whether the actor has sent this very form before. One statement."""
    return Submission.objects.filter(pk=submission).exists()


def is_demo() -> bool:
    """Whether this database holds the demo city; a database that says nothing is real."""
    return Installation.objects.filter(pk=1, mode="demo").exists()


def administrators() -> int:
    """How many open accounts administer today at an open desk; one whose one-time password ran out unused cannot."""
    rows = Membership.objects.filter(valid(), role=Role.ADMIN, user__is_active=True, desk__closed_on=None)
    rows = rows.exclude(user__one_time_until__lt=now())
    return rows.values("user").distinct().count()


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that one click opens, in the demo city only."""

    user_id: UUID
    username: str
    name: str
    role: Role
    desk: str


def demo_accounts() -> list[DemoAccount]:
    """The demo's accounts with their tiles' words; none where the database is real. Two statements."""
    if not is_demo():
        return []
    rows = Membership.objects.filter(valid(), user__username__in=DEMO_ACCOUNTS, user__is_active=True, desk__closed_on=None)
    found: dict[str, DemoAccount] = {}
    for m in rows.select_related("user", "desk__organisation").order_by("valid_from", "id"):
        found.setdefault(m.user.username, DemoAccount(m.user_id, m.user.username, m.user.display_name, m.role, label(m.desk)))
    return [found[name] for name in DEMO_ACCOUNTS if name in found]


def demo_account(username: str) -> UUID | None:
    """The demo account of this name; None for every other name, and for every name where the database is real."""
    return next((a.user_id for a in demo_accounts() if a.username == username), None)


def reached_at(user_id: UUID, desk_id: UUID) -> tuple[str, str]:
    """The name of an account and the number at which colleagues reach its owner: the work telephone, else the desk's. One statement."""
    rows = Membership.objects.filter(user_id=user_id, desk_id=desk_id).select_related("user", "desk")
    found = rows.order_by("-valid_from").first()
    return (found.user.display_name, found.user.work_phone or found.desk.phone) if found else ("", "")
