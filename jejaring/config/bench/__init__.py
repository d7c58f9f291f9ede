"""./run bench: what docs/benchmarks.md reports, measured again on this machine. The last line is one JSON object."""

import contextlib
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Any

from jejaring.config import setup
from jejaring.config.bench import country, pages
from jejaring.config.bench.chaos import chaos
from jejaring.config.bench.measuring import by_itself, calibration_ms
from jejaring.config.bench.world import world
from jejaring.config.place import Place
from jejaring.config.postgres import Server
from jejaring.config.serve import Children, listen_to_signals, web_command

SMALL, LARGE = 3_500, 1_000_000
USAGE = """./run bench             the pages at 3,500 and at 1,000,000 cases (a quarter of an hour, 25 GB in TMPDIR)
./run bench --quick     at 3,500 alone, in under a minute
./run bench --world     what it costs to tell the demo city
./run bench --chaos     kill -9 at a hundred random moments: is anything lost or done twice? (ten minutes; --quick: ten kills)"""
COUNTING = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track_utility": "off"}


def bench(words: list[str]) -> int:
    """Measure and print; other programs read the last line. 2 for words that it does not know."""
    if words[:1] != ["--chaos"] and words not in ([], ["--quick"], ["--world"]):
        setup.say(USAGE)
        return 2
    if words[:1] == ["--chaos"]:
        return chaos(words[1:])
    by_itself()
    if words == ["--world"]:
        return _world()
    listen_to_signals()
    found, speeds = {}, []
    for cases in (SMALL,) if words else (SMALL, LARGE):
        found[str(cases)], taken = apart(_measured, cases, 60 if words else 200)
        speeds += taken
    print(f"calibration between {min(speeds):.0f} and {max(speeds):.0f} ms")
    print(json.dumps({"calibration_ms": round(mean(speeds), 1), **found}))
    return 0


def apart(work: Callable[..., Any], *args: Any) -> Any:
    """What a function answers in a process of its own: settings name one database for as long as a process lives."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *args).result()


def _world() -> int:
    found = {"world": {name: round(value, 2) for name, value in world().items()}}
    for name, value in found["world"].items():
        print(f"{name:>14}  {value}")
    print(json.dumps(found))
    return 0


def _measured(cases: int, n: int) -> tuple[dict[str, Any], list[float]]:
    """A world of so many cases, its figures, and how fast the machine was beside each of them."""
    listen_to_signals()
    country.require_room(Path(tempfile.gettempdir()), cases)
    with tempfile.TemporaryDirectory(prefix="jejaring-bench-") as folder, _filled(Path(folder), cases) as server, _served() as (web, port):
        from jejaring.config.demo.places import PASSWORD

        site, statements = pages.Site(web, port, server), pages.Statements(server)
        try:
            found, speeds = pages.pages(site, statements, n, PASSWORD)
            found["tick_10k"] = pages.tick(site, statements)
            speeds.append(calibration_ms())
        finally:
            statements.close()
        _print(cases, found)
        return found, speeds


@contextlib.contextmanager
def _filled(folder: Path, cases: int) -> Iterator[Server]:
    """A database with so many cases under the product's own settings. While it is filled it does not wait for the disk."""
    os.environ["JEJARING_DATA"] = str(folder)
    place = Place("demo")
    hasty = Server(place.data / "pg", fast=True, settings={"max_wal_size": "8GB", "autovacuum": "off", "maintenance_work_mem": "512MB"})
    place.server = hasty
    try:
        hasty.ensure()
        place.settle(strict=False)
        setup.migrate(place.owner_url)
        setup.collect_static(place.data)
        told = country.tell(place)
        filled = country.fill(hasty, cases, told)
    finally:
        setup.close()
        hasty.stop()
    setup.say(f"{filled.cases:,} cases in {filled.cities} cities, filled in {filled.seconds:.0f} s")
    server = Server(place.data / "pg", settings=COUNTING)
    try:
        server.ensure()
        yield server
    finally:
        setup.close()
        server.stop()


@contextlib.contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The product's own web server on a free port: its parent process and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    children = Children()
    try:
        children.start("web server", web_command("127.0.0.1", port))
        end = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if children.ended() or time.monotonic() > end:
                sys.exit("The web server did not start; see the messages above.")
            time.sleep(0.05)
        yield children.running["web server"].pid, port
    finally:
        children.stop()


def _print(cases: int, found: dict[str, dict[str, float]]) -> None:
    print(f"{cases:,} cases")
    for name, item in found.items():
        print(f"  {name:<14}" + "".join(f"  {key} {value:g}" for key, value in item.items()))
