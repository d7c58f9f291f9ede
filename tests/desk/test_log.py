"""The page of the log: for the privacy officer all of it, for a supervisor the own desk's cases."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from jejaring.audit.actions import record
from jejaring.audit.models import Event
from jejaring.audit.states import ACTS, FIELDS, THINGS
from jejaring.cases.actions.parties import OF_PARTICIPANT
from jejaring.cases.queries.loading import OPENED as OPENED_CASE
from jejaring.cases.rules import PACKET
from jejaring.desk import acts
from jejaring.directory.models import Desk, EmergencyNumber, Organisation, ServiceOffered
from jejaring.guard.context import acting_as
from jejaring.indicators.definitions import DIMENSIONS
from jejaring.intake.actions.telling import COMPLETED
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.people.rules import OF_IDENTITY
from jejaring.referrals.states import REFERRAL, DeskNoteKind
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
CASE = uuid7()


@pytest.fixture
def cast(cast: Cast) -> Cast:
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
            record("counted", "referral", uuid7(), case_id=UUID(int=n + 1))
    client, url, seen = signed_in(cast.privacy), "/log/?act=counted", []
    while url:
        page = client.get(url, headers=ENGLISH).content.decode()
        seen += [UUID(found).int - 1 for found in re.findall(r'href="\?case=([0-9a-f-]{36})"', page)]
        onward = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
        url = f"/log/{onward[1].replace('&amp;', '&')}" if onward else ""

    assert seen == list(reversed(range(120)))


def test_reading_the_log_is_an_entry_of_it(cast: Cast) -> None:
    log(cast, "privacy")
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="log_read", actor=cast.privacy.id).count() == 1


def test_a_broken_key_shows_the_first_page(cast: Cast) -> None:
    assert "Petugas manager" in log(cast, "privacy", "?before=x&case=y")


def test_no_code_of_content_is_shown(cast: Cast) -> None:
    with acting_as(cast.manager, "case_work"):
        record("closure_proposed", "closure", uuid7(), case_id=CASE, detail="goals_met")
        record("referral_sent", "referral", uuid7(), case_id=CASE, detail="social,vital_interest")
        record("membership_added", "user", uuid7(), detail="privacy")
        record("list_downloaded", "list", uuid7(), detail="cases meeting 12")
        record("counted_anew", "new_thing", uuid7(), fields=("new_field", "newer_field"))
    rows = log(cast, "privacy")

    assert not any(code in rows for code in ("goals_met", "vital_interest", "counted_anew", "new_thing", "new_field"))
    assert all(words in rows for words in ("Privacy officer", "For a meeting", "Another act", "Something else", "another field"))
    assert "another field, another field" not in rows


def recorded() -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    """Every call of audit.record in the code, with the constants of its module by name."""
    for path in Path(acts.__file__).parents[1].rglob("*.py"):
        tree = ast.parse(path.read_text())
        named = {ast.unparse(n.targets[0]): n.value for n in tree.body if isinstance(n, ast.Assign)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record") and node.args:
                yield node, named


def texts(node: ast.AST) -> set[str]:
    """The texts that stand in an expression; one that is put together is none."""
    whole = set() if isinstance(node, ast.JoinedStr) else ast.walk(node)
    return {n.value for n in whole if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_act_that_is_written_down_has_words() -> None:
    """Acts written as plain text; those put together from a table of transitions are named there."""
    written = {act for call, _named in recorded() for act in texts(call.args[0])}
    written |= {f"referral_{act}" for _state, act in REFERRAL.table}

    assert written - {"draft"} <= set(ACTS)


def test_every_kind_of_thing_that_is_written_down_has_words() -> None:
    written = {kind for call, _named in recorded() if len(call.args) > 1 for kind in texts(call.args[1])}

    assert len(written) > 30
    assert written <= set(THINGS)


TECHNICAL = {"id", "desk", "organisation", "organisation_id", "head_desk", "region", "case", "closed_on", "closed_reason", "removed_on"}


def test_every_field_that_is_written_down_has_words() -> None:
    """Fields named in the call or in a constant beside it; those that come from elsewhere by the lists they come from."""
    written: set[str] = set()
    for call, named in recorded():
        for given in (keyword.value for keyword in call.keywords if keyword.arg == "fields"):
            names = [named[n.id] for n in ast.walk(given) if isinstance(n, ast.Name) and n.id in named]
            constants = [n.keys if isinstance(n, ast.Dict) else [n] for n in names]
            written |= texts(given).union(*(texts(n) for part in constants for n in part if n is not None))
    elsewhere = {*OF_IDENTITY, *OF_PARTICIPANT, *COMPLETED, *PACKET, *DIMENSIONS, *OPENED_CASE, *(kind.value for kind in DeskNoteKind)}
    stored = {f.name for model in (Desk, Organisation, ServiceOffered, EmergencyNumber) for f in model._meta.concrete_fields}

    assert len(written) > 20
    assert written | elsewhere | (stored - TECHNICAL) <= set(FIELDS) | set(PACKET)


def test_questions_beyond_a_ration_are_counted_and_found_by_the_privacy_officer_alone(cast: Cast) -> None:
    none = signed_in(cast.privacy).get("/log/").content.decode()
    for ration in ("account", "desk", "desk"):
        with acting_as(cast.manager, "case_work"):
            record("ration_spent", "view", uuid7(), detail=ration)
    shown = signed_in(cast.privacy).get("/log/?act=ration_spent").content.decode()

    assert "?act=ration_spent" not in none
    assert "tujuh hari terakhir 3 pertanyaan" in shown
    assert shown.count("jatah meja") == 2
    assert "tujuh hari terakhir" not in signed_in(cast.supervisor).get("/log/").content.decode()
    with standing_at(now() + timedelta(days=8)):
        assert "tujuh hari terakhir" not in signed_in(cast.privacy).get("/log/").content.decode()
