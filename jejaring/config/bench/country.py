"""A country of cities, as large as is asked for: one small city told with the real actions, then its rows copied by the database.

Every city is the same, so each desk has as many open promises in a small world as in a large one. Copies have ids of their own. Their
sealed texts are real ciphertexts of the right size, which nobody can open, since each is bound to the row that it was sealed for: only
files of the told city are opened. A copy carries the rows that pages and indexes feel, about thirty a case.
"""

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from jejaring.config import setup
from jejaring.config.place import Place
from jejaring.config.postgres import Server
from jejaring.config.roles import DATABASE

A_CITY = 1_750  # cases of one city: 3,500 are two cities, 1,000,000 are a country of some 570
BYTES_A_CASE = 22_000  # with its indexes, and with the log of changes while it is filled
SPARE = 3_000_000_000
MONTHS = 2

# Columns that name something of the city itself; every other id is of a case and of what hangs on it.
TOWN = frozenset({
    "desk_id", "desk", "lead_desk_id", "owed_to_desk_id", "organisation", "organisation_id", "user", "user_id", "by", "actor",
    "by_desk_id", "to_desk", "to_desk_id", "from_desk", "from_desk_id", "recorded_by", "decided_by", "sent_by", "to_user", "sent_from",
    "head_desk_id", "answered_by",
})  # fmt: skip
TOWN_TABLES = (
    "directory_organisation", "directory_desk", "directory_user", "directory_membership", "directory_serviceoffered",
    "vault_organisationkey",
)  # fmt: skip
CASE_TABLES = {  # and which of the told rows a copy carries
    "commitments_commitmentevent": "where commitment_id in (select id from fill.commitments_commitment)",
    "vault_wrap": "where domain in (select domain from cases_case)",
    "commitments_commitment": "where state = 'open' or key = 'assessment'",
    "cases_teammember": "where until is null",
    "cases_participant": "",
    "audit_event": "order by md5(id::text) limit 2 * (select count(*) from cases_case)",
    "people_person": "",
    "referrals_referral": "where id in (select distinct on (case_id) id from referrals_referral order by case_id, id)",
    "people_safecontact": "",
    "intake_report": "",
    "triage_triage": "",
    "notices_notice": "order by md5(id::text) limit (select count(*) from cases_case)",
    "people_blindtoken": "where id in (select distinct on (person_id) id from people_blindtoken order by person_id, id)",
    "cases_incident": "",
    "cases_incidentform": "where id in (select distinct on (case_id) id from cases_incidentform order by case_id, id)",
    "cases_assessment": "",
    "cases_plannedservice": "where id in (select distinct on (case_id) id from cases_plannedservice order by case_id, id)",
    "cases_servicefact": "where id in (select distinct on (case_id) id from cases_servicefact order by case_id, id)",
    "cases_note": "where id in (select distinct on (case_id) id from cases_note order by case_id, id)",
    "cases_case": "",
}
NOTHING_DUE = "update commitments_commitment set next_step_at = greatest(next_step_at, now() + interval '1 day') where state = 'open'"
FUNCTIONS = """
create schema fill;
create function fill.id(old uuid, n bigint) returns uuid language sql immutable as $$
  select case when n = 0 then old else (left(old::text, 28) || lpad(to_hex(n), 8, '0'))::uuid end
$$;
"""


@dataclass(frozen=True, slots=True)
class Country:
    """What was filled: cases in all, of one city, and how many cities."""

    cases: int
    told: int
    copies: int  # of the told cases within one city
    cities: int
    seconds: float


def require_room(folder: Path, cases: int) -> None:
    """Ends the program with one sentence where the disk is too small."""
    needed, free = cases * BYTES_A_CASE + SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise SystemExit(f"{cases:,} cases need {needed / 1e9:.0f} GB in {folder}, {free / 1e9:.0f} are free: TMPDIR names another folder.")


