"""What the tests of cases begin with."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from jejaring.cases.models import Case
from tests.cases import files
from tests.cast import Cast, assemble


@pytest.fixture(autouse=True)
def spoken_language() -> Iterator[None]:
    """A request in English leaves nothing behind for the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl recruited online: high risk, sexual, an unknown recruiter."""
    return files.open_file(cast)
