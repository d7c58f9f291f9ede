"""Assessment, plan, and what became of each need."""

from datetime import time, timedelta

import pytest

from jejaring.cases import actions, queries
from jejaring.cases.actions import NewNeed
from jejaring.cases.models import Assessment, Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel import clock
from jejaring.kernel.clock import WIB, standing_at, today
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.rules import ContactWish
from jejaring.reference import queries as reference
from tests.cases.files import GIRL, WIFE, NewParty, later, open_file, promises, victim_of, wife_hit
from tests.cast import Cast
from tests.triage import told


def test_the_assessment_keeps_its_promise_and_says_what_was_found(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        facts = {"danger_signs": ["recruiter_near"], "factors": ["debt"], "condition": "Lelah", "wishes": "Ingin pulang"}
        actions.assess(by=cast.manager, case_id=case.pk, **facts)
        assert "assessment" not in promises(case)
        assert promises(case, "kept") == ["assessment"]
        found = queries.case_for(cast.manager, case.pk).assessment
        assert found
        assert (found.condition, found.wishes, found.danger_signs, found.risk) == ("Lelah", "Ingin pulang", ("recruiter_near",), "high")


def test_an_assessment_keeps_a_promise_of_contact_only_once_the_safe_hours_have_begun(cast: Cast) -> None:
    at_ten = clock.now().astimezone(WIB).replace(hour=10, minute=0, second=0, microsecond=0)
    with standing_at(at_ten):
        told_of = told.report(cast, contact=ContactWish(("whatsapp",), window=Window(time(13), time(15))))
        case = told.decide(cast, told_of).case_id
        waiting = Commitment.objects.filter(subject_id=told_of.pk, key="safe_contact")
        with acting_as(cast.manager, "test"):
            actions.assess(by=cast.manager, case_id=case, condition="Baik")
            assert waiting.get().state == "open"
    with standing_at(at_ten + timedelta(hours=4)), acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case, condition="Baik")
        assert waiting.get().state == "kept"


def test_a_service_is_not_planned_for_a_day_that_has_passed(cast: Cast, case: Case) -> None:
    needs = [NewNeed("psychological", None, today() - timedelta(1))]
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="passed already") as refused:
        actions.plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=needs)
    assert refused.value.field == "by_psychological"


def test_every_critical_sign_forces_high_risk_on_case_and_promises(cast: Cast) -> None:
    for sign in sorted(reference.critical_signs())[:3]:
        case = wife_hit(cast)
        with acting_as(cast.manager, "test"):
            actions.assess(by=cast.manager, case_id=case.pk, danger_signs=[sign])
            assert queries.summary(cast.manager, case.pk).risk == "high", sign
            assert set(Commitment.objects.filter(case_id=case.pk, state="open").values_list("risk", flat=True)) == {"high"}


def test_lowering_takes_a_supervisor_and_a_reason(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="Only a supervisor") as refused:
        actions.assess(by=cast.manager, case_id=case.pk, risk="low", lowered_reason="Sudah aman")
    assert refused.value.field == "risk"
    with acting_as(cast.supervisor, "test"):
        with pytest.raises(Refused, match="Say why") as refused:
            actions.assess(by=cast.supervisor, case_id=case.pk, risk="low", lowered_reason=" ")
        assert refused.value.field == "lowered_reason"
        actions.assess(by=cast.supervisor, case_id=case.pk, danger_signs=["weapon"], risk="low", lowered_reason="Pelaku ditahan")
        row = Assessment.objects.get(case=case)
        assert (row.risk_computed, row.risk) == ("high", "low")
        assert queries.summary(cast.supervisor, case.pk).risk == "low"


