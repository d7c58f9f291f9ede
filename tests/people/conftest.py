"""A cast, and a case that its manager sees."""

from uuid import UUID

import pytest

from jejaring.cases.models import Case, TeamMember
from jejaring.cases.states import TeamRole
from jejaring.guard.context import acting_as
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from tests.cast import Cast


@pytest.fixture
def case_id(cast: Cast) -> UUID:
    """The least of a case: one row, and its manager in the team."""
    pk = uuid7()
    with acting_as(cast.manager, "test"):
        facts = {
            "reference": "K-26-0001-X",
            "lead_desk_id": cast.manager.desk,
            "organisation": cast.manager.organisation,
            "kind": "trafficking",
        }
        insert(
            Case(id=pk, domain=pk, reported_at=now(), registered_at=now(), recorded_at=now(), **facts),
            TeamMember(case_id=pk, user=cast.manager.id, desk=cast.manager.desk, role=TeamRole.MANAGER, since=now()),
        )
    return pk
