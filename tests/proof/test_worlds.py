"""Random worlds: what somebody reads, through the queries of the product and through bare SQL, is what the words of design.md say.

The oracle below is written from those words alone, over what the world's maker wrote down, and never asks the database:
ring 1 is the team of a case at its lead desk and the supervisor of that desk; ring 2 a partner desk with the packet of its referral until
the access expires or is withdrawn; everybody else sees nothing of a case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.cases import actions as cases
from jejaring.cases.queries import standing
from jejaring.cases.queries.lists import cases as cases_listed
from jejaring.directory import actions as directory
from jejaring.directory.queries import actor_for
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.people.models import Person
from jejaring.referrals import actions as referrals
from jejaring.referrals import queries as referral_queries
from jejaring.referrals.models import Referral
from jejaring.vault import actions as vault
from tests.cases import files

EXAMPLES = 20
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a world takes seconds: one that fails is told as it is
OF_EVERY_CASE = ("cases_participant", "cases_incident", "people_person", "people_blindtoken")  # each case has rows there
OF_EVERY_REFERRAL = ("referrals_packet", "referrals_referralevent")
LEADS = (Role.MANAGER, Role.SUPERVISOR)
NUMBERS = st.integers(0, 10**6)


@dataclass
class World:
    """What its maker wrote down."""

    desks: list[Any] = field(default_factory=list)
    jobs: list[tuple[UUID, UUID, Role, int, int | None]] = field(default_factory=list)  # account, desk, role, first and last day
    teams: list[tuple[UUID, UUID, set[UUID]]] = field(default_factory=list)  # case, lead desk, who works on it
    sent: list[dict[str, Any]] = field(default_factory=list)

    def works(self, account: UUID, desk: UUID, role: Role | None = None) -> bool:
        """Whether somebody has a job at a desk today."""
        return any(
            j[:2] == (account, desk) and role in (None, j[2]) and j[3] <= 0 and (j[4] is None or j[4] >= 0) for j in self.jobs
        )  # fmt: skip

    def at(self, desk: UUID, *roles: Role) -> list[UUID]:
        """The accounts that work at a desk today in one of these roles."""
        return sorted({j[0] for j in self.jobs if j[1] == desk and j[2] in roles and self.works(j[0], desk, j[2])})

    # the oracle --------------------------------------------------------------------------------------------------------------------

    def first_ring(self, actor: Actor) -> set[UUID]:
        """The cases whose team somebody belongs to at the desk that leads them, or all of that desk for its supervisor."""
        leads = self.works(actor.id, actor.desk, Role.SUPERVISOR)
        return {case for case, desk, team in self.teams if desk == actor.desk and (leads or actor.id in team)}

    def second_ring(self, actor: Actor, moment: datetime) -> set[UUID]:
        """The referrals that a desk was sent, until the access ends; and those of the cases that the actor sees."""
        received = {s["id"] for s in self.sent if s["to"] == actor.desk and not s["withdrawn"] and moment < s["expires"]}
        return received | {s["id"] for s in self.sent if s["case"] in self.first_ring(actor)}


def pick(found: list[Any], number: int) -> Any:
    """One of them, or none where there is none."""
    return found[number % len(found)] if found else None


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """How many of everything, and who."""
    role = st.sampled_from([Role.MANAGER, Role.SUPERVISOR, Role.COMPANION, Role.DUTY])
    lasts = st.sampled_from([(-9, None), (-9, None), (-9, None), (-9, 0), (-9, -1), (1, None)])
    referral = st.tuples(NUMBERS, NUMBERS, st.integers(1, 3), st.booleans())
    return {
        "desks": draw(st.lists(st.booleans(), min_size=3, max_size=4)),  # whether it is another desk of the organisation before
        "jobs": draw(st.lists(st.tuples(st.integers(0, 4), NUMBERS, role, lasts), min_size=5, max_size=9)),
        "cases": draw(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, st.booleans()), min_size=1, max_size=3)),
        "referrals": draw(st.lists(referral, max_size=3)),
        "days": draw(st.integers(0, 4)),
    }


def make(plan: dict[str, Any]) -> World:
    """A world with the real actions. Every desk has an opener; nobody else is sure to be there."""
    world = World()
    with acting_as(VISITOR, "administration"):
        us: dict[str, Any] = {"by": VISITOR}
        for n, joined in enumerate(plan["desks"]):
            if not (joined and world.desks):
                kind = OrganisationKind.PROTECTION_UNIT
                organisation = directory.add_organisation(name=f"Badan {n}", short_name="", kind=kind, **us)
            services = ("case_management",)
            desk = directory.add_desk(organisation=organisation, name=f"Meja {n}", kind=DeskKind.PROTECTION, services=services, **us)
            world.desks.append(desk)
        count = range(5 + len(world.desks))
        people = [directory.add_user(username=f"orang{n}", display_name=f"P {n}", password=None, **us) for n in count]
        told = [(people[who], world.desks[desk % len(world.desks)], role, lasts) for who, desk, role, lasts in plan["jobs"]]
        told += [(people[5 + n], desk, Role.DUTY, (-9, None)) for n, desk in enumerate(world.desks)]
        for user, desk, role, (since, until) in told:
            if (user.pk, desk.pk, role) not in [j[:3] for j in world.jobs]:
                first, last = today() + timedelta(days=since), None if until is None else today() + timedelta(days=until)
                directory.add_membership(user=user, desk=desk, role=role, valid_from=first, valid_until=last, **us)
                world.jobs.append((user.pk, desk.pk, role, since, until))
    for one in plan["cases"]:
        _open(world, *one)
    for to_send in plan["referrals"]:
        _send(world, *to_send)
    return world


def at_desk(account: UUID, desk: UUID) -> Actor:
    """Somebody at one of the own desks."""
    return actor_for(account, str(desk))


def _open(world: World, desk: int, manager: int, companion: int, changes: bool) -> None:
    lead = pick(world.desks, desk).pk
    leads = world.at(lead, *LEADS)
    if not leads:
        return
    first, opener = pick(leads, manager), at_desk(pick(world.at(lead, Role.DUTY), 0), lead)
    other = pick(world.at(lead, Role.COMPANION), companion)
    other = other if other != first else None
    with acting_as(opener, "test"):
        case = cases.open_case(
            by=opener, opened_from=None, reported_at=now(), channel="walk_in", kind="violence_against_women", risk="high",
            area="15.71.07", manager=first, companion=other, parties=(files.WIFE,), incident=files.at_home(),
        )  # fmt: skip
    team = {first} | ({other} if other else set())
    after = pick(leads, manager + 1)
    if changes and after not in team:
        by = at_desk(first, lead)
        with acting_as(by, "test"):
            cases.assign(by=by, case_id=case.pk, manager=after)
        team = team - {first} | {after}
    world.teams.append((case.pk, lead, team))


def _send(world: World, case: int, to: int, days: int, withdrawn: bool) -> None:
    found = pick(world.teams, case)
    desk = pick([d for d in world.desks if found and d.pk != found[1]], to)
    sender = pick([a for a in sorted(found[2]) if world.at(found[1], *LEADS).count(a)], 0) if found else None
    if not desk or not sender:
        return
    by = at_desk(sender, found[1])
    words = {"basis": "vital_interest", "basis_reason": "Terancam", "request": "Mohon ditangani", "purpose": "companion"}
    with acting_as(by, "test"):
        row = referrals.send(by=by, case_id=found[0], to_desk=desk.pk, services=("case_management",), expires_days=days, **words)
        if withdrawn:
            referrals.withdraw(by=by, referral_id=row.pk, version=row.version)
    until = row.sent_at + timedelta(days=days)
    world.sent.append({"id": row.pk, "case": found[0], "to": desk.pk, "withdrawn": withdrawn, "expires": until})


def read(table: str, column: str) -> set[UUID]:
    """What bare SQL answers in the running context."""
    with connection.cursor() as cursor:
        cursor.execute(f"select distinct {column} from {table} where {column} is not null")
        return {row[0] for row in cursor.fetchall()}


def tables_of(column: str) -> list[str]:
    """Every table with such a column that the actor may read at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')"
            " where c.relnamespace = 'public'::regnamespace and a.attname = %s and has_table_privilege('jejaring_actor', c.oid, 'select')",
            [column],
        )
        return [row[0] for row in cursor.fetchall()]


