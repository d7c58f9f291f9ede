"""A real server for browser tests: granian on a free port of the loopback, with a database and a data folder of its own."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jejaring.config.place import BASE
from jejaring.config.setup import static_fingerprint
from tests.databases import Clone, clone, connected_to


@dataclass(frozen=True, slots=True)
class Live:
    """A running server. The test's own Django connection is in the same database, so what a test writes there is on the screen."""

    url: str
    database: Clone
    data: Path
    process: "subprocess.Popen[bytes]"


def _static() -> Path:
    """The collected static files, gathered once for each state of them."""
    kept = Path(os.environ["JEJARING_DATA"]).absolute() / f"static-{static_fingerprint()[:16]}"
    if not kept.exists():
        part = Path(tempfile.mkdtemp(dir=kept.parent))
        command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
        subprocess.run(command, cwd=BASE, env=os.environ | {"JEJARING_DATA": str(part)}, check=True)
        with contextlib.suppress(OSError):  # another session was first
            (part / "static").rename(kept)
        shutil.rmtree(part)
    return kept


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("the server does not answer:\n" + log.read_text(errors="replace"))
        time.sleep(0.05)


@contextlib.contextmanager
def serving(purpose: str) -> Iterator[Live]:
    """Serve a fresh clone until the end of the block; then nothing of it is left."""
    with clone(purpose) as database, tempfile.TemporaryDirectory() as folder, connected_to(database):
        data = Path(folder)
        (data / "static").symlink_to(_static())
        keyring = os.environ.get("JEJARING_KEYRING") or str(Path(os.environ["JEJARING_DATA"]).absolute() / "keyring.json")
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_OWNER_URL", "JEJARING_TEST_OWNER_URL")}
        env |= {"DATABASE_URL": database.app_url, "JEJARING_DATA": folder, "JEJARING_KEYRING": keyring, "JEJARING_MODE": "demo"}
        port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "2"]
        command += ["--no-ws", "--workers-kill-timeout", "2", "--log-level", "warning", "jejaring.config.wsgi:application"]
        with open(data / "server.log", "wb") as log:
            process = subprocess.Popen(command, cwd=BASE, env=env, stdout=log, stderr=log, process_group=0)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, data / "server.log")
            yield Live(url, database, data, process)
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()
