"""A night in October told with the real actions, and what every figure makes of it."""

from datetime import date

import pytest

from jejaring.access.actor import Actor
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Participant
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import figures
from jejaring.intake import actions as intake
from jejaring.kernel.clock import standing_at
from jejaring.triage import actions as triage
from jejaring.triage.states import OutcomeKind
from tests.cast import Cast
from tests.indicators.rows import VILLAGE, wib

pytestmark = pytest.mark.django_db
BEFORE_MIDNIGHT, AFTER_MIDNIGHT = wib("2024-10-31 23:50"), wib("2024-11-01 00:10")
OCTOBER = (date(2024, 10, 1), date(2024, 10, 31))


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Told to the duty officer before midnight, decided after it: two children, and a respondent whom nobody knows."""
    with acting_as(cast.duty, "test"):
        with standing_at(BEFORE_MIDNIGHT):
            report = intake.receive_report(
                by=cast.duty, channel="police", narrative="Cerita contoh", reporter_kind="professional", limits_read=True,
                survivor_awareness="knows", victim_sex="female", victim_age=16,
                victim_count=2, area=VILLAGE, incident_on=date(2024, 9, 12), incident_precision="day", complete=True,
            )  # fmt: skip
        with standing_at(AFTER_MIDNIGHT):
            triage.decide(
                by=cast.duty, report_id=report.pk, version=report.version, kind="trafficking", forms=("trafficking", "exploitation"),
                risk="high", jurisdiction="own", reason="Dua anak di penginapan.", outcomes=[OutcomeKind.OPEN_CASE],
                manager=cast.manager.id,
                victims=[NewParty("victim", "female", 16), NewParty("victim", "male", 15)],
                respondents=[NewParty("respondent", "male", relation="recruiter", known=False)],
            )  # fmt: skip
    return cast


def of(actor: Actor, unit: str, *by: str, basis: str = "registered", since: date = OCTOBER[0], until: date = OCTOBER[1]) -> object:
    """The total without splits; with them the counts by their values."""
    with acting_as(actor, "figures"):
        figure = figures.count(actor, figures.question(unit=unit, basis=basis, since=since, until=until, by=by))
    return {"/".join(r.values): r.count for r in figure.rows} if by else figure.total


def test_midnight_parts_the_report_from_the_registration(cast: Cast) -> None:
    assert of(cast.chair, "reports") == 1
    assert of(cast.chair, "cases") == 0
    assert of(cast.chair, "cases", basis="reported") == 1
    assert of(cast.chair, "cases", since=date(2024, 11, 1), until=date(2024, 11, 1)) == 1
    assert of(cast.chair, "victims", "month", basis="incident", since=date(2024, 9, 1)) == {"2024-09": 2}


def test_two_children_are_two_victims_of_one_case(cast: Cast) -> None:
    def split(unit: str, *by: str) -> object:
        return of(cast.chair, unit, *by, basis="reported")

    assert split("victims", "sex") == {"female": 1, "male": 1}
    assert split("victims", "age_band") == {"13-17": 2}
    assert split("victims", "form") == {"trafficking": 2, "exploitation": 2}
    assert split("respondents", "age_band") == {"unknown": 1}
    assert split("cases", "channel", "district") == {"police/15.71.01": 1}


def test_a_service_counts_when_it_is_given_and_a_refused_one_never(cast: Cast) -> None:
    with acting_as(cast.manager, "test"), standing_at(wib("2024-11-05 10:00")):
        boy = Participant.objects.get(role="victim", sex="male")
        for kind, service in (("given", "shelter"), ("refused", "health"), ("unavailable", "psychological")):
            cases.record_service_fact(by=cast.manager, case_id=boy.case_id, kind=kind, service=service, victim_id=boy.pk)

    november = of(cast.chair, "services", "service", "sex", since=date(2024, 11, 1), until=date(2024, 11, 30))
    assert november == {"shelter/male": 1}


def test_once_the_case_is_handed_over_it_counts_there_and_the_report_here(cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        cases.mark_transferred(by=cast.manager, case_id=Participant.objects.filter(role="victim")[0].case_id)

    assert [of(cast.chair, unit, basis="reported") for unit in ("reports", "cases", "victims", "persons")] == [1, 0, 0, 0]