# Ids of cases in these tables are of the desk's own work or log, and carry nothing of a person: the head of a promise, the desk's decision
# on its own report, who worked on what, the log for its readers.
DESK = {"commitments_commitment", "triage_outcome", "cases_teammember", "audit_event", "referrals_referral", "notices_notice"}


def differences(world: World, actor: Actor, moment: datetime) -> Iterator[str]:
    """Where what the actor reads is not what the oracle says."""
    mine, packets = world.first_ring(actor), world.second_ring(actor, moment)
    for table in ("cases_case", *OF_EVERY_CASE):
        if (found := read(table, "id" if table == "cases_case" else "case_id")) != mine:
            yield f"{table}: {len(found - mine)} too many, {len(mine - found)} missing"
    for table in set(tables_of("case_id")) - DESK:
        if extra := read(table, "case_id") - mine:
            yield f"{table}: {len(extra)} cases of others"
    for table in ("referrals_referral", *OF_EVERY_REFERRAL):
        if (found := read(table, "id" if table == "referrals_referral" else "referral_id")) != packets:
            yield f"{table}: {len(found - packets)} too many, {len(packets - found)} missing"
    if {row.id for row in cases_listed(actor, limit=100).rows} != mine:
        yield "the list of cases"
    received = {row["id"] for row in world.sent if row["to"] == actor.desk} & packets
    if {row.id for row in referral_queries.inbox(actor)} != received:
        yield "the list of referrals"
    yield from _one_by_one(world, actor, mine, packets)


