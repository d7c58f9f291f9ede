"""An emergency access ends before its time: by the reviewer, by a supervisor of the case, with a verdict, a suspension, a conflict."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import Http404

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.cases import actions, permissions, queries
from jejaring.cases.models import Case, EmergencyAccess
from jejaring.desk.queries.emergency import emergency_page
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.vault.models import Wrap
from tests.cases.urgent import PASSWORD, REASON, opened, planned, refused, review, seen
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.usefixtures("in_english")

WHY = "Kepala UPTD sudah di tempat"
STOP = "select stop_emergency(%s, %s)"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def stop(cast: Cast, who: str, access: UUID, reason: str = WHY) -> None:
    """End it as the page does."""
    with acting_as(cast.actors[who], Purpose.SUPERVISION):
        actions.stop_emergency(by=cast.actors[who], access_id=access, reason=reason)


def lent(cast: Cast, case: Case) -> int:
    """How many keys of the case the police holds."""
    with acting_as(cast.police, Purpose.EMERGENCY):
        return Wrap.objects.filter(domain=case.domain).count()


def cards(cast: Cast, case: Case) -> int:
    """How many safety plans of the case raw SQL finds for the police officer."""
    with acting_as(cast.police, Purpose.EMERGENCY), connection.cursor() as cursor:
        cursor.execute("select count(*) from card_plans(%s)", [case.pk])
        return int(cursor.fetchone()[0])


# who may, and when


@dataclass(frozen=True)
class Access:
    """What the permission asks about."""

    user: UUID
    reviewing_desk: UUID | None
    until: datetime
    ended_at: datetime | None = None


def test_the_reviewing_desk_and_the_supervisor_of_the_case_may_while_it_runs_and_nobody_else(cast: Cast, case: Case) -> None:
    runs = Access(uuid7(), cast.head.desk, now() + timedelta(hours=1))
    may = permissions.may_stop_emergency

    assert may(cast.head, runs, leads=False)
    assert may(cast.supervisor, runs, leads=True)
    assert not may(cast.supervisor, runs, leads=False)
    assert not may(cast.police, runs, leads=False)  # at the reviewing desk, and reviews nothing
    assert not may(cast.head, replace(runs, user=cast.head.id), leads=False)
    assert not may(cast.head, replace(runs, ended_at=now()), leads=False)
    with standing_at(runs.until):
        assert not may(cast.head, runs, leads=False)


# the act


@pytest.mark.parametrize("who", ["head", "supervisor"])
def test_the_next_statement_of_whoever_asked_finds_the_case_closed(cast: Cast, case: Case, who: str) -> None:
    access = opened(cast.duty, case)
    during = seen(cast.duty, case.pk)
    stop(cast, who, access)

    assert during > 5
    assert seen(cast.duty, case.pk) == 0
    with acting_as(cast.duty, Purpose.EMERGENCY), pytest.raises(Http404):
        emergency_page(cast.duty, access)


def test_the_keys_that_were_lent_end_with_it(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    before = (lent(cast, case), cards(cast, case))
    stop(cast, "supervisor", access)

    assert before == (2, 1)
    assert (lent(cast, case), cards(cast, case)) == (0, 0)


def test_it_is_logged_told_to_whoever_asked_and_says_by_whom_and_why(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    stop(cast, "head", access)

    with acting_as(cast.duty, Purpose.SUPERVISION):
        shown = queries.emergency_for(cast.duty, access)
        told = set(Notice.objects.filter(kind="emergency_stopped").values_list("to_user", "subject_id"))
    with acting_as(cast.supervisor, "case_work"):
        told |= set(Notice.objects.filter(kind="emergency_stopped").values_list("to_user", "subject_id"))
        titles = [m.title for m in queries.moments(cast.supervisor, case.pk) if "mergency" in m.title]
    with acting_as(cast.privacy, "audit"), connection.cursor() as cursor:
        cursor.execute("select actor, subject_id, case_id from audit_event where act = 'emergency_stopped'")
        logged = cursor.fetchall()
    assert (shown.row.ended_by, shown.stop_reason, shown.row.runs, shown.row.waits) == ("Kanit PPA Contoh", WHY, False, True)
    assert told == {(cast.duty.id, access), (cast.supervisor.id, access)}
    assert titles == ["Emergency access ended before its time", "Emergency access"]
    assert logged == [(cast.head.id, access, case.pk)]


@pytest.mark.parametrize("who", ["police", "manager", "companion", "privacy", "social", "stranger", "duty"])
def test_nobody_else_ends_it(cast: Cast, case: Case, who: str) -> None:
    access = opened(cast.duty, case)
    with pytest.raises((Refused, Http404)):
        stop(cast, who, access)
    assert seen(cast.duty, case.pk) > 5


def test_without_a_reason_and_after_its_end_it_is_refused(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with pytest.raises(Refused) as empty:
        stop(cast, "head", access, " ")
    stop(cast, "head", access)
    with pytest.raises(Refused, match="ended already"):
        stop(cast, "supervisor", access)

    assert empty.value.field == "reason"


def test_its_review_stays_to_be_done(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    stop(cast, "supervisor", access)
    review(cast.head, access)

    with acting_as(cast.head, Purpose.SUPERVISION):
        assert queries.emergency_for(cast.head, access).row.verdict == "justified"


# with a verdict, a suspension, a conflict


def test_not_justified_ends_it_and_takes_the_lent_keys_back_at_once(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    assert lent(cast, case) == 2
    review(cast.supervisor, access, "unjustified")

    assert (lent(cast, case), cards(cast, case)) == (0, 0)
    with acting_as(cast.police, Purpose.SUPERVISION):
        row = queries.emergency_for(cast.police, access).row
    assert not row.runs
    assert row.ended_by == "Petugas supervisor"


def test_justified_ends_nothing(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    review(cast.supervisor, access)

    assert (lent(cast, case), cards(cast, case)) == (2, 1)


def test_a_verdict_on_one_access_ends_what_else_the_account_has_open(cast: Cast, case: Case) -> None:
    first = opened(cast.police, case)
    with acting_as(cast.police, Purpose.EMERGENCY):
        actions.end_emergency(by=cast.police, access_id=first)
    opened(cast.police, case)
    assert lent(cast, case) == 2
    review(cast.supervisor, first, "unjustified")

    assert lent(cast, case) == 0
    with acting_as(cast.privacy, "test"):
        assert not EmergencyAccess.objects.filter(ended_at=None).exists()


def test_a_conflict_takes_the_lent_keys_back(cast: Cast, case: Case) -> None:
    opened(cast.police, case)
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account="police", kind="kin", reason="Saudara terlapor")

    assert lent(cast, case) == 0
    with acting_as(VISITOR, "test"), connection.cursor() as cursor:
        cursor.execute("select count(*) from vault_wrap where domain = %s", [case.domain])  # under its own policy: nobody's
        assert cursor.fetchone() == (0,)


# the database alone


@pytest.mark.parametrize("who", ["duty", "police", "manager", "privacy", "stranger"])
def test_raw_sql_ends_nothing_for_whoever_may_not(cast: Cast, case: Case, who: str) -> None:
    access = opened(cast.duty, case)
    refused(cast.actors[who], Purpose.SUPERVISION, STOP, [access, b"x"], "not yours to end")
    refused(cast.actors[who], Purpose.SUPERVISION, "select close_emergencies(%s, null, %s, null)", [cast.duty.id] * 2, "permission denied")
    assert seen(cast.duty, case.pk) > 5


def test_raw_sql_ends_nothing_without_a_reason_nor_for_a_reviewer_with_a_conflict(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    refused(cast.head, Purpose.SUPERVISION, STOP, [access, None], "not yours to end")
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account="head", kind="kin", reason="Saudara terlapor")
    refused(cast.head, Purpose.SUPERVISION, STOP, [access, b"x"], "not yours to end")


def test_whoever_asked_does_not_open_again_what_has_ended(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    stop(cast, "head", access)
    refused(cast.duty, Purpose.EMERGENCY, "update cases_emergencyaccess set ended_at = null where id = %s", [access], "stays ended")


# the pages


def test_the_banner_of_whoever_asked_goes_with_the_next_page(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.duty)
    form = {"danger": "life", "known_by": case.reference, "reason": REASON, "password": PASSWORD}
    there = browser.post("/cases/emergency/", {**form, "submission": str(uuid7())})["Location"]
    access = UUID(there.split("/")[2])
    before = browser.get("/reports/").content.decode()
    asked = signed_in(cast.head)
    page = asked.get(f"/cases/emergency/{access}/").content.decode()
    sent = asked.post(f"/cases/emergency/{access}/stop/", {"reason": WHY, "submission": str(uuid7())})
    after = browser.get("/reports/").content.decode()

    assert f"/cases/emergency/{access}/stop/" in page
    assert sent["Location"] == f"/cases/emergency/{access}/"
    assert "notice late running" in before
    assert "notice late running" not in after
    assert browser.get(there)["Location"] == f"/cases/emergency/{access}/"
    assert f"/cases/emergency/{access}/stop/" not in asked.get(f"/cases/emergency/{access}/").content.decode()
    assert asked.get(f"/cases/emergency/{access}/stop/").status_code == 409
