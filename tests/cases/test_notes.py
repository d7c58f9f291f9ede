"""Notes, reviews, and the report to the police."""

from datetime import timedelta

import psycopg
import pytest

from jejaring.cases import actions, queries
from jejaring.cases.models import Case, Note
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cases.files import lodging, open_file, promises
from tests.cast import Cast, assemble
from tests.databases import Clone


def test_a_clinical_note_opens_only_with_its_key(own_database: Clone) -> None:
    cast = assemble()
    case = open_file(cast)
    with acting_as(cast.manager, "test"):
        actions.write_note(by=cast.manager, case_id=case.pk, text="Catatan klinis contoh", clinical=True)
        (note,) = queries.case_for(cast.manager, case.pk).notes
        assert (note.kind, note.text, note.locked) == ("clinical", "Catatan klinis contoh", False)
    with psycopg.connect(own_database.owner_url) as owner:  # nobody else may
        owner.execute("delete from vault_wrap where domain = %s and key_class = 'clinical'", [case.pk])
    with acting_as(cast.manager, "test"):
        (note,) = queries.case_for(cast.manager, case.pk).notes
        assert (note.text, note.locked) == ("", True)
        with pytest.raises(Refused, match="key of clinical notes"):
            actions.write_note(by=cast.manager, case_id=case.pk, text="Satu lagi", clinical=True)


def test_no_packet_carries_a_note(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        for clinical in (True, False):
            actions.write_note(by=cast.manager, case_id=case.pk, text="Rahasia tim", clinical=clinical)
        assert not any("Rahasia" in text for text in queries.packet_facts(cast.manager, case.pk).values())


def test_an_empty_note_is_refused_and_a_double_click_writes_one(cast: Cast, case: Case) -> None:
    submission = uuid7()
    with acting_as(cast.companion, "test"):
        with pytest.raises(Refused, match="write something"):
            actions.write_note(by=cast.companion, case_id=case.pk, text="  \n")
        assert len({actions.write_note(by=cast.companion, case_id=case.pk, text="Satu", submission=submission) for _ in range(2)}) == 1
        assert Note.objects.filter(case=case).count() == 1


def test_a_review_keeps_its_promise_and_owes_the_next_by_risk(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.review(by=cast.manager, case_id=case.pk, text="Rencana masih sesuai")
        assert promises(case, "kept") == ["review"]
        following = Commitment.objects.get(case_id=case.pk, key="review", state="open")
        assert following.due_at - following.started_at == timedelta(days=7)
        assert (following.risk, following.about_sex) == ("high", "female")


def test_the_police_report_keeps_its_promise_and_is_written_once(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        actions.report_to_police(by=cast.companion, case_id=case.pk, number="LP/B/1/III/2026", reported_on=today())
        assert promises(case, "kept") == ["police_report"]
        file = queries.case_for(cast.companion, case.pk)
        assert (file.police_number, file.head.police_reported_on) == ("LP/B/1/III/2026", today())
        with pytest.raises(Refused, match="already"):
            actions.report_to_police(by=cast.companion, case_id=case.pk, number="LP/B/2")


@pytest.mark.parametrize(("number", "days", "field"), [(" ", 0, "number"), ("LP/1", 1, "reported_on")])
def test_a_police_report_needs_a_number_and_a_day_that_has_come(cast: Cast, case: Case, number: str, days: int, field: str) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused) as refused:
        actions.report_to_police(by=cast.manager, case_id=case.pk, number=number, reported_on=today() + timedelta(days))
    assert refused.value.field == field


def test_only_a_supervisor_says_in_writing_why_the_police_are_not_told(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="Only a supervisor"):
        actions.leave_police_untold(by=cast.manager, case_id=case.pk, ground="Korban menolak")
    with acting_as(cast.supervisor, "test"):
        actions.leave_police_untold(by=cast.supervisor, case_id=case.pk, ground="Korban dewasa menolak")
        assert promises(case, "kept") == ["police_report"]
        assert queries.case_for(cast.supervisor, case.pk).notes[0].kind == "no_police_report"
        actions.add_incident(by=cast.supervisor, case_id=case.pk, incident=lodging())
        assert "police_report" not in promises(case)


def test_moments_of_the_work_carry_the_words_of_the_team(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.write_note(by=cast.manager, case_id=case.pk, text="Sudah dijemput")
        newest = queries.moments(cast.manager, case.pk)[0]
        assert (newest.text, newest.by) == ("Sudah dijemput", "Petugas manager")
        assert newest.at <= now()
