"""Random worlds: what somebody reads, through the queries of the product and through bare SQL, is what the words of design.md say.

The oracle stands in tests/proof/worlds.py; tests/proof/test_worlds_told.py proves that it would tell.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from tests.proof.reading import asking, differences, everybody, guarded, read
from tests.proof.worlds import Access, Sealed, World, make, plans

EXAMPLES = 14
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a world takes seconds: one that fails is told as it is


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(plans())
def test_what_anybody_reads_is_what_the_three_rings_say(plan: dict[str, Any]) -> None:
    with transaction.atomic():
        start = now()
        with standing_at(start):
            world = make(plan)
        moment = start + timedelta(minutes=plan["minutes"])
        wrong = []
        for actor, purpose in everybody(world):
            with asking(actor, moment, purpose):
                wrong += [f"{sorted(actor.roles)} {purpose}: {said}" for said in differences(world, actor, moment, purpose)]
        assert wrong == []
        with acting_as(VISITOR, "test"):
            assert [read("cases_case", "id"), read("people_person", "id"), read("referrals_referral", "id")] == [set(), set(), set()]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_guarded_table_hangs_on_something_that_the_oracle_knows() -> None:
    unknown = {table for table, columns in guarded().items() if not columns}

    assert unknown == set(), "say in tests/proof/reading.py what a new table hangs on, or why on nothing of a case"


def test_the_oracle_tells_a_team_from_a_desk_and_a_packet_from_an_expired_one() -> None:
    desk, other, case, packet = (UUID(int=n) for n in range(1, 5))
    worker, head, stranger = (UUID(int=n) for n in range(5, 8))
    moment = now()
    world = World(jobs=[(worker, desk, Role.MANAGER, -1, None), (head, desk, Role.SUPERVISOR, -1, 0)])
    world.jobs.append((stranger, desk, Role.SUPERVISOR, -1, -1))
    world.teams.append((case, desk, {worker}))
    world.sent.append({"id": packet, "case": case, "from": desk, "to": other, "withdrawn": False, "expires": moment})

    assert [world.first_ring(Actor(one, desk)) for one in (worker, head, stranger)] == [{case}, {case}, set()]
    assert world.second_ring(Actor(stranger, other), moment - timedelta(seconds=1)) == {packet}
    assert world.second_ring(Actor(stranger, other), moment) == set()
    assert world.first_ring(Actor(worker, other)) == set(), "one acts for one desk at a time"


def test_the_oracle_tells_conflicts_emergencies_and_seals_from_their_absence() -> None:
    desk, case, note, item, access = (UUID(int=n) for n in range(1, 6))
    worker, colleague = (Actor(UUID(int=n), desk) for n in (7, 8))
    moment = now()
    later = moment + timedelta(hours=1)
    world = World(jobs=[(worker.id, desk, Role.MANAGER, -1, None), (colleague.id, desk, Role.DUTY, -1, None)])
    world.teams.append((case, desk, {worker.id}))
    world.notes.append((note, case))
    world.sealed.append(Sealed(note, item, case, worker.id, later))
    world.accesses.append(Access(access, case, colleague.id, desk, True, moment, later, desk))

    assert world.cases(colleague, moment, Purpose.EMERGENCY) == {case}
    assert world.cases(colleague, moment) == world.cases(colleague, later, Purpose.EMERGENCY) == set()
    assert world.seen_notes(worker, moment, "test") == {note}
    assert world.seen_notes(worker, later, "test") == world.seen_notes(colleague, moment, Purpose.EMERGENCY) == set()
    world.suspended.add(colleague.id)
    world.conflicts.add((worker.id, case))
    assert world.cases(colleague, moment, Purpose.EMERGENCY) == world.cases(worker, moment) == set()
    assert world.cards(colleague, moment, "test") == {case}
