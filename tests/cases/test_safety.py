"""Safety plans with their reviews, returns home, and checks after closure."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from jejaring.cases import actions, queries
from jejaring.cases.actions import checks, returning, safety
from jejaring.cases.models import Case, SafetyPlan
from jejaring.cases.queries.safety import checks_for, returns_for, safety_for
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.verdict import Refused
from tests.cases import files
from tests.cases.files import promises
from tests.cast import Cast

PLAN = {"threats": "Suami mabuk", "safe_places": "Rumah tetangga", "trusted": "Ibu RT", "at_night": "0812", "written_with": True}


def plan(cast: Cast, case: Case, *, by: str = "companion", **other: Any) -> UUID:
    with acting_as(cast.actors[by], "test"):
        return safety.write_safety_plan(by=cast.actors[by], case_id=case.pk, **(PLAN | other))


def due(cast: Cast, case: Case) -> list[float]:
    """In how many days each review of a plan is due."""
    with acting_as(cast.manager, "test"):
        rows = Commitment.objects.filter(case_id=case.pk, key="safety_plan_review", state="open")
        return sorted(round((row.due_at - now()) / timedelta(days=1)) for row in rows)


def risk_of(cast: Cast, case: Case) -> str:
    with acting_as(cast.manager, "test"):
        return queries.summary(cast.manager, case.pk).risk


def test_a_plan_is_sealed_and_its_review_is_due_by_the_risk(cast: Cast) -> None:
    case = files.wife_hit(cast)
    plan(cast, case)
    assert (risk_of(cast, case), due(cast, case)) == ("medium", [14])
    with acting_as(cast.manager, "test"):
        row = SafetyPlan.objects.get()
        assert b"tetangga" not in bytes(row.safe_places)
        shown = safety_for(cast.manager, case.pk).plans[0].plan
        assert shown
        assert (shown.safe_places, shown.trusted, shown.version.by) == ("Rumah tetangga", "Ibu RT", "Petugas companion")


def test_a_review_asks_the_danger_signs_again_and_a_critical_one_forces_high(cast: Cast) -> None:
    case = files.wife_hit(cast)
    plan(cast, case)
    with files.later(days=3):
        plan(cast, case, danger_signs=["strangling"])
        assert (risk_of(cast, case), due(cast, case)) == ("high", [7])
        with acting_as(cast.manager, "test"):
            assert queries.summary(cast.manager, case.pk).danger_signs == ("strangling",)
            assert promises(case, "kept") == ["safety_plan_review"]
            assert len(safety_for(cast.manager, case.pk).plans[0].earlier) == 1


def test_a_review_carries_the_words_of_the_assessment_on(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case.pk, condition="Memar", wishes="Ingin pulang", factors=["alcohol"])
    plan(cast, case, danger_signs=["weapon"])
    with acting_as(cast.manager, "test"):
        found = queries.case_for(cast.manager, case.pk).assessment
        assert found
        assert (found.condition, found.wishes, found.danger_signs, found.risk) == ("Memar", "Ingin pulang", ("weapon",), "high")


def test_only_a_supervisor_lowers_the_risk_with_a_reason(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused) as refused, transaction.atomic():
        plan(cast, case, risk="low")
    assert refused.value.field == "risk"
    plan(cast, case, by="supervisor", risk="low", lowered_reason="Terlapor ditahan")
    assert risk_of(cast, case) == "low"


def test_a_change_of_risk_makes_every_review_due_at_once(cast: Cast) -> None:
    case = files.wife_hit(cast)
    plan(cast, case)
    with files.later(days=1), acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case.pk, danger_signs=["threat_to_kill"])
    assert due(cast, case) == [1]
    with acting_as(cast.manager, "test"):
        assert Commitment.objects.get(key="safety_plan_review").events.filter(act="moved").count() == 1


def test_a_new_critical_sign_makes_it_due_though_the_risk_stays_high(cast: Cast, case: Case) -> None:
    plan(cast, case)
    with files.later(days=1), acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case.pk, danger_signs=["stalking"])
    assert due(cast, case) == [7]
    with files.later(days=2), acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case.pk, danger_signs=["stalking", "weapon"])
    assert due(cast, case) == [2]


def test_one_victims_review_hastens_the_plans_of_the_others(cast: Cast) -> None:
    case = files.wife_hit(cast, parties=(files.WIFE, files.GIRL, files.HUSBAND))
    with acting_as(cast.manager, "test"):
        one, other = (v.id for v in queries.summary(cast.manager, case.pk).victims)
    plan(cast, case, victim_id=one)
    plan(cast, case, victim_id=other)
    plan(cast, case, victim_id=one, danger_signs=["weapon"])
    assert due(cast, case) == [0, 7]


def test_a_plan_written_without_the_person_says_why_and_an_empty_one_is_none(cast: Cast, case: Case) -> None:
    for other, field in (({"written_with": False}, "not_with_reason"), (dict.fromkeys(PLAN, "") | {"written_with": True}, "threats")):
        with pytest.raises(Refused) as refused, transaction.atomic():
            plan(cast, case, **other)
        assert refused.value.field == field


def test_of_two_who_review_at_once_the_second_is_refused_and_no_version_is_lost(cast: Cast, case: Case) -> None:
    first = plan(cast, case)
    plan(cast, case, based_on=first, threats="Baru")
    with pytest.raises(Refused, match="meantime"), transaction.atomic():
        plan(cast, case, based_on=first)
    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        SafetyPlan.objects.filter(pk=first).update(risk="low")


def test_a_caller_who_may_be_the_respondent_makes_the_review_due(cast: Cast, case: Case) -> None:
    plan(cast, case)
    with acting_as(cast.companion, "test"):
        safety.review_at_once(by=cast.companion, case_id=case.pk)
    assert due(cast, case) == [0]


def go_home(cast: Cast, case: Case, **other: Any) -> UUID:
    facts = {"direction": "outbound", "applied_on": today(), "region": "15.05", "escorts": "Petugas A", "transport": "unit_car"}
    with acting_as(cast.companion, "test"):
        return returning.plan_return(by=cast.companion, case_id=case.pk, **(facts | other))


def test_a_return_goes_from_the_application_to_the_confirmation(cast: Cast, case: Case) -> None:
    pk = go_home(cast, case)
    facts: dict[str, Any] = {"by": cast.companion, "case_id": case.pk, "return_id": pk}
    with acting_as(cast.companion, "test"):
        row = Commitment.objects.get(key="home_return")
        assert row.due_at == datetime.combine(today() + timedelta(7), time(0), WIB)
        returning.hand_over(version=1, at=now(), handed_to="Petugas UPTD Muaro", condition="Sehat", things="KTP, tas", **facts)
        assert (promises(case, "kept"), "return_confirmation" in promises(case)) == (["home_return"], True)
        with pytest.raises(Refused) as refused, transaction.atomic():
            returning.confirm_return(version=2, confirmed_on=today() - timedelta(1), confirmation="Tiba", **facts)
        assert refused.value.field == "confirmed_on"
        returning.confirm_return(version=2, confirmed_on=today(), confirmation="Diterima keluarga", **facts)
        found = returns_for(cast.companion, case.pk).returns[0]
        assert (found.state, found.handed_to, found.things, found.confirmation) == (
            "confirmed", "Petugas UPTD Muaro", "KTP, tas", "Diterima keluarga",
        )  # fmt: skip
        assert [f.service for f in queries.case_for(cast.companion, case.pk).facts] == ["return"]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"region": ""}, "office"),
        ({"applied_on": today() + timedelta(1)}, "applied_on"),
        ({"leaves_on": today() - timedelta(400)}, "leaves_on"),
    ],
)
def test_a_return_that_cannot_be_is_refused_at_its_field(cast: Cast, case: Case, other: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused, transaction.atomic():
        go_home(cast, case, **other)
    assert refused.value.field == field


def test_a_return_home_to_us_is_prepared_alike_and_can_be_cancelled_with_a_reason(cast: Cast, case: Case) -> None:
    pk = go_home(cast, case, direction="inbound", region="", office="UPTD PPA Batam")
    with acting_as(cast.companion, "test"):
        returning.cancel_return(by=cast.companion, case_id=case.pk, return_id=pk, version=1, reason="Ingin tinggal")
        assert (promises(case, "cancelled"), returns_for(cast.companion, case.pk).returns[0].state) == (["home_return"], "cancelled")
        with pytest.raises(Refused, match="meantime"):
            returning.hand_over(by=cast.companion, case_id=case.pk, return_id=pk, version=2, at=now(), handed_to="A", condition="B")


def close(cast: Cast, case: Case, *, agreed: bool = True) -> None:
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe", follow_up_agreed=agreed)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)


def test_checks_are_planned_each_with_a_promise_and_recorded_soonest_first(cast: Cast, case: Case) -> None:
    close(cast, case)
    with acting_as(cast.companion, "test"):
        checks.plan_check(by=cast.companion, case_id=case.pk, due_on=today() + timedelta(90))
        assert promises(case) == ["follow_up", "follow_up"]
        actions.follow_up(by=cast.companion, case_id=case.pk, text="Baik", outcome="well")
        found = checks_for(cast.companion, case.pk).checks
        assert ([c.is_open for c in found], found[0].outcome) == ([False, True], "well")
        assert (promises(case), promises(case, "kept").count("follow_up")) == (["follow_up"], 1)


def test_without_agreement_nobody_plans_a_check(cast: Cast, case: Case) -> None:
    close(cast, case, agreed=False)
    with acting_as(cast.companion, "test"), pytest.raises(Refused, match="did not agree"):
        checks.plan_check(by=cast.companion, case_id=case.pk, due_on=today() + timedelta(90))


def test_who_withdraws_the_agreement_is_not_asked_again(cast: Cast, case: Case) -> None:
    close(cast, case)
    with acting_as(cast.companion, "test"):
        checks.plan_check(by=cast.companion, case_id=case.pk, due_on=today() + timedelta(90))
        checks.withdraw_agreement(by=cast.companion, case_id=case.pk, reason="Tidak ingin dihubungi")
        assert (promises(case), promises(case, "cancelled").count("follow_up")) == ([], 2)
        found = checks_for(cast.companion, case.pk)
        assert ([c.is_open for c in found.checks], found.agreed.ok) == ([False, False], False)
        with pytest.raises(Refused, match="no longer wants"):
            checks.plan_check(by=cast.companion, case_id=case.pk, due_on=today() + timedelta(60))


@pytest.mark.parametrize("ahead", [-1, 400, 30])
def test_a_check_lies_ahead_within_a_year_and_on_a_day_of_its_own(cast: Cast, case: Case, ahead: int) -> None:
    close(cast, case)
    with acting_as(cast.companion, "test"), pytest.raises(Refused) as refused:
        checks.plan_check(by=cast.companion, case_id=case.pk, due_on=today() + timedelta(ahead))
    assert refused.value.field == "due_on"
