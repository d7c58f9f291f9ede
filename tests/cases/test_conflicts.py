"""Conflict of interest: for an account that is a party to a case, or kin of one, the case does not exist."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, ConflictOfInterest
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cases import files
from tests.cast import Cast
from tests.referrals.sent import send
from tests.screens import signed_in

TOKEN = re.compile(r'(?<=value=")\w{64}(?=")|[0-9a-f]{16}(?=</p>)')
Declare = Callable[[Actor], None]
# Every guarded table that carries a case, and the column that names it or a thing of it.
OF_CASE = (
    "cases_case.id", "cases_participant.case_id", "cases_teammember.case_id", "cases_incident.case_id", "cases_relation.case_id",
    "people_person.case_id", "people_blindtoken.case_id", "people_safecontact.case_id", "commitments_commitment.case_id",
    "audit_event.case_id", "referrals_referral.case_id", "referrals_sharingbasis.case_id", "notices_notice.subject_id",
    "vault_wrap.domain", "people_safecontact.subject_id",
)  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl recruited online, of the unit."""
    return files.open_file(cast)


@pytest.fixture
def declare(cast: Cast, case: Case) -> Declare:
    """A supervisor declares it for somebody; the supervisor's own is declared by a colleague of the same role."""

    def done(whom: Actor) -> None:
        with acting_as(cast.supervisor, "test"):
            name = User.objects.get(pk=whom.id).username
            actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account=name, kind="kin", reason="Saudara terlapor")

    return done


def seen(actor: Actor, *ids: Any) -> dict[str, int]:
    """What raw SQL finds of these ids in every table, as this actor."""
    found = {}
    with acting_as(actor, "test"), connection.cursor() as cursor:
        for place in OF_CASE:
            table, column = place.split(".")
            cursor.execute(f"select count(*) from {table} where {column} = any (%s)", [list(ids)])
            found[place] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("who", ["manager", "companion", "duty", "police"])
def test_raw_sql_finds_nothing_of_the_case_any_more(cast: Cast, case: Case, declare: Declare, who: str) -> None:
    row, actor = send(cast, case), cast.actors[who]
    before = seen(actor, case.pk, row.pk)

    declare(actor)

    assert sum(before.values()) > 0
    assert seen(actor, case.pk, row.pk) == dict.fromkeys(OF_CASE, 0)
    assert seen(cast.supervisor, case.pk)["cases_case.id"] == 1


def test_its_pages_answer_like_those_of_a_case_that_never_was(cast: Cast, case: Case, declare: Declare) -> None:
    row = send(cast, case)
    declare(cast.manager)
    declare(cast.police)
    pages = ((cast.manager, "/cases/", case.pk), (cast.manager, "/referrals/", row.pk), (cast.police, "/referrals/", row.pk))
    for actor, start, pk in pages:
        browser = signed_in(actor)
        other = uuid7()
        foreign, absent = browser.get(f"{start}{pk}/"), browser.get(f"{start}{other}/")
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert TOKEN.sub("", foreign.content.decode()).replace(str(pk), str(other)) == TOKEN.sub("", absent.content.decode())


def test_lists_search_download_home_and_the_card_at_night_lose_it(cast: Cast, case: Case, declare: Declare) -> None:
    row = send(cast, case)
    pages = {
        cast.manager: ("/", "/cases/", f"/cases/?q={case.reference}", "/referrals/"), cast.police: ("/", "/referrals/?show=received"),
        cast.duty: ("/cards/",),
    }  # fmt: skip
    with_it = [signed_in(actor).get(address).content.decode() for actor, found in pages.items() for address in found]
    for actor in pages:
        declare(actor)
    without = [signed_in(actor).get(address).content.decode() for actor, found in pages.items() for address in found]

    assert any(case.reference in text or row.reference in text for text in with_it)
    for text in without:
        assert case.reference not in text.replace(f'value="{case.reference}"', "").replace(f"?q={case.reference}", "")
        assert row.reference not in text


def test_a_proposal_to_join_it_answers_as_for_no_case(cast: Cast, case: Case, declare: Declare) -> None:
    declare(cast.duty)
    with acting_as(cast.duty, "test"), connection.cursor() as cursor:
        cursor.execute("select own_case_by_reference(%s)", [case.reference])
        assert cursor.fetchone() == (None,)


def test_a_new_notice_or_promise_of_the_case_never_reaches_the_account(cast: Cast, case: Case, declare: Declare) -> None:
    declare(cast.manager)
    with acting_as(cast.supervisor, "test"):
        actions.assign(by=cast.supervisor, case_id=case.pk, companion=cast.companion.id, no_companion=False)

    assert seen(cast.manager, case.pk)["notices_notice.subject_id"] == 0
    assert seen(cast.supervisor, case.pk)["notices_notice.subject_id"] > 0


def test_a_supervisor_declares_it_on_the_screen_and_another_lifts_it(cast: Cast, case: Case) -> None:
    browser, address = signed_in(cast.supervisor), f"/cases/{case.pk}/conflicts/"
    with acting_as(cast.supervisor, "test"):
        name = User.objects.get(pk=cast.manager.id).username
    wrong = browser.post(address, {"account": "nobody-at-all", "kind": "kin", "reason": "x", "submission": str(uuid7())})
    own = browser.post(address, {"account": User.objects.get(pk=cast.supervisor.id).username, "kind": "kin", "reason": "x"})
    done = browser.post(address, {"account": name, "kind": "party", "reason": "Suami korban"})
    page = browser.get(address).content.decode()
    with acting_as(cast.supervisor, "test"):
        row = ConflictOfInterest.objects.get()
        with pytest.raises(Refused):
            actions.lift_conflict(by=cast.supervisor, case_id=case.pk, conflict_id=row.pk)

    assert (wrong.status_code, own.status_code, done.status_code) == (422, 422, 302)
    assert "Suami korban" in page
    assert signed_in(cast.manager).get(address).status_code in (403, 404)


def test_nobody_else_declares_it_and_nobody_reads_who_did(cast: Cast, case: Case, declare: Declare) -> None:
    declare(cast.duty)
    for actor in (cast.manager, cast.duty, cast.stranger, cast.privacy):
        with acting_as(actor, "test"):
            assert not ConflictOfInterest.objects.exists()
    for actor in (cast.manager, cast.stranger):
        with acting_as(actor, "test"), pytest.raises((Refused, Http404)):
            actions.declare_conflict(by=actor, case_id=case.pk, account="x", kind="kin", reason="x")
    with acting_as(cast.supervisor, "test"):
        assert len(queries.conflicts(cast.supervisor, queries.summary(cast.supervisor, case.pk))) == 1
