"""Names of desks and accounts are held by a process: a city's at once, a country's as they are asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.directory.models import Desk
from jejaring.directory.queries import account_name, desk_name, names
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(names, "_names", {})
    return assemble()


def test_the_names_of_a_city_are_read_in_one_statement(cast: Cast) -> None:
    with acting_as(cast.duty, "test"), CaptureQueriesContext(connection) as sent:
        assert all([desk_name(cast.duty.desk), desk_name(cast.police.desk), account_name(cast.manager.id), account_name(cast.duty.id)])
        assert not any([desk_name(uuid7()), desk_name(None)])
    assert len(sent) == 3  # desks, desks once more for the unknown one, accounts


def test_where_there_are_many_a_name_is_read_when_it_is_asked_for_and_all_asked_ones_together_after_a_minute(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "FEW", 1)
    with acting_as(cast.duty, "test"):
        asked = list(Desk.objects.values_list("pk", flat=True))
        told = [desk_name(pk) for pk in asked]
        assert all(told)
        with CaptureQueriesContext(connection) as held:
            assert [desk_name(pk) for pk in asked] == told
        assert not held.captured_queries

        ((kind, (_since, found)),) = names._names.items()
        names._names[kind] = (float("-inf"), found)
        with CaptureQueriesContext(connection) as anew:
            assert [desk_name(pk) for pk in asked] == told
        assert len(anew) == 1
