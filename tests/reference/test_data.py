"""The files of reference data are whole: no database is needed."""

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jejaring.reference import actions, rules

CODES = list(actions._codes(actions.DATA / "codes"))
AREAS = list(actions._areas(actions.DATA / "areas.csv"))
BASES = list(actions._bases(actions.DATA / "legal_bases.csv"))
SHARED = Path(os.environ.get("JEJARING_SHARED") or Path(__file__).parents[3] / "shared")
LISTS_OF_FIELDS = {
    "channel": "channel", "kind": "category", "forms": "form", "sub_forms": "sub_form", "place": "place", "relation": "relation",
    "partners": "partner",
    "services_needed": "service", "services_already_given": "service", "acts": "trafficking_act", "means": "trafficking_means",
    "purposes": "trafficking_purpose", "control": "trafficking_control", "basis": "sharing_basis", "survivor": "survivor_awareness",
    "type": "identifier_kind", "role": "identifier_role", "sex": "sex",
}


def codes_of(list_name: str) -> set[str]:
    return {row["code"] for row in CODES if row["list_name"] == list_name}


def test_every_code_has_words_in_both_languages() -> None:
    assert [row for row in CODES if not row["label_id"].strip() or not row["label_en"].strip()] == []
    assert [row for row in BASES if not row["title_id"].strip() or not row["title_en"].strip()] == []


def test_every_code_is_lower_case_and_fits_the_columns_that_store_it() -> None:
    assert [row["code"] for row in CODES if not re.fullmatch(r"[a-z0-9_+-]{1,40}", row["code"])] == []


def test_no_code_has_two_rows_in_force_on_the_same_day() -> None:
    kept: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in CODES:
        kept.setdefault((row["list_name"], row["code"]), []).append(row)

    clashes = [key for key, rows in kept.items() for row in rows for other in rows
               if row is not other and rules.valid_on(row["valid_from"], row["valid_until"], other["valid_from"])]

    assert clashes == []


def test_every_parent_exists_in_its_list() -> None:
    orphans = [row["code"] for row in CODES if row["parent"]
               and row["parent"] not in codes_of(rules.PARENT_LISTS.get(row["list_name"], row["list_name"]))]

    assert orphans == []


def test_every_sub_form_stands_under_a_form() -> None:
    assert [row["code"] for row in CODES if row["list_name"] in rules.PARENT_LISTS and not row["parent"]] == []


@pytest.mark.parametrize("list_name", sorted(rules.SIMFONI))
def test_every_code_rolls_up_to_a_label_of_the_ministry(list_name: str) -> None:
    rolled = {row["simfoni"] for row in CODES if row["list_name"] == list_name}

    assert rolled - set(rules.SIMFONI[list_name]) == set()
    assert rolled == set(rules.SIMFONI[list_name]) or list_name == "sub_form"


def test_kota_jambi_has_eleven_districts_and_sixty_eight_villages() -> None:
    inside = [row["level"] for row in AREAS if row["code"].startswith("15.71.")]

    assert (inside.count("district"), inside.count("village")) == (11, 68)


def test_the_province_has_eleven_regencies_and_cities() -> None:
    assert len([row for row in AREAS if row["level"] in ("regency", "city")]) == 11
    assert {row["name"] for row in AREAS if row["code"] == "15.05"} == {"Kabupaten Muaro Jambi"}


def test_every_area_lies_in_its_parent() -> None:
    known = {row["code"] for row in AREAS}

    below = [row for row in AREAS if row["level"] != "province"]
    assert [row for row in below if row["parent"] not in known or row["code"].rpartition(".")[0] != row["parent"]] == []


def test_a_legal_basis_that_was_not_verified_says_what_is_open() -> None:
    assert [row["key"] for row in BASES if not row["verified"] and not (row["note_id"] and row["note_en"])] == []


def test_exactly_the_agreed_danger_signs_force_high_risk() -> None:
    critical = {row["code"] for row in CODES if row["critical"]}

    assert critical == {
        "weapon", "strangling", "threat_to_kill", "self_harm", "captivity", "respondent_near_child", "imminent_wedding",
        "imminent_departure",
    }


def test_the_files_hold_no_column_that_nobody_reads() -> None:
    read = {"code", "label_id", "label_en", "source_code", "source", "parent", "simfoni", "critical", "valid_from", "valid_until"}
    for path in (actions.DATA / "codes").glob("*.csv"):
        with path.open(encoding="utf-8") as stream:
            assert set(next(csv.reader(stream))) <= read, path.name


def used_in_scenarios(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every value in the scenarios that stands under a field with a code list."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from used_in_scenarios(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from used_in_scenarios(value, key)
    elif isinstance(node, str) and key in LISTS_OF_FIELDS:
        yield LISTS_OF_FIELDS[key], node.replace(" ", "_")


def test_every_code_of_the_invented_reports_exists() -> None:
    path = SHARED / "data/scenarios.json"
    if not path.exists():
        pytest.skip(f"the invented reports are not here ({path}); JEJARING_SHARED names their folder")

    used = set(used_in_scenarios(json.loads(path.read_text(encoding="utf-8"))))

    assert len(used) > 50
    assert sorted(f"{name}:{code}" for name, code in used if code not in codes_of(name)) == []


def test_every_area_of_the_invented_reports_exists() -> None:
    path = SHARED / "data/scenarios.json"
    if not path.exists():
        pytest.skip(f"the invented reports are not here ({path}); JEJARING_SHARED names their folder")

    used = set(re.findall(r'"(15\.[\d.]+)"', path.read_text(encoding="utf-8")))

    assert used
    assert used - {row["code"] for row in AREAS} == set()