def tell(place: Place) -> int:
    """The first city, told with the real actions over the last months; how many cases."""
    from jejaring.config import demo

    day = setup.today()
    last = day.year * 12 + day.month - 1
    return demo.build(day, months=tuple((n // 12, n % 12 + 1) for n in range(last - MONTHS + 1, last + 1)))


def fill(server: Server, cases: int, told: int) -> Country:
    """Copy the told city until there are so many cases. Constraints hold; triggers and policies are not asked, as in a restored dump."""
    begun, copies = time.monotonic(), max(1, -(-A_CITY // told))
    cities = -(-cases // (copies * told))
    with psycopg.connect(server.url("postgres", DATABASE), autocommit=True) as owner:
        owner.execute(FUNCTIONS)
        owner.execute(NOTHING_DUE)
        work = [(name, _copy_town(owner, name), cities) for name in TOWN_TABLES] if cities > 1 else []
        for name in sorted(CASE_TABLES, key=lambda name: name != "commitments_commitment"):
            owner.execute(f"create table fill.{name} as select * from {name} {CASE_TABLES[name]}")  # noqa: S608
        work += [(name, _copy_cases(owner, name, copies), copies * cities) for name in CASE_TABLES]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda task: _run(server, *task), work))
    with psycopg.connect(server.url("postgres", DATABASE), autocommit=True) as owner:
        owner.execute("drop schema fill cascade")
        owner.execute("vacuum (analyze)")
    return Country(told * copies * cities, told, copies, cities, time.monotonic() - begun)


def _run(server: Server, name: str, statement: sql.Composed, until: int) -> None:
    begun = time.monotonic()
    with psycopg.connect(server.url("postgres", DATABASE)) as owner:
        owner.execute("set local session_replication_role = replica")
        rows = owner.execute(statement, [until - 1]).rowcount
    if time.monotonic() - begun > 10:
        setup.say(f"  {name}: {rows:,} rows in {time.monotonic() - begun:.0f} s")


def _columns(owner: "psycopg.Connection[tuple[str, str]]", name: str) -> list[tuple[str, str]]:
    found = owner.execute(
        "select column_name, udt_name from information_schema.columns where table_schema = 'public' and table_name = %s"
        " and is_generated = 'NEVER'", [name],
    ).fetchall()  # fmt: skip
    return [(str(column), str(kind)) for column, kind in found]


def _copy_town(owner: "psycopg.Connection[tuple[str, str]]", name: str) -> sql.Composed:
    """A table of the city for city number n, from 1."""
    owner.execute(f"create table fill.{name} as select * from {name}")  # noqa: S608
    said = {"uuid": "fill.id(t.{0}, n)"}
    named = {"username": "t.{0} || '-' || n"}
    return _insert(name, _columns(owner, name), lambda column, kind: named.get(column) or said.get(kind, "t.{0}"))


def _copy_cases(owner: "psycopg.Connection[tuple[str, str]]", name: str, copies: int) -> sql.Composed:
    """A table of cases for copy number n, from 1; copy n stands in city n / copies, some minutes before the copy before it."""

    def value(column: str, kind: str) -> str:
        if column == "next_step_at":
            return "t.{0}"
        if kind == "uuid":
            return f"fill.id(t.{{0}}, n / {copies})" if column in TOWN else "fill.id(t.{0}, n)"
        return f"t.{{0}} - (n %% {copies}) * interval '37 minutes'" if kind == "timestamptz" else "t.{0}"

    return _insert(name, _columns(owner, name), value)


def _insert(name: str, columns: list[tuple[str, str]], value: Callable[[str, str], str]) -> sql.Composed:
    names = [sql.Identifier(column) for column, _kind in columns]
    values = [sql.SQL(value(column, kind)).format(sql.Identifier(column)) for column, kind in columns]
    head = sql.SQL("insert into public.{} ({}) select {} from fill.{} t cross join generate_series(1, %s) n")
    return head.format(sql.Identifier(name), sql.SQL(", ").join(names), sql.SQL(", ").join(values), sql.Identifier(name))
