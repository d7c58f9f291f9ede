"""The cast of the tests: two protection units, the police and social affairs of one city, and who works there."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.directory import actions as directory
from jejaring.directory.models import Desk, User
from jejaring.directory.queries import actor_for, names
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import acting_as
from jejaring.vault import actions as vault
from tests.databases import Clone

LONG_AGO = date(2024, 1, 1)


@dataclass
class Cast:
    """Actors by name, and the desks they work at."""

    actors: dict[str, Actor] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def desk_id(self, name: str) -> UUID:
        """The id of a desk: unit, other_unit, police, social, hospital, house, letters, office."""
        return self.desks[name].pk


ORGANISATIONS = (
    ("unit", "UPTD PPA Contoh", OrganisationKind.PROTECTION_UNIT, DeskKind.PROTECTION, ("case_management",), True),
    ("other_unit", "UPTD PPA Tetangga", OrganisationKind.PROTECTION_UNIT, DeskKind.PROTECTION, ("case_management",), True),
    ("police", "Polresta Contoh", OrganisationKind.POLICE, DeskKind.PARTNER, ("law_enforcement",), True),
    ("social", "Dinas Sosial Contoh", OrganisationKind.SOCIAL, DeskKind.PARTNER, ("social_rehabilitation", "shelter"), True),
    ("hospital", "RSUD Contoh", OrganisationKind.HEALTH, DeskKind.PARTNER, ("health",), True),
    ("house", "Rumah Aman Contoh", OrganisationKind.SHELTER, DeskKind.PARTNER, ("shelter",), True),
    ("letters", "UPTD PPA Muaro Contoh", OrganisationKind.PROTECTION_UNIT, DeskKind.PROTECTION, ("case_management",), False),
    ("office", "Sekretariat Gugus Tugas Contoh", OrganisationKind.TASK_FORCE, DeskKind.SECRETARIAT, (), True),
)
PEOPLE = (
    ("duty", "unit", Role.DUTY),
    ("manager", "unit", Role.MANAGER),
    ("companion", "unit", Role.COMPANION),
    ("supervisor", "unit", Role.SUPERVISOR),
    ("stranger", "other_unit", Role.MANAGER),
    ("police", "police", Role.PARTNER),
    ("social", "social", Role.PARTNER),
    ("hospital", "hospital", Role.PARTNER),
    ("therapist", "hospital", Role.PSYCHOLOGIST),
    ("keeper", "house", Role.SHELTER),
    ("secretary", "office", Role.SECRETARY),
    ("chair", "office", Role.CHAIR),
    ("statistician", "office", Role.STATISTICIAN),
    ("privacy", "office", Role.PRIVACY),
    ("admin", "office", Role.ADMIN),
)


def assemble() -> Cast:
    """Make the cast with the real actions, as the application role."""
    cast = Cast()
    with acting_as(VISITOR, Purpose.ADMINISTRATION):
        for key, name, kind, desk_kind, services, uses_system in ORGANISATIONS:
            organisation = directory.add_organisation(by=VISITOR, name=name, short_name=name, kind=kind)
            cast.desks[key] = directory.add_desk(
                by=VISITOR, organisation=organisation, name=name, kind=desk_kind, services=services, uses_system=uses_system
            )
        users: dict[str, User] = {}
        for key, desk, role in PEOPLE:
            users[key] = directory.add_user(by=VISITOR, username=key, display_name=f"Petugas {key}", password=None)
            directory.add_membership(by=VISITOR, user=users[key], desk=cast.desks[desk], role=role, valid_from=LONG_AGO)
        cast.actors = {key: actor_for(user.pk) for key, user in users.items()}
    return cast


@dataclass
class Peopled:
    """A database in which the cast was committed, and a connection to it that lives as long as the session."""

    clone: Clone
    connection: Any
    _cast: Cast = field(default_factory=Cast)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Django's own connection is to this database; the other one waits open."""
        before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.connection
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = before

    def cast(self) -> Cast:
        """A copy of the cast for one test; what this process holds of it is what an earlier test may have rolled back."""
        for held in (names._names, vault._organisation_keys, vault._newest):
            held.clear()
        return Cast(dict(self._cast.actors), deepcopy(self._cast.desks))


@contextmanager
def working(clone: Clone) -> Iterator[Peopled]:
    """The cast at work in a fresh database."""
    connection = connections[DEFAULT_DB_ALIAS].copy()
    connection.settings_dict["NAME"] = clone.name
    peopled = Peopled(clone, connection)
    with peopled.connected():
        peopled._cast = assemble()
    try:
        yield peopled
    finally:
        connection.close()
