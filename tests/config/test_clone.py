import psycopg
import pytest
from django.db import connection

from tests.databases import Clone


@pytest.mark.django_db
def test_a_test_is_the_application_in_a_clone_of_its_own(database: Clone) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database(), session_user")
        assert cursor.fetchone() == (database.name, "jejaring_app")


def test_the_owner_is_not_among_the_connections_of_a_test() -> None:
    from django.db import connections

    assert list(connections) == ["default"]


@pytest.mark.django_db
def test_the_application_cannot_see_what_the_set_up_remembers(database: Clone) -> None:
    with psycopg.connect(database.app_url) as raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute("select * from setup.state")
