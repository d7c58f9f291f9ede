"""What bare SQL as the application's role may write: no key for a domain of others, no row in somebody else's name, no longer access."""

import json
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.cases.models import Case, TeamMember
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.people.models import Person
from jejaring.referrals.models import Referral
from jejaring.vault import actions as vault
from tests.cases import files, urgent
from tests.cast import Cast
from tests.referrals.sent import send
from tests.vault.test_vault import told

WRAP = """insert into vault_wrap (id, domain, key_class, organisation, version, wrapped, expires_at)
    values (%(id)s, %(domain)s, %(key_class)s, %(organisation)s, %(version)s, '\\x00', %(expires_at)s)"""
EVENT = """insert into audit_event (id, at, actor, desk, act, subject_kind, subject_id, case_id, purpose, fields, request_id, detail)
    values (%(id)s, '2020-01-01', %(actor)s, %(desk)s, 'read', 'case', %(case)s, %(case)s, 'audit', '', 'x', '')"""
NOTICE = """insert into notices_notice (id, desk, kind, subject_kind, subject_id, from_desk, to_user, at, count)
    values (%(id)s, %(desk)s, 'referral_received', 'referral', %(id)s, %(from_desk)s, null, now(), 1)"""
# A referral of one desk's case to another, or whatever is said differently.
REFERRAL = """insert into referrals_referral select r.* from jsonb_populate_record(null::referrals_referral, %s::jsonb) r"""
DENIED = ("policy", "permission denied")


def refused(actor: Actor, sql: str, values: Any, purpose: str = "test") -> str:
    """With which words the database refuses it; empty where it does not. Nothing stays."""
    try:
        with acting_as(actor, purpose), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "" if rows else "no row"


def wrap(organisation: Any, domain: Any, **other: Any) -> dict[str, Any]:
    """A wrap of a domain's general key."""
    facts = {"key_class": "general", "version": 1, "expires_at": None}
    return {"id": uuid7(), "domain": domain, "organisation": organisation, **facts, **other}


# keys


def test_for_a_new_domain_anybody_writes_keys_and_of_ones_own_one_gives_them(cast: Cast, case: Case) -> None:
    ours, theirs = cast.manager.organisation, cast.police.organisation

    assert refused(cast.manager, WRAP, wrap(ours, uuid7())) == ""
    assert refused(cast.police, WRAP, wrap(ours, uuid7())) == "", "a report for the unit, which its sender never opens again"
    assert refused(cast.manager, WRAP, wrap(theirs, case.domain)) == ""


def test_nobody_writes_a_key_for_a_domain_of_others(cast: Cast, case: Case) -> None:
    for organisation in (cast.police.organisation, cast.manager.organisation, cast.social.organisation):
        values = wrap(organisation, case.domain, version=2)
        assert "policy" in refused(cast.police, WRAP, values)


def test_a_forged_key_would_take_keys_away_and_is_refused(cast: Cast, case: Case) -> None:
    ours = cast.manager.organisation
    sql = WRAP.replace("insert", "with forged as (insert").rstrip() + ") select withdraw_wraps(%(domain)s, %(whose)s)"

    assert "policy" in refused(cast.police, WRAP, wrap(cast.police.organisation, case.domain))
    assert refused(cast.police, sql, wrap(cast.police.organisation, case.domain) | {"whose": ours})
    with acting_as(cast.manager, "test"):
        assert vault.read(Person.objects.filter(case_id=case.pk).earliest("recorded_at"), "name") == files.GIRL.name


