"""./run bench --chaos: kill -9 at random moments, and nothing that was acknowledged is lost, nothing is done twice.

A real installation of its own: launcher, embedded PostgreSQL, worker and web processes. What is killed is started again by the launcher; a
killed launcher is started again as an administrator would.
"""

import json
import random
import secrets
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jejaring.config import setup
from jejaring.config.bench.chaos import founding, steps, writes
from jejaring.config.bench.chaos.installation import Installation
from jejaring.config.bench.measuring import by_itself
from jejaring.config.serve import listen_to_signals

USAGE = """./run bench --chaos             1,000 due steps and 2,000 reports under a hundred kills (ten minutes)
./run bench --chaos --quick     the same in small: ten kills; with --steps or --writes one half alone, with --seed=N the same kills again"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each."""

    offline: int  # promises of each kind at each of two desks that fell due while nothing ran
    later: int  # promises of each kind whose steps come due between the kills
    reports: int
    kills: int  # in each half


FULL, QUICK = Size(offline=40, later=60, reports=2_000, kills=50), Size(offline=8, later=10, reports=120, kills=5)


def chaos(words: list[str]) -> int:
    """Kill, count, and print one JSON object; 1 when anything was lost or done twice, 2 for words that it does not know."""
    seeds = [word.removeprefix("--seed=") for word in words if word.startswith("--seed=")]
    halves = [word for word in words if word in ("--steps", "--writes")] or ["--steps", "--writes"]
    if any(not seed.isdecimal() for seed in seeds) or {w for w in words if not w.startswith("--seed=")} - {"--quick", *halves}:
        setup.say(USAGE)
        return 2
    by_itself()
    size, seed = (QUICK if "--quick" in words else FULL), int(seeds[0]) if seeds else secrets.randbelow(1_000_000)
    setup.say(f"Seed {seed}: with --seed={seed} it kills alike again")
    listen_to_signals()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jejaring-chaos-") as folder:
        found = {"seed": seed} | _suffered(Path(folder), size, random.Random(seed), halves)  # noqa: S311  no secret
    found["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps({"chaos": found}))
    return int(bool(found["lost"] or found["doubled"] or found["jobs_left"] or found["audit"] != "whole"))


def _suffered(folder: Path, size: Size, rng: random.Random, halves: list[str]) -> dict[str, Any]:
    planned = founding.found(folder, size.offline if "--steps" in halves else 0, size.later if "--steps" in halves else 0, size.kills)
    place = Installation(folder, _free_port(), planned.database)
    found: dict[str, Any] = {"lost": 0, "doubled": 0}
    try:
        place.start()
        if "--steps" in halves:
            _add(found, steps.suffer(place, planned, size.kills, rng))
        if "--writes" in halves:
            _add(found, writes.suffer(place, size.reports, size.kills, rng))
        found |= {"jobs_left": place.jobs_left(patience=0 if size is QUICK else 150), **place.verified(), **place.counted()}
    finally:
        place.stop()
    return found


def _add(found: dict[str, Any], more: dict[str, Any]) -> None:
    """Add up what both halves count, take over the rest."""
    found |= more | {name: found[name] + more[name] for name in ("lost", "doubled")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
