"""Staff who are a party to a case, or kin of one: not an id of it in bare SQL, not a word of it on any page, file or list that opens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from jejaring.access.actor import Actor
from jejaring.cases.models import Case
from jejaring.config import doors
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.triage.models import Outcome
from tests.proof.city import CONFLICTED, City
from tests.proof.knocking import Knocker

ROUNDS = 4  # case, its parts, their parts, what is said about those
TWIN = {"party": "supervisor", "kin": "police", "kin_officer": "privacy"}  # with the same desk and role, and no conflict
Column = tuple[str, str]


@pytest.fixture(autouse=True)
def the_clock_stands(city: City) -> Iterator[None]:
    with standing_at(now() + timedelta(minutes=1)):
        yield


def columns() -> list[Column]:
    """Every column that holds an id, of every table that the actor's role may read at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')"
            " where c.relnamespace = 'public'::regnamespace and a.atttypid = 'uuid'::regtype and a.attnum > 0 and not a.attisdropped"
            " and c.relrowsecurity and has_table_privilege('jejaring_actor', c.oid, 'select') order by 1, 2"
        )
        return cursor.fetchall()


def found(places: list[Column], wanted: set[UUID], what: str) -> dict[Column, set[UUID]]:
    """By column: `what` of the rows in which one of these ids stands, as the running actor sees them."""
    answer = {}
    with connection.cursor() as cursor:
        for table, column in places:
            cursor.execute(f'select {what.format(column=column)} from {table} where "{column}" = any (%s)', [list(wanted)])
            answer[table, column] = {row[0] for row in cursor.fetchall()}
    return {place: ids for place, ids in answer.items() if ids}


@pytest.fixture(scope="module")
def ids(city: City) -> set[UUID]:
    """Two cases, and every row that names one or a part of it: as their team, partners and the privacy officer see them together."""
    with acting_as(city.cast.supervisor, "test"):
        ids = set(Case.objects.filter(pk__in=[city.things["case_id"], city.told_case]).values_list("pk", flat=True))
        ids |= set(Case.objects.filter(pk__in=ids).exclude(opened_from=None).values_list("opened_from", flat=True))
        ids |= set(Outcome.objects.filter(case_id__in=ids).values_list("report_id", flat=True))
    assert len(ids) == 4, "two cases, the report of one, and the report that was proposed to join it"
    for _round in range(ROUNDS):
        for who in ("supervisor", "manager", "duty", "police", "keeper", "privacy"):
            with acting_as(city.cast.actors[who], "test"):
                places = [p for p in columns() if p[0] != "cases_conflictofinterest"]
                ids = ids.union(*found(places, ids, "id").values())
    return ids


@pytest.mark.parametrize("who", CONFLICTED)
def test_no_id_of_the_case_stands_in_any_row_that_bare_sql_finds(city: City, ids: set[UUID], who: str) -> None:
    with acting_as(city.cast.actors[TWIN[who]], "test"):
        others = found(columns(), ids, '"{column}"')
    with acting_as(city.cast.actors[who], "test"):
        left = found(columns(), ids, '"{column}"')

    assert len(ids) > 100
    assert len(others) > (2 if who == "kin_officer" else 20), "whoever has no conflict finds them"
    assert left == {}


def told(actor: Actor, city: City, *words: str) -> dict[str, set[str]]:
    """Which of these words stand on which page, list or file that opens for somebody, followed through its own links."""
    knocker, said = Knocker(actor), {}
    for route in doors.routes():
        door = doors.table()[route.name]
        if actor.roles & door.roles and not route.things:
            names: dict[str, Any] = city.named(route.name, door.names)
            answer = knocker.asks(route.name, names)
            if answer.status == 200 and (words_there := {w for w in words if w in answer.body}):
                said[route.name] = words_there
    return said


@pytest.mark.parametrize("who", CONFLICTED)
def test_no_page_list_or_file_that_opens_says_a_word_of_it(city: City, who: str) -> None:
    with acting_as(city.cast.supervisor, "test"):
        case = Case.objects.get(pk=city.things["case_id"])
    with acting_as(city.cast.police, "test"), connection.cursor() as cursor:
        cursor.execute("select reference from referrals_referral where case_id = %s", [case.pk])
        sent = [row[0] for row in cursor.fetchall()]
    words = (case.reference, str(case.pk), *sent, str(city.things["referral_id"]), str(city.things["person_id"]))

    assert told(city.cast.actors[TWIN[who]], city, *words)
    assert told(city.cast.actors[who], city, *words) == {}
