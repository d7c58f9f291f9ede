"""What a report may say. No database."""

from datetime import date, datetime, timedelta

import pytest

from jejaring.intake.rules import keeps_first_response, lacking, missing, problems, report_risk
from jejaring.intake.states import ReportPart, ResponseKind
from jejaring.kernel.clock import WIB

NOW = datetime(2026, 3, 3, 0, 30, tzinfo=WIB)  # still 2 March in UTC


def wrong(**said: object) -> set[str]:
    facts = {"received_at": NOW, "incident_on": None, "victim_age": None, "victim_count": 1, "now": NOW}
    return set(problems(**(facts | said)))  # type: ignore[arg-type]


def test_one_critical_sign_makes_the_risk_high_and_nothing_else_does() -> None:
    assert report_risk(["pregnant", "weapon"], {"weapon"}) == "high"
    assert report_risk(["pregnant"], {"weapon"}) == report_risk([], {"weapon"}) == "medium"


def test_a_report_is_never_about_tomorrow_nor_from_it() -> None:
    assert wrong(incident_on=date(2026, 3, 3)) == set()
    assert wrong(incident_on=date(2026, 3, 4)) == {"incident_on"}
    assert wrong(incident_on=date(206, 3, 3)) == {"incident_on"}
    assert wrong(received_at=NOW + timedelta(minutes=1)) == {"received_at"}


@pytest.mark.parametrize(("age", "ok"), [(-1, False), (0, True), (120, True), (121, False), (None, True)])
def test_an_age_lies_between_0_and_120(age: int | None, ok: bool) -> None:
    assert wrong(victim_age=age) == (set() if ok else {"victim_age"})


def test_the_number_of_victims_is_plausible() -> None:
    assert [wrong(victim_count=n) for n in (-1, 0, 500, 501)] == [{"victim_count"}, set(), set(), {"victim_count"}]


def test_a_reason_stands_for_limits_that_could_not_be_read() -> None:
    four = {"narrative": "x", "reporter_kind": "other", "channel": "hotline"}

    assert lacking(**four, limits_read=False, limits_not_read_reason="emergency") == {}
    assert set(lacking(**four, limits_read=False, limits_not_read_reason="")) == {"limits_read"}
    assert set(lacking(narrative=" ", reporter_kind="", channel="", limits_read=True, limits_not_read_reason="")) == set(four)


def test_what_a_complete_report_says_depends_on_who_tells() -> None:
    known = {"danger_signs": (), "no_danger_asked": True, "has_contact": True, "survivor_awareness": "", "victim_sex": "male"}
    known |= {"victim_age": 9, "area": "15.71.01", "incident_precision": "month"}

    assert missing(known | {"reporter_kind": "victim"}) == ()
    assert missing(known | {"reporter_kind": "family"}) == (ReportPart.AWARENESS,)
    assert missing(known | {"reporter_kind": "victim", "no_danger_asked": False, "has_contact": False}) == (
        ReportPart.DANGER,
        ReportPart.CONTACT,
    )


def test_advice_alone_keeps_a_first_response_only_where_nobody_is_in_danger() -> None:
    assert [keeps_first_response(kind, "high") for kind in ResponseKind] == [True, True, True, False]
    assert all(keeps_first_response(kind, "medium") for kind in ResponseKind)
