"""A cast, and a case that its manager sees."""

from uuid import UUID

import pytest

from jejaring.cases.models import Case, TeamMember
from jejaring.cases.states import TeamRole
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from tests.cast import Cast, assemble


@pytest.fixture
def cast() -> Cast:
    return assemble()
