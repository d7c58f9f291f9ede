"""What several files of this folder ask for by name."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture
def in_english() -> Iterator[None]:
    """The words are compared in the language of the message ids."""
    with override("en"):
        yield
