"""Serving: one parent holds a lock on the data folder, brings everything up to date, and keeps database, web process and worker running
until a signal comes."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import psycopg

from jejaring.config import setup
from jejaring.config.place import BASE, Place
from jejaring.config.setup import say

LONG = 5.0  # seconds; what ran for less waits before it is started again
LONGEST_PAUSE = 8.0
DATABASE_TRIES = 5
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Stopped(BaseException):
    """A signal asked us to end. Not an Exception: nothing on the way may swallow it."""


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for s in SIGNALS:
        signal.signal(s, signal.SIG_IGN)  # a second Ctrl-C must not cut the tidying short
    raise Stopped


def listen_to_signals() -> None:
    """From here on a signal raises Stopped, once. A hang-up that the caller ignores (nohup) stays ignored."""
    for s in SIGNALS:
        if s != signal.SIGHUP or signal.getsignal(s) != signal.SIG_IGN:
            signal.signal(s, _stop)


def address() -> tuple[str, int]:
    """Where to serve: the loopback, at PORT."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}; it should be a number from 1 to 65535.")
    return "127.0.0.1", int(port)


@contextlib.contextmanager
def _only_one(data: Path, url: str) -> Iterator[bool]:
    """True for the one that may serve this data folder; another one is told the address and ends."""
    with open(data / "serve.lock", "a+") as file:
        for _ in range(20):  # one that is just ending needs a moment
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.1)
        else:
            file.seek(0)
            say(f"Jejaring is already served from {data}: {file.read().strip() or 'it is starting'}")
            yield False
            return
        file.truncate(0)
        file.write(url + "\n")
        file.flush()
        yield True
        file.truncate(0)


def _require_free_port(host: str, port: int) -> None:
    """A plain bind, because the web server would share a port silently. Waits a moment for one that is just ending."""
    for _ in range(30):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections may linger, a listener may not
            try:
                probe.bind((host, port))
                return
            except PermissionError:
                sys.exit(f"Port {port} needs more rights than this user has: PORT=8000 ./run")
            except OSError:
                time.sleep(0.1)
    sys.exit(f"Port {port} is taken by another program. Choose another one: PORT={port + 1} ./run")


def _die_with_parent(parent: int) -> Callable[[], None]:
    """Runs in the child before its program starts: should we be killed with -9, it gets SIGTERM."""

    def ask() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


@dataclass(slots=True)
class Child:
    """One process that serves: since when it runs, and how long it waits before it is started again."""

    command: list[str]
    process: "subprocess.Popen[bytes]"
    began: float
    pause: float = 0.0
    ended: float | None = None


class Children:
    """The processes that serve, each in its own process group so that Ctrl-C reaches the parent alone."""

    def __init__(self) -> None:
        self.all: dict[str, Child] = {}

    @property
    def running(self) -> "dict[str, subprocess.Popen[bytes]]":
        """The process of each name."""
        return {name: child.process for name, child in self.all.items()}

    def start(self, name: str, command: list[str]) -> None:
        """Start one without the owner's address: the web process must not be able to change policies."""
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
        ask = _die_with_parent(os.getpid())
        options: dict[str, Any] = {"cwd": BASE, "env": env, "stdin": subprocess.DEVNULL, "process_group": 0, "preexec_fn": ask}
        pause = self.all[name].pause if name in self.all else 0.0
        self.all[name] = Child(command, subprocess.Popen(command, **options), time.monotonic(), pause)

    def ended(self) -> str | None:
        """The name of one that ended by itself."""
        return next((name for name, child in self.all.items() if child.process.poll() is not None), None)

    def revive(self) -> None:
        """Start again what has ended by itself: at once, or where it ran only briefly after a pause that grows."""
        for name, child in self.all.items():
            if child.process.poll() is None:
                continue
            moment = time.monotonic()
            if child.ended is None:
                child.ended = moment
                child.pause = 0.0 if moment - child.began > LONG else min(LONGEST_PAUSE, 2 * child.pause or 0.25)
                say(f"The {name} ended unexpectedly; starting it again")
            if moment >= child.ended + child.pause:
                self.again(name)

    def again(self, name: str) -> None:
        """Start one anew. What is left of it goes first: its own children may have outlived it."""
        _end(self.all[name].process)
        self.start(name, self.all[name].command)

    def stop(self) -> None:
        """SIGTERM to each, three seconds for all of them, then SIGKILL to their groups."""
        for child in self.all.values():
            child.process.terminate()
        end = time.monotonic() + 3
        for child in self.all.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.01, end - time.monotonic()))
            _end(child.process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to whatever is left of a group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def web_command(host: str, port: int) -> list[str]:
    """The command of the web server."""
    options = {"--interface": "wsgi", "--host": host, "--port": str(port), "--workers": "2", "--blocking-threads": "2"}
    options |= {"--workers-kill-timeout": "2", "--log-level": "error"}
    words = [word for option in options.items() for word in option]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers", "jejaring.config.wsgi:application"]


def warn_of_proxy() -> None:
    """Behind https that a proxy ends, somebody has to say where the proxy stands."""
    if os.environ.get("JEJARING_SECURE") == "1" and not os.environ.get("JEJARING_PROXIES"):
        say("JEJARING_PROXIES names no proxy: everybody behind it is one address, and whoever guesses passwords makes all wait.")


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def _watch(place: Place, children: Children, host: str, port: int) -> str:
    """Announces the address when it answers, brings the demo city on to today, then keeps everything running until a signal comes.

    Ends only when a child ended before the first answer: the program cannot be served here. Its name.
    """
    while not _answers(host, port):
        if name := children.ended():
            return name
        time.sleep(0.05)
    accounts = "   accounts on its sign-in page, password jejaring-demo" if place.mode == "demo" else ""
    say(f"Jejaring: http://{host}:{port}/{accounts}   (Ctrl-C ends it)")
    warn_of_proxy()
    if setup.demo_is_behind(place):
        with contextlib.redirect_stdout(sys.stderr):
            setup.demo(place)
    while True:
        _keep_database(place, children)
        children.revive()
        time.sleep(0.2)


def _keep_database(place: Place, children: Children) -> None:
    """Start the database again when it has ended, also when it ends once more while it recovers. The worker begins anew with it: of the
    connections that it held it would notice within seconds only that they are gone."""
    if place.server.alive():
        return
    say("The database ended unexpectedly; starting it again")
    for tries_left in reversed(range(DATABASE_TRIES)):
        try:
            place.server.ensure()
            break
        except (SystemExit, psycopg.OperationalError):
            if not tries_left:
                raise
            time.sleep(0.5)
    children.again("worker")


def _serve(place: Place, host: str, port: int) -> int:
    children = Children()
    try:
        place.server.ensure()
        setup.set_up(place, strict=True)
        children.start("web server", web_command(host, port))
        children.start("worker", [sys.executable, "-m", "jejaring.config.worker"])
        name = _watch(place, children, host, port)
        say(f"The {name} ended by itself; see the messages above.")
        return 1
    except Stopped:
        return 0
    finally:
        for s in SIGNALS:
            signal.signal(s, signal.SIG_IGN)
        setup.close()
        children.stop()
        place.server.stop()


def serve(mode: str) -> int:
    """Serve until Ctrl-C or TERM: 0. A second one on the same data folder says where the first one is: 0 as well."""
    host, port = address()
    listen_to_signals()
    try:
        place = Place(mode)
        with _only_one(place.data, f"http://{host}:{port}/") as mine:
            if not mine:
                return 0
            _require_free_port(host, port)
            return _serve(place, host, port)
    except Stopped:
        return 0
