"""What the tests of exchange begin with."""

import pytest

from jejaring.cases.models import Case
from tests.cases import files
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl recruited online, opened in March 2026."""
    with files.standing_at(files.MORNING):
        return files.open_file(cast)
