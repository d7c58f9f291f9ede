"""Every address has its row in `doors.txt`: who may open it at all, and which things it names. The walk of the tests opens them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from jejaring.access.purposes import Purpose
from jejaring.access.roles import ALLOWED, Role

FILE = Path(__file__).with_name("doors.txt")
VISITORS, ANY_ROLE = "everybody", "signed in"
OPEN = {Purpose.PUBLIC, Purpose.SIGN_IN}


@dataclass(frozen=True, slots=True)
class Door:
    """Who may open an address, and the parameters in it, in order."""

    roles: frozenset[Role]
    visitors: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """An address as the address book has it."""

    name: str
    pattern: str
    entry: URLPattern

    @property
    def door(self) -> Door:
        """What its view asks for."""
        view: Any = self.entry.callback
        asks = frozenset(getattr(view, "needs", ()))
        roles = frozenset(role for role, allowed in ALLOWED.items() if not asks or allowed & asks)
        return Door(roles, getattr(view, "purpose", None) in OPEN, tuple(self.entry.pattern.converters))

    @property
    def things(self) -> tuple[str, ...]:
        """The parameters that are ids of things."""
        return tuple(name for name, kind in self.entry.pattern.converters.items() if isinstance(kind, UUIDConverter))


def routes(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Route]:
    """All addresses of the product, in the order in which they are tried."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern), f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield Route(f"{space}{entry.name}", prefix + str(entry.pattern), entry)


def read(text: str) -> dict[str, Door]:
    """The table of a text. A route named twice is an error."""
    table: dict[str, Door] = {}
    section = ""
    for line in filter(None, (raw.partition("#")[0].strip() for raw in text.splitlines())):
        if line.startswith("["):
            section = line.strip("[]")
            continue
        name, *names = line.split()
        if name in table:
            raise ValueError(f"{name} has two rows")
        everyone = section in (VISITORS, ANY_ROLE)
        roles = frozenset(Role) if everyone else frozenset(Role(word) for word in section.split())
        table[name] = Door(roles, section == VISITORS, tuple(names))
    return table


@cache
def table() -> Mapping[str, Door]:
    """The product's own table."""
    return read(FILE.read_text(encoding="utf-8"))


def check_doors(**_options: Any) -> list[CheckMessage]:
    """Django's system check: the table and the address book say the same."""
    return [Error(words, id="jejaring.E001") for words in differences(list(routes()), table())]


def differences(found: list[Route], rows: Mapping[str, Door]) -> list[str]:
    """Where routes and rows differ, in words."""
    named = {route.name: route for route in found}
    said = [f"{name} has no row in jejaring/config/doors.txt: say who may open it" for name in named.keys() - rows.keys()]
    said += [f"{name} has a row in jejaring/config/doors.txt, but no address" for name in rows.keys() - named.keys()]
    said += [f"{name}: doors.txt says {_words(rows[name])}, its view {_words(named[name].door)}" for name in named.keys() & rows.keys()
             if rows[name] != named[name].door]  # fmt: skip
    return sorted(said)


def _words(door: Door) -> str:
    who = VISITORS if door.visitors else " ".join(sorted(door.roles))
    return f"[{who}] {' '.join(door.names)}".rstrip()
