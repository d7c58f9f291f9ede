"""Conflict of interest: for an account that is a party to a case, or kin of one, the case does not exist."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, ConflictOfInterest
from jejaring.directory import actions as directory
from jejaring.directory.models import User
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.models import Person
from jejaring.referrals import actions as referrals
from jejaring.vault import actions as vault
from tests.cast import LONG_AGO, Cast
from tests.referrals.sent import act, send
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


def test_who_sees_a_case_is_said_three_times_and_always_the_same(cast: Cast, case: Case, declare: Declare) -> None:
    """By the policy of cases, by the list for statements that know no case, and by the function that all that hangs on a case asks."""
    asked = "select exists (select from cases_case where id = %(c)s), %(c)s = any (visible_cases()), sees_case(%(c)s)"

    def answers() -> dict[str, set[bool]]:
        found = {}
        for name, actor in cast.actors.items():
            with acting_as(actor, "test"), connection.cursor() as cursor:
                cursor.execute(asked, {"c": case.pk})
                found[name] = set(cursor.fetchone())
        return found

    before = answers()
    declare(cast.manager)

    assert {name for name, said in before.items() if said == {True}} == {"manager", "companion", "supervisor"}
    assert answers() == before | {"manager": {False}}
    assert all(len(said) == 1 for said in before.values())


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


# What a partner's service does to a case that the partner does not see, and what takes keys away: functions of the owner.
ACTS = {
    "service": "select service_from_referral(%(fact)s, %(referral)s, 'law_enforcement', current_date, now())",
    "keep": "select keep_by_referral(%(referral)s, 'police_protection', now())",
    "hand over": "select transfer_by_referral(%(referral)s, now())",
    "take keys": "select withdraw_wraps(%(referral)s, %(other)s)",
}
FOR_GOOD = ("hand over", "take keys")  # of a case that was taken over, whose keys are not held for a time alone


@pytest.mark.parametrize("name", ACTS)
def test_what_a_partner_does_to_the_case_by_its_referral_answers_as_for_none(
    cast: Cast, case: Case, declare: Declare, name: str
) -> None:  # fmt: skip
    to_unit = {"purpose": "transfer", "services": ("case_management",), "basis": "vital_interest"}
    partner, row = ("stranger", send(cast, case, "other_unit", **to_unit)) if name in FOR_GOOD else ("police", send(cast, case))
    act(cast, partner, "accept", row)
    ids, receiver = {"fact": uuid7(), "referral": row.pk, "other": cast.social.organisation}, cast.actors[partner]

    def answer(**changes: Any) -> str:
        with acting_as(receiver, "test"), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(ACTS[name], ids | changes)
                    said = "done"
                    transaction.set_rollback(True)
            except DatabaseError as error:
                said = f"{type(error.__cause__).__name__}: {str(error).splitlines()[0]}"
        return said

    absent = answer(referral=uuid7())
    before = answer()
    declare(receiver)

    assert before == "done"
    assert absent != "done"
    assert answer() == absent


def test_a_keeper_does_not_learn_of_whom_a_stay_is(cast: Cast, case: Case, declare: Declare) -> None:
    row = send(cast, case, "house", purpose="shelter", services=("shelter",), basis="public_task")
    act(cast, "keeper", "accept", row)
    with acting_as(cast.keeper, "test"):
        referrals.set_beds(by=cast.keeper, beds=4, address="Jalan Contoh 7")
    stay = act(cast, "keeper", "admit", row, at=now())

    def about() -> list[Any]:
        with acting_as(cast.keeper, "test"), connection.cursor() as cursor:
            cursor.execute("select reference from stays_about(%s)", [[stay.pk]])
            return cursor.fetchall()

    before = about()
    declare(cast.keeper)

    assert before == [(row.reference,)]
    assert about() == []


@pytest.mark.parametrize("who", ["privacy", "supervisor"])
def test_neither_of_the_two_who_destroy_keys_is_a_party_to_the_case(cast: Cast, case: Case, who: str) -> None:
    with acting_as(VISITOR, "administration"):
        user = directory.add_user(by=VISITOR, username="second", display_name="Petugas second", password=None)
        directory.add_membership(by=VISITOR, user=user, desk=cast.desks["unit"], role=Role.SUPERVISOR, valid_from=LONG_AGO)
    other = actor_for(user.pk)
    with acting_as(other, "test"):
        person = Person.objects.filter(case_id=case.pk)[0]
        actions.declare_conflict(by=other, case_id=case.pk, account=who, kind="party", reason="Suami korban")

    with acting_as(cast.privacy, "test"):
        refused = [vault.shred(pk, agreed_by=cast.supervisor.id, reason="x", backups_until=today()) for pk in (case.domain, person.domain)]
        done = who == "privacy" or vault.shred(person.domain, agreed_by=other.id, reason="x", backups_until=today())

    assert refused == [None, None]
    assert done
