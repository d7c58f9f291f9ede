"""A plan of the city's districts as tiles: where desks are, without streets and without distances, drawn here and never fetched."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY

WIDE, HIGH, GAP = 96, 60, 6  # of a tile
RIVER = 14  # of the river between the first row and the others
LINE, FIRST = 16, 22  # of a name

# Kota Jambi: column and row of each district, north on top. The first row lies north of the Batanghari.
TILES: Mapping[str, tuple[int, int]] = {
    "15.71.06": (1, 0), "15.71.05": (2, 0),
    "15.71.01": (0, 1), "15.71.10": (1, 1), "15.71.04": (2, 1), "15.71.03": (3, 1),
    "15.71.09": (0, 2), "15.71.07": (1, 2), "15.71.08": (2, 2),
    "15.71.02": (2, 3), "15.71.11": (3, 3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a tile."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A district of the plan with how many desks of the list are there."""

    code: str
    name: str
    x: int
    y: int
    count: int
    chosen: bool
    url: str

    @property
    def lines(self) -> list[Line]:
        """The name, a word on each line."""
        return [Line(FIRST + LINE * n, word) for n, word in enumerate(self.name.split(" ", 1))]

    @property
    def words(self) -> str:
        """What a screen reader says."""
        return f"{self.name}: " + ngettext("%(n)s desk", "%(n)s desks", self.count) % {"n": self.count}


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan, ready to be drawn."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    river: int
    elsewhere: int
    wide: int = WIDE
    high: int = HIGH
    right: int = WIDE - 10
    foot: int = HIGH - 10

    @property
    def words(self) -> str:
        """The plan in a sentence."""
        return _("Plan of the districts: where they lie to one another, not how far")


def plan(areas: Iterable[str], chosen: str, address: Callable[[str], str]) -> Plan | None:
    """The plan with the desks of a list, by the areas in which they are; none for a city of which we know no plan.

    `address` gives where a tile leads: the same question for that district, or for all where it is chosen already (empty code).
    """
    districts = [(d.code, d.name) for d in reference.areas("district", HOME_CITY) if d.code in TILES]
    if not districts:
        return None
    counts = Counter(area[:8] for area in areas)
    tiles = []
    for code, name in districts:
        column, row = TILES[code]
        y = row * (HIGH + GAP) + (RIVER if row else 0)
        tiles.append(Tile(code, name, column * (WIDE + GAP), y, counts[code], code == chosen, address("" if code == chosen else code)))
    rows, columns = max(row for _c, row in TILES.values()) + 1, max(column for column, _r in TILES.values()) + 1
    size = (columns * (WIDE + GAP) - GAP, rows * (HIGH + GAP) - GAP + RIVER)
    return Plan(tuple(tiles), *size, HIGH + GAP // 2 + RIVER // 2, sum(counts.values()) - sum(t.count for t in tiles))
