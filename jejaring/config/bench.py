"""./run bench: what docs/benchmarks.md reports, measured again on this machine. CPU seconds; the last line is one JSON object."""

import hashlib
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from jejaring.config import setup
from jejaring.config.place import Place
from jejaring.config.postgres import Server

CALIBRATION_ROUNDS = 400_000


def calibration() -> float:
    """CPU seconds of a fixed piece of plain Python: how fast this machine is at this moment, whatever else runs on it."""
    begun, digest, seen = time.process_time(), b"", {}
    for n in range(CALIBRATION_ROUNDS):
        digest = hashlib.sha256(digest).digest()
        seen[digest[0]] = n
    return time.process_time() - begun


def _ticks(pid: str | int) -> tuple[int, int, int]:
    """Parent, own CPU time and that of children which have ended, in ticks of the system."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[1]), int(after_name[11]) + int(after_name[12]), int(after_name[13]) + int(after_name[14])


def server_cpu(server: Server) -> float:
    """CPU seconds of a whole embedded server so far: postmaster, living backends, and those that have ended."""
    postmaster = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
    _parent, own, ended = _ticks(postmaster)
    total = own + ended
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent, own, ended = _ticks(entry.name)
            except OSError:
                continue  # it ended meanwhile
            total += own + ended if parent == postmaster else 0
    return total / os.sysconf("SC_CLK_TCK")


def world() -> dict[str, Any]:
    """The demo city, told into an empty database in a temporary folder: CPU seconds of Python and of PostgreSQL, seconds on the wall."""
    with tempfile.TemporaryDirectory(prefix="jejaring-bench-") as folder:
        os.environ["JEJARING_DATA"] = folder
        place = Place("demo")
        server = Server(place.data / "pg")
        place.server = server
        try:
            server.ensure()
            place.settle(strict=False)
            setup.migrate(place.owner_url)
            return _told(server)
        finally:
            setup.close()
            server.stop()


def _told(server: Server) -> dict[str, Any]:
    from jejaring.config import demo

    before = calibration()
    cpu, backends, wall = time.process_time(), server_cpu(server), time.monotonic()
    cases = demo.build(setup.today())
    python, wall = time.process_time() - cpu, time.monotonic() - wall
    time.sleep(0.5)  # until the postmaster has counted what the backend that has just ended used
    postgres = server_cpu(server) - backends
    facts = {"cases": cases, "python_s": python, "postgres_s": postgres, "cpu_s": python + postgres, "wall_s": wall}
    return facts | {"calibration_s": (before + calibration()) / 2}


def bench(words: list[str]) -> int:
    """Measure and print; other programs read the last line."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "JEJARING_KEYRING"):
        os.environ.pop(name, None)  # a server and a keyring of its own
    found = {"world": {name: round(value, 2) for name, value in world().items()}}
    for name, value in found["world"].items():
        print(f"{name:>14}  {value}")
    print(json.dumps(found))
    return 0
