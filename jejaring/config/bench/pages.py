"""The pages of an ordinary user over real HTTP: CPU of all web and PostgreSQL processes, statements, and time on the wall."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

import psycopg

from jejaring.config import setup
from jejaring.config.bench.browser import Browser
from jejaring.config.bench.measuring import calibration_ms, server_cpu, tree_cpu
from jejaring.config.postgres import Server
from jejaring.config.roles import DATABASE

WARM = 12  # requests before anything is measured: both web processes hold their templates, names and plans
COUNTED = 6  # requests whose statements are counted, apart from those whose time is taken
TURNS = 4
TICKED = 10_000
REPORT = {
    "limits_read": "on", "danger_signs": "weapon", "narrative": "Tetangga saya dipukuli suaminya malam ini, anak-anak melihatnya. " * 5,
    "reporter_kind": "other", "channel": "hotline", "victim_sex": "female", "victim_age": "31", "victim_count": "1",
    "victim_name": "Nama Rekaan",
}  # fmt: skip
FILE = re.compile(r'href="/cases/([0-9a-f-]{36})/"')

# Ten thousand promises that came due an hour ago, spread over the desks of the first two cities: copies of those that are open there.
DUE = """
insert into commitments_commitment (id, key, rule_version, subject_kind, subject_id, case_id, reference, desk_id, owed_to_desk_id, risk,
  started_at, due_at, fixed, next_step_at, state, ended_by_act, recorded_at, about_sex, about_age, about_area, about_kind, service)
select gen_random_uuid(), key, rule_version, subject_kind, subject_id, case_id, reference, desk_id, owed_to_desk_id, risk,
  now() - interval '10 hours', now() - interval '1 hour', true, now() - interval '1 hour', state, '', now(),
  about_sex, about_age, about_area, about_kind, service
from (select * from commitments_commitment where state = 'open' and paused_at is null and key <> 'safety_review'
      order by right(id::text, 8), id limit 3000) c cross join generate_series(1, 10) n limit %s
