"""Clocks that follow from what happened: medical windows, protection, seven days after trafficking, notices of the law."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jejaring.cases import actions
from jejaring.cases.actions import NewNeed, law, rights
from jejaring.cases.models import Case, LegalTrack, ServiceFact
from jejaring.cases.rules import windows
from jejaring.commitments import permissions
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import midnight, now, standing_at, today
from tests.cases import files
from tests.cases.files import victim_of
from tests.cast import Cast
from tests.referrals.sent import act, send

pytestmark = pytest.mark.django_db
SQL = Path(__file__).resolve().parents[2] / "jejaring/guard/sql/30_partners_keep.sql"
MEDICAL = ("emergency_contraception", "prophylaxis")


def hurt(cast: Cast, *, hours: float = 6, **other: Any) -> Case:
    """Sexual violence some hours ago, told by the hospital."""
    at = now() - timedelta(hours=hours)
    incident = files.NewIncident(at.date(), "day", "public_place", forms=(("sexual", "rape"),), happened_at=at)
    woman = files.NewParty("victim", "female", 19, name="Contoh")
    return files.open_file(cast, kind="violence_against_women", parties=(woman,), incident=incident, **other)


def standing(cast: Cast, case: Case, *keys: str) -> dict[str, str]:
    """Promises of a case: kind to state."""
    with acting_as(cast.manager, "test"):
        rows = Commitment.objects.filter(case_id=case.pk, key__in=keys) if keys else Commitment.objects.filter(case_id=case.pk)
        return dict(rows.order_by("key").values_list("key", "state"))


def test_the_windows_of_medical_help_count_from_the_incident(cast: Cast) -> None:
    case = hurt(cast)
    with acting_as(cast.manager, "test"):
        rows = {c.key: c for c in Commitment.objects.filter(case_id=case.pk, key__in=MEDICAL)}
    assert {key: rows[key].due_at - rows[key].happened_at for key in rows} == {
        "prophylaxis": timedelta(hours=72), "emergency_contraception": timedelta(hours=120),
    }  # fmt: skip
    assert all(row.started_at > row.happened_at for row in rows.values())


@pytest.mark.parametrize(("hours", "left"), [(71, set(MEDICAL)), (73, {"emergency_contraception"}), (121, set())])
def test_a_window_that_has_passed_is_not_promised(cast: Cast, hours: float, left: set[str]) -> None:
    assert set(standing(cast, hurt(cast, hours=hours), *MEDICAL)) == left


def test_who_was_treated_already_or_cannot_conceive_is_promised_no_more_than_needed(cast: Cast) -> None:
    treated = actions.Brought(services=("medical_treatment",), services_until=today(), services_by="RSUD")
    assert standing(cast, hurt(cast, brought=treated), *MEDICAL) == {}
    boy = files.NewParty("victim", "male", 12)
    assert windows.medical([boy], sexual=True, given=()) == (windows.K.PROPHYLAXIS,)
    assert windows.medical([boy], sexual=False, given=()) == ()


def test_the_hospital_keeps_them_by_its_service_without_seeing_the_case(cast: Cast) -> None:
    case = hurt(cast)
    sent = send(cast, case, "hospital", purpose="health", services=("health",), basis="vital_interest")
    act(cast, "hospital", "accept", sent)
    with acting_as(cast.hospital, "test"):
        assert not Commitment.objects.filter(key__in=MEDICAL).exists()
    act(cast, "hospital", "serve", sent, service="forensic_examination", happened_on=today())
    assert set(standing(cast, case, *MEDICAL).values()) == {"open"}, "an examination is not treatment"
    act(cast, "hospital", "serve", sent, service="health", happened_on=today())

    assert set(standing(cast, case, *MEDICAL).values()) == {"kept"}
    with acting_as(cast.manager, "test"):
        kept = CommitmentEvent.objects.filter(commitment__case_id=case.pk, commitment__key="prophylaxis", act="kept").get()
    assert kept.desk == cast.desk_id("hospital")
    assert standing(cast, case, "assessment") == {"assessment": "open"}, "nothing else of the case is touched"


@pytest.mark.parametrize(("kind", "state"), [("given", "kept"), ("refused", "kept"), ("unavailable", "open")])
def test_the_team_keeps_them_by_what_is_on_record(cast: Cast, kind: str, state: str) -> None:
    case = hurt(cast)
    with acting_as(cast.manager, "test"):
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind=kind, service="health")
    assert set(standing(cast, case, *MEDICAL).values()) == {state}, "that it cannot be had keeps nothing: it climbs"


def test_protection_is_promised_within_a_day_where_she_asks_for_it(cast: Cast) -> None:
    case = files.wife_hit(cast, risk="high")
    protection = ("temporary_protection", "witness_protection")
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1", protect=protection)
        rows = Commitment.objects.filter(case_id=case.pk, key__in=protection)
        assert {row.due_at - row.started_at for row in rows} == {timedelta(hours=24)}
        assert len(rows) == 2
    sent = send(cast, case, "police", services=("police_protection",))
    act(cast, "police", "accept", sent)
    act(cast, "police", "serve", sent, service="police_protection", happened_on=today())
    send(cast, case, "letters", purpose="legal_aid", services=("witness_protection",), basis="vital_interest")
    assert standing(cast, case, *protection) == dict.fromkeys(protection, "kept")


def test_who_does_not_ask_for_protection_is_promised_none(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1")
    assert standing(cast, case, "temporary_protection", "witness_protection") == {}


def test_after_trafficking_each_planned_rehabilitation_runs_seven_days(cast: Cast) -> None:
    case = files.open_file(cast)
    with acting_as(cast.manager, "test"):
        needs = [NewNeed(service) for service in ("social_rehabilitation", "psychological", "legal_aid")]
        first, second, _aid = actions.plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=needs)
        rows = Commitment.objects.filter(case_id=case.pk, key="rehabilitation")
        assert {row.subject_id: row.due_at - row.started_at for row in rows} == dict.fromkeys((first.pk, second.pk), timedelta(days=7))
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", planned_id=first.pk)
        assert dict(rows.values_list("subject_id", "state")) == {first.pk: "kept", second.pk: "open"}
    sent = send(cast, case, "social", services=("psychological",), purpose="psychological")
    act(cast, "social", "accept", sent)
    act(cast, "social", "serve", sent, service="psychological", happened_on=today())
    with acting_as(cast.manager, "test"):
        assert ServiceFact.objects.get(referral_id=sent.pk).planned_id == second.pk
        assert set(rows.values_list("state", flat=True)) == {"kept"}


def test_a_service_given_without_naming_the_need_meets_it_all_the_same(cast: Cast) -> None:
    case = files.open_file(cast)
    with acting_as(cast.manager, "test"):
        actions.plan_service(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), service="psychological")
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service="psychological")
    assert standing(cast, case, "rehabilitation") == {"rehabilitation": "kept"}


def test_outside_trafficking_a_plan_has_no_seven_days(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        actions.plan_service(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), service="psychological")
    assert "rehabilitation" not in standing(cast, case)


def step(cast: Cast, case: Case, stage: str, **other: Any) -> None:
    with acting_as(cast.manager, "test"):
        track = LegalTrack.objects.filter(case_id=case.pk).first()
        respondent = case.participants.filter(role="respondent").values_list("pk", flat=True)[0]
        facts = {"track_id": track.pk} if track else {"respondent_id": respondent}
        law.record_step(by=cast.manager, case_id=case.pk, stage=stage, happened_on=today(), **facts, **other)


def test_the_prosecutors_notice_and_that_of_a_stop_are_asked_for(cast: Cast) -> None:
    case, notices = files.wife_hit(cast), ("investigation_notice", "stop_notice")
    step(cast, case, "police_report", number="LP/1")
    assert standing(cast, case, *notices) == {}
    step(cast, case, "investigation")
    assert standing(cast, case, *notices) == {"investigation_notice": "open"}
    step(cast, case, "notice_to_prosecutor")
    assert standing(cast, case, *notices) == {"investigation_notice": "kept"}
    step(cast, case, "investigation_stopped", note="Kurang bukti")
    assert standing(cast, case, *notices)["stop_notice"] == "open"
    with acting_as(cast.manager, "test"):
        rights.log_progress(by=cast.manager, case_id=case.pk, number="SP2HP/1", dated=today())
    assert standing(cast, case, *notices)["stop_notice"] == "kept"


def test_the_database_and_the_rules_say_alike_what_a_partner_keeps() -> None:
    text = SQL.read_text(encoding="utf-8")
    pairs = re.findall(r"c\.key (?:in \((.*?)\)|= ('\w+')) and wanted (?:in \((.*?)\)|= ('\w+'))", text)
    names = [tuple(re.findall(r"'(\w+)'", a or b) for a, b in ((p[0], p[1]), (p[2], p[3]))) for p in pairs]
    said = {(service, key) for keys, services in names for service in services for key in keys}
    assert said == {(service, key.value) for service, keys in windows.KEPT_BY_SERVICE.items() for key in keys}


WINDOWS = ("complaint_period", "emergency_contraception", "pregnancy_after_rape", "prophylaxis", "traces")


def told_of_a_day(cast: Cast, days: int, *forms: tuple[str, str], learned_abroad: bool = False) -> Case:
    """A woman to whom something was done on a day, whose hour nobody knows."""
    told = forms or (("sexual", "rape"),)
    incident = files.NewIncident(today() - timedelta(days=days), "day", "public_place", forms=told, learned_abroad=learned_abroad)
    woman = files.NewParty("victim", "female", 19, name="Contoh")
    return files.open_file(cast, kind="violence_against_women", parties=(woman,), incident=incident)


def test_of_a_day_without_its_hour_a_window_ends_no_later_than_it_can(cast: Cast) -> None:
    case = told_of_a_day(cast, 1)
    began = midnight(today() - timedelta(days=1))
    with acting_as(cast.manager, "test"):
        rows = {c.key: c for c in Commitment.objects.filter(case_id=case.pk, key__in=WINDOWS)}
    assert {key: (row.happened_at, row.due_at - began) for key, row in rows.items()} == {
        "traces": (began, timedelta(hours=72)), "prophylaxis": (began, timedelta(hours=72)),
        "emergency_contraception": (began, timedelta(hours=120)), "pregnancy_after_rape": (began, timedelta(weeks=12)),
    }  # fmt: skip


def test_what_may_still_be_open_is_promised_at_once(cast: Cast) -> None:
    with standing_at(midnight(today()) + timedelta(hours=9)):
        case = told_of_a_day(cast, 3)
        with acting_as(cast.manager, "test"):
            row = Commitment.objects.get(case_id=case.pk, key="prophylaxis")
        assert row.due_at == row.started_at, "counted from the beginning of the day it has passed, from its end it has not"
        assert "prophylaxis" not in standing(cast, told_of_a_day(cast, 4))


@pytest.mark.parametrize("precision", ["month", "year", "unknown"])
def test_without_a_day_no_window_is_promised(cast: Cast, precision: str) -> None:
    day = None if precision == "unknown" else today().replace(day=1)
    incident = files.NewIncident(day, precision, "public_place", forms=(("sexual", "rape"),))
    case = files.open_file(cast, incident=incident)
    assert standing(cast, case, *WINDOWS) == {}


def test_traces_are_kept_by_an_examination_and_not_by_treatment(cast: Cast) -> None:
    case = hurt(cast)
    with acting_as(cast.manager, "test"):
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service="health")
        assert standing(cast, case, "traces") == {"traces": "open"}
        pk = rights.request_examination(by=cast.manager, case_id=case.pk, kind="physical", letter_number="B/1", letter_on=today())
        rights.update_examination(by=cast.manager, case_id=case.pk, examination_id=pk, version=1, examined_on=today())
    assert standing(cast, case, "traces") == {"traces": "kept"}
    other = hurt(cast)
    sent = send(cast, other, "hospital", purpose="health", services=("health",), basis="vital_interest")
    act(cast, "hospital", "accept", sent)
    act(cast, "hospital", "serve", sent, service="forensic_examination", happened_on=today())
    assert standing(cast, other, "traces") == {"traces": "kept"}


@pytest.mark.parametrize("party", [("female", 60), ("male", 19)])
def test_care_for_a_pregnancy_is_explained_to_whom_it_may_concern(cast: Cast, party: tuple[str, int]) -> None:
    case = told_of_a_day(cast, 10)
    assert standing(cast, case, "pregnancy_after_rape") == {"pregnancy_after_rape": "open"}
    with acting_as(cast.manager, "test"):
        rights.explain_rights(by=cast.manager, case_id=case.pk, rights=["health"], explained_on=today())
        assert standing(cast, case, "pregnancy_after_rape") == {"pregnancy_after_rape": "open"}
        rights.explain_rights(by=cast.manager, case_id=case.pk, rights=["pregnancy_after_rape"], explained_on=today())
    assert standing(cast, case, "pregnancy_after_rape") == {"pregnancy_after_rape": "kept"}
    sex, age = party
    told = windows.Told(True, ["rape"], (), [files.NewParty("victim", sex, age)])
    assert windows.K.PREGNANCY_AFTER_RAPE not in windows.from_incident(told)


def test_a_complaint_has_its_period_where_the_law_asks_for_one(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        row = Commitment.objects.get(case_id=case.pk, key="complaint_period")
        assert row.due_at - row.happened_at == timedelta(days=181), "no six months are shorter"
        assert not permissions.may_pause(cast.manager, row)
        assert not permissions.may_extend(cast.manager, row)
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1")
    assert standing(cast, case, "complaint_period") == {"complaint_period": "kept"}
    harassed = told_of_a_day(cast, 2, ("sexual", "sexual_harassment_non_physical"))
    assert standing(cast, harassed, "complaint_period") == {"complaint_period": "open"}
    with acting_as(cast.manager, "test"):
        rights.explain_rights(by=cast.manager, case_id=harassed.pk, rights=["complaint"], explained_on=today())
    assert standing(cast, harassed, "complaint_period") == {"complaint_period": "kept"}
    child = windows.Told(True, ["sexual_harassment_physical"], (), [files.NewParty("victim", "female", 12)])
    assert windows.K.COMPLAINT_PERIOD not in windows.from_incident(child), "no child has to complain"


def test_what_is_online_is_asked_to_be_taken_down(cast: Cast) -> None:
    case = told_of_a_day(cast, 2, ("sexual", "electronic_sexual_violence"))
    assert standing(cast, case, "takedown") == {"takedown": "open"}
    with acting_as(cast.manager, "test"):
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service="content_takedown")
        assert standing(cast, case, "takedown") == {"takedown": "kept"}
        for n in range(2):
            actions.note_address(by=cast.manager, case_id=case.pk, address=f"contoh.invalid/{n}")
        assert Commitment.objects.filter(case_id=case.pk, key="takedown", state="open").count() == 1


def test_protection_by_the_police_ends_and_a_court_is_asked_before(cast: Cast) -> None:
    case = files.wife_hit(cast, risk="high")
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1", protect=("temporary_protection",))
        row = Commitment.objects.get(case_id=case.pk, key="protection_order")
        assert row.due_at - row.started_at == timedelta(days=7)
        law.open_track(by=cast.manager, case_id=case.pk, kind="district_court", matter="maintenance", filed_on=today())
        assert standing(cast, case, "protection_order") == {"protection_order": "open"}
        law.open_track(by=cast.manager, case_id=case.pk, kind="district_court", matter="protection_order", filed_on=today())
    assert standing(cast, case, "protection_order") == {"protection_order": "kept"}
    other = files.wife_hit(cast, risk="high")
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=other.pk, number="LP/2", protect=("temporary_protection",))
        actions.record_service_fact(by=cast.manager, case_id=other.pk, kind="refused", service="police_protection")
    assert standing(cast, other, "protection_order") == {"protection_order": "kept"}, "who does not want it needs no order"


def test_whoever_learned_of_it_abroad_has_nine_months_for_a_complaint(cast: Cast) -> None:
    harassment = ("sexual", "sexual_harassment_physical")
    case = told_of_a_day(cast, 200, harassment, learned_abroad=True)
    assert standing(cast, case, *windows.COMPLAINT) == {"complaint_period_abroad": "open"}
    with acting_as(cast.manager, "test"):
        row = Commitment.objects.get(case_id=case.pk, key="complaint_period_abroad")
        assert row.due_at == midnight(today() - timedelta(days=200)) + timedelta(days=273), "no nine months are shorter"
        assert not permissions.may_extend(cast.manager, row)
        rights.explain_rights(by=cast.manager, case_id=case.pk, rights=["complaint"], explained_on=today())
    assert standing(cast, case, *windows.COMPLAINT) == {"complaint_period_abroad": "kept"}
    assert standing(cast, told_of_a_day(cast, 200, harassment), *windows.COMPLAINT) == {}, "at home it has passed"
    with acting_as(cast.manager, "test"):
        later = files.NewIncident(today(), "day", "abroad_or_travel", forms=(harassment,), learned_abroad=True)
        told = files.wife_hit(cast, risk="low")
        actions.add_incident(by=cast.manager, case_id=told.pk, incident=later)
        actions.report_to_police(by=cast.manager, case_id=told.pk, number="LP/1")
    assert standing(cast, told, *windows.COMPLAINT) == dict.fromkeys(windows.COMPLAINT, "kept"), "two offences, two periods"


def test_after_sexual_violence_outside_of_a_household_a_judge_is_asked_within_fourteen_days(cast: Cast) -> None:
    orders = ("protection_order", "restraint_order")
    case = hurt(cast)
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1", protect=("temporary_protection",))
        row = Commitment.objects.get(case_id=case.pk, key="restraint_order")
        assert row.due_at - row.started_at == timedelta(days=14)
        assert standing(cast, case, *orders) == {"restraint_order": "open"}
        law.open_track(by=cast.manager, case_id=case.pk, kind="district_court", matter="restraint_order", filed_on=today())
    assert standing(cast, case, *orders) == {"restraint_order": "kept"}
    other = hurt(cast)
    with acting_as(cast.manager, "test"):
        actions.report_to_police(by=cast.manager, case_id=other.pk, number="LP/2", protect=("temporary_protection",))
        actions.record_service_fact(by=cast.manager, case_id=other.pk, kind="refused", service="police_protection")
    assert standing(cast, other, *orders) == {"restraint_order": "kept"}
    assert windows.court_order({"sexual_violence", "domestic_violence"}) == windows.K.PROTECTION_ORDER, "of two the earlier one"


def test_an_incident_that_is_told_later_opens_its_windows_once(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        for _n in range(2):
            incident = files.NewIncident(today(), "day", "home", forms=(("sexual", "rape"),))
            actions.add_incident(by=cast.manager, case_id=case.pk, incident=incident)
        found = Commitment.objects.filter(case_id=case.pk, key__in=WINDOWS).order_by("key")
        assert tuple(found.values_list("key", flat=True)) == WINDOWS


def test_a_risk_that_an_assessment_raises_makes_the_review_due_sooner(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        rows = Commitment.objects.filter(case_id=case.pk, key="review")
        before = rows.get().due_at
        actions.assess(by=cast.manager, case_id=case.pk, danger_signs=["weapon"])
        raised = rows.get()
    assert (raised.risk, raised.due_at < before) == ("high", True)
