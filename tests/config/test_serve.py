"""Parts of serving that need no database: the lock, the port, the children."""

import socket
import sys
import time
from pathlib import Path

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
