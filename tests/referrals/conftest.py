"""What the tests of referrals begin with."""

import pytest

from jejaring.cases.models import Case
from tests.cases import files
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl recruited online: high risk, sexual, an unknown recruiter; only by WhatsApp, never by telephone."""
    return files.open_file(cast)