def test_without_a_word_the_higher_risk_holds(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        assert actions.assess(by=cast.manager, case_id=case.pk).risk == "high"


def test_two_who_assess_at_once_do_not_overwrite_each_other(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=case.pk, version=1)
        with pytest.raises(Refused, match="meantime"):
            actions.assess(by=cast.manager, case_id=case.pk, version=1)


def test_several_needs_at_once_keep_the_plan(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        wanted = [
            NewNeed("shelter", cast.desk_id("social"), today()),
            NewNeed("health", cast.desk_id("hospital")),
            NewNeed("psychological"),
        ]
        actions.plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=wanted)
        assert promises(case, "kept") == ["plan"]
        file = queries.case_for(cast.manager, case.pk)
        assert {(n.service, n.desk, n.state) for n in file.plan} == {
            ("shelter", "Dinas Sosial Contoh", "needed"), ("health", "RSUD Contoh", "needed"), ("psychological", "", "needed"),
        }  # fmt: skip


def test_need_given_refused_and_unavailable_are_separate_facts(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        need = actions.plan_service(
            by=cast.manager, case_id=case.pk, victim_id=victim_of(case), service="shelter", by_desk=cast.desk_id("social")
        )
        states = []
        for hours, kind in enumerate(("unavailable", "refused", "given")):
            with later(hours=hours / 10):
                actions.record_service_fact(by=cast.manager, case_id=case.pk, planned_id=need.pk, kind=kind, note=f"catatan {kind}")
            states.append(queries.case_for(cast.manager, case.pk).plan[0].state)
        (planned,) = queries.case_for(cast.manager, case.pk).plan
        assert states == ["unavailable", "refused", "given"]
        assert [(f.kind, f.note, f.desk) for f in planned.facts] == [
            ("unavailable", "catatan unavailable", "Dinas Sosial Contoh"), ("refused", "catatan refused", "Dinas Sosial Contoh"),
            ("given", "catatan given", "Dinas Sosial Contoh"),
        ]  # fmt: skip


def test_a_companion_records_a_service_that_nobody_planned(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        actions.record_service_fact(by=cast.companion, case_id=case.pk, kind="given", service="outreach")
        (fact,) = queries.case_for(cast.companion, case.pk).other_facts
        assert (fact.service, fact.desk, fact.happened_on) == ("outreach", "UPTD PPA Contoh", today())
        assert fact.victim_id == victim_of(case)


def test_of_several_victims_a_fact_names_one_or_none(cast: Cast) -> None:
    case = open_file(cast, parties=(GIRL, NewParty("victim", "male", 9)))
    with acting_as(cast.manager, "test"):
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service="outreach")
        assert queries.case_for(cast.manager, case.pk).other_facts[0].victim_id is None


def test_a_service_of_tomorrow_or_of_no_name_is_refused(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        for facts, field in (({"service": "health", "happened_on": today() + timedelta(1)}, "happened_on"), ({}, "service")):
            with pytest.raises(Refused) as refused:
                actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", **facts)
            assert refused.value.field == field


def test_mediation_is_refused_where_it_endangers_planned_or_given(cast: Cast, case: Case) -> None:
    domestic = wife_hit(cast, risk="low")
    with acting_as(cast.manager, "test"):
        for file, match in ((case, "never mediated"), (domestic, "Assess the danger first")):
            with pytest.raises(Refused, match=match):
                actions.plan_service(by=cast.manager, case_id=file.pk, victim_id=victim_of(file), service="mediation")
            with pytest.raises(Refused, match=match):
                actions.record_service_fact(by=cast.manager, case_id=file.pk, kind="given", service="mediation")
        actions.assess(by=cast.manager, case_id=domestic.pk)
        assert actions.plan_service(by=cast.manager, case_id=domestic.pk, victim_id=victim_of(domestic), service="mediation")
        actions.assess(by=cast.manager, case_id=domestic.pk, danger_signs=["separation"])
        assert not queries.may_mediate(queries.summary(cast.manager, domestic.pk))


def test_a_plan_sent_twice_is_one_plan(cast: Cast, case: Case) -> None:
    submission = uuid7()
    with acting_as(cast.manager, "test"):
        for _ in range(2):
            row = actions.plan_service(
                by=cast.manager, case_id=case.pk, victim_id=victim_of(case), service="shelter", submission=submission
            )
        assert row.service == "shelter"
        assert len(queries.case_for(cast.manager, case.pk).plan) == 1


def test_a_plan_without_a_service_or_by_the_companion_is_refused(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="at least one"):
        actions.plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=[])
    with acting_as(cast.companion, "test"), pytest.raises(Refused, match="case manager or a supervisor"):
        actions.plan_service(by=cast.companion, case_id=case.pk, victim_id=victim_of(case), service="shelter")


def test_needs_still_open_come_first_on_the_service_page(cast: Cast) -> None:
    case = open_file(cast, parties=(WIFE, GIRL))
    with acting_as(cast.manager, "test"):
        needs = [NewNeed("shelter"), NewNeed("health")]
        first, _second = actions.plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=needs)
        actions.record_service_fact(by=cast.manager, case_id=case.pk, planned_id=first.pk, kind="given")
        found = queries.needs(queries.summary(cast.manager, case.pk))
        assert [(n.service, n.state) for n in found] == [("health", "needed"), ("shelter", "given")]
        assert all("31" in n.label for n in found)