"""


LEFT = "select count(*) from commitments_commitment where state = 'open' and next_step_at <= now() - interval '30 minutes'"


@dataclass(frozen=True, slots=True)
class Site:
    """What is measured: the web server's parent process, its port, its database."""

    web: int
    port: int
    server: Server

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far, of the web server and of PostgreSQL."""
        return tree_cpu(self.web), server_cpu(self.server)


class Statements:
    """Counts what the application asks of the database: everything but BEGIN, COMMIT and savepoints."""

    SUM = "select coalesce(sum(calls), 0) from pg_stat_statements where userid in (select oid from pg_roles where rolname = any (%s))"

    def __init__(self, server: Server) -> None:
        self.owner = psycopg.connect(server.url("postgres", DATABASE), autocommit=True)
        self.owner.execute("create extension if not exists pg_stat_statements")
        self._track("none")

    def counted(self, act: Callable[[], Any], times: int) -> float:
        """Statements of one act."""
        self._track("top")
        self.owner.execute("select pg_stat_statements_reset()")
        for _n in range(times):
            act()
        row = self.owner.execute(self.SUM, [["jejaring_app", "jejaring_actor"]]).fetchone()
        self._track("none")
        return float(row[0]) / times if row else 0.0

    def _track(self, what: str) -> None:
        self.owner.execute(f"alter system set pg_stat_statements.track = '{what}'")
        self.owner.execute("select pg_reload_conf()")
        time.sleep(0.2)

    def close(self) -> None:
        """End the connection."""
        self.owner.close()


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True)
class Item:
    """One page and what it took so far: statements of a request, CPU seconds of the web server and of PostgreSQL, each time on the wall."""

    act: Callable[[], Any]
    queries: float = 0
    web: float = 0
    postgres: float = 0
    walls: list[float] = field(default_factory=list)

    def prepare(self, statements: Statements) -> None:
        """Warmed up, then counted."""
        for _n in range(WARM):
            self.act()
        self.queries = statements.counted(self.act, COUNTED)

    def measure(self, site: Site, n: int) -> None:
        """So many requests more."""
        web, postgres = site.cpu()
        for _n in range(n):
            begun = time.perf_counter()
            self.act()
            self.walls.append((time.perf_counter() - begun) * 1000)
        now = site.cpu()
        self.web, self.postgres = self.web + now[0] - web, self.postgres + now[1] - postgres

    def found(self) -> dict[str, float]:
        """Its figures, for one request."""
        n, (web, postgres) = len(self.walls), (self.web * 1000, self.postgres * 1000)
        setup.say(f"  of which the web server {web / n:.1f}, PostgreSQL {postgres / n:.1f} ms")
        return {"n": n, "queries": round(self.queries, 1), "cpu_ms": round((web + postgres) / n, 2),
                "p50_ms": round(percentile(self.walls, 0.5), 2), "p95_ms": round(percentile(self.walls, 0.95), 2)}  # fmt: skip


def pages(site: Site, statements: Statements, n: int, password: str) -> tuple[dict[str, dict[str, float]], list[float]]:
    """The five pages, each by an account that works with it daily; and the machine's calibrations.

    A shared machine changes between two speeds within seconds. So the pages take turns, a quarter of the requests each time and a
    calibration before it: every page and the calibration meet the fast and the slow machine in the same proportion.
    """
    duty, manager = Browser(site.port), Browser(site.port)
    duty.sign_in("duty", password)
    manager.sign_in("manager", password)
    duty.form("/reports/new/")
    files = cycle(_files(site.server))
    items = {
        "report_create": Item(lambda: _report(duty)),
        "worklist_20": Item(lambda: manager.get("/cases/?rows=20")),
        "worklist_100": Item(lambda: manager.get("/cases/?rows=100")),
        "case_page": Item(lambda: manager.get(f"/cases/{next(files)}/")),
        "desk_page": Item(lambda: manager.get("/")),
    }
    for name, rows in (("worklist_20", 20), ("worklist_100", 100)):
        if (shown := len(set(FILE.findall(items[name].act())))) != rows:
            raise RuntimeError(f"{name} shows {shown} cases")
    for item in items.values():
        item.prepare(statements)
    speeds = []
    for _turn in range(TURNS):
        for item in items.values():
            speeds.append(calibration_ms())
            item.measure(site, n // TURNS)
    return {name: item.found() for name, item in items.items()}, speeds


def _report(duty: Browser) -> None:
    status, body = duty.post("/reports/new/", REPORT | {"submission": str(uuid4())})
    if status != 302:
        raise RuntimeError(f"the report was not taken: {status} {body[:2000]}")


def _files(server: Server) -> list[str]:
    """The told cases of the measured manager: only these hold texts that can be opened. They alone have notes of every kind."""
    with psycopg.connect(server.url("postgres", DATABASE)) as owner:
        found = owner.execute(
            "select c.id from cases_case c join cases_teammember t on t.case_id = c.id join directory_user u on u.id = t.user"
            " where u.username = 'manager' and t.until is null and (select count(*) from cases_note n where n.case_id = c.id) > 1"
        ).fetchall()
    return [str(case_id) for (case_id,) in found]


def tick(site: Site, statements: Statements) -> dict[str, float]:
    """Ten thousand due promises in one tick of the worker's own code: CPU and wall of the whole tick."""
    from jejaring.commitments import jobs

    with psycopg.connect(site.server.url("postgres", DATABASE)) as owner:
        owner.execute(DUE, [TICKED])
        owner.execute("analyze commitments_commitment")
    cpu, postgres, begun = time.process_time(), server_cpu(site.server), time.perf_counter()
    queries = statements.counted(lambda: jobs.tick().commitments, 1)
    wall = (time.perf_counter() - begun) * 1000
    spent = (time.process_time() - cpu + server_cpu(site.server) - postgres) * 1000
    if left := _left(site.server):
        raise RuntimeError(f"{left} due promises were left by the tick")
    return {"n": TICKED, "queries": queries, "cpu_ms": round(spent, 1), "p50_ms": round(wall, 1), "p95_ms": round(wall, 1)}


def _left(server: Server) -> int:
    with psycopg.connect(server.url("postgres", DATABASE)) as owner:
        row = owner.execute(LEFT)
        return int((row.fetchone() or (0,))[0])
