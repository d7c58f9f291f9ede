"""`./run serve` as a whole, on a new data folder: the real parent, its PostgreSQL and its web server."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest

from jejaring.config import binaries
from jejaring.config.place import BASE
from tests.live import _free_port


def _start(data: Path, port: int) -> "subprocess.Popen[bytes]":
    ours = ("DATABASE_", "JEJARING_", "DJANGO_")
    env = {key: value for key, value in os.environ.items() if not key.startswith(ours)} | {"JEJARING_DATA": str(data), "PORT": str(port)}
    command = [sys.executable, "-m", "jejaring.config.cli", "serve"]
    with open(data / "serve.log", "ab") as log:
        return subprocess.Popen(command, cwd=BASE, env=env, stdout=log, stderr=log, start_new_session=True)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()  # a worker may still be loading on a busy machine
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def _until_up(process: "subprocess.Popen[bytes]", port: int, data: Path, times: int = 1) -> None:
    """Until an address was announced that many times in this data folder."""
    end = time.monotonic() + 180  # a first start on a machine that does much else
    while (said := (data / "serve.log").read_text()).count("Jejaring: http") < times:
        assert process.poll() is None, said
        assert time.monotonic() < end, said
        time.sleep(0.05)
    assert _answers(port)


def _left(data: Path, port: int) -> list[int]:
    """Living processes of this installation, found by their folder or their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().split(b"\0")
            if binaries.works_in(int(path.name), data / "pg" / "data") or str(port).encode() in words:
                found.append(int(path.name))
        except OSError:
            continue
    return found


@pytest.fixture
def port() -> int:
    return _free_port()


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that was served once: the first start makes everything, and takes long."""
    data, port = tmp_path_factory.mktemp("founded") / "data", _free_port()
    data.mkdir()
    first = _start(data, port)
    _until_up(first, port, data)
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0
    (data / "serve.log").unlink()
    return data


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A copy of it for one test, with the owners of its files."""
    subprocess.run(["cp", "-a", str(founded), str(tmp_path / "data")], check=True)
    return tmp_path / "data"


def test_it_serves_tells_a_second_one_and_leaves_nothing_behind(data: Path, port: int) -> None:
    first = _start(data, port)
    _until_up(first, port, data)

    second = _start(data, port)
    assert second.wait(15) == 0
    assert f"http://127.0.0.1:{port}/" in (data / "serve.log").read_text()

    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0
    assert time.monotonic() - began < 5
    assert not _left(data, port)


def test_after_a_kill_the_next_one_takes_everything_over(data: Path, port: int) -> None:
    killed = _start(data, port)
    _until_up(killed, port, data)
    killed.kill()
    killed.wait()

    heir = _start(data, port)
    _until_up(heir, port, data, times=2)

    heir.send_signal(signal.SIGINT)
    assert heir.wait(15) == 0
    assert not _left(data, port)


def test_a_signal_during_the_set_up_ends_it_and_the_next_start_works(tmp_path: Path, port: int) -> None:
    for seconds in (0.3, 1, 2):
        early = _start(tmp_path, port)
        time.sleep(seconds)
        early.send_signal(signal.SIGTERM)
        assert early.wait(10) in (0, 143, -signal.SIGTERM)
        assert not _left(tmp_path, port)

    announced = (tmp_path / "serve.log").read_text().count("Jejaring: http")  # a quick machine may have been up before the signal
    late = _start(tmp_path, port)
    _until_up(late, port, tmp_path, times=announced + 1)
    late.send_signal(signal.SIGTERM)
    assert late.wait(15) == 0


def _pids(parent: int, word: str) -> list[int]:
    """The children of a process whose command line has a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (path / "stat").read_text().rpartition(")")[2].split()
            if stat[0] not in "ZX" and int(stat[1]) == parent and word in (path / "cmdline").read_text():
                found.append(int(path.name))
    return found


def test_what_is_killed_is_started_again_and_serves_on(data: Path, port: int) -> None:
    served = _start(data, port)
    _until_up(served, port, data)

    def postmaster() -> list[int]:
        text = (data / "pg" / "data" / "postmaster.pid").read_text()
        return [pid for pid in [int(text.split("\n", 1)[0])] if binaries.works_in(pid, data / "pg" / "data")]

    def web() -> list[int]:
        return _pids(served.pid, "granian")

    def web_worker() -> list[int]:
        return [pid for parent in web() for pid in _pids(parent, "granian")]

    for who in (postmaster, lambda: _pids(served.pid, "jejaring.config.worker"), web, web_worker):
        before = who()
        os.kill(before[0], signal.SIGKILL)
        end = time.monotonic() + 40
        while not (set(_now(who)) - set(before) and _answers(port)):
            assert served.poll() is None, (data / "serve.log").read_text()
            assert time.monotonic() < end, (data / "serve.log").read_text()
            time.sleep(0.05)

    served.send_signal(signal.SIGTERM)
    assert served.wait(15) == 0
    assert not _left(data, port)


def test_while_the_database_is_down_everybody_is_told_so_and_nobody_meets_an_error(data: Path, port: int) -> None:
    served = _start(data, port)
    _until_up(served, port, data)
    postmaster = int((data / "pg" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    served.send_signal(signal.SIGSTOP)  # nobody starts it again yet
    os.kill(postmaster, signal.SIGKILL)
    try:
        found = _until(port, 503)
        assert found["Retry-After"] == "15"
    finally:
        served.send_signal(signal.SIGCONT)
    _until(port, 200)

    served.send_signal(signal.SIGTERM)
    assert served.wait(15) == 0
    assert not _left(data, port)


def _until(port: int, status: int) -> Message:
    """Ask for a page until it is answered with this status; until then only that it is well or that the database is away."""
    end = time.monotonic() + 40
    while True:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", "/sign-in/")
            answer = connection.getresponse()
            text = answer.read().decode()
        assert answer.status in (200, 503), text
        if answer.status == status:
            return answer.headers
        assert time.monotonic() < end
        time.sleep(0.05)


def _now(who: Callable[[], list[int]]) -> list[int]:
    try:
        return who()
    except (OSError, ValueError):
        return []
