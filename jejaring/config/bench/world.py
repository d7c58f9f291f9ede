"""The demo city, told into an empty database: what `./run` costs the first time."""

import hashlib
import os
import tempfile
import time
from typing import Any

from jejaring.config import setup
from jejaring.config.bench.measuring import server_cpu
from jejaring.config.place import Place
from jejaring.config.postgres import Server

CALIBRATION_ROUNDS = 400_000


def calibration() -> float:
    """CPU seconds of another fixed piece of plain Python, which earlier figures of the demo city stand beside."""
    begun, digest, seen = time.process_time(), b"", {}
    for n in range(CALIBRATION_ROUNDS):
        digest = hashlib.sha256(digest).digest()
        seen[digest[0]] = n
    return time.process_time() - begun


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
