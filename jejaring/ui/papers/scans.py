"""Files from outside: looked at and drawn by a process of their own, so that a hostile one cannot take a web worker down.

What is a script, carries other files or is locked is refused, not kept and shown as pictures: a copy that nobody may open again would be
evidence for nobody, and printing to a new PDF or photographing the paper takes a minute.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from jejaring.kernel.labels import gettext_noop as _

WORKER = Path(__file__).parent / "worker.py"
SECONDS = 25
MOST_PAGES = 300
WIDTH = 1100  # pixels of a page on the screen
AT_ONCE = BoundedSemaphore(2)  # of one web worker

UNREADABLE = _("This file cannot be read safely: it is damaged, or takes too much memory or time. Scan the paper again.")
REASONS: Mapping[str, str] = {
    "empty": _("This file is empty: 0 bytes."),
    "unknown": _("This file is neither PDF, JPEG nor PNG, whatever its name says. Save or scan it as one of these."),
    "heic": _(
        "This is an iPhone picture (HEIC), which many offices cannot open. Send it as JPEG: Settings, Camera, Formats, Most Compatible."
    ),
    "encrypted": _("This PDF is locked with a password. Save it without one, then attach it."),
    "script": _("This PDF carries a script or an active form. Print it to a new PDF, then attach that."),
    "embedded": _("This PDF carries other files inside. Attach them one by one, and print this one to a new PDF."),
    "packed": _("This PDF is packed in an unusual way and cannot be checked. Print it to a new PDF, then attach that."),
    "pages": _("This PDF has more than 300 pages. Attach it in parts."),
    "pixels": _("This picture is larger than 60 million pixels. Scan it at 300 dpi."),
    "damaged": UNREADABLE,
}


class Unfit(Exception):
    """A file is not taken or cannot be drawn; `reason` is a sentence for the person (message id)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: what it is by its content, how many pages, and the bytes to keep (a picture is drawn anew)."""

    media: str
    pages: int
    content: bytes


def _ask(content: bytes, *words: str) -> tuple[dict[str, object], bytes]:
    command = [sys.executable, "-I", str(WORKER), *words]
    with AT_ONCE:
        try:
            done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, cwd="/", env={}, check=True)
            said, _line, found = done.stdout.partition(b"\n")
            answer: dict[str, object] = json.loads(said)
        except (subprocess.SubprocessError, ValueError):
            raise Unfit(UNREADABLE)
    if code := answer.get("unfit"):
        raise Unfit(REASONS.get(str(code), UNREADABLE))
    return answer, found


def examine(content: bytes) -> Examined:
    """Whether a file may be kept. Raises Unfit with the reason: empty, of another type, locked, active, too large to draw, damaged."""
    if not content:
        raise Unfit(REASONS["empty"])
    said, fresh = _ask(content, "examine", str(MOST_PAGES))
    return Examined(str(said["media"]), int(str(said["pages"])), fresh or content)


def draw(content: bytes, page: int, *, width: int = WIDTH) -> bytes:
    """One page as PNG. Raises Unfit where it cannot be drawn."""
    return _ask(content, "draw", str(page), str(width))[1]
