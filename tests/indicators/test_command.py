"""`./run figures`: the result alone on standard output; what is wrong with a question in a sentence, with 2."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.indicators import rows

pytestmark = pytest.mark.django_db
PERIOD = ("--since", "2024-01-01", "--until", "2024-10-31")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Three victims of trafficking, one of something else, one too late for the period."""
    rows.case(cast, victims=[("male", 9), ("male", 40), ("female", 16)])
    rows.case(cast, kind="domestic_violence", forms=("physical", "psychological"))
    rows.case(cast, "2024-11-01 00:00")
    return cast


def told(*words: str) -> str:
    out = io.StringIO()
    call_command("figures", *PERIOD, *words, stdout=out)
    return out.getvalue()


def test_the_answer_is_one_json_object_and_nothing_else(cast: Cast) -> None:
    text = told("--unit", "victims", "--by", "sex", "--where", "category=trafficking", "--format", "json")

    assert json.loads(text) == {
        "unit": "victims", "basis": "registered", "since": "2024-01-01", "until": "2024-10-31", "by": ["sex"],
        "rows": [{"sex": "female", "count": 1}, {"sex": "male", "count": 2}], "total": 3,
    }  # fmt: skip
    assert text.count("\n") == 1


def test_without_a_split_there_is_one_row(cast: Cast) -> None:
    answer = json.loads(told("--unit", "cases", "--format", "json"))

    assert (answer["by"], answer["rows"], answer["total"]) == ([], [{"count": 2}], 2)


def test_splits_are_repeated_or_written_with_commas(cast: Cast) -> None:
    one = told("--unit", "victims", "--by", "month,sex", "--format", "json")
    other = told("--unit", "victims", "--by", "month", "--by", "sex", "--format", "json")

    assert one == other
    assert json.loads(one)["rows"][0] == {"month": "2024-03", "sex": "female", "count": 2}


def test_the_table_says_what_it_counts_by_which_date_and_until_when(cast: Cast) -> None:
    text = told("--unit", "victims", "--by", "form")

    assert text.startswith("victims by the day of registration, 2024-01-01 to 2024-10-31 (Asia/Jakarta)\n")
    assert "total              4" in text
    assert "counted there and left out here" in text


def test_the_csv_carries_unit_and_period_in_every_line_and_marks_small_counts(cast: Cast) -> None:
    lines = list(csv.DictReader(io.StringIO(told("--unit", "victims", "--by", "sex", "--format", "csv"))))

    assert [(x["unit"], x["basis"], x["until"], x["sex"], x["sex_label"], x["count"], x["note"]) for x in lines] == [
        ("victims", "registered", "2024-10-31", "female", "Female", "2", "internal"),
        ("victims", "registered", "2024-10-31", "male", "Male", "2", "internal"),
        ("victims", "registered", "2024-10-31", "total", "", "4", "internal"),
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--unit", "cases", "--by", "sex"), "Cases are not counted by “sex”. Possible are: month, district"),
        (("--unit", "people"), "There is no “people”. Possible are: reports, cases"),
        (("--where", "category"), "“category” is no limit. Write it like category=trafficking."),
        (("--where", "category=theft"), "“theft” is no category."),
        (("--since", "31-10-2024"), "“31-10-2024” is no day. Write it like 2024-10-31."),
        (("--since", "2025-01-01"), "The period ends before it begins."),
    ],
)
def test_what_cannot_be_counted_is_a_sentence_on_standard_error_and_two(
    cast: Cast, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("figures", *PERIOD, *words)

    said = capsys.readouterr()
    assert ended.value.code == 2
    assert says in said.err
    assert said.out == ""


def test_a_figure_is_counted_in_one_statement_by_the_job_alone(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as seen:
        told("--unit", "persons", "--by", "form,category", "--format", "json")

    counting = [q["sql"] for q in seen if "fact_" in q["sql"]]
    assert len(counting) == 1
    assert len(seen) <= 8
