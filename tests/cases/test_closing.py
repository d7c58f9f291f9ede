"""Closing takes two; reopening keeps everything."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jejaring.cases import actions, queries
from jejaring.cases.models import Case, Closure, Note
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals.actions import withdraw
from tests.cases.files import promises
from tests.cast import Cast
from tests.referrals.sent import send

DONE = {"reason": "goals_met", "outcome": "safe", "account": "Sudah pulih"}


def propose(cast: Cast, case: Case, *, by: str = "manager", **other: Any) -> Closure:
    with acting_as(cast.actors[by], "test"):
        return actions.propose_closure(by=cast.actors[by], case_id=case.pk, **(DONE | other))


def state_of(cast: Cast, case: Case) -> str:
    with acting_as(cast.supervisor, "test"):
        return queries.summary(cast.supervisor, case.pk).state


def test_one_proposes_and_another_closes(cast: Cast, case: Case) -> None:
    propose(cast, case, follow_up_agreed=True)
    with acting_as(cast.supervisor, "test"):
        assert promises(case) == ["assessment", "closure_confirmation", "plan", "police_report", "review"]
        assert actions.confirm_closure(by=cast.supervisor, case_id=case.pk, note="Setuju") == "closed"
        assert (promises(case), promises(case, "kept")) == (["follow_up"], ["closure_confirmation"])
        assert promises(case, "cancelled") == ["assessment", "plan", "police_report", "review"]
        file = queries.case_for(cast.supervisor, case.pk)
        assert file.closure
        assert (file.closure.state, file.closure.account, file.closure.decision_note) == ("confirmed", "Sudah pulih", "Setuju")
        assert file.head.closed_at
        assert set(Notice.objects.filter(subject_id=case.pk).values_list("kind", flat=True)) >= {"closure_proposed", "closure_decided"}


def test_no_case_is_closed_while_a_referral_waits_for_its_answer(cast: Cast, case: Case) -> None:
    asked = send(cast, case)
    propose(cast, case)
    with acting_as(cast.supervisor, "test"):
        assert queries.still_open(queries.summary(cast.supervisor, case.pk)).elsewhere
        with pytest.raises(Refused, match="waits for its answer"), transaction.atomic():
            actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
        withdraw(by=cast.supervisor, referral_id=asked.pk, version=1, note="Kasus ditutup")
        assert actions.confirm_closure(by=cast.supervisor, case_id=case.pk) == "closed"


@pytest.mark.parametrize(("reason", "outcome"), [("goals_met", "worse"), ("goals_met", "unknown")])
def test_a_reason_that_contradicts_the_outcome_is_refused(cast: Cast, case: Case, reason: str, outcome: str) -> None:
    with pytest.raises(Refused) as refused:
        propose(cast, case, reason=reason, outcome=outcome)
    assert refused.value.field == "reason"


def test_without_the_persons_agreement_nothing_is_owed_afterwards(cast: Cast, case: Case) -> None:
    propose(cast, case)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
        assert promises(case) == []


def test_the_same_person_does_not_decide_neither_for_the_rule_nor_for_the_database(cast: Cast, case: Case) -> None:
    row = propose(cast, case, by="supervisor")
    with acting_as(cast.supervisor, "test"):
        for act in (actions.confirm_closure, actions.decline_closure):
            with pytest.raises(Refused, match="Somebody else must decide"):
                act(by=cast.supervisor, case_id=case.pk, note="Saya sendiri")
        with pytest.raises(IntegrityError, match="cases_closure_by_two_people"), transaction.atomic():
            Closure.objects.filter(pk=row.pk).update(decided_by=cast.supervisor.id, decided_at=now())
    assert state_of(cast, case) == "closure_proposed"


def test_a_manager_does_not_confirm(cast: Cast, case: Case) -> None:
    propose(cast, case, by="supervisor")
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="role"):
        actions.confirm_closure(by=cast.manager, case_id=case.pk)


def test_a_decline_needs_words_and_work_goes_on(cast: Cast, case: Case) -> None:
    propose(cast, case)
    with acting_as(cast.supervisor, "test"):
        with pytest.raises(Refused, match="still missing"):
            actions.decline_closure(by=cast.supervisor, case_id=case.pk, note="")
        actions.decline_closure(by=cast.supervisor, case_id=case.pk, note="Visum belum ada")
        assert "assessment" in promises(case)
        assert promises(case, "kept") == ["closure_confirmation"]
    assert state_of(cast, case) == "open"
    assert propose(cast, case).state == "proposed"


def test_the_law_is_watched_after_services_end_and_then_the_case_closes(cast: Cast, case: Case) -> None:
    propose(cast, case, watch_law=True)
    with acting_as(cast.supervisor, "test"):
        assert actions.confirm_closure(by=cast.supervisor, case_id=case.pk) == "legal_watch"
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/B/9")
        actions.end_watch(by=cast.manager, case_id=case.pk, reason="Putusan berkekuatan tetap")
    assert state_of(cast, case) == "closed"


def test_reopening_keeps_everything_and_owes_assessment_and_review_again(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.write_note(by=cast.manager, case_id=case.pk, text="Catatan lama")
    propose(cast, case, follow_up_agreed=True)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
        actions.reopen(by=cast.supervisor, case_id=case.pk, reason="Diancam lagi")
        assert promises(case) == ["assessment", "review"]
        file = queries.case_for(cast.supervisor, case.pk)
        assert [n.text for n in file.notes] == ["Diancam lagi", "Catatan lama"]
        assert (len(file.closures), file.head.state, file.head.closed_at) == (1, "open", None)


def test_a_closed_case_takes_no_work_but_a_follow_up(cast: Cast, case: Case) -> None:
    propose(cast, case, follow_up_agreed=True)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
    with acting_as(cast.companion, "test"):
        with pytest.raises(Refused, match="closed"):
            actions.write_note(by=cast.companion, case_id=case.pk, text="Terlambat")
        actions.follow_up(by=cast.companion, case_id=case.pk, text="Baik-baik saja")
        assert promises(case, "kept") == ["closure_confirmation", "follow_up"]


def test_a_follow_up_before_closure_is_refused(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"), pytest.raises(Refused, match="still being worked on"):
        actions.follow_up(by=cast.companion, case_id=case.pk, text="Terlalu awal")


def test_a_transferred_case_owes_nothing_here_but_what_the_transfer_itself_owes(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.mark_transferred(by=cast.manager, case_id=case.pk)
        assert promises(case) == []
        with pytest.raises(Refused, match="no longer possible"):
            actions.mark_transferred(by=cast.manager, case_id=case.pk)
        with pytest.raises(Refused, match="closed"):
            actions.write_note(by=cast.manager, case_id=case.pk, text="Terlambat")
    assert state_of(cast, case) == "transferred"


def test_of_two_who_decide_at_once_the_second_is_refused(cast: Cast, case: Case) -> None:
    version = case.version
    propose(cast, case, version=version)
    with acting_as(cast.supervisor, "test"), pytest.raises(Refused, match="meantime"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk, version=version)


def test_a_proposal_sent_twice_is_one(cast: Cast, case: Case) -> None:
    submission = uuid7()
    assert propose(cast, case, submission=submission).pk == propose(cast, case, submission=submission).pk
    with acting_as(cast.manager, "test"):
        assert Closure.objects.filter(case=case).count() == 1
        assert not Note.objects.filter(case=case).exists()
