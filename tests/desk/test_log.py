"""The page of the log: for the privacy officer all of it, for a supervisor the own desk's cases."""

import ast
import re
from pathlib import Path

import pytest

from jejaring.audit.actions import record
from jejaring.audit.models import Event
from jejaring.audit.states import ACTS
from jejaring.desk import acts
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.referrals.states import REFERRAL
from tests.cast import Cast, assemble
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
CASE = uuid7()


@pytest.fixture
def cast() -> Cast:
    cast = assemble()
    with acting_as(cast.manager, "case_work"):
        record("read", "case", CASE, case_id=CASE, fields=("narrative", "phone"))
        record("signed_in", "user", cast.manager.id)
    with acting_as(cast.police, "referral"):
        record("read", "referral", uuid7())
    return cast


def log(cast: Cast, actor: str, query: str = "") -> str:
    page = signed_in(cast.actors[actor]).get(f"/log/{query}", headers=ENGLISH).content.decode()
    return page[page.index("<tbody>") :] if "<tbody>" in page else page


def test_the_privacy_officer_sees_who_read_what_for_which_purpose(cast: Cast) -> None:
    rows = log(cast, "privacy")

    assert "Petugas manager" in rows
    assert "Petugas police" in rows
    assert "story, telephone" in rows
    assert "Case work" in rows


def test_a_supervisor_sees_what_the_own_desk_did_on_cases(cast: Cast) -> None:
    rows = log(cast, "supervisor")

    assert "story, telephone" in rows
    assert "Signed in" not in rows
    assert "Petugas police" not in rows


@pytest.mark.parametrize("actor", ["duty", "manager", "police", "chair", "admin"])
def test_nobody_else_reads_it(cast: Cast, actor: str) -> None:
    assert signed_in(cast.actors[actor]).get("/log/").status_code == 403


def test_it_is_filtered_by_act_and_by_case(cast: Cast) -> None:
    assert "Petugas police" not in log(cast, "privacy", f"?case={CASE}")
    assert "story" not in log(cast, "privacy", "?act=signed_in")
    assert "Nothing of this kind was recorded." in log(cast, "privacy", "?act=never")


def test_it_pages_by_key_without_losing_or_repeating_an_entry(cast: Cast) -> None:
    with acting_as(cast.police, "referral"):
        for n in range(120):
            record("counted", "referral", uuid7(), detail=f"n{n:03}")
    client, url, seen = signed_in(cast.privacy), "/log/?act=counted", []
    while url:
        page = client.get(url, headers=ENGLISH).content.decode()
        seen += re.findall(r"n\d{3}", page)
        onward = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
        url = f"/log/{onward[1].replace('&amp;', '&')}" if onward else ""

    assert seen == [f"n{n:03}" for n in reversed(range(120))]


def test_reading_the_log_is_an_entry_of_it(cast: Cast) -> None:
    log(cast, "privacy")
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="log_read", actor=cast.privacy.id).count() == 1


def test_a_broken_key_shows_the_first_page(cast: Cast) -> None:
    assert "Petugas manager" in log(cast, "privacy", "?before=x&case=y")


def test_every_act_that_is_written_down_has_words() -> None:
    """Acts written as plain text; those put together from a table of transitions are named there."""
    written = set()
    for path in Path(acts.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record") and node.args:
                words = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and not isinstance(n.value, bool)]
                written |= set(words) if not isinstance(node.args[0], ast.JoinedStr) else set()
    written |= {f"referral_{act}" for _state, act in REFERRAL.table}

    assert {act for act in written if isinstance(act, str)} - {"draft"} <= set(ACTS)
