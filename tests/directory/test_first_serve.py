"""A real installation from nothing: it is served, its first administrator is made at a terminal, signs in, and makes the next account."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from jejaring.config.place import BASE
from tests.config.test_serving import _start, _until_up
from tests.live import _free_port

PASSWORD = "kalimat yang hanya saya tahu"
OWN = ("DATABASE_", "JEJARING_", "DJANGO_")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a new installation in tmp_path."""
    port = _free_port()
    parent = _start(tmp_path, port)
    _until_up(parent, port, tmp_path)
    yield f"http://127.0.0.1:{port}"
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(15) == 0


def at_the_terminal(data: Path, *words: str, types: str = "") -> tuple[int, str]:
    """A management command on a terminal of its own, with what is typed there unseen; its code and everything on the screen."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(OWN)} | {"JEJARING_DATA": str(data)}
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "jejaring.config.cli", "manage", *words]
    child = subprocess.Popen(command, cwd=BASE, env=env, stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    screen = b""
    while chunk := _read(ours):
        screen += chunk
        if types and screen.count(b": ") and screen.rstrip(b" ").endswith((b"characters):", b"more:")):
            os.write(ours, types.encode() + b"\n")
            screen += b"\n"
    os.close(ours)
    return child.wait(60), screen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side has closed
        return b""


class Visitor:
    """A browser of the simplest kind."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def opens(self, path: str) -> str:
        """The text of a page."""
        with self.browser.open(self.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def sends(self, path: str, **fields: str) -> str:
        """The page after a form was sent."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.opens(path))[-1]
        data = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.browser.open(Request(self.url + path, data, {"Referer": self.url}), timeout=30) as answer:
            return str(answer.read().decode())


def test_the_first_administrator_of_a_real_installation(served: str, tmp_path: Path) -> None:
    words = ("first_administrator", "--name", "Admin Contoh", "--login", "admin.contoh")
    code, screen = at_the_terminal(tmp_path, *words, types=PASSWORD)
    assert code == 0, screen
    assert "administers this installation" in screen
    assert PASSWORD not in screen

    visitor = Visitor(served)
    assert 'class="tile"' not in visitor.opens("/sign-in/"), "a real installation shows no demo account"
    assert "Admin Contoh" in visitor.sends("/sign-in/", username="admin.contoh", password=PASSWORD)
    assert "Dinas Contoh" in visitor.sends("/organisations/new/", name="Dinas Contoh", short_name="Dinas", kind="social", region="15.71")

    code, screen = at_the_terminal(tmp_path, *words[:-1], "lain", types=PASSWORD)
    assert code != 0
    assert "There is an administrator already" in screen
    assert PASSWORD not in (tmp_path / "serve.log").read_text()
