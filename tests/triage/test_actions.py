"""Decisions on reports, with the real actions under the policies."""


import pytest
from django.http import Http404

from jejaring.audit.models import Event
from jejaring.cases import actions as case_actions
from jejaring.cases import queries as cases
from jejaring.cases.models import Case, Incident, Participant
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.ids import reference, uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.models import Person
from jejaring.people.rules import ContactWish
from jejaring.triage import actions, queries
from jejaring.triage.models import Triage
from jejaring.triage.states import JoinState
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.triage.told import AUNT, CALLER, HERSELF, NEIGHBOUR, decide, owed, proposed, report

pytestmark = pytest.mark.django_db


def test_a_survivors_own_report_becomes_a_case_with_what_she_said(cast: Cast) -> None:
    told = report(cast, danger_signs=("captivity",), contact=ContactWish(("whatsapp",), ("phone",)))

    done = decide(cast, told)

    with acting_as(cast.manager, "test"):
        case = Case.objects.get(pk=done.case_id)
        victim = Participant.objects.get(case=case, role="victim")
        person = Person.objects.get(pk=victim.person_id)
        assert (case.kind, case.risk, case.opened_from, case.area) == ("trafficking", "high", told.pk, "15.71.07")
        assert (victim.sex, victim.age) == ("female", 17)
        assert (vault.read(person, "name"), vault.read(person, "phone")) == ("Bunga Contoh", "0812-7400-1188")
        assert vault.read(Incident.objects.get(case=case), "narrative") == HERSELF["narrative"]
        assert queries.decision_of(cast.manager, told.pk).case_id == case.pk  # type: ignore[union-attr]
    assert owed(cast, told.pk)["triage"] == "kept"
    assert set(owed(cast, done.case_id)) == {"assessment", "plan", "review", "police_report"}


def test_the_officer_who_decided_does_not_see_the_case(cast: Cast) -> None:
    done = decide(cast, report(cast))

    with acting_as(cast.duty, "test"):
        assert not Case.objects.filter(pk=done.case_id).exists()
        assert not queries.sees_case(cast.duty, done.case_id)
    with acting_as(cast.supervisor, "test"):
        assert queries.sees_case(cast.supervisor, done.case_id)


def test_danger_signs_of_the_report_are_known_in_the_file_until_an_assessment_says_otherwise(cast: Cast) -> None:
    done = decide(cast, report(cast, NEIGHBOUR, danger_signs=("weapon", "young_children")), kind="violence_against_women")

    with acting_as(cast.manager, "test"):
        assert set(cases.summary(cast.manager, done.case_id).known_signs) == {"weapon", "young_children"}
        assert "Senjata digunakan" in cases.packet_facts(cast.manager, done.case_id)["danger_signs"]
        case_actions.assess(by=cast.manager, case_id=done.case_id, danger_signs=("stalking",))
        assert cases.summary(cast.manager, done.case_id).known_signs == ("stalking",)
        assert "Senjata" not in cases.packet_facts(cast.manager, done.case_id)["danger_signs"]


def test_words_of_somebody_else_and_who_called_stay_with_the_report(cast: Cast) -> None:
    told = report(cast, NEIGHBOUR, danger_signs=("weapon",))

    done = decide(cast, told, kind="violence_against_women", forms=("physical",))

    with acting_as(cast.manager, "test"):
        assert vault.read(Incident.objects.get(case_id=done.case_id), "narrative") == ""
        names = [vault.read(p, "name") for p in Person.objects.filter(case_id=done.case_id)]
        assert NEIGHBOUR["reporter_name"] not in names


def test_a_request_for_information_opens_nothing_and_has_no_risk(cast: Cast) -> None:
    told = report(cast, CALLER)

    done = decide(cast, told, kind="information_only", forms=(), risk="", outcomes=("advise",), manager=None, companion=None)

    assert done.case_id is None
    with acting_as(cast.supervisor, "test"):
        row = Triage.objects.get(pk=done.triage_id)
        assert (row.risk, row.risk_computed, row.risk_score, row.forms) == ("", "", None, [])
        assert not Case.objects.exists()
    assert owed(cast, told.pk) == {"first_response": "kept", "triage": "kept", "complete_report": "cancelled"}


