"""What a section of a case file is made of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from jejaring.cases.queries.standing import CaseSummary
from jejaring.guard.branches import Branch
from jejaring.kernel.moments import Moment

UNSEALED = "{row}.case_id = {parent}.id and {row}.domain = {parent}.domain"  # notes and papers that are not under a key of their own


@dataclass(frozen=True, slots=True)
class Brought:
    """What the one statement brought of a case: its clear facts, and its rows by model, in the order of their branch."""

    head: CaseSummary
    rows: dict[type[Model], list[Any]]

    def of(self, model: type[Model]) -> list[Any]:
        """The rows of a model."""
        return self.rows[model]

    def by(self, model: type[Model], owner: str) -> dict[UUID, list[Any]]:
        """The rows of a model by the id of what they belong to; it has an entry for those alone that own something."""
        found: dict[UUID, list[Any]] = {}
        for row in self.rows[model]:
            found.setdefault(getattr(row, owner), []).append(row)
        return found


def silent(_head: CaseSummary, _shown: Any) -> Iterable[Moment]:
    """A section that tells nothing on the timeline."""
    return ()


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of things on a case file: the rows it needs, what the page shows of them, what the timeline tells of them."""

    name: str  # the attribute of CaseFile that holds what `build` gives
    build: Callable[[Brought], Any]
    brings: tuple[Branch, ...] = ()
    tells: Callable[[CaseSummary, Any], Iterable[Moment]] = silent
    opens: tuple[str, ...] = field(default=())  # what the read log says was opened


def words(*parts: str | None, between: str = " · ") -> str:
    """The parts that say something, in one line."""
    return between.join(part for part in parts if part)


Moments = Iterator[Moment]