def test_a_key_is_given_by_class_and_for_no_longer_than_it_is_held(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        domain, until = told(cast, "a").domain, now() + timedelta(days=2)
        vault.share_domain(domain, cast.police.organisation, classes=("general",), expires_at=until)
    theirs, others = cast.police.organisation, cast.social.organisation

    assert refused(cast.police, WRAP, wrap(others, domain, expires_at=until)) == ""
    assert "policy" in refused(cast.police, WRAP, wrap(others, domain, expires_at=until + timedelta(days=1)))
    assert "policy" in refused(cast.police, WRAP, wrap(theirs, domain, version=2)), "nobody prolongs what was given for a time"
    assert "policy" in refused(cast.police, WRAP, wrap(others, domain, key_class="identity", expires_at=until))
    with standing_at(until):
        assert "policy" in refused(cast.police, WRAP, wrap(others, domain, expires_at=until))


def test_what_two_people_open_together_is_given_to_nobody(cast: Cast) -> None:
    domain = uuid7()
    with acting_as(cast.supervisor, "test"):
        vault.make_domain(domain, cast.supervisor.organisation, classes=("sealed",))

    assert "policy" in refused(cast.supervisor, WRAP, wrap(cast.police.organisation, domain, key_class="sealed"))


def test_the_domain_of_a_desk_is_its_organisations(cast: Cast) -> None:
    for whose in (cast.police.organisation, cast.manager.organisation):
        assert "policy" in refused(cast.police, WRAP, wrap(whose, cast.desk_id("unit")))
    assert refused(cast.manager, WRAP, wrap(cast.manager.organisation, cast.desk_id("unit"))) == ""


def test_nobody_deletes_a_key_and_a_borrowed_one_takes_none_away(cast: Cast) -> None:
    case = urgent.planned(cast)
    urgent.opened(cast.police, case)
    away = "select withdraw_wraps(%s, %s)"

    assert "permission denied" in refused(cast.manager, "delete from vault_wrap where domain = %s", [case.domain])
    for purpose in ("test", Purpose.EMERGENCY):
        assert "no key" in refused(cast.police, away, [case.domain, cast.manager.organisation], purpose)


def test_a_partner_takes_no_key_of_the_packet_from_its_sender(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    assert "no key" in refused(cast.police, "select withdraw_wraps(%s, %s)", [row.domain, cast.manager.organisation])
    assert refused(cast.manager, "select withdraw_wraps(%s, %s)", [row.domain, cast.police.organisation]) == ""


# the log and notices


def test_whatever_a_statement_says_the_log_says_who_wrote_it_and_when(cast: Cast, case: Case) -> None:
    pk = uuid7()
    with acting_as(cast.police, "referral", "request-1"), connection.cursor() as cursor:
        cursor.execute(EVENT, {"id": pk, "actor": cast.manager.id, "desk": cast.manager.desk, "case": case.pk})
    with acting_as(cast.privacy, "audit"), connection.cursor() as cursor:
        cursor.execute("select actor, desk, purpose, request_id, at > now() - interval '1 hour', mark from audit_event where id = %s", [pk])
        found = cursor.fetchone()

    assert found[:5] == (cast.police.id, cast.police.desk, "referral", "request-1", True)
    assert found[5] is None or not bytes(found[5]), "without the application's mark it is never sealed"


def test_a_notice_comes_from_the_desk_that_writes_it_and_stays_as_it_was_told(cast: Cast) -> None:
    values = {"id": uuid7(), "desk": cast.desk_id("police"), "from_desk": cast.desk_id("unit")}

    assert refused(cast.manager, NOTICE, values) == ""
    assert refused(cast.manager, NOTICE, values | {"from_desk": None}) == ""
    for forger in (cast.stranger, cast.police):
        assert "the desk that writes it" in refused(forger, NOTICE, values)
    with acting_as(cast.manager, "test"), connection.cursor() as cursor:
        cursor.execute(NOTICE, values)
    assert refused(cast.police, "update notices_notice set seen_at = now() where id = %s", [values["id"]]) == ""
    for column in ("desk", "from_desk", "to_user", "subject_id", "at"):
        assert "permission denied" in refused(cast.police, f"update notices_notice set {column} = {column} where id = %s", [values["id"]])


# referrals


def of(row: Referral, actor: Actor, **other: Any) -> list[str]:
    """A row like this one, as JSON, with another id."""
    with acting_as(actor, "test"), connection.cursor() as cursor:
        cursor.execute("select to_jsonb(r) || %s::jsonb from referrals_referral r where id = %s", [_json(id=uuid7(), **other), row.pk])
        return [cursor.fetchone()[0]]


def _json(**facts: Any) -> str:
    return json.dumps(facts, default=str)


def test_nobody_writes_a_referral_in_the_name_of_the_desk_whose_case_it_is(cast: Cast, case: Case) -> None:
    row, words = send(cast, case), "the desk whose case it is"
    taken = {"to_desk_id": cast.desk_id("other_unit"), "state": "accepted", "handover": "transfer"}
    own = {"from_desk_id": cast.desk_id("other_unit"), "to_desk_id": cast.desk_id("police")}

    assert refused(cast.manager, REFERRAL, of(row, cast.manager)) == ""
    assert words in refused(cast.stranger, REFERRAL, of(row, cast.manager, **taken)), "it would take the case over"
    assert words in refused(cast.stranger, REFERRAL, of(row, cast.manager, **own)), "it would act on a case of others"
    assert words in refused(cast.manager, REFERRAL, of(row, cast.manager, state="accepted"))


def test_a_partner_neither_prolongs_its_access_nor_turns_it_to_another_case(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    change = "update referrals_referral set {} where id = %s"

    assert "never prolonged" in refused(cast.police, change.format("expires_at = expires_at + interval '1 day'"), [row.pk])
    assert refused(cast.police, change.format("expires_at = now()"), [row.pk]) == ""
    for column in ("case_id", "from_desk_id", "to_desk_id", "domain", "handover", "services", "sent_by", "sent_at", "purpose"):
        said = refused(cast.police, change.format(f"{column} = {column}"), [row.pk])
        assert any(word in said for word in DENIED), column


def test_after_a_transfer_nobody_takes_the_packets_key_from_its_sender(cast: Cast, case: Case) -> None:
    row, away = send(cast, case), "select withdraw_wraps(%s, %s)"
    sender = cast.manager.organisation
    with acting_as(cast.manager, "test"):  # as an accepted transfer leaves it: the receiver holds the packet's key for good
        vault.share_domain(row.domain, cast.stranger.organisation, classes=("general",))

    assert "no key" in refused(cast.stranger, away, [row.domain, sender])
    assert refused(cast.stranger, away, [row.domain, cast.police.organisation]) == ""
    assert "no key" in refused(cast.stranger, away, [case.domain, sender]), "of the case it has none at all"


# people and their tokens


PERSON = """insert into people_person select p.* from jsonb_populate_record(null::people_person, %s::jsonb) p"""
TOKEN = """insert into people_blindtoken select t.* from jsonb_populate_record(null::people_blindtoken, %s::jsonb) t"""
PROMISE = """insert into commitments_commitment select c.* from jsonb_populate_record(null::commitments_commitment, %s::jsonb) c"""


def like(table: str, actor: Actor, case: Case, **other: Any) -> list[str]:
    """A row like one of the case's, as JSON, with another id."""
    sql = f"select to_jsonb(r) || %s::jsonb from {table} r where case_id = %s order by id limit 1"
    with acting_as(actor, "test"), connection.cursor() as cursor:
        cursor.execute(sql, [_json(id=uuid7(), **other), case.pk])
        return [cursor.fetchone()[0]]


def test_a_colleague_who_does_not_see_a_case_adds_nobody_to_it_and_takes_no_token_away(cast: Cast, case: Case) -> None:

    person, token = (like(table, cast.manager, case) for table in ("people_person", "people_blindtoken"))
    away = "delete from people_blindtoken where case_id = %s"

    assert refused(cast.manager, PERSON, person) == ""
    assert refused(cast.manager, TOKEN, token) == ""
    assert refused(cast.manager, away, [case.pk]) == ""
    for stranger in (cast.duty, cast.stranger, cast.police):
        assert "policy" in refused(stranger, PERSON, person)
        assert "policy" in refused(stranger, TOKEN, token)
        assert refused(stranger, away, [case.pk]) == "no row"


# promises


def test_nobody_binds_another_desk_by_a_case_that_is_not_theirs(cast: Cast, case: Case) -> None:
    row, police = send(cast, case), cast.desk_id("police")
    foreign = {"desk_id": police, "owed_to_desk_id": cast.desk_id("other_unit"), "subject_id": case.pk}
    bound = like("commitments_commitment", cast.manager, case, **foreign)
    partners = like("commitments_commitment", cast.manager, case, desk_id=cast.desk_id("unit"), owed_to_desk_id=police, subject_id=row.pk)

    assert "to do with it" in refused(cast.stranger, PROMISE, bound)
    assert refused(cast.police, PROMISE, partners) == "", "what an answer to a referral promises"


def test_a_promise_stays_with_the_desk_that_gave_it(cast: Cast, case: Case) -> None:
    send(cast, case)
    sql = "update commitments_commitment set {} where case_id = %s and owed_to_desk_id = %s"
    values = [case.pk, cast.desk_id("unit")]

    assert refused(cast.manager, sql.format("due_at = due_at"), values) == ""
    theirs = ("desk_id = owed_to_desk_id", "owed_to_desk_id = desk_id")
    for change in (*theirs, "case_id = id", "case_id = null", "subject_id = id", "key = 'triage'"):
        assert "stays with whom" in refused(cast.manager, sql.format(change), values), change


# the team


def test_nobody_joins_a_team_by_themselves(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        member = TeamMember.objects.get(case_id=case.pk, user=cast.companion.id)
        opener = TeamMember.objects.get(case_id=case.pk, user=cast.duty.id)
    joins = "insert into cases_teammember select m.* from jsonb_populate_record(null::cases_teammember, %s::jsonb) m"
    row = like("cases_teammember", cast.manager, case, user=cast.duty.id, until=None)
    again = "update cases_teammember set until = null where id = %s"

    assert opener.until is not None
    assert refused(cast.manager, joins, row) == ""
    for alone in (cast.duty, cast.stranger):
        assert refused(alone, joins, row)
    assert "whoever works on it" in refused(cast.duty, again, [opener.pk])
    assert "whoever works on it" in refused(cast.duty, "update cases_teammember set until = now() where id = %s", [member.pk])
    assert "whoever works on it" in refused(cast.manager, 'update cases_teammember set "user" = id where id = %s', [member.pk])


def test_a_person_stays_in_its_case_its_organisation_and_under_its_key(cast: Cast, case: Case) -> None:
    other = files.open_file(cast, parties=(files.WIFE,))
    change = "update people_person set {} = %s where case_id = %s"

    assert refused(cast.manager, change.format("age"), [16, case.pk]) == ""
    for column, value in (("case_id", other.pk), ("domain", other.domain)):
        assert "stays in its case" in refused(cast.manager, change.format(column), [value, case.pk]), column
    assert refused(cast.manager, change.format("organisation"), [cast.police.organisation, case.pk])
