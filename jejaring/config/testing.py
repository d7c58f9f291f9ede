"""./run test: what tests need, the checks, then pytest. Test data lie in .data/test, whatever JEJARING_DATA says."""

import ctypes.util
import os
import shutil
import signal
import subprocess
import sys
from types import FrameType

from jejaring.config import checks, setup
from jejaring.config.place import BASE, Place
from jejaring.config.serve import Stopped, listen_to_signals

MOST_PROCESSES = 4  # each holds a browser, a web server and its databases: about a gigabyte
BROWSERS = ("chromium-headless-shell", "chromium")  # without windows a test costs two thirds of the CPU; either will do
PACKAGES = ("libatomic1", "fonts-inter")


def _browser() -> str:
    """The program of the browser tests; empty where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def _present(package: str) -> bool:
    """Whether the browser tests find what they need, from whatever source; for the font, whether Debian's package is installed."""
    if package in BROWSERS:
        return bool(shutil.which(package))
    if package == "libatomic1":
        return bool(ctypes.util.find_library("atomic"))
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    return not shutil.which("dpkg-query") or subprocess.run(command, capture_output=True, check=False).stdout == b"installed"


def _install(*packages: str) -> None:
    """Debian's packages, where that is allowed; silent, since the next question is whether they are there."""
    if os.geteuid() or not shutil.which("apt-get"):
        return
    setup.say(f"Installing {', '.join(packages)} for the browser tests")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *words], env=env, stdout=subprocess.DEVNULL, check=False)


def _chromium() -> str:
    """The browser for the browser tests, installed from Debian where that is allowed; empty, with one line of why, where it is not."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if missing := [name for name in (BROWSERS[0], *PACKAGES) if not _present(name)]:
        _install(*missing)
    if not (_browser() and _present("libatomic1")):
        _install(BROWSERS[1], *PACKAGES)  # a Debian that has no browser without windows, and then installed nothing
    needed = [name for name in (*([] if _browser() else BROWSERS[:1]), "libatomic1") if not _present(name)]
    if needed:
        setup.say(f"Skipped: tests/browser (needs Debian's {' and '.join(needed)}; root can apt-get install them)")
    return "" if needed else _browser()


def _on_every_core() -> list[str]:
    """Files of tests shared out among the cores, each process with databases of its own; the long browser stories begin first."""
    cores = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"] if cores > 1 else []


def _pytest(words: list[str]) -> int:
    """pytest as a child; Ctrl-C on the terminal is its own, TERM is passed on."""
    child = subprocess.Popen([sys.executable, "-m", "pytest", "-q", *words], cwd=BASE)

    def wait(number: int, frame: FrameType | None) -> None:
        """Ctrl-C reaches the child by itself."""

    signal.signal(signal.SIGINT, wait)
    try:
        return child.wait()
    except Stopped:
        child.send_signal(signal.SIGINT)  # pytest tidies up on this one
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def test(words: list[str]) -> int:
    """Checks first, pytest last, each whatever the other says; with arguments pytest alone. 0 only when everything passed."""
    listen_to_signals()
    os.environ["CHROMIUM"] = _chromium()
    failed = 0 if words else checks.check([])
    if failed:
        setup.say("Checks failed, see above. The tests run all the same.")
    place = Place("test")
    try:
        place.server.ensure()
        place.settle(strict=False)
        return _pytest(words or _on_every_core()) or failed
    finally:
        place.server.stop()
