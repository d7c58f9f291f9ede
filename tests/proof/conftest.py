"""What the proofs stand on: one city for all tests of a module, in one transaction that is rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.proof import city as cities


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[cities.City]:
    """The city, empty again afterwards. Not together with `db`."""
    from django.test import override_settings

    folder: Path = tmp_path_factory.mktemp("city")
    with override_settings(FILES=folder / "files", PAPERS=folder / "papers"), django_db_blocker.unblock(), transaction.atomic():
        yield cities.build()
        transaction.set_rollback(True)
