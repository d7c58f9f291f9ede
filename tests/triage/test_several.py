"""A raid with several people becomes one case or one case each, in one transaction; nobody found becomes a respondent."""

from typing import Any
from uuid import UUID

import pytest

from jejaring.cases import queries as case_queries
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, Participant, ServiceFact
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake import actions as intake
from jejaring.intake import queries as intake_queries
from jejaring.intake.models import Report
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.models import Person
from jejaring.triage.models import Outcome, Triage
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.screens import signed_in
from tests.triage.test_views import at, filled, text_of
from tests.triage.told import decide, report

pytestmark = pytest.mark.django_db
RAID = {
    "channel": "raid", "reporter_kind": "professional", "narrative": "Razia di kos, tiga orang", "survivor_awareness": "knows",
    "area": "15.71.07", "danger_signs": ("captivity",), "details": {"agency": "municipal_police"},
}  # fmt: skip
PEOPLE = (
    {"sex": "female", "age": 16, "name": "Bunga Rekaan", "injured": "yes"},
    {"sex": "female", "minor": False, "nationality": "vnm", "interpreter": True, "language": "Vietnam"},
    {"sex": "male", "minor": True},
)


@pytest.fixture
def told(cast: Cast) -> Report:
    row = report(cast, RAID)
    with acting_as(cast.duty, "test"):
        return intake.list_people(by=cast.duty, report_id=row.pk, version=row.version, people=PEOPLE)


def ids(cast: Cast, told: Report) -> list[UUID]:
    with acting_as(cast.duty, "test"):
        return [p.id for p in intake_queries.people_for(cast.duty, told.pk)]


def cases_of(cast: Cast, told: Report) -> list[Case]:
    with acting_as(cast.supervisor, "test"):
        return list(Case.objects.filter(opened_from=told.pk).order_by("pk"))


def victims(cast: Cast, case: Case) -> list[Participant]:
    with acting_as(cast.supervisor, "test"):
        return list(Participant.objects.filter(case=case, role="victim").order_by("recorded_at"))


def test_one_case_with_several_victims_carries_over_what_is_known_of_each(cast: Cast, told: Report) -> None:
    done = decide(cast, told, people=ids(cast, told))

    (case,) = cases_of(cast, told)
    assert done.case_ids == (case.pk,)
    girl, woman, boy = victims(cast, case)
    assert [(v.sex, v.age, v.minor) for v in (girl, woman, boy)] == [("female", 16, None), ("female", None, False), ("male", None, True)]
    with acting_as(cast.supervisor, "test"):
        first, second, _third = (Person.objects.get(pk=v.person_id) for v in (girl, woman, boy))
        assert vault.read(first, "name") == "Bunga Rekaan"
        assert vault.read(girl, "note"), "that she was injured is known to the case"
        assert (second.nationality, list(second.needs), vault.read(second, "language")) == ("vnm", ["interpreter"], "Vietnam")


def test_one_case_each_carries_over_the_same_and_owes_its_own_promises(cast: Cast, told: Report) -> None:
    done = decide(cast, told, people=ids(cast, told), grouping="each")

    opened = cases_of(cast, told)
    assert sorted(done.case_ids) == [c.pk for c in opened]
    assert len(opened) == 3
    assert [[v.sex for v in victims(cast, c)] for c in opened] == [["female"], ["female"], ["male"]]
    with acting_as(cast.manager, "test"):
        for case in opened:
            keys = set(Commitment.objects.filter(case_id=case.pk).values_list("key", flat=True))
            assert {"assessment", "plan", "review"} <= keys
            assert case_queries.summary(cast.manager, case.pk).area == "15.71.07"
    with acting_as(cast.duty, "test"):
        assert Outcome.objects.filter(report_id=told.pk, kind="open_case").count() == 3


def test_whoever_is_not_chosen_stays_in_the_report_alone(cast: Cast, told: Report) -> None:
    girl, _woman, boy = ids(cast, told)
    decide(cast, told, people=[girl, boy])

    (case,) = cases_of(cast, told)
    assert [v.sex for v in victims(cast, case)] == ["female", "male"]


def test_the_same_decision_sent_twice_opens_nothing_twice(cast: Cast, told: Report) -> None:
    once = {"people": ids(cast, told), "grouping": "each", "submission": uuid7()}

    assert set(decide(cast, told, **once).case_ids) == set(decide(cast, told, **once).case_ids)
    assert len(cases_of(cast, told)) == 3