def test_a_request_for_information_is_answered_alike_whether_somebody_is_known_or_not(cast: Cast) -> None:
    unknown, known = report(cast, CALLER), report(cast, CALLER)
    plain = {"kind": "information_only", "forms": (), "risk": "", "outcomes": ("advise",), "manager": None, "companion": None}
    decide(cast, unknown, **plain)
    decide(cast, report(cast))  # his wife's own report, now a case

    decide(cast, known, **plain)

    with acting_as(cast.duty, "test"):
        first, second = (queries.decision_of(cast.duty, r.pk) for r in (unknown, known))
        assert first is not None
        assert second is not None
        assert (first.words, first.risk, first.case_id, first.outcomes) == (second.words, second.risk, second.case_id, second.outcomes)


def test_an_adult_whom_nobody_asked_is_refused_and_everything_stays_open(cast: Cast) -> None:
    told = report(cast, NEIGHBOUR)

    with pytest.raises(Refused, match="safe approach") as refused:
        decide(cast, told, kind="violence_against_women", forms=("physical",), risk="medium")

    assert refused.value.field == "outcomes"
    assert owed(cast, told.pk) == {"first_response": "open", "triage": "open", "complete_report": "open"}
    with acting_as(cast.supervisor, "test"):
        assert not Case.objects.exists()
        assert Report.objects.get(pk=told.pk).state == "waiting"


def test_a_risk_is_lowered_by_a_supervisor_with_a_reason_that_is_sealed(cast: Cast) -> None:
    told = report(cast, danger_signs=("captivity",))
    with pytest.raises(Refused) as refused:
        decide(cast, told, risk="medium", lowered_reason="sudah di rumah aman")
    assert refused.value.field == "risk"
    with pytest.raises(Refused) as refused:
        decide(cast, told, by=cast.supervisor, risk="medium")
    assert refused.value.field == "lowered_reason"

    done = decide(cast, told, by=cast.supervisor, risk="medium", lowered_reason="sudah di rumah aman")

    with acting_as(cast.supervisor, "test"):
        row = Triage.objects.get(pk=done.triage_id)
        assert (row.risk, row.risk_computed, row.risk_score) == ("medium", "high", 4)
        assert vault.read(row, "lowered_reason") == "sudah di rumah aman"
        assert Case.objects.get(pk=done.case_id).risk == "medium"


def test_a_transfer_opens_a_file_and_owes_the_handing_over(cast: Cast) -> None:
    told = report(cast, AUNT)

    done = decide(cast, told, kind="violence_against_children", jurisdiction="transfer_region", region="15.05", outcomes=("transfer",))

    assert owed(cast, done.case_id)["hand_over"] == "open"
    with acting_as(cast.manager, "test"):
        row = Commitment.objects.get(subject_id=done.case_id, key="hand_over")
        assert (row.about_age, row.risk, row.case_id) == (15, "high", done.case_id)
        assert Triage.objects.get(pk=done.triage_id).region == "15.05"


def test_the_second_press_gives_the_first_decision_back(cast: Cast) -> None:
    told, press = report(cast), uuid7()

    first = decide(cast, told, submission=press)
    second = decide(cast, told, submission=press)

    assert second == first
    with acting_as(cast.supervisor, "test"):
        assert Case.objects.count() == 1


def test_what_was_refused_may_be_sent_again_with_the_same_form(cast: Cast) -> None:
    told, press = report(cast), uuid7()
    with pytest.raises(Refused):
        decide(cast, told, submission=press, reason="")

    assert decide(cast, told, submission=press).case_id


