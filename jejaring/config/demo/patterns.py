"""What happens to people in the demo city: some twenty patterns in `patterns.toml`, each with what is clear about it and invented stories.

The stories are short and say no more than a case worker needs.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")
TRAFFICKING = "trafficking"


@dataclass(frozen=True, slots=True)
class Screen:
    """Acts, means, purposes and control methods of a trafficking indication."""

    acts: tuple[str, ...]
    means: tuple[str, ...]
    purposes: tuple[str, ...]
    control: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of case. `who` is girl, boy, woman or man; `respondent` is sex and span of age, or nothing where nobody is known."""

    key: str
    who: str
    weight: int
    kind: str
    forms: tuple[tuple[str, str], ...]
    ages: tuple[int, int]
    places: tuple[str, ...]
    relations: tuple[str, ...]
    respondent: tuple[str, int, int] | None
    channels: tuple[str, ...]
    signs: tuple[str, ...]
    factors: tuple[str, ...]
    services: tuple[str, ...]
    stories: tuple[str, ...]
    screen: Screen | None = None
    law: bool = False  # a case that usually goes on in court after the services have ended

    @property
    def is_trafficking(self) -> bool:
        """Whether this is an indication of trafficking."""
        return self.kind == TRAFFICKING


def _pattern(row: dict[str, Any]) -> Pattern:
    lists = {name: tuple(row[name]) for name in ("places", "relations", "channels", "signs", "factors", "services", "stories", "ages")}
    screen = Screen(*(tuple(row[name]) for name in ("acts", "means", "purposes", "control"))) if "acts" in row else None
    return Pattern(
        key=row["key"], who=row["who"], weight=row["weight"], kind=row["kind"], forms=tuple((form, sub) for form, sub in row["forms"]),
        respondent=tuple(row["respondent"]) if "respondent" in row else None, screen=screen, law=row.get("law", False), **lists,
    )  # fmt: skip


_DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))
PATTERNS = {row["key"]: _pattern(row) for row in _DATA["pattern"]}
QUESTIONS: tuple[str, ...] = tuple(_DATA["information"]["questions"])


def of(who: str, *, trafficking: bool) -> list[Pattern]:
    """The patterns that happen to a girl, boy, woman or man; either the indications of trafficking or the others."""
    return [p for p in PATTERNS.values() if p.who == who and p.is_trafficking == trafficking]
