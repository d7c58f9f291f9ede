"""Counting, as the application role, from rows."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from jejaring.access.actor import Actor
from jejaring.cases.states import CaseState
from jejaring.guard.context import acting_as
from jejaring.indicators.definitions import UNITS
from jejaring.indicators.permissions import FIGURES_JOB
from jejaring.indicators.queries import figures
from jejaring.intake.states import ReportState
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.indicators import rows

pytestmark = pytest.mark.django_db
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def counted(
    actor: Actor, unit: str, *by: str, basis: str = "registered", since: date = YEAR[0], until: date = YEAR[1],
    where: tuple[tuple[str, str], ...] = (),
) -> tuple[int, dict[str, int]]:  # fmt: skip
    """The total, and the counts by their values joined with a slash."""
    with acting_as(actor, "figures"):
        asked = figures.question(unit=unit, basis=basis, since=since, until=until, by=by, where=where)
        figure = figures.count(actor, asked)
    return figure.total, {"/".join(r.values): r.count for r in figure.rows}


def test_victims_are_counted_by_sex_and_unknown_is_a_value(cast: Cast) -> None:
    rows.case(cast, victims=[("female", 30), ("male", 9)])
    rows.case(cast, victims=[("unknown", None)])

    assert counted(cast.chair, "victims", "sex") == (3, {"female": 1, "male": 1, "unknown": 1})
    assert counted(cast.chair, "victims", "age_band") == (3, {"6-12": 1, "25-44": 1, "unknown": 1})


def test_each_unit_counts_its_own_things(cast: Cast) -> None:
    rows.report(cast)
    rows.report(cast, state=ReportState.DRAFT)
    rows.case(
        cast, victims=[("female", 30), ("female", 12)], respondents=[("male", 40), ("male", None), ("unknown", None)],
        services=[("health", "2024-03-06"), ("shelter", "2024-03-07")],
    )  # fmt: skip

    totals = {unit: counted(cast.statistician, unit)[0] for unit in UNITS}

    assert totals == {"reports": 1, "cases": 1, "victims": 2, "respondents": 3, "persons": 2, "services": 2}


def test_a_victim_with_three_forms_is_one_victim_in_three_rows(cast: Cast) -> None:
    rows.case(cast, forms=("physical", "psychological", "sexual"))
    rows.case(cast, forms=())

    total, found = counted(cast.chair, "victims", "form")

    assert (total, found) == (2, {"physical": 1, "psychological": 1, "sexual": 1, "unknown": 1})


def test_two_splits_with_several_values_each_do_not_multiply_the_total(cast: Cast) -> None:
    rows.case(cast, forms=("physical", "sexual"), categories=("trafficking", "sexual_violence"))

    total, found = counted(cast.chair, "victims", "form", "category")

    assert total == 1
    assert found == {f"{f}/{c}": 1 for f in ("physical", "sexual") for c in ("sexual_violence", "trafficking")}


def test_the_last_day_of_a_period_ends_at_midnight_in_jambi(cast: Cast) -> None:
    rows.case(cast, "2024-10-31 23:59:59")
    rows.case(cast, "2024-11-01 00:00")
    rows.case(cast, "2024-09-30 23:59")

    until_october = counted(cast.chair, "cases", "month", until=date(2024, 10, 31))

    assert until_october == (2, {"2024-09": 1, "2024-10": 1})
    assert counted(cast.chair, "cases", since=date(2024, 11, 1))[0] == 1


def test_each_basis_places_a_case_by_its_own_date(cast: Cast) -> None:
    rows.case(cast, "2024-05-02 08:00", reported="2024-04-30 23:30", incident="2024-02-10")

    months = {b: counted(cast.chair, "cases", "month", basis=b)[1] for b in ("registered", "reported", "incident")}

    assert months == {"registered": {"2024-05": 1}, "reported": {"2024-04": 1}, "incident": {"2024-02": 1}}


def test_an_unknown_incident_date_stays_in_the_figure_as_unknown(cast: Cast) -> None:
    rows.case(cast, "2024-05-02 08:00")
    rows.case(cast, "2024-05-02 08:00", incident="2024-01-01", precision="year")
    rows.case(cast, "2024-05-02 08:00", incident="2024-03-01", precision="month")

    assert counted(cast.chair, "victims", "month", basis="incident") == (3, {"2024-03": 1, "unknown": 2})
    assert counted(cast.chair, "victims", basis="incident", since=date(2025, 1, 1), until=date(2025, 12, 31))[0] == 0


def test_cases_handed_to_another_region_are_counted_there(cast: Cast) -> None:
    rows.case(cast, state=CaseState.TRANSFERRED, services=[("health", "2024-03-06")], respondents=[("male", 30)])
    rows.case(cast, state=CaseState.CLOSED)

    assert {u: counted(cast.chair, u)[0] for u in ("cases", "victims", "persons", "respondents", "services")} == {
        "cases": 1, "victims": 1, "persons": 1, "respondents": 0, "services": 0,
    }  # fmt: skip


def test_linked_files_are_one_person_also_through_a_third_until_a_link_is_undone(cast: Cast) -> None:
    (a,), (b,), (c,) = rows.case(cast, "2024-02-01 08:00", victims=[("unknown", None)]), rows.case(cast), rows.case(cast)
    (d,) = rows.case(cast)
    rows.same(cast, a, b)
    rows.same(cast, c, b)
    rows.same(cast, d, a, state="undone")

    assert counted(cast.chair, "victims")[0] == 4
    assert counted(cast.chair, "persons", "sex", "month") == (2, {"female/2024-02": 1, "female/2024-03": 1})
    assert counted(cast.chair, "persons", since=date(2024, 3, 1))[0] == 2, "in this period the first file is not seen"


def test_a_person_has_the_kinds_of_all_her_files(cast: Cast) -> None:
    (a,), (b,) = rows.case(cast, forms=("physical",)), rows.case(cast, kind="online_violence", forms=("psychological",))
    rows.same(cast, a, b)

    assert counted(cast.chair, "persons", "category") == (1, {"trafficking": 1, "online_violence": 1})
    assert counted(cast.chair, "persons", "form") == (1, {"physical": 1, "psychological": 1})


def test_limits_narrow_a_figure_and_values_of_one_limit_add_up(cast: Cast) -> None:
    rows.case(cast, victims=[("male", 9)])
    rows.case(cast, kind="online_violence", victims=[("female", 16), ("male", 60)])

    def of(*where: tuple[str, str]) -> int:
        return counted(cast.chair, "victims", where=where)[0]

    assert of(("category", "trafficking")) == 1
    assert of(("sex", "male")) == 2
    assert of(("sex", "male"), ("category", "online_violence")) == 1
    assert of(("sex", "male"), ("sex", "female")) == 3
    assert of(("age_band", "13-17"), ("age_band", "60+")) == 2
    assert of(("month", "2024-03")) == 3


def test_a_victim_is_a_child_or_a_woman_by_her_own_age(cast: Cast) -> None:
    rows.case(cast, categories=("violence_against_women", "violence_against_children"), victims=[("female", 40), ("male", 7)])

    total, found = counted(cast.chair, "victims", "category", "age_band")

    assert total == 2
    assert found == {"violence_against_women/25-44": 1, "violence_against_children/6-12": 1}


def test_districts_come_from_the_village_and_an_area_that_is_not_known_is_unknown(cast: Cast) -> None:
    rows.case(cast, area=rows.VILLAGE)
    rows.case(cast, area="15.71.02")
    rows.case(cast, area="15.71")
    rows.case(cast, area="")

    assert counted(cast.chair, "cases", "district")[1] == {"15.71.01": 1, "15.71.02": 1, "unknown": 2}


def test_respondents_have_their_own_age_bands(cast: Cast) -> None:
    rows.case(cast, respondents=[("male", 17), ("male", 30), ("male", None)])

    assert counted(cast.chair, "respondents", "age_band")[1] == {"0-17": 1, "25-59": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("unit", "by", "where", "basis", "says"),
    [
        ("cases", ("sex",), (), "registered", "are not counted by “sex”"),
        ("families", (), (), "registered", "There is no “families”"),
        ("victims", (), (("category", "murder"),), "registered", "“murder” is no category"),
        ("victims", ("service",), (), "registered", "Possible are: month"),
        ("victims", (), (), "closed", "There is no “closed”"),
        ("victims", ("sex", "sex"), (), "registered", "only once"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_what_can(
    unit: str, by: tuple[str, ...], where: tuple[tuple[str, str], ...], basis: str, says: str
) -> None:
    with override("en"), pytest.raises(Refused) as refused:
        figures.question(unit=unit, basis=basis, since=YEAR[0], until=YEAR[1], by=by, where=where)
    assert says in refused.value.reason


def test_roles_without_figures_are_refused_by_the_rule_and_by_the_database(cast: Cast) -> None:
    for actor in (cast.police, cast.companion, cast.privacy, cast.admin):
        with acting_as(actor, "figures"):
            with pytest.raises(Refused):
                figures.count(actor, figures.question(unit="cases", basis="registered", since=YEAR[0], until=YEAR[1]))
            for name in [u.facts for u in UNITS.values()]:
                with pytest.raises(DatabaseError, match="sees no figures"), transaction.atomic():
                    _raw(name)


def test_raw_calls_without_a_context_are_refused_also_in_an_empty_city(cast: Cast) -> None:
    for name in [u.facts for u in UNITS.values()]:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _raw(name)


def test_the_job_counts_for_its_purpose_alone(cast: Cast) -> None:
    rows.case(cast)
    assert counted(FIGURES_JOB, "cases")[0] == 1
    with acting_as(FIGURES_JOB, "case_work"), pytest.raises(DatabaseError, match="sees no figures"), transaction.atomic():
        _raw("fact_cases")


def test_facts_hold_no_id(cast: Cast) -> None:
    rows.case(cast, services=[("health", "2024-03-06")], respondents=[("male", 40)])
    rows.report(cast)
    with acting_as(cast.chair, "figures"), connection.cursor() as cursor:
        for name in [u.facts for u in UNITS.values()]:
            cursor.execute(f"select * from {name}('registered', '2024-01-01', '2024-12-31')")
            kinds = {column.type_code for column in cursor.description}
            assert cursor.fetchall()
            assert 2950 not in kinds, "a uuid"


def _raw(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {name}('registered', '2024-01-01', '2024-12-31')")
        cursor.fetchall()
