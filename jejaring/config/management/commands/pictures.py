"""`./run manage pictures`: take the pictures of README and guides anew from the demo city, in both languages, as the screens are today."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from PIL import Image

from jejaring.config.place import BASE

PHONE, SCREEN = (390, 844), (1180, 820)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
COLOURS = 96  # of a picture: screens have few


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an account sees it. `then`: links followed on the way, by the beginning of their address."""

    name: str
    account: str
    path: str
    size: tuple[int, int] = SCREEN
    then: tuple[str, ...] = ()
    becomes: tuple[str, str] = ("", "")  # what is replaced in the address at last


PICTURES = (
    Picture("sign-in", "", "/sign-in/"),
    Picture("desk", "duty", "/", PHONE),
    Picture("report", "duty", "/reports/new/", PHONE),
    Picture("case", "manager", "/cases/", then=("main a[href^='/cases/0']",)),
    Picture("referral", "manager", "/cases/", then=("main a[href^='/cases/0']",), becomes=("/cases/", "/referrals/new/")),
    Picture("partner", "police", "/referrals/", then=("main a[href^='/referrals/0']",)),
    Picture("promises", "chair", "/promises/"),
    Picture("organisations", "admin", "/organisations/"),
    Picture("directory", "police", "/directory/"),
)


@contextmanager
def _served() -> Iterator[str]:
    """The demo data on a free port of the loopback, as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--no-ws", "--log-level", "error"]
    child = subprocess.Popen([sys.executable, "-m", "granian", *words, "jejaring.config.wsgi:application"], cwd=BASE, process_group=0)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(10)


class Command(BaseCommand):
    """Needs the development packages and Debian's chromium."""

    help = "Take the pictures of the guides anew from the demo city, into docs/pictures/id and docs/pictures/en."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and which."""
        parser.add_argument("names", nargs="*", help="names of pictures; all without")
        parser.add_argument("--folder", type=Path, default=BASE / "docs" / "pictures")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError without a browser."""
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise CommandError("Pictures need the development packages: ./run check installs them.") from None
        if not (browser := os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-headless-shell")):
            raise CommandError("Pictures need Debian's chromium.")
        wanted = [p for p in PICTURES if not options["names"] or p.name in options["names"]]
        with _served() as url, sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=browser, args=list(FLAGS))
            for language in ("en", "id"):  # a language chosen on the sign-in page stays with the account: Indonesian comes last
                for picture in wanted:
                    self._take(chromium, url, picture, options["folder"] / language / f"{picture.name}.png", language)
            chromium.close()

    def _take(self, browser: Any, url: str, picture: Picture, target: Path, language: str) -> None:
        width, height = picture.size
        context = browser.new_context(
            base_url=url, viewport={"width": width, "height": height}, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto("/sign-in/")
        for _ in range(1 if language == "en" else 2):  # chosen, so that it counts more than what the account remembers
            page.locator("form.language button").first.click()
        if picture.account:
            page.locator(f"button[name='username'][value='{picture.account}']").click()
            page.wait_for_url("**/*")
            page.goto(picture.path)
        for link in picture.then:
            page.goto(page.locator(link).first.get_attribute("href"))
        if picture.becomes[0]:
            page.goto(page.url.replace(*picture.becomes))
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(target))
        context.close()
        Image.open(target).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
        self.stdout.write(f"{target.relative_to(BASE)} {target.stat().st_size // 1024} KB")
