"""What a complete entry in the national register holds: one row of the table for each gap."""

from dataclasses import replace

import pytest

from jejaring.exchange.rules.register import Known, gaps
from jejaring.exchange.states import Gap

COMPLETE = Known(
    sex="female", age=17, education="upper_secondary", occupation="student", marital_status="unmarried", disabilities=("none",),
    incidents=1, dated=True, areas=("15.71.07.1004",), places=("home",), forms=("physical",), respondents=1, relations=("parent",),
    services=1, legal=True,
)  # fmt: skip


def test_a_complete_entry_has_no_gap() -> None:
    assert gaps(COMPLETE) == ()


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"incidents": 0}, Gap.INCIDENT),
        ({"dated": False}, Gap.INCIDENT_DATE),
        ({"areas": ("15.71.07",)}, Gap.VILLAGE),
        ({"areas": ()}, Gap.VILLAGE),
        ({"places": ("unknown",)}, Gap.PLACE),
        ({"forms": ("unknown",)}, Gap.FORMS),
        ({"sex": "unknown"}, Gap.SEX),
        ({"age": None}, Gap.AGE),
        ({"education": "unknown"}, Gap.EDUCATION),
        ({"occupation": ""}, Gap.OCCUPATION),
        ({"marital_status": "unknown"}, Gap.MARITAL_STATUS),
        ({"disabilities": ()}, Gap.DISABILITY),
        ({"respondents": 0, "relations": ()}, Gap.RESPONDENT),
        ({"respondents": 2, "relations": ("parent", "")}, Gap.RELATION),
        ({"services": 0}, Gap.SERVICE),
        ({"services_without_desk": 1}, Gap.ORGANISATION),
        ({"legal": False}, Gap.LEGAL),
    ],
)
def test_each_fact_that_is_not_known_is_named(change: dict[str, object], gap: Gap) -> None:
    assert gaps(replace(COMPLETE, **change)) == (gap,)  # type: ignore[arg-type]


def test_a_place_outside_the_city_is_known_by_its_regency() -> None:
    assert gaps(replace(COMPLETE, areas=("15.05",))) == ()


def test_an_infant_has_an_age() -> None:
    assert gaps(replace(COMPLETE, age=0)) == ()


def test_without_an_incident_nothing_is_asked_of_it() -> None:
    assert gaps(replace(COMPLETE, incidents=0, dated=False, areas=(), places=(), forms=())) == (Gap.INCIDENT,)
