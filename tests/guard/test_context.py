"""The context of a transaction, as the application role."""

import pytest
from django.db import DatabaseError, connection, transaction

from jejaring.audit.actions import record
from jejaring.audit.models import Event
from jejaring.commitments.actions import About, promise
from jejaring.commitments.models import Commitment
from jejaring.commitments.queries import owed_by
from jejaring.commitments.states import RuleKey
from jejaring.guard.context import acting_as, current
from jejaring.kernel.ids import NIL, uuid7
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select session_user, current_user, rolbypassrls, rolsuper from pg_roles where rolname = session_user")
        assert cursor.fetchone() == ("jejaring_app", "jejaring_app", False, False)


def test_a_query_without_a_context_is_refused_also_on_an_empty_table() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(Commitment.objects.all())


def test_a_query_after_a_context_is_refused_again(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        list(Commitment.objects.all())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(Commitment.objects.all())
    with pytest.raises(RuntimeError):
        current()


def test_an_inner_context_gives_the_outer_one_back(cast: Cast) -> None:
    with acting_as(cast.duty, "outer"):
        with acting_as(cast.police, "inner"):
            assert current().actor == cast.police
        promise(RuleKey.TRIAGE, by=cast.duty, about=About("report", uuid7()))
        assert len(owed_by(cast.duty)) == 1
        record("looked", "report", NIL)
        assert current().actor == cast.duty
    with acting_as(cast.supervisor, "test"):
        event = Event.objects.get(act="looked")
        assert (event.actor, event.desk, event.purpose) == (cast.duty.id, cast.duty.desk, "outer")
        assert len(bytes(event.leaf)) == 32


def test_an_error_inside_gives_the_outer_context_back(cast: Cast) -> None:
    with acting_as(cast.duty, "outer"):
        with pytest.raises(ZeroDivisionError), acting_as(cast.police, "inner"):
            _ = 1 / 0
        with connection.cursor() as cursor:
            cursor.execute("select current_user, current_setting('jj.desk'), current_setting('jj.purpose')")
            assert cursor.fetchone() == ("jejaring_actor", str(cast.duty.desk), "outer")


def test_a_promise_is_found_by_the_desk_that_owes_and_the_one_that_is_owed_and_nobody_else(cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        row = promise(RuleKey.REFERRAL_ANSWER, by=cast.manager, about=About("referral", uuid7()), desk_id=cast.police.desk,
                      owed_to_desk_id=cast.manager.desk)  # fmt: skip
    for actor, found in ((cast.police, True), (cast.manager, True), (cast.social, False), (cast.stranger, False)):
        with acting_as(actor, "test"):
            assert Commitment.objects.filter(pk=row.pk).exists() is found, actor.name
