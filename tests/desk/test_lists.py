"""The list of cases and the log: narrowed by the address, taken out as files."""

from html import escape
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils.translation import override

from jejaring.audit.actions import record
from jejaring.cases.models import Case
from jejaring.desk.forms import CaseFilter
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import standing_at
from jejaring.kernel.ids import uuid7
from tests.cases import files
from tests.cast import Cast
from tests.downloads import column, logged, taken
from tests.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(cast: Cast) -> dict[str, Case]:
    """A girl of March, led by the manager, and a woman of today, led by the supervisor; one closed case."""
    with standing_at(files.MORNING):
        rows = {"girl": files.open_file(cast)}
    rows["wife"] = files.wife_hit(cast, manager=cast.supervisor.id, companion=None, area="15.71.08")
    rows["closed"] = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        Case.objects.filter(pk=rows["closed"].pk).update(state="closed")
    return rows


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"girl", "wife"}),
        ("?state=", {"girl", "wife", "closed"}),
        ("?state=closed", {"closed"}),
        ("?risk=high", {"girl"}),
        ("?kind=violence_against_women", {"wife"}),
        ("?district=15.71.08", {"wife"}),
        ("?mine=on", {"wife"}),
        ("?since=1/3/2026&until=31/3/2026", {"girl"}),
        ("?state=nonsense", {"girl", "wife", "closed"}),
    ],
)
def test_the_cases_are_narrowed_by_the_address(cast: Cast, found: dict[str, Case], query: str, shown: set[str]) -> None:
    page = signed_in(cast.supervisor).get(f"/cases/{query}").content.decode()

    assert {name for name, row in found.items() if row.reference in page} == shown


def test_every_state_is_asked_for_in_the_address_so_that_it_is_kept(cast: Cast, found: dict[str, Case]) -> None:
    page = signed_in(cast.supervisor).get("/cases/?state=&risk=medium").content.decode()

    assert 'href="/cases/download/?state=&amp;risk=medium"' in page
    rows = taken(signed_in(cast.supervisor), "/cases/download/?state=&risk=medium")
    assert set(column(rows, "Nomor")) == {found["wife"].reference, found["closed"].reference}


@pytest.mark.parametrize("typed", ["?q=K-26-1234", "?q=+%22x", "?mine=K-26-1234", "?since=1/3/2026", "?until=K-26-1234"])
def test_nothing_that_somebody_typed_into_the_filter_is_shown_to_somebody_else(cast: Cast, typed: str) -> None:
    value = parse_qsl(typed[1:])[0][1].strip()
    assert escape(value) in signed_in(cast.supervisor).get(f"/cases/{typed}").content.decode()

    assert all(escape(value) not in signed_in(actor).get("/cases/").content.decode() for actor in (cast.manager, cast.supervisor))


def test_a_filter_is_kept_by_its_choices_and_its_language(cast: Cast) -> None:
    with override("id"):
        first, again, other = (CaseFilter(QueryDict(query)) for query in ("risk=high", "risk=high", "risk=low"))
        drawn = {form: Template("{% list_filter form '/x/' %}").render(Context({"form": form})) for form in (first, again, other)}
    with override("en"):
        english = Template("{% list_filter form '/x/' %}").render(Context({"form": first}))

    assert [first.chosen == again.chosen, first.chosen == other.chosen] == [True, False]
    assert 'value="high" selected' in drawn[again]
    assert 'value="low" selected' in drawn[other]
    assert english != drawn[first]


def test_the_file_of_cases_holds_no_name_and_only_what_one_sees(cast: Cast, found: dict[str, Case]) -> None:
    rows = taken(signed_in(cast.companion), "/cases/download/", form="xlsx", reason="meeting")

    assert column(rows, "Nomor") == [found["girl"].reference]
    assert not [cell for row in rows for cell in row if "Contoh" in cell and "Kota" not in cell]
    assert [e.detail for e in logged(cast)] == ["cases meeting 1"]
    assert len(taken(signed_in(cast.stranger), "/cases/download/")) == 1


@pytest.mark.parametrize(
    ("query", "many"),
    [("?act=counted", 2), ("?act=counted&purpose=referral", 1), ("?act=counted&since=1/1/2020", 2), ("?act=counted&until=1/1/2020", 0)],
)
def test_the_log_is_narrowed_and_taken_out_alike(cast: Cast, query: str, many: int) -> None:
    for actor, purpose in ((cast.manager, "case_work"), (cast.police, "referral")):
        with acting_as(actor, purpose):
            record("counted", "case", uuid7(), case_id=uuid7())
    client = signed_in(cast.privacy)

    assert client.get(f"/log/{query}").content.decode().count("<strong>Tindakan lain</strong>") == many
    assert len(taken(client, f"/log/download/{query}")) == many + 1


def test_taking_the_log_out_is_an_entry_of_it(cast: Cast) -> None:
    taken(signed_in(cast.privacy), "/log/download/", reason="check")

    (entry,) = logged(cast)
    assert entry.detail.startswith("log check ")
    assert signed_in(cast.manager).get("/log/download/").status_code == 403
