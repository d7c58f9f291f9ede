"""Stored queries: compiled once, called with ids, and equal to what the ORM would answer."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from jejaring.cases import actions
from jejaring.cases.models import Case, Note
from jejaring.cases.states import NoteKind
from jejaring.guard.context import acting_as
from jejaring.guard.stored import Stored
from tests.cases.files import open_file
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_file(cast)


def _odd(case: UUID) -> QuerySet[Note]:
    """Values that need quoting, a sign of percent, an enum, a number, a list."""
    named = Note.objects.filter(case_id=case, kind__in=[NoteKind.GENERAL, NoteKind.REVIEW])
    return named.exclude(case__reference__contains="5% 'x' \\ %s").order_by("at", "pk")[:20]


def test_only_the_ids_of_a_call_are_parameters_and_the_answer_is_that_of_the_orm(cast: Cast, case: Case) -> None:
    sent: list[tuple[str, Any]] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    stored = Stored(_odd)
    with acting_as(cast.manager, "test"):
        for text in ("Satu", "Dua"):
            actions.write_note(by=cast.manager, case_id=case.pk, text=text)
        with connection.execute_wrapper(look):
            found = stored(case.pk)
        assert found == list(_odd(case.pk))
        assert len(found) == 2

    ((text, params),) = sent
    assert params == [case.pk]
    assert NoteKind.REVIEW.value in text


def test_a_row_is_what_the_orm_makes_of_it(cast: Cast, case: Case) -> None:
    """Known to the database, saved where it lies, and what was not read is fetched when it is asked for."""
    whole, part = Stored(lambda pk: Case.objects.filter(pk=pk)), Stored(lambda pk: Case.objects.filter(pk=pk).only("pk", "risk"))
    with acting_as(cast.manager, "test"):
        ours, lean, theirs = whole.one(case.pk), part.one(case.pk), Case.objects.get(pk=case.pk)
        columns = [field.attname for field in Case._meta.concrete_fields]

        assert ours == theirs
        assert [getattr(ours, name) for name in columns] == [getattr(theirs, name) for name in columns]
        assert (ours._state.adding, ours._state.db, ours.get_deferred_fields()) == (False, "default", set())
        assert lean.get_deferred_fields() == set(columns) - {"id", "risk"}
        assert lean.reference == theirs.reference
