"""Codes, areas and legal bases as the screens ask for them."""

from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from jejaring.reference import queries

pytestmark = pytest.mark.django_db


def test_a_label_speaks_the_active_language() -> None:
    with translation.override("id"):
        assert queries.label("place", "lodging") == "Penginapan, hotel, atau kos harian"
    with translation.override("en"):
        assert queries.label("place", "lodging") == "Hotel, guest house or daily lodging"


def test_an_unknown_code_answers_itself() -> None:
    assert queries.label("place", "moon") == "moon"
    assert queries.area_name("99.99") == "99.99"


def test_an_unknown_list_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        queries.codes("no_such_list")


def test_choices_are_pairs_in_the_order_of_the_file() -> None:
    with translation.override("id"):
        assert queries.choices("sharing_basis")[:2] == [("consent", "Persetujuan"), ("vital_interest", "Kepentingan vital")]


def test_sub_forms_are_found_under_their_form() -> None:
    assert "forced_marriage" in {row.code for row in queries.children("sub_form", "sexual")}
    assert "forced_marriage" not in {row.code for row in queries.children("sub_form", "physical")}


def test_a_code_rolls_up_to_the_ministrys_label() -> None:
    assert queries.simfoni("place", "lodging") == "lainnya"
    assert queries.simfoni("relation", "former_dating_partner") == "pacar/teman"
    assert queries.simfoni("place", "moon") == ""


def test_eight_danger_signs_force_high_risk() -> None:
    assert len(queries.critical_signs()) == 8
    assert "weapon" in queries.critical_signs()


def test_villages_are_grouped_by_district_for_a_select() -> None:
    groups = dict(queries.village_choices())

    assert len(groups) == 11
    assert sum(map(len, groups.values())) == 68
    assert ("15.71.10.1003", "Legok") in groups["Danau Sipin"]


def test_areas_of_a_district_are_its_villages_only() -> None:
    assert {row.parent for row in queries.areas("village", "15.71.04")} == {"15.71.04"}


def test_a_case_can_be_handed_to_the_ten_neighbours() -> None:
    regions = dict(queries.region_choices())

    assert regions["15.05"] == "Kabupaten Muaro Jambi"
    assert len(regions) == 11


def test_the_path_of_a_village_ends_at_the_city() -> None:
    assert queries.area_path("15.71.10.1003") == "Legok, Danau Sipin, Kota Jambi"
    assert queries.area_path("15.05") == "Kabupaten Muaro Jambi"


def test_a_legal_basis_in_force_on_a_day_is_found_and_a_later_day_finds_its_newest_version() -> None:
    plan = queries.legal_basis("perpres_19_2023", on=date(2024, 1, 1))

    assert plan == queries.legal_basis("perpres_19_2023", on=date(2026, 1, 1))
    assert plan is not None
    assert plan.verified is False
    assert plan.note
    assert queries.legal_basis("no_such_law") is None


def test_labels_cost_no_statement_while_the_snapshot_is_fresh(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queries.label("place", "home")

    with django_assert_num_queries(0):
        queries.labels("place", [row.code for row in queries.codes("place")])
        queries.village_choices()


def test_a_stale_snapshot_of_the_same_edition_costs_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "FRESH_SECONDS", 0)
    queries.forget()
    queries.label("place", "home")

    with django_assert_num_queries(1):
        queries.label("place", "home")
    queries.forget()
