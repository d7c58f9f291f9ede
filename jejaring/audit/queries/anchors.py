"""What lies at the places outside."""

import os
from collections.abc import Iterator
from pathlib import Path

from jejaring.audit.rules.seals import Statement, parsed

TAIL = 65_536  # bytes of a file in which its last whole line is looked for


def files_of(place: Path) -> list[Path]:
    """The files of a folder of anchors, oldest first; a file is its own only one (a mail or a sheet that was kept)."""
    if not place.exists():
        raise FileNotFoundError(f"{place} is not there")
    return [place] if place.is_file() else sorted(place.glob("seals-*.txt"))


def lines_of(place: Path) -> Iterator[tuple[Statement, bytes]]:
    """The seals that lie there, with their signatures. Other text, and a line that was torn, is passed over.

    Raises OSError where the place cannot be reached.
    """
    for file in files_of(place):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if seal := parsed(line):
                yield seal


def newest_of(folder: Path) -> int:
    """The number of the newest seal that lies whole in a folder; 0 where none does. Files are only ever added to: the last line of each
    is read, not the tens of thousands before it, and a month whose first line was torn does not hide the months before.

    Raises OSError where the place cannot be reached.
    """
    return max((_last_of(file) for file in files_of(folder)), default=0)


def _last_of(file: Path) -> int:
    with open(file, "rb") as opened:
        opened.seek(max(0, opened.seek(0, os.SEEK_END) - TAIL))
        lines = opened.read().decode(errors="replace").splitlines()
    return next((seal[0].seq for seal in map(parsed, reversed(lines)) if seal), 0)


def is_torn(file: Path) -> bool:
    """Whether the file ends in the middle of a line: the machine stopped, or the disk was full, while it was written."""
    if not file.exists() or not file.stat().st_size:
        return False
    with open(file, "rb") as opened:
        opened.seek(-1, os.SEEK_END)
        return opened.read() != b"\n"
