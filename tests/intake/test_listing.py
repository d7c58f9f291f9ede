"""The worklist of reports: narrowed by the address, taken out as a file."""

import re
from typing import Any

import pytest
from django.test import Client

from jejaring.intake.models import Report
from jejaring.kernel.clock import standing_at
from tests.cast import Cast
from tests.downloads import column, logged, taken
from tests.intake.conftest import NIGHT, receive
from tests.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast: Cast) -> dict[str, Report]:
    """Three reports of a night in March, each unlike the others."""
    with standing_at(NIGHT):
        return {
            "high": receive(cast.duty, area="15.71.07.1004", victim_name="Bunga Rahasia"),
            "calm": receive(cast.duty, danger_signs=(), channel="hotline", area="15.71.10"),
            "theirs": receive(cast.manager, danger_signs=(), channel="school"),
        }


def shown(client: Client, query: str, told: dict[str, Report]) -> set[str]:
    """Which of the reports the list shows."""
    page = client.get(f"/reports/{query}").content.decode()
    return {name for name, row in told.items() if row.reference in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"high", "calm", "theirs"}),
        ("?risk=high", {"high"}),
        ("?risk=medium", {"calm", "theirs"}),
        ("?district=15.71.07", {"high"}),
        ("?channel=hotline", {"calm"}),
        ("?mine=on", {"high", "calm"}),
        ("?state=decided", set()),
        ("?since=3/3/2026&until=3+Maret+2026", {"high", "calm", "theirs"}),
        ("?since=4/3/2026", set()),
        ("?until=2/3/2026", set()),
        ("?risk=medium&channel=school", {"theirs"}),
    ],
)
def test_a_list_is_narrowed_by_its_address(cast: Cast, told: dict[str, Report], query: str, found: set[str]) -> None:
    assert shown(signed_in(cast.duty), query, told) == found


@pytest.mark.parametrize(
    "query", ["?state=nonsense", "?since=yesterday+or+so", "?since=3/3/2026&until=1/1/2026", "?risk=%00", "?until=31/12/9999"]
)
def test_what_cannot_be_read_is_said_and_narrows_nothing_else(cast: Cast, told: dict[str, Report], query: str) -> None:
    page = signed_in(cast.duty).get(f"/reports/{query}")

    assert page.status_code == 200
    assert told["calm"].reference in page.content.decode()


def test_the_address_of_the_next_page_and_of_the_file_keep_the_question(cast: Cast, told: dict[str, Report]) -> None:
    with standing_at(NIGHT):
        for _n in range(26):
            receive(cast.duty)
    client = signed_in(cast.duty)

    page = client.get("/reports/?risk=high&q=L").content.decode()

    assert 'href="/reports/download/?q=L&amp;risk=high"' in page
    (onward,) = re.findall(r'href="(\?q=L&amp;risk=high&amp;after=[^"]+)"', page)
    assert "L-26-" in client.get("/reports/" + onward.replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("form", ["csv", "csv_semicolon", "xlsx"])
def test_a_file_holds_what_the_list_shows_and_nothing_sealed(cast: Cast, told: dict[str, Report], form: str) -> None:
    rows = taken(signed_in(cast.duty), "/reports/download/?risk=high", form=form)

    assert column(rows, "Nomor") == [told["high"].reference]
    assert column(rows, "Kecamatan atau kelurahan") == ["Paal Lima, Kota Baru, Kota Jambi"]
    assert not [cell for row in rows for cell in row if "Rahasia" in cell or "MiChat" in cell or "0812" in cell]


def test_a_file_needs_a_reason_and_is_an_entry_of_the_log(cast: Cast, told: dict[str, Report]) -> None:
    client = signed_in(cast.duty)
    refused = client.post("/reports/download/", {"format": "csv"})
    taken(client, "/reports/download/", reason="meeting")

    assert refused.status_code == 422
    assert [(e.detail, e.actor) for e in logged(cast)] == [("reports meeting 3", cast.duty.id)]


def test_another_unit_takes_out_nothing_of_ours(cast: Cast, told: dict[str, Report]) -> None:
    assert len(taken(signed_in(cast.stranger), "/reports/download/")) == 1
    assert signed_in(cast.police).post("/reports/download/", {"reason": "check", "format": "csv"}).status_code == 403


def test_a_long_list_costs_no_more_statements(cast: Cast, told: dict[str, Report], django_assert_max_num_queries: Any) -> None:
    with standing_at(NIGHT):
        for _n in range(20):
            receive(cast.duty)
    client = signed_in(cast.duty)
    with django_assert_max_num_queries(14):
        assert len(taken(client, "/reports/download/")) == 24
