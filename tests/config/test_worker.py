"""The worker as a process of its own: ticks, is killed with -9, and goes on where it was."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from jejaring.access.actor import Actor
from jejaring.commitments import actions
from jejaring.commitments.actions import About
from jejaring.commitments.jobs import tick_every_minute
from jejaring.commitments.states import RuleKey
from jejaring.config.jobs import take_up, take_up_every_minute, tidy
from jejaring.directory import queries
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from tests.cast import assemble
from tests.databases import Clone
from tests.screens import signed_in

BASE = Path(__file__).resolve().parents[2]
DOUBLED = "select count(*) from (select from commitments_steptaken group by commitment_id, step having count(*) > 1) twice"


def _worker(database: Clone) -> "subprocess.Popen[bytes]":
    env = os.environ | {"DATABASE_URL": database.app_url}
    env.pop("DATABASE_OWNER_URL", None)
    return subprocess.Popen([sys.executable, "-m", "jejaring.config.worker"], cwd=BASE, env=env, stderr=subprocess.DEVNULL)


def _until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def _ask_for(task: Any) -> None:
    """As the minute does: with whatever locks the task has, and not twice."""
    with contextlib.suppress(AlreadyEnqueued):
        task.defer(timestamp=0)


@pytest.fixture
def overdue(own_database: Clone) -> Clone:
    """A database in which two hundred promises fell due yesterday."""
    cast = assemble()
    with standing_at(now() - timedelta(days=30)), acting_as(cast.duty, "test"):
        for _ in range(200):
            actions.promise(RuleKey.TRIAGE, by=cast.duty, about=About("report", uuid7(), risk="high"))
    return own_database


def test_a_worker_killed_at_any_moment_loses_no_step_and_takes_none_twice(overdue: Clone) -> None:
    with psycopg.connect(overdue.owner_url, autocommit=True) as owner:

        def ask(query: str) -> int:
            return int((owner.execute(query.encode()).fetchone() or (0,))[0])

        for wait in (0.8, 1.2, 1.6):
            killed = _worker(overdue)
            time.sleep(wait)
            _ask_for(tick_every_minute)
            time.sleep(0.3)
            killed.send_signal(signal.SIGKILL)
            killed.wait(5)
        last = _worker(overdue)
        try:
            _ask_for(tick_every_minute)
            assert _until(lambda: ask("select count(*) from commitments_commitment where next_step_at is not null") == 0, 60)
            owner.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute' where id < (select max(id) from "
                          "procrastinate_workers)")  # fmt: skip
            _ask_for(take_up_every_minute)
            assert _until(lambda: ask("select count(*) from procrastinate_jobs where status in ('todo', 'doing')") == 0, 60)  # it is up
        finally:
            last.terminate()
            assert last.wait(10) == 0
        assert ask("select count(*) from commitments_steptaken") == 200 * 4
        assert ask(DOUBLED) == 0
        assert ask("select count(*) from commitments_commitmentevent where act in ('reminded', 'escalated')") == 200 * 4


def test_a_job_that_was_never_finished_holds_up_no_later_one_and_is_begun_again(overdue: Clone) -> None:
    """As kill -9 leaves it: being done by a worker of which nothing is heard any more."""
    with psycopg.connect(overdue.owner_url, autocommit=True) as owner:

        def ask(query: str) -> int:
            return int((owner.execute(query.encode()).fetchone() or (0,))[0])

        _ask_for(tick_every_minute)
        owner.execute("insert into procrastinate_workers default values")
        owner.execute("update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)")
        worker = _worker(overdue)
        try:
            _ask_for(tick_every_minute)
            assert _until(lambda: ask("select count(*) from commitments_commitment where next_step_at is not null") == 0, 60)
            left = "select count(*) from procrastinate_jobs where status = 'doing' and task_name = 'tick'"
            assert _until(lambda: ask(left) == 1, 60)  # the job that did the work leaves after it
            owner.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute' where id = "
                          "(select worker_id from procrastinate_jobs where status = 'doing' and task_name = 'tick')")  # fmt: skip
            _ask_for(take_up_every_minute)
            assert _until(lambda: ask("select count(*) from procrastinate_jobs where task_name = 'tick'") == 0, 60)
        finally:
            worker.terminate()
            assert worker.wait(10) == 0
        assert ask("select count(*) from commitments_steptaken") == 200 * 4


def test_of_an_unfinished_job_and_one_that_waits_one_is_done(own_database: Clone) -> None:
    _ask_for(tick_every_minute)
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute("update procrastinate_jobs set status = 'doing'")
        _ask_for(tick_every_minute)

        async def begin_again() -> int:
            with app.replace_connector(app.connector.get_worker_connector()) as ours:
                async with ours.open_async():
                    return await take_up(ours.job_manager)

        with ThreadPoolExecutor(1) as apart:  # a browser test may have left its loop in this thread
            assert apart.submit(lambda: asyncio.run(begin_again())).result() == 1
        assert owner.execute("select status::text from procrastinate_jobs").fetchall() == [("todo",)]


OLD_JOBS = """
insert into procrastinate_jobs (queue_name, task_name, lock, args, status)
select 'default', name, null, '{}', status::procrastinate_job_status
from (values ('mail', 'failed'), ('mail', 'failed'), ('tick', 'failed'), ('tick', 'succeeded'), ('tick', 'cancelled'), ('tick', 'todo'))
  t(name, status)"""
AGED = "update procrastinate_events set at = now() - make_interval(days => case when job_id % 2 = 0 then 29 else 31 end)"


def test_what_ended_a_month_ago_leaves_the_queue_and_what_waits_stays(own_database: Clone) -> None:
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute(OLD_JOBS.encode())
        owner.execute("insert into procrastinate_events (job_id, type) select id, 'failed' from procrastinate_jobs")
        owner.execute(AGED.encode())
        before = set(owner.execute("select id, status::text from procrastinate_jobs").fetchall())

        async def at_night() -> None:
            with app.replace_connector(app.connector.get_worker_connector()) as ours:
                async with ours.open_async():
                    await tidy(ours.job_manager)

        with ThreadPoolExecutor(1) as apart:
            apart.submit(lambda: asyncio.run(at_night())).result()
        left = set(owner.execute("select id, status::text from procrastinate_jobs").fetchall())
    assert left == {(pk, status) for pk, status in before if pk % 2 == 0 or status == "todo"}
    assert len(before) > len(left) > 1


def test_the_administrator_alone_is_told_what_failed_and_how_often(own_database: Clone) -> None:
    cast = assemble()
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        assert "Background jobs failed" not in organisations(cast.admin)
        owner.execute(OLD_JOBS.encode())
    page = organisations(cast.admin)
    assert "Background jobs failed" in page
    assert "<code>mail</code>: 2, <code>tick</code>: 1" in page
    with acting_as(cast.duty, "test"):
        assert queries.failed_jobs() == []


def organisations(admin: Actor) -> str:
    """The page that the administrator begins with."""
    return signed_in(admin).get("/organisations/", headers={"accept-language": "en"}).content.decode()
