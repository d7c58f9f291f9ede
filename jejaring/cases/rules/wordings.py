"""Rows that are corrected by one more row: which hold, and what each of them said before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID


class Wording(Protocol):
    """A row that another one may have replaced."""

    @property
    def pk(self) -> UUID: ...
    @property
    def replaced_by_id(self) -> UUID | None: ...
    @property
    def recorded_at(self) -> datetime: ...


W = TypeVar("W", bound=Wording)


def wordings(rows: Iterable[W]) -> list[list[W]]:
    """Each row that holds with its earlier wordings behind it, newest first; in the order in which they were first told."""
    told = list(rows)
    replaced = {row.replaced_by_id: row for row in told if row.replaced_by_id is not None}
    found = []
    for row in (row for row in told if row.replaced_by_id is None):
        chain = [row]
        while older := replaced.get(chain[-1].pk):
            chain.append(older)
        found.append(chain)
    return sorted(found, key=lambda chain: (chain[-1].recorded_at, chain[-1].pk))
