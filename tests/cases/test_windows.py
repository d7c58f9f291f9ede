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
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
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
