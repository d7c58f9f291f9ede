"""The proof over worlds can fail: one condition is taken out of one policy or function of a throwaway database, and somebody reads what the
oracle does not say, or misses what it says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from jejaring.access.roles import Role
from jejaring.kernel.clock import now, standing_at
from tests import databases
from tests.proof.reading import asking, differences, everybody, guarded
from tests.proof.worlds import World, make

ALWAYS = (-9, None)
# Two desks of one organisation and one of another; two cases of the first, of which one has changed hands; packets that run, expire, were
# withdrawn; notes that are closed, open, ended; accesses of the own and of the other organisation; conflicts that hold, and a lifted one.
PLAN: dict[str, Any] = {
    "desks": [False, True, False],
    "jobs": [
        (0, 0, Role.MANAGER, ALWAYS), (1, 0, Role.MANAGER, ALWAYS), (1, 0, Role.SUPERVISOR, ALWAYS), (2, 1, Role.MANAGER, ALWAYS),
        (3, 2, Role.MANAGER, ALWAYS), (4, 0, Role.COMPANION, ALWAYS),
    ],
    "cases": [(0, 0, 0, False), (0, 0, 0, True)],
    "referrals": [(0, 1, 1, False), (0, 1, 3, True), (0, 0, 2, False)],
    "seals": [(0, 0, "open"), (0, 0, "ended"), (0, 0, "closed")],
    "dangers": [(0, 5, ""), (0, 7, ""), (0, 6, "ended")],
    "conflicts": [(0, 8, False), (0, 3, False), (1, 5, False), (0, 10, True)],
}  # fmt: skip
SOON, LATER = 1, 1441  # in minutes; hours are for the random worlds
# Which function, what is taken out of it, what stands there instead, and when somebody looks.
FUNCTIONS = (
    ("conflicted_cases", "and ended_at is null", "and false", SOON),
    ("conflicted_cases", "and ended_at is null", "", SOON),
    ("hidden_from", "and ended_at is null", "and false", SOON),
    ("sees_case", "and k.ended_at is null", "and false", SOON),
    ("sees_case", "and t.until is null", "", SOON),
    ("sees_case", "and t.\"user\" = current_setting('jj.actor')::uuid", "", SOON),
    ("emergency_cases", "and a.until > present()", "", LATER),
    ("emergency_cases", "and a.ended_at is null", "", SOON),
    ("emergency_cases", "and a.scope = 'file'", "", SOON),
    ("emergency_cards", "and a.until > present()", "", LATER),
    ("emergency_cards", "and a.ended_at is null", "", SOON),
    ("duty_cases", "and id <> all ((select conflicted_cases())::uuid[])", "", SOON),
    ("opened_items", "u.asked_by = me and", "", SOON),
    ("opened_items", "u.until > present() and", "", LATER),
    ("opened_items", "and u.ended_at is null", "", SOON),
    ("sees_referral", "r.expires_at > moment", "true", LATER),
    ("sees_referral", "and r.state <> 'withdrawn'", "", SOON),
    ("sees_referral", "and (r.case_id is null or r.case_id <> all (conflicted_cases()))", "", SOON),
)
HIDDEN, NOTHING = "hidden_subjects()", "'{}'::uuid[]"
POLICIES = (
    ("cases_case", HIDDEN, NOTHING, SOON),
    ("cases_case", "(t.until IS NULL)", "true", SOON),
    ("cases_teammember", HIDDEN, NOTHING, SOON),
    ("cases_emergencyaccess", HIDDEN, NOTHING, SOON),
    ("audit_event", HIDDEN, NOTHING, SOON),
    ("notices_notice", HIDDEN, NOTHING, SOON),
    ("commitments_commitment", HIDDEN, NOTHING, SOON),
    ("vault_wrap", HIDDEN, NOTHING, SOON),
    ("vault_wrap", "((key_class)::text <> 'sealed'::text)", "true", SOON),
    ("vault_wrap", "(expires_at IS NULL)", "true", LATER),
    ("vault_wrap", "(organisation = (current_setting('jj.organisation'::text))::uuid)", "true", SOON),
    ("cases_note", "(domain = case_id)", "true", SOON),
)
Rows = psycopg.Connection[Any]
Told = Callable[[int], str]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, datetime, databases.Clone]]:
    """The world above, committed in a database of its own, and when it was made. Not together with `db`."""
    start = now()
    with django_db_blocker.unblock(), databases.clone("told") as clone, databases.connected_to(clone):
        with standing_at(start):
            made = make(PLAN)
        yield made, start, clone


@pytest.fixture(scope="module")
def owner(world: tuple[World, datetime, databases.Clone]) -> Iterator[Rows]:
    """Who may change policies there."""
    with psycopg.connect(world[2].owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def told(world: tuple[World, datetime, databases.Clone]) -> Told:
    """The first difference that anybody meets so many minutes after the world was made; "" for none."""
    made, start, _clone = world
    actors = list(everybody(made))

    def first(minutes: int) -> str:
        moment = start + timedelta(minutes=minutes)
        for actor, purpose in actors:
            with transaction.atomic():
                with asking(actor, moment, purpose):
                    said = next(differences(made, actor, moment, purpose), "")
                transaction.set_rollback(True)
            if said:
                return said
        return ""

    return first


@contextmanager
def without(owner: Rows, text: str, instead: str, gone: str, new: str) -> Iterator[None]:
    """A definition with a condition taken out, and as it was afterwards. It has to be there."""
    assert gone in text
    owner.execute(instead.format(text.replace(gone, new)).encode())
    try:
        yield
    finally:
        owner.execute(instead.format(text).encode())


def asked(owner: Rows, query: str, name: str) -> str:
    """A definition, as the catalogue says it."""
    row = owner.execute(query.encode(), [name]).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize("minutes", [SOON, LATER])
def test_as_the_policies_are_nobody_meets_a_difference(told: Told, minutes: int) -> None:
    assert told(minutes) == ""


@pytest.mark.parametrize(("name", "gone", "new", "minutes"), FUNCTIONS)
def test_a_condition_less_in_a_function_is_told(owner: Rows, told: Told, name: str, gone: str, new: str, minutes: int) -> None:
    text = asked(owner, "select pg_get_functiondef(%s::regproc)", name)
    with without(owner, text, "{}", gone, new):
        assert told(minutes) != ""


@pytest.mark.parametrize(("table", "gone", "new", "minutes"), POLICIES)
def test_a_condition_less_in_a_policy_is_told(owner: Rows, told: Told, table: str, gone: str, new: str, minutes: int) -> None:
    text = asked(owner, "select qual from pg_policies where tablename = %s", table)
    with without(owner, text, f"alter policy scope on {table} using ({{}})", gone, new):
        assert told(minutes) != ""


def test_a_table_of_a_case_that_is_open_to_everybody_is_told(owner: Rows, told: Told) -> None:
    told(SOON)  # the tables are known from here on
    silent, opened = [], 0
    for table, columns in guarded().items():
        rows = owner.execute(sql.SQL("select 1 from {} limit 1").format(sql.Identifier(table))).fetchone()
        if rows and {"case_id", "referral_id"} & set(columns):
            opened += 1
            text = asked(owner, "select qual from pg_policies where tablename = %s", table)
            with without(owner, text, f"alter policy scope on {table} using ({{}})", text, "true"):
                if not told(SOON):
                    silent.append(table)

    assert opened > 15
    assert silent == []