def test_the_second_of_two_people_is_told_and_changes_nothing(cast: Cast) -> None:
    told = report(cast)
    decide(cast, told)

    with pytest.raises(Refused, match="in the meantime"):
        decide(cast, told, by=cast.manager, outcomes=("advise",), manager=None)

    with acting_as(cast.manager, "test"):
        assert list(Triage.objects.filter(report_id=told.pk).values_list("decided_by", flat=True)) == [cast.duty.id]


def test_a_proposal_to_join_is_answered_alike_whether_the_case_exists(cast: Cast) -> None:
    with acting_as(cast.supervisor, "test"):
        exists = decide(cast, report(cast)).case_id
        named = Case.objects.get(pk=exists).reference
    join = {"outcomes": ("join_case",), "manager": None, "companion": None}
    real, invented = report(cast), report(cast)

    first = decide(cast, real, join_reference=named.lower(), **join)
    second = decide(cast, invented, join_reference=reference("K", 2026, 9999), **join)

    assert (first.case_id, second.case_id) == (None, None)
    with acting_as(cast.duty, "test"):
        shown = [queries.decision_of(cast.duty, r.pk).outcomes for r in (real, invented)]  # type: ignore[union-attr]
        assert shown[0] == shown[1]
        assert Notice.objects.filter(kind="join_proposed").count() == 2


def test_the_team_takes_a_report_into_its_case(cast: Cast) -> None:
    told, case_id, outcome_id = proposed(cast)

    with acting_as(cast.manager, "test"):
        assert [p.outcome_id for p in queries.proposals(cast.manager, case_id)] == [outcome_id]
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)

        assert queries.proposals(cast.manager, case_id) == []
        assert [p.report_id for p in queries.joined(cast.manager, case_id)] == [told.pk]
        with pytest.raises(Refused):
            actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=False)


def test_a_report_that_is_sent_back_waits_for_triage_again(cast: Cast) -> None:
    told, _case_id, outcome_id = proposed(cast)

    with acting_as(cast.manager, "test"):
        row = actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=False)

        assert row.join_state == JoinState.DECLINED
        assert Report.objects.get(pk=told.pk).state == "waiting"
        assert Commitment.objects.filter(subject_id=told.pk, key="triage", state="open").count() == 1


def test_a_proposal_that_names_no_case_goes_back_through_a_supervisor_and_nobody_else_hears_of_it(cast: Cast) -> None:
    told, _case_id, outcome_id = proposed(cast, reference("K", 2026, 9999))

    with acting_as(cast.manager, "test"), pytest.raises(Http404):
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
    with acting_as(cast.supervisor, "test"):
        assert [p.outcome_id for p in queries.open_proposals(cast.supervisor)] == [outcome_id]
        with pytest.raises(Refused):
            actions.answer_join(by=cast.supervisor, outcome_id=outcome_id, accept=True)
        actions.answer_join(by=cast.supervisor, outcome_id=outcome_id, accept=False)
        assert Report.objects.get(pk=told.pk).state == "waiting"


def test_another_desk_finds_neither_report_nor_decision(cast: Cast) -> None:
    told = report(cast)
    decide(cast, told)

    with acting_as(cast.stranger, "test"):
        assert not Triage.objects.exists()
        assert queries.decision_of(cast.stranger, told.pk) is None
        with pytest.raises(Http404):
            actions.decide(
                by=cast.stranger,
                report_id=told.pk,
                version=2,
                kind="other",
                jurisdiction="own",
                reason="x",
                outcomes=("advise",),
                risk="low",
            )


def test_a_decision_and_its_reading_are_in_the_log(cast: Cast) -> None:
    told = report(cast)
    decide(cast, told)

    with acting_as(cast.duty, "test"):
        queries.decision_of(cast.duty, told.pk)
    with acting_as(cast.supervisor, "test"):
        event = Event.objects.get(act="report_triaged")
        assert (event.subject_id, event.detail, event.actor) == (told.pk, "open_case", cast.duty.id)
        assert Event.objects.filter(act="read", subject_kind="triage", actor=cast.duty.id).count() == 1