def test_a_refusal_in_the_middle_leaves_nothing_behind(cast: Cast, told: Report) -> None:
    with pytest.raises(Refused):
        decide(cast, told, people=ids(cast, told), grouping="each", companion=cast.stranger.id)

    assert cases_of(cast, told) == []
    with acting_as(cast.duty, "test"):
        assert not Triage.objects.exists()
        assert Report.objects.get(pk=told.pk).state == "waiting"


def test_nobody_found_in_a_raid_is_made_a_respondent(cast: Cast, told: Report) -> None:
    known = NewParty("respondent", "male", name="Orang Razia")
    with pytest.raises(Refused, match="victims until"):
        decide(cast, told, people=ids(cast, told), respondents=(known,))

    decide(cast, told, people=ids(cast, told), respondents=(NewParty("respondent", relation="recruiter", known=False),))
    (case,) = cases_of(cast, told)
    with acting_as(cast.supervisor, "test"):
        assert list(Participant.objects.filter(case=case, role="respondent").values_list("person_id", flat=True)) == [None]


def test_somebody_of_another_report_is_no_victim_of_this_one(cast: Cast, told: Report) -> None:
    with pytest.raises(Refused) as refused:
        decide(cast, told, people=[uuid7()])
    assert refused.value.field == "people"


def test_a_police_report_that_came_along_is_not_asked_for_again(cast: Cast) -> None:
    details = {"lp_number": "LP/B/12/III/2026", "lp_date": "2026-03-05"}
    row = report(cast, RAID, channel="police", details=details)
    decide(cast, row)

    (case,) = cases_of(cast, row)
    with acting_as(cast.supervisor, "test"):
        assert (case.police_reported_on.isoformat(), vault.read(case, "police_number")) == ("2026-03-05", "LP/B/12/III/2026")
        assert not Commitment.objects.filter(case_id=case.pk, key="police_report").exists()


def test_services_that_another_city_gave_are_facts_of_the_case_and_leave_with_its_referrals(cast: Cast) -> None:
    details = {"services_given": "health,shelter", "letter_date": "2026-03-01", "from_unit": "UPTD PPA Batam", "letter_number": "463/1"}
    row = report(cast, channel="referral_in", details=details)
    decide(cast, row)

    (case,) = cases_of(cast, row)
    with acting_as(cast.manager, "test"):
        facts = list(ServiceFact.objects.filter(case=case).order_by("service"))
        assert [(f.service, f.kind, f.happened_on.isoformat(), vault.read(f, "note")) for f in facts] == [
            ("health", "given", "2026-03-01", "UPTD PPA Batam · 463/1"), ("shelter", "given", "2026-03-01", "UPTD PPA Batam · 463/1"),
        ]  # fmt: skip
        assert case_queries.packet_facts(cast.manager, case.pk)["given_services"].count("UPTD PPA Batam · 463/1") == 2


def sent(cast: Cast, told: Report, **changes: Any) -> dict[str, Any]:
    plain = {"people": [str(pk) for pk in ids(cast, told)], "grouping": "together", "version": str(told.version), "respondent_count": "0"}
    return filled(cast, told, relation="") | plain | changes


def test_the_screen_lists_the_people_and_asks_no_second_time_who_they_are(cast: Cast, told: Report) -> None:
    page = text_of(signed_in(cast.duty).get(at(told)))

    assert "1. Anak perempuan, 16" in page
    assert "terluka" in page
    assert "Bunga Rekaan" not in page
    assert 'name="victim_sex"' not in page
    assert 'name="grouping" value="each"' in page


def test_the_screen_opens_one_case_each_and_leads_to_them(cast: Cast, told: Report) -> None:
    browser = signed_in(cast.manager)
    answer = browser.post(at(told), sent(cast, told, grouping="each"))
    page = text_of(browser.get(answer["Location"]))

    assert answer["Location"] == at(told)
    assert "3 kasus" in page
    for case in cases_of(cast, told):
        assert f"/cases/{case.pk}/" in page
        assert case.reference in page


@pytest.mark.parametrize("wrong", [{"people": []}, {"people": ["nobody"]}, {"grouping": "moon"}])
def test_a_wrong_choice_is_said_beside_the_field_and_writes_nothing(cast: Cast, told: Report, wrong: dict[str, Any]) -> None:
    answer = signed_in(cast.duty).post(at(told), sent(cast, told, reason="Kata-kata saya", **wrong))
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in page
    assert "Kata-kata saya" in page
    assert cases_of(cast, told) == []


def test_without_a_list_the_screen_asks_as_ever(cast: Cast) -> None:
    page = text_of(signed_in(cast.duty).get(at(report(cast, RAID))))

    assert 'name="victim_sex"' in page
    assert 'name="people"' not in page
