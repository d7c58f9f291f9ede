"""Reading a row with its children in one statement: they ride along as JSON, each table under its own policy, and come back as rows.

    NOTES = Branch(Note, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR})

Either `NOTES.sql("c")` stands in a statement whose case is called c, or `NOTES.on_rows_of(Case)` annotates a queryset; `NOTES.rows(answer)`
gives instances of the model, sealed fields as bytes, so that `vault.read` opens them as ever. The text of a branch is made once a process.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from jejaring.guard.fields import StateField
from jejaring.guard.stored import row_of

AUTHOR = 'select u.display_name from directory_user u where u.id = {row}."by"'


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])  # PostgreSQL writes bytea in JSON as \x0a1b…


PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)  # JSON says them as they are


def _reader(of: Any) -> Callable[[Any], Any] | None:
    """How a value of a column comes back from JSON; none where nothing is to be done."""
    if isinstance(of, models.ForeignKey):
        return _reader(of.target_field)
    if isinstance(of, StateField):
        return partial(of.from_db_value, expression=None, connection=None)
    if isinstance(of, PLAIN):
        return None
    if isinstance(of, models.UUIDField):
        return UUID
    reader: Callable[[Any], Any] = _bytes if isinstance(of, models.BinaryField) else of.to_python
    return reader


@cache
def _readers(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[Callable[[Any], Any] | None, ...]]:
    columns = model._meta.local_concrete_fields
    return tuple(c.attname for c in columns), tuple(_reader(c) for c in columns)


@dataclass(frozen=True, eq=False)
class Branch:
    """The rows of one model that belong to a row of another.

    `on` and `order` are SQL in which {row} is the child and {parent} the row it belongs to; `also` are further attributes as scalar
    subqueries over {row}; `children` are branches of the branch.
    """

    model: type[models.Model]
    on: str = "{row}.case_id = {parent}.id"
    order: str = "{row}.id"
    also: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, "Branch"] = field(default_factory=dict)

    def sql(self, parent: str, depth: int = 1) -> str:
        """A scalar subquery: a JSON array with one array of values for each row; null where there is none."""
        names = {"row": f"r{depth}", "parent": parent}
        columns = [f'{names["row"]}."{c.column}"' for c in self.model._meta.local_concrete_fields]
        columns += [f"({sql.format(**names)})" for sql in self.also.values()]
        columns += [branch.sql(names["row"], depth + 1) for branch in self.children.values()]
        what = f"json_agg(json_build_array({', '.join(columns)}) order by {self.order.format(**names)})"
        where = f'"{self.model._meta.db_table}" {names["row"]} where {self.on.format(**names)}'
        return f"(select {what} from {where})"  # noqa: S608  names of our own models, and SQL written here

    def on_rows_of(self, parent: type[models.Model]) -> RawSQL:
        """The same as an annotation of a queryset of the parent's model."""
        return RawSQL(f"{self.sql(parent._meta.db_table)}::text", (), models.TextField())  # noqa: S611  no value of a user

    def rows(self, answer: Any) -> list[Any]:
        """The rows from what the statement answered."""
        found = json.loads(answer) if isinstance(answer, str) else answer
        return [self._row(values) for values in found or ()]

    def _row(self, values: list[Any]) -> Any:
        names, readers = _readers(self.model)
        stored = [v if v is None or read is None else read(v) for v, read in zip(values, readers, strict=False)]
        row = row_of(self.model, names, stored)
        rest = iter(values[len(names) :])
        row.__dict__.update(zip(self.also, rest, strict=False))
        row.__dict__.update((name, branch.rows(value)) for (name, branch), value in zip(self.children.items(), rest, strict=True))
        return row
