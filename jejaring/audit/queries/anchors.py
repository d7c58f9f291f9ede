"""What lies at the places outside."""

from collections.abc import Iterator
from pathlib import Path

from jejaring.audit.rules.seals import Statement, parsed


def files_of(place: Path) -> list[Path]:
    """The files of a folder of anchors, oldest first; a file is its own only one (a mail or a sheet that was kept)."""
    return [place] if place.is_file() else sorted(place.glob("seals-*.txt"))


def lines_of(place: Path, *, newest: bool = False) -> Iterator[tuple[Statement, bytes]]:
    """The seals that lie there, with their signatures; of the newest file alone where that is asked. Other text is passed over.

    Raises OSError where the place cannot be reached.
    """
    if not place.exists():
        raise FileNotFoundError(f"{place} is not there")
    files = files_of(place)
    for file in files[-1:] if newest else files:
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if seal := parsed(line):
                yield seal
