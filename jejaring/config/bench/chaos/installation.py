"""One real installation: its launcher, and the processes below it that can be killed. Every kill goes to a process of this installation."""

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from jejaring.config import binaries, setup
from jejaring.config.bench.measuring import ticks
from jejaring.config.place import BASE

READY = 240.0  # seconds that anything may take to come back
OURS = ("DATABASE_", "JEJARING_", "DJANGO_")
ASKED = """insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args) values ('default', %s, %s, '{"timestamp": 0}')
    on conflict (queueing_lock) where status = 'todo' do nothing"""
NEWEST = "select coalesce(max(id), 0) from procrastinate_workers"
ABANDONED = """select count(*) from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
    where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - interval '30 seconds')"""


class Installation:
    """`./run serve` on a data folder of its own."""

    def __init__(self, folder: Path, port: int, database: str) -> None:
        self.folder, self.port, self.database = folder, port, database
        self.kills: Counter[str] = Counter()
        self.failed_starts, self.ended_worker = 0, 0
        self.caught: set[int] = set()  # jobs that a killed worker was doing
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the launcher and wait until it serves. One that ends is started again, three times."""
        for _n in range(3):
            said = self._log().count("Jejaring: http")
            env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
            env |= {"JEJARING_DATA": str(self.folder), "PORT": str(self.port)}
            if plain := os.environ.get("JEJARING_PLAIN_STATIC"):
                env["JEJARING_PLAIN_STATIC"] = plain
            with open(self.folder / "serve.log", "ab") as log:
                command = [sys.executable, "-m", "jejaring.config.cli", "serve"]
                self.process = subprocess.Popen(command, cwd=BASE, env=env, stdout=log, stderr=log, start_new_session=True)
            end = time.monotonic() + READY
            while self.process.poll() is None and time.monotonic() < end:
                if self._log().count("Jejaring: http") > said:
                    return
                time.sleep(0.05)
            self.stop()
            self.failed_starts += 1
        raise RuntimeError(f"the installation does not start:\n{self._log()[-3000:]}")

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _log(self) -> str:
        path = self.folder / "serve.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def pids(self, kind: str) -> list[int]:
        """The living processes of a kind: launcher, database, worker, web, web_process."""
        assert self.process  # noqa: S101
        if kind == "launcher":
            return [self.process.pid] if self.process.poll() is None else []
        if kind == "database":
            return self._postmaster()
        if kind == "worker":
            return self._below(self.process.pid, "jejaring.config.worker")
        web = self._below(self.process.pid, "granian")
        return web if kind == "web" else [pid for parent in web for pid in self._below(parent, "granian")]

    def _postmaster(self) -> list[int]:
        data = self.folder / "pg" / "data"
        with contextlib.suppress(OSError, ValueError):
            pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
            return [pid] if binaries.works_in(pid, data) else []
        return []

    def _below(self, parent: int, word: str) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if ticks(path.name)[0] == parent and word in (path / "cmdline").read_text():
                    found.append(int(path.name))
        return found

    def kill(self, kinds: tuple[str, ...], rng: random.Random) -> str:
        """kill -9 for one process of one of these kinds, chosen among those that live; which kind. A dead launcher is started again."""
        end, newest = time.monotonic() + READY, self.number(NEWEST)
        while True:
            kind = rng.choice(kinds)
            if living := self.pids(kind):
                break
            if time.monotonic() > end:
                raise RuntimeError(f"nothing of {kinds} came back:\n{self._log()[-3000:]}")
            time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError):
            os.kill(rng.choice(living), signal.SIGKILL)
        self.kills[kind] += 1
        if kind in ("worker", "database", "launcher"):
            self.ended_worker = newest
        if kind == "launcher":
            assert self.process  # noqa: S101
            self.process.wait()
            self.start()
        return kind

    def suffer_one(self, kinds: tuple[str, ...], rng: random.Random, number: int, of: int) -> None:
        """One kill at a random moment, often in the midst of a job; three times out of four after everything has come back from the one
        before."""
        if rng.random() < 0.75:
            self.until_whole()
        time.sleep(rng.uniform(0.05, 1.0))
        self.ask_for("tick")
        time.sleep(rng.uniform(0.0, 0.3))
        kind = self.kill(kinds, rng)
        if kind == "worker":
            self.caught |= {pk for (pk,) in self.ask("select id from procrastinate_jobs where status = 'doing'")}
        setup.say(f"  kill {number} of {of}: {kind}")

    def until_whole(self) -> None:
        """Until all parts run, a worker has begun since the last kill that ended one, and the web server answers from the database."""
        end = time.monotonic() + READY
        while not (all(self.pids(kind) for kind in ("launcher", "database", "worker", "web", "web_process")) and self._works()):
            if time.monotonic() > end:
                raise RuntimeError(f"it does not come back:\n{self._log()[-3000:]}")
            time.sleep(0.1)

    def _works(self) -> bool:
        return self.number(NEWEST) > self.ended_worker and self._answers()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=10).close()
        except OSError:
            return False
        return True

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows, as the database's administrator sees them; waits while the database is away."""
        end = time.monotonic() + READY
        while True:
            try:
                with psycopg.connect(self.database) as connection:
                    cursor = connection.execute(query.encode(), values)
                    return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def number(self, query: str, *values: Any) -> int:
        """The only number that a query answers."""
        return int(self.ask(query, *values)[0][0])

    def ask_for(self, job: str) -> None:
        """What the minute does, asked for now: one job of this name, unless one waits already."""
        self.ask(ASKED, job, job)

    def jobs_left(self, patience: float) -> int:
        """Jobs that nobody does any more, after that many seconds in which the worker may have begun them again."""
        end = time.monotonic() + patience
        while (left := self.number(ABANDONED)) and time.monotonic() < end:
            time.sleep(1)
        return left if patience else 0

    def verified(self) -> dict[str, str]:
        """Seal what is left, then let the administrator's command look at every entry and seal."""
        from django.core.management import CommandError, call_command

        out = io.StringIO()
        try:
            call_command("seal_audit", stdout=out)
            call_command("verify_audit", stdout=out)
        except CommandError as error:
            setup.say(f"{out.getvalue()[-2000:]}\n{error}")
            return {"audit": str(error)}
        finally:
            setup.close()
        setup.say(out.getvalue().strip().splitlines()[-1])
        return {"audit": "whole"}

    def counted(self) -> dict[str, Any]:
        """What was killed, and how far the chain of seals has come."""
        seals = self.number("select count(*) from audit_seal")
        kills = dict(sorted(self.kills.items()))
        return {"kills": kills, "killed_jobs": len(self.caught), "failed_starts": self.failed_starts, "seals": seals}
