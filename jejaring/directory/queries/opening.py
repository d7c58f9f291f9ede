"""When a desk works, who heads an agency, who sits at the secretariat; asked once in a transaction, since every clock asks."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from jejaring.access.roles import Role
from jejaring.directory.models import ClosedDay, Desk, Membership, Organisation
from jejaring.directory.queries.desks import label
from jejaring.directory.queries.hours import week_in_words
from jejaring.directory.states import DeskKind
from jejaring.guard.context import current
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import today
from jejaring.kernel.hours import ALWAYS, OFFICE, Week, read_hours
from jejaring.kernel.zones import zone_of
from jejaring.reference import queries as reference

Found = TypeVar("Found")


def _held(name: str, key: Any, read: Callable[[], Found]) -> Found:
    """What was read before in this transaction, or is read now."""
    kept: dict[tuple[str, Any], Found] = current().scratch.setdefault("opening", {})
    if (name, key) not in kept:
        kept[name, key] = read()
    return kept[name, key]


def working_calendar(week: Week, own: Iterable[date] = (), region: str = "") -> Calendar:
    """When somebody should be there, in the zone of the region: the week, less days off and the days on which this desk alone is closed.

    A desk that never closes does not close on national holidays and joint leave either. Whoever asks whether a desk is open asks this.
    """
    days_off = frozenset[date]() if week == ALWAYS else reference.closed_days()
    return Calendar(week, days_off | frozenset(own), zone_of(region))


def calendar_of(desk_id: UUID) -> Calendar:
    """The working calendar of a desk; office hours where it says none that can be read. Two statements, once in a transaction."""
    return _held("calendar", desk_id, lambda: _calendar_of(desk_id))


def _calendar_of(desk_id: UUID, without: frozenset[date] = frozenset()) -> Calendar:
    hours, region = Desk.objects.values_list("hours", "organisation__region").get(pk=desk_id)
    own = ClosedDay.objects.filter(desk_id=desk_id).values_list("day", flat=True)
    return working_calendar(read_hours(hours) or OFFICE, without.union(own), region)


def hours_of(desk_id: UUID) -> str:
    """The opening hours of a desk in words; what working clocks take where it says none that can be read."""
    hours = Desk.objects.values_list("hours", flat=True).get(pk=desk_id)
    if week := read_hours(hours):
        return week_in_words(week)
    return gettext("No hours that can be read: working clocks take office hours, %(hours)s.") % {"hours": week_in_words(OFFICE)}


def opens_before(desk_id: UUID, day: date, *, without: frozenset[date] = frozenset()) -> bool:
    """Whether a desk has a working day from today on and before that day, days off and `without` taken out. Two statements."""
    calendar = _calendar_of(desk_id, without)
    return any(calendar.is_working_day(today() + timedelta(days=n)) for n in range((day - today()).days))


def calendars() -> list[tuple[str, Calendar | None]]:
    """Every open desk that works with Jejaring: its name and its calendar (office hours where it says none, nothing where its hours cannot
    be read). Two statements."""
    closed: dict[UUID, set[date]] = {}
    for desk_id, day in ClosedDay.objects.values_list("desk_id", "day"):
        closed.setdefault(desk_id, set()).add(day)
    desks = Desk.objects.filter(closed_on=None, uses_system=True).select_related("organisation").order_by("organisation__name", "name")
    weeks = [(d, read_hours(d.hours) if d.hours.strip() else OFFICE) for d in desks]
    return [
        (label(d), working_calendar(week, closed.get(d.pk, ()), d.organisation.region) if week else None) for d, week in weeks
    ]  # fmt: skip


def head_desk_of(organisation_id: UUID) -> UUID | None:
    """The desk of the head of an agency, to which its desks' late promises climb; none where nobody was named."""
    heads = Organisation.objects.filter(pk=organisation_id, head_desk__closed_on=None)
    return _held("head", organisation_id, lambda: heads.values_list("head_desk_id", flat=True).first())


def secretariat() -> tuple[UUID, ...]:
    """The open desks of the task force's secretariat."""
    desks = Desk.objects.filter(kind=DeskKind.SECRETARIAT, closed_on=None)
    return _held("secretariat", None, lambda: tuple(desks.order_by("pk").values_list("pk", flat=True)))


def roles_held() -> frozenset[Role]:
    """The roles that somebody holds today at an open desk, with an account that is active."""
    day = today()
    rows = Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day, desk__closed_on=None)
    return frozenset(Role(role) for role in rows.filter(user__is_active=True).values_list("role", flat=True).distinct())


def supervisors_of(desk_id: UUID) -> tuple[UUID, ...]:
    """Who heads a desk today: the accounts of its supervisors, at a partner desk of its heads; none where nobody holds the role."""
    day = today()
    rows = Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day, desk_id=desk_id)
    heads = rows.filter(role__in=(Role.SUPERVISOR, Role.HEAD), user__is_active=True, desk__closed_on=None).order_by("user_id")
    return _held("supervisors", desk_id, lambda: tuple(heads.values_list("user_id", flat=True).distinct()))
