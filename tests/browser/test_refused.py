"""A form that was refused, and somebody who presses Back or Reload: nothing typed goes without asking, and nothing is sent again."""

from typing import Any

import pytest
from playwright.sync_api import Dialog

from jejaring.cases.models import Case, LegalStep
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cases import files
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
NOTE = "Catatan panjang yang baru diketik"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl recruited online, without a step of the law yet."""
    return files.open_file(cast)


def refused(at: At, case: Case) -> tuple[Person, list[str]]:
    """Somebody whose step of the law was refused; the addresses to which their browser sends something from now on."""
    manager, sent = at("manager").opens(f"/cases/{case.pk}/law/").follows("Catat langkah"), list[str]()
    manager.chooses("stage", "judgment").writes("happened_on", "hari ini").writes("note", NOTE).submits()
    manager.is_told_beside("stage", "Belum ada dakwaan")
    manager.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return manager, sent


def tries(person: Person, script: str) -> Dialog:
    """Leave the page by a button of the browser; what it asks first."""
    with person.page.expect_event("dialog") as asked:
        person.page.evaluate(f"setTimeout(() => {script})")
    return asked.value


def steps(cast: Cast, case: Case) -> list[Any]:
    with acting_as(cast.manager, "test"):
        return list(LegalStep.objects.filter(case_id=case.pk))


@pytest.mark.parametrize("script", ["history.back()", "location.reload()"])
def test_back_and_reload_ask_first_and_whoever_stays_has_lost_nothing(at: At, cast: Cast, case: Case, script: str) -> None:
    manager, sent = refused(at, case)

    asked = tries(manager, script)
    assert asked.type == "beforeunload"
    asked.dismiss()

    assert manager.value_of("note") == NOTE
    assert sent == []
    manager.chooses("stage", "police_report").writes("number", "LP/B/12/XI/2026").submits().sees(NOTE)
    assert len(steps(cast, case)) == 1


@pytest.mark.parametrize("script", ["history.back()", "location.reload()"])
def test_whoever_leaves_all_the_same_sends_nothing_again(at: At, cast: Cast, case: Case, script: str) -> None:
    manager, sent = refused(at, case)
    asked = tries(manager, script)

    with manager.page.expect_navigation():
        asked.accept()

    manager.sees("Catat langkah").sees_nothing_of("Belum ada dakwaan")
    assert manager.value_of("note") == ""
    assert sent == []
    assert steps(cast, case) == []


def test_after_it_was_accepted_going_back_and_loading_again_send_nothing_and_save_once(at: At, cast: Cast, case: Case) -> None:
    manager, sent = refused(at, case)
    manager.chooses("stage", "police_report").writes("number", "LP/B/12/XI/2026").submits().sees(NOTE)
    assert len(sent) == 1

    for way in ("go_back", "reload", "go_back", "go_forward", "go_forward", "go_forward", "reload"):
        getattr(manager.page, way)()

    manager.sees(NOTE)
    assert len(sent) == 1
    assert len(steps(cast, case)) == 1
