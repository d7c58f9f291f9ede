"""Children ride along with their parent in one statement: typed as ever, sealed as ever, and under the policies of their own tables."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.cases import actions
from jejaring.cases.models import Case, Incident, IncidentForm, Note
from jejaring.cases.states import NoteKind
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.guard.context import acting_as
from jejaring.vault import actions as vault
from tests.cases.files import open_file, wife_hit
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOTES = Branch(Note, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR})
FORMS = Branch(IncidentForm, on="{row}.incident_id = {parent}.id")
INCIDENTS = Branch(Incident, children={"said": FORMS})


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_file(cast)


def test_rows_come_back_typed_and_are_opened_by_the_vault(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.write_note(by=cast.manager, case_id=case.pk, text="Satu: “kutip” \\ baris\nkedua")
        actions.write_note(by=cast.manager, case_id=case.pk, text="Dua", clinical=True)
        row = Case.objects.annotate(notes_of=NOTES.on_rows_of(Case)).get(pk=case.pk)
        newest, first = NOTES.rows(row.notes_of)
        stored = Note.objects.get(pk=first.pk)

        assert [getattr(first, f.attname) for f in Note._meta.concrete_fields if f.attname != "text"] == [
            getattr(stored, f.attname) for f in Note._meta.concrete_fields if f.attname != "text"
        ]
        assert newest.kind is NoteKind.CLINICAL
        assert vault.read(first, "text") == "Satu: “kutip” \\ baris\nkedua"
        assert (newest.author, newest.text) == ("Petugas manager", None)


def test_a_branch_has_branches_and_all_of_it_is_one_statement(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), CaptureQueriesContext(connection) as asked:
        row = Case.objects.annotate(happened=INCIDENTS.on_rows_of(Case)).get(pk=case.pk)
        (incident,) = INCIDENTS.rows(row.happened)

        assert {f.form for f in incident.said} == {"trafficking", "sexual", "exploitation"}
    assert len(asked) == 1


def test_nothing_is_an_empty_list(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        assert NOTES.rows(Case.objects.annotate(notes_of=NOTES.on_rows_of(Case)).get(pk=case.pk).notes_of) == []


def test_the_policies_of_the_children_hold_inside_the_statement(cast: Cast) -> None:
    other = wife_hit(cast, manager=cast.supervisor.id, companion=None)
    with acting_as(cast.supervisor, "test"):
        actions.write_note(by=cast.supervisor, case_id=other.pk, text="Rahasia")
    with acting_as(cast.stranger, "test"), connection.cursor() as cursor:
        cursor.execute(f"select {NOTES.sql('c')} from (select %s::uuid as id) c", [other.pk])

        assert NOTES.rows(cursor.fetchone()[0]) == []
