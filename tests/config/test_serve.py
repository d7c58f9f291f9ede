"""Parts of serving that need no database: the lock, the port, the children."""

import socket
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from jejaring.config import serve

STUBBORN = "import signal, subprocess, time; signal.signal(15, signal.SIG_IGN); subprocess.Popen(['sleep', '60']); time.sleep(60)"
NOSY = "import os, sys; open(sys.argv[1], 'w').write(str('DATABASE_OWNER_URL' in os.environ))"


def _living(group: int) -> list[str]:
    """Processes of a group, without those that are dead and merely not reaped."""
    stats = [path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    return [stat[0] for stat in stats if int(stat[2]) == group and stat[0] not in "ZX"]


def test_a_second_one_on_the_same_data_is_told_the_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve._only_one(tmp_path, "http://127.0.0.1:1/") as first, serve._only_one(tmp_path, "http://127.0.0.1:2/") as second:
        assert (first, second) == (True, False)
    assert "http://127.0.0.1:1/" in capsys.readouterr().err


def test_a_port_that_another_server_shares_counts_as_taken() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit, match="taken by another program"):
            serve._require_free_port("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００0"])
def test_a_port_that_is_none_is_refused_with_a_sentence(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="a number from 1 to 65535"):
        serve.address()


def test_children_that_ignore_signals_are_gone_within_five_seconds() -> None:
    children = serve.Children()
    children.start("stubborn", [sys.executable, "-c", STUBBORN])
    group = children.running["stubborn"].pid
    while len(_living(group)) < 2:
        time.sleep(0.02)
    began = time.monotonic()

    children.stop()

    assert time.monotonic() - began < 5
    assert not _living(group)


def test_a_child_never_sees_the_owners_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://jejaring_owner@/jejaring")
    children = serve.Children()
    children.start("nosy", [sys.executable, "-c", NOSY, str(tmp_path / "seen")])
    children.running["nosy"].wait()

    assert (tmp_path / "seen").read_text() == "False"
    assert children.ended() == "nosy"
    children.stop()


def test_what_ended_by_itself_is_started_again_and_what_never_lives_long_waits_longer_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    children = serve.Children()
    children.start("brief", [sys.executable, "-c", ""])
    children.start("steady", ["sleep", "60"])
    steady, began, starts = children.running["steady"].pid, time.monotonic(), list[float]()
    pids = {children.running["brief"].pid}
    while len(starts) < 3 and time.monotonic() - began < 20:
        children.revive()
        if children.running["brief"].pid not in pids:
            pids.add(children.running["brief"].pid)
            starts.append(children.all["brief"].pause)
        time.sleep(0.02)

    assert starts == [0.25, 0.5, 1.0]
    assert children.running["steady"].pid == steady
    assert capsys.readouterr().err.count("The brief ended unexpectedly; starting it again") >= 3
    children.stop()


def test_nothing_of_an_ended_child_is_left_when_it_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    children = serve.Children()
    children.start("parent", [sys.executable, "-c", "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"])
    group = children.running["parent"].pid
    while len(_living(group)) < 2:
        time.sleep(0.02)
    children.running["parent"].kill()
    children.running["parent"].wait()
    assert _living(group)

    monkeypatch.setattr(serve, "LONG", 0.0)
    children.revive()

    assert not _living(group)
    assert children.running["parent"].poll() is None
    children.stop()


class Failing:
    """A database whose starts fail a number of times, since it is killed again while it recovers."""

    def __init__(self, fails: int) -> None:
        self.fails, self.up = fails, False

    def alive(self) -> bool:
        return self.up

    def ensure(self) -> bool:
        self.fails -= 1
        if self.fails >= 0:
            raise SystemExit("PostgreSQL did not start")
        self.up = True
        return True


def test_a_database_that_ends_again_while_it_recovers_is_started_once_more_but_not_for_ever() -> None:
    children = serve.Children()
    children.start("worker", ["sleep", "60"])
    worker = children.running["worker"].pid
    place = SimpleNamespace(server=Failing(2))

    serve._keep_database(place, children)  # type: ignore[arg-type]

    assert place.server.up
    assert children.running["worker"].pid != worker
    with pytest.raises(SystemExit, match="did not start"):
        serve._keep_database(SimpleNamespace(server=Failing(99)), children)  # type: ignore[arg-type]
    children.stop()


@pytest.mark.parametrize(("secure", "proxies", "warned"), [("1", "", True), ("1", "127.0.0.1", False), ("", "", False)])
def test_behind_https_without_a_named_proxy_the_start_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], secure: str, proxies: str, warned: bool
) -> None:
    monkeypatch.setenv("JEJARING_SECURE", secure)
    monkeypatch.setenv("JEJARING_PROXIES", proxies)
    serve.warn_of_proxy()

    said = "".join(capsys.readouterr())
    assert ("names no proxy" in said) is warned