def _one_by_one(world: World, actor: Actor, mine: set[UUID], packets: set[UUID]) -> Iterator[str]:
    for case, _desk, _team in world.teams:
        if there(lambda case=case: standing.summary(actor, case)) != (case in mine):
            yield "a case by its id"
    for sent in world.sent:
        if there(lambda sent=sent: referral_queries.referral_for(actor, sent["id"])) != (sent["id"] in packets):
            yield "a packet by its id"
    for person in Person.objects.all():
        if vault.read(person, "name") != files.WIFE.name:
            yield "a name of one's own case that the key does not open"
    for row in Referral.objects.filter(pk__in=packets):
        if row.case_id and row.case_id not in mine and row.case_id in read("cases_case", "id"):
            yield "the case behind a packet"


def there(ask: Any) -> bool:
    """Whether something is found."""
    try:
        with transaction.atomic():
            ask()
    except (Http404, ObjectDoesNotExist):
        return False
    return True


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(plans())
def test_what_anybody_reads_is_what_the_three_rings_say(plan: dict[str, Any]) -> None:
    with transaction.atomic():
        world = make(plan)
        moment = now() + timedelta(days=plan["days"], minutes=1)
        actors = [at_desk(account, desk) for account, desk in sorted({job[:2] for job in world.jobs}) if world.works(account, desk)]
        wrong = []
        for actor in actors:
            with standing_at(moment), acting_as(actor, "test"):
                wrong += [f"{sorted(actor.roles)}: {said}" for said in differences(world, actor, moment)]
        assert wrong == []
        with acting_as(VISITOR, "test"):
            assert [read("cases_case", "id"), read("people_person", "id"), read("referrals_referral", "id")] == [set(), set(), set()]
        transaction.set_rollback(True)


def test_the_oracle_tells_a_team_from_a_desk_and_a_packet_from_an_expired_one() -> None:
    desk, other, case, packet = (UUID(int=n) for n in range(1, 5))
    worker, head, stranger = (UUID(int=n) for n in range(5, 8))
    moment = now()
    world = World(jobs=[(worker, desk, Role.MANAGER, -1, None), (head, desk, Role.SUPERVISOR, -1, 0)])
    world.jobs.append((stranger, desk, Role.SUPERVISOR, -1, -1))
    world.teams.append((case, desk, {worker}))
    world.sent.append({"id": packet, "case": case, "to": other, "withdrawn": False, "expires": moment})

    assert [world.first_ring(Actor(one, desk)) for one in (worker, head, stranger)] == [{case}, {case}, set()]
    assert world.second_ring(Actor(stranger, other), moment - timedelta(seconds=1)) == {packet}
    assert world.second_ring(Actor(stranger, other), moment) == set()
    assert world.first_ring(Actor(worker, other)) == set(), "one acts for one desk at a time"
