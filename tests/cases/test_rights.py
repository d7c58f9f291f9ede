"""Restitution, examinations, notices of progress, rights explained, and no punishment for what was forced."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from jejaring.cases import actions, queries
from jejaring.cases.actions import claims, law, rights
from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused
from tests.cases import files
from tests.cases.files import promises
from tests.cases.test_law import owed, respondent_of, tell, to_judgment, told
from tests.cast import Cast


def enter(cast: Cast, case: Case, kind: str, amount: int, **other: Any) -> Any:
    with acting_as(cast.companion, "test"):
        return claims.record_amount(by=cast.companion, case_id=case.pk, kind=kind, amount=amount, **({"happened_on": today()} | other))


def test_the_ledger_goes_from_the_request_to_what_is_still_to_be_paid(cast: Cast, case: Case) -> None:
    before = (("requested", 90), ("lpsk_assessed", 80), ("demanded", 70))
    for kind, amount in (*before, ("ordered", 60), ("paid", 25), ("paid", 10), ("fund", 5)):
        enter(cast, case, kind, amount)
    row = told(cast, case).ledgers[0]
    assert (row.sums.requested, row.sums.assessed, row.sums.demanded, row.sums.outstanding, len(row.entries)) == (90, 80, 70, 20, 7)
    with pytest.raises(Refused, match="more than") as refused, transaction.atomic():
        enter(cast, case, "paid", 21)
    assert refused.value.field == "amount"


def test_payment_is_owed_from_the_final_judgment_until_all_is_paid_and_beyond_the_closure(cast: Cast, case: Case) -> None:
    to_judgment(cast, case)
    enter(cast, case, "ordered", 100)
    assert owed(cast, case) == ["restitution_payment"]
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe")
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)
    enter(cast, case, "paid", 60)
    assert owed(cast, case) == ["restitution_payment"]
    enter(cast, case, "paid", 40)
    assert "restitution_payment" in owed(cast, case, "kept")


def test_an_amount_is_corrected_by_another_and_an_order_under_payments_stays(cast: Cast, case: Case) -> None:
    order = enter(cast, case, "ordered", 100)
    paid = enter(cast, case, "paid", 60)
    facts: dict[str, Any] = {"by": cast.manager, "case_id": case.pk, "reason": "Salah ketik"}
    with acting_as(cast.manager, "test"):
        with pytest.raises(Refused, match="rest on this order"), transaction.atomic():
            claims.correct_amount(entry_id=order, void=True, **facts)
        with pytest.raises(Refused, match="paid already"), transaction.atomic():
            claims.correct_amount(entry_id=order, amount=50, **facts)
        claims.correct_amount(entry_id=paid, amount=40, **facts)
    assert told(cast, case).ledgers[0].sums.outstanding == 60


def test_an_examination_goes_from_the_letter_to_the_result_in_that_order(cast: Cast, case: Case) -> None:
    facts: dict[str, Any] = {"by": cast.companion, "case_id": case.pk}
    with acting_as(cast.companion, "test"):
        pk = rights.request_examination(
            kind="physical", letter_number="R/12/III", letter_on=today() - timedelta(2), investigator="Unit PPA",
            desk=cast.hospital.desk, **facts,
        )  # fmt: skip
        with pytest.raises(Refused) as refused, transaction.atomic():
            rights.update_examination(examination_id=pk, version=1, examined_on=today() - timedelta(3), **facts)
        assert refused.value.field == "examined_on"
        rights.update_examination(
            examination_id=pk, version=1, examined_on=today() - timedelta(1), received_on=today(), result="Luka contoh", payer="city",
            cost=350_000, **facts,
        )  # fmt: skip
        with pytest.raises(Refused, match="meantime"):
            rights.update_examination(examination_id=pk, version=1, **facts)
    row = told(cast, case).examinations[0]
    assert (row.letter_number, row.result, row.payer, row.cost) == ("R/12/III", "Luka contoh", "city", 350_000)
    assert "RSUD Contoh" in row.desk


def test_a_notice_keeps_the_promise_and_the_next_is_owed_in_thirty_days(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    with acting_as(cast.companion, "test"):
        facts: dict[str, Any] = {"by": cast.companion, "case_id": case.pk}
        pk = rights.log_progress(number="B/77/III", dated=today(), content="Saksi diperiksa", **facts)
        with pytest.raises(Refused) as refused, transaction.atomic():
            rights.give_progress(notice_id=pk, given_on=today() - timedelta(1), **facts)
        assert refused.value.field == "given_on"
        rights.give_progress(notice_id=pk, given_on=today(), **facts)
        assert (promises(case, "kept"), "progress_notice" in promises(case)) == (["progress_notice"], True)
    row = told(cast, case).progress[0]
    assert (row.number, row.content, row.given_on) == ("B/77/III", "Saksi diperiksa", today())


def test_rights_are_explained_by_somebody_in_a_language(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        facts: dict[str, Any] = {"by": cast.companion, "case_id": case.pk, "explained_on": today()}
        rights.explain_rights(rights=["restitution", "companion"], language="sign_language", interpreter=True, **facts)
        with pytest.raises(Refused):
            rights.explain_rights(rights=[], **facts)
    row = told(cast, case).rights[0]
    assert (len(row.rights), row.explained_by, row.interpreter) == (2, "Petugas companion", True)


def test_what_was_forced_makes_no_respondent_and_prints_a_sentence(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        rights.record_forced_offence(by=cast.companion, case_id=case.pk, offence="Memakai paspor palsu.", coercion="Paspor asli ditahan")
        assert Participant.objects.get(case=case, role="victim").coerced
        assert Participant.objects.filter(case=case, role="respondent").count() == 1
    sentence = told(cast, case).forced[0].sentence
    assert "“Memakai paspor palsu”" in sentence
    assert "18" in sentence


def test_with_several_victims_somebody_must_be_named(cast: Cast) -> None:
    case = files.open_file(cast, parties=(files.GIRL, files.WIFE, files.RECRUITER))
    with pytest.raises(Refused) as refused, transaction.atomic():
        enter(cast, case, "requested", 10)
    assert refused.value.field == "victim"
    with acting_as(cast.manager, "test"):
        first = queries.summary(cast.manager, case.pk).victims[0]
    enter(cast, case, "requested", 10, victim_id=first.id)
    assert [row.sums.requested for row in told(cast, case).ledgers] == [10, 0]


def test_a_track_of_the_law_belongs_to_a_respondent_of_the_case(cast: Cast, case: Case) -> None:
    other = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        stranger = respondent_of(other)
        with pytest.raises(Exception, match="No Participant"), transaction.atomic():
            law.record_step(by=cast.manager, case_id=case.pk, respondent_id=stranger, stage="police_report", happened_on=today())
