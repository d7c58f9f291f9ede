"""Rows written without the query compiler, and queries compiled once, are what the ORM itself would write and read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, models
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.commitments.states import CommitmentAct, CommitmentState, RuleKey
from jejaring.directory.models import Membership
from jejaring.guard.context import acting_as
from jejaring.guard.rows import change, insert
from jejaring.guard.stored import Stored
from jejaring.intake.models import Report
from jejaring.kernel.ids import NIL, uuid7
from jejaring.vault import actions as vault
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)


def promised(cast: Cast, **other: Any) -> Commitment:
    facts = {"key": RuleKey.TRIAGE, "subject_kind": "report", "subject_id": uuid7(), "desk_id": cast.duty.desk, "service": "it's 100 %"}
    return Commitment(**facts | {"started_at": MOMENT, "due_at": MOMENT, "recorded_at": MOMENT} | other)


def reported(cast: Cast, **other: Any) -> Report:
    pk = uuid7()
    vault.make_domain(pk, cast.duty.organisation)
    facts = {"domain": pk, "desk_id": cast.duty.desk, "organisation": cast.duty.organisation, "received_at": MOMENT, "recorded_at": MOMENT}
    return Report(id=pk, **facts | {"recorded_by": cast.duty.id, "limits_read": True, "narrative": "As told."} | other)


def values_of(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_an_inserted_row_reads_as_a_saved_one(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        quick, slow = promised(cast), promised(cast)
        insert(quick)
        slow.save(force_insert=True)
        read = {row.pk: values_of(row) for row in Commitment.objects.filter(pk__in=[quick.pk, slow.pk])}
    own = ("id", "subject_id")
    assert {k: v for k, v in read[quick.pk].items() if k not in own} == {k: v for k, v in read[slow.pk].items() if k not in own}
    assert read[quick.pk]["service"] == "it's 100 %"
    assert read[quick.pk]["key"] is RuleKey.TRIAGE


def test_rows_of_several_models_go_in_one_statement(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        first, second = promised(cast), promised(cast)
        moment = {"act": CommitmentAct.OPENED, "at": MOMENT, "by": cast.duty.id, "desk": cast.duty.desk}
        events = [CommitmentEvent(commitment=row, **moment) for row in (first, second)]
        with CaptureQueriesContext(connection) as statements:
            insert(first, events[0], second, events[1])
        assert len(statements) == 1
        assert Commitment.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
        assert {event.commitment_id for event in CommitmentEvent.objects.filter(commitment__in=[first, second])} == {first.pk, second.pk}


def test_nothing_is_inserted_for_no_rows(cast: Cast) -> None:
    with acting_as(cast.duty, "test"), CaptureQueriesContext(connection) as statements:
        insert()
    assert len(statements) == 0


def test_what_is_to_be_sealed_is_sealed_also_in_a_change(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = reported(cast)
        insert(row)
        row.narrative, row.danger_signs, row.victim_age = "Told again.", ["weapon", "threat_to_kill"], 17
        assert change(row, "narrative", "danger_signs", "victim_age", count="version") == 1
        read = Report.objects.get(pk=row.pk)
        assert b"Told" not in bytes(read.narrative)
        assert vault.read(read, "narrative") == "Told again."
        assert (read.danger_signs, read.victim_age, read.version) == (["weapon", "threat_to_kill"], 17, 2)


def test_a_change_of_a_hidden_row_changes_nothing(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = promised(cast)
        insert(row)
    with acting_as(cast.stranger, "test"):
        row.service = "other"
        assert change(row, "service") == 0
    with acting_as(cast.duty, "test"):
        assert Commitment.objects.get(pk=row.pk).service == "it's 100 %"


memberships = Stored(lambda user: Membership.objects.filter(user_id=user).select_related("desk__organisation").order_by("pk"))
open_promise = Stored(lambda pk: Commitment.objects.select_for_update().filter(pk=pk, state=CommitmentState.OPEN))


def test_a_stored_query_gives_what_the_queryset_gives(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        for who in (cast.duty, cast.manager, cast.duty):
            whole = Membership.objects.filter(user_id=who.id).select_related("desk__organisation").order_by("pk")
            with CaptureQueriesContext(connection) as statements:
                found = memberships(who.id)
                read = [(row, values_of(row), row.desk.organisation) for row in found]
            assert len(statements) == 1
            assert read == [(row, values_of(row), row.desk.organisation) for row in whole]
            assert read


def test_a_stored_query_converts_and_locks_like_the_queryset(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = promised(cast)
        insert(row)
        with CaptureQueriesContext(connection) as statements:
            found = open_promise.one(row.pk)
    assert "FOR UPDATE" in statements.captured_queries[0]["sql"].upper()
    assert found.state is CommitmentState.OPEN
    assert values_of(found) == values_of(row)


def test_a_stored_query_finds_nothing_that_the_context_does_not_see(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = promised(cast)
        insert(row)
    with acting_as(cast.stranger, "test"):
        assert open_promise(row.pk) == []
        assert open_promise.first(row.pk) is None
        with pytest.raises(Http404):
            open_promise.one(row.pk)


def test_a_value_that_the_query_swallows_is_a_mistake_of_ours(cast: Cast) -> None:
    swallowing = Stored(lambda pk: Commitment.objects.filter(reference=str(pk)[:8]))
    with acting_as(cast.duty, "test"), pytest.raises(TypeError):
        swallowing(NIL)
