"""The lists of referrals: narrowed by the address, taken out as a file."""

import pytest

from jejaring.cases.models import Case
from jejaring.kernel.clock import standing_at
from jejaring.referrals.models import Referral
from tests.cases.files import MORNING, open_file
from tests.cast import Cast
from tests.downloads import column, logged, taken
from tests.referrals.sent import act, send
from tests.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: Cast) -> dict[str, Referral]:
    """A referral to the police that was accepted, and one to social affairs."""
    with standing_at(MORNING):
        case: Case = open_file(cast)
        rows = {"police": send(cast, case), "social": send(cast, case, "social")}
        act(cast, "police", "accept", rows["police"])
    return rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?show=sent", {"police", "social"}),
        ("?show=sent&state=accepted", {"police"}),
        ("?show=sent&purpose=social", {"social"}),
        ("?show=sent&risk=high&kind=trafficking&district=15.71.07&mine=on", {"police", "social"}),
        ("?show=sent&risk=low", set()),
        ("?show=sent&since=3/3/2026&until=3/3/2026", {"police", "social"}),
        ("?show=sent&until=2/3/2026", set()),
        ("?show=received", set()),
        ("?show=sent&risk=nonsense", {"police", "social"}),
    ],
)
def test_a_list_is_narrowed_by_its_address(cast: Cast, sent: dict[str, Referral], query: str, found: set[str]) -> None:
    page = signed_in(cast.manager).get(f"/referrals/{query}").content.decode()

    assert {name for name, row in sent.items() if row.reference in page} == found


def test_the_file_of_either_side_holds_clear_facts_alone(cast: Cast, sent: dict[str, Referral]) -> None:
    ours = taken(signed_in(cast.manager), "/referrals/download/?show=sent&state=accepted")
    with standing_at(MORNING):  # later their access has expired
        theirs = taken(signed_in(cast.police), "/referrals/download/", form="xlsx")

    assert column(ours, "Nomor") == column(theirs, "Nomor") == [sent["police"].reference]
    assert column(ours, "Umur") == ["17"]
    assert not [cell for row in (*ours, *theirs) for cell in row if ("Contoh" in cell and "Bunga" in cell) or "dijemput" in cell]


def test_that_a_file_was_taken_is_in_the_log(cast: Cast, sent: dict[str, Referral]) -> None:
    taken(signed_in(cast.manager), "/referrals/download/?show=sent", reason="report")

    assert [e.detail for e in logged(cast)] == ["referrals report 2"]
