"""What every function and policy of the database has in common, read from the catalogue: a new one takes part by itself."""

import re

import psycopg
import pytest

from tests.databases import Clone

PINNED = "search_path=pg_catalog, public, pg_temp"  # the temporary schema last: what anybody puts there is found by no name
PER_ROW = {
    "sees_case",  # the case of the row; written out in thirty tables of one statement, beginning it cost more than running it
    "sees_referral",  # one look by key; making the array of a desk's referrals grew with the years
    "sent_by_us",  # asked for the row that is being written
    "may_review_emergency",  # the same
    "may_wrap",  # the same
    "may_register",  # the same
}
ANY_ROW = {
    "audit_event",  # actor, desk and moment come from the trigger
    "notices_notice",  # desks are told by others, whose desk a trigger compares; a notice carries no words
}
BORROWED = ("procrastinate_%",)  # the worker's own, outside of any desk
Function = tuple[str, bool, list[str] | None, bool, bool, str]


@pytest.fixture(scope="module")
def functions(database: Clone) -> list[Function]:
    """Our functions: name, whether it runs as its owner, settings, whether everybody or the actor may call it, language."""
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(
            "select p.proname, p.prosecdef, p.proconfig,"
            " coalesce(exists (select from aclexplode(p.proacl) a where a.grantee = 0), p.proacl is null),"
            " has_function_privilege('jejaring_actor', p.oid, 'execute'), l.lanname"
            " from pg_proc p join pg_language l on l.oid = p.prolang where p.pronamespace = 'public'::regnamespace"
            " and p.proname not like %s and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')",
            [*BORROWED],
        ).fetchall()


@pytest.fixture(scope="module")
def policies(database: Clone) -> list[tuple[str, str, str, list[str], str, str]]:
    """Every policy: table, kind, for which command, for whom, which rows are seen, which may be written."""
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(
            "select tablename, permissive, cmd, roles::text[], coalesce(qual, ''), coalesce(with_check, '') from pg_policies"
            " where schemaname = 'public' order by 1"
        ).fetchall()


def test_nobody_may_call_a_function_whom_no_grant_names(functions: list[Function]) -> None:
    assert len(functions) > 50
    assert [name for name, _definer, _settings, everybody, _actor, _language in functions if everybody] == []


def test_whoever_runs_as_the_owner_or_is_called_by_the_actor_finds_names_where_we_put_them(functions: list[Function]) -> None:
    loose = [name for name, definer, settings, _all, actor, _l in functions if (definer or actor) and PINNED not in (settings or [])]

    assert loose == []


def test_no_function_runs_a_statement_that_was_put_together_from_what_the_actor_says(database: Clone) -> None:
    """`execute` stands in one function, which nobody is granted."""
    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute(
            "select p.proname, has_function_privilege('jejaring_actor', p.oid, 'execute') from pg_proc p"
            " where p.pronamespace = 'public'::regnamespace and p.prosrc ~* %s and p.proname not like %s",
            [r"\mexecute\M", *BORROWED],
        ).fetchall()
    assert rows == [("erase_whole", False)]


def test_one_policy_rules_reading_and_writing_of_a_table_and_for_the_actor_alone(
    policies: list[tuple[str, str, str, list[str], str, str]],
) -> None:
    odd = [
        t
        for t, kind, command, roles, seen, _w in policies
        if (kind, command, roles) != ("PERMISSIVE", "ALL", ["jejaring_actor"]) or not seen
    ]

    assert len(policies) > 60
    assert odd == [], "without its own word for writing, what may be seen is what may be written"
    assert [t for t, *_rest, seen, _w in policies if seen == "true"] == []
    assert {t for t, *_rest, written in policies if written == "true"} == ANY_ROW


def test_what_a_policy_asks_is_asked_once_a_statement_and_not_for_each_row(
    functions: list[Function], policies: list[tuple[str, str, str, list[str], str, str]]
) -> None:
    ours, found = {name for name, *_rest in functions}, set()
    for _table, _kind, _command, _roles, seen, written in policies:
        for before, name in re.findall(r"(\( SELECT )?\b(\w+)\(", f"{seen} {written}"):
            if name in ours and not before:
                found.add(name)

    assert found == PER_ROW


def test_the_functions_that_see_too_much_are_granted_to_nobody(functions: list[Function]) -> None:
    may = {name for name, _definer, _settings, _all, actor, _l in functions if actor}
    inner = {
        "erase_whole", "hidden_from", "figure_cases", "figure_persons", "refuse_withdrawn_basis", "audit_stamp",
        "emergency_heads", "lending_case",
    }  # fmt: skip

    assert {name for name, *_rest in functions} >= inner
    assert may & inner == set()
    assert may >= {"visible_cases", "holds_role", "present"}
