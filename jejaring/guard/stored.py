"""Queries that are written once with the ORM and compiled once: making the same SQL anew costs more than running it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.http import Http404
from psycopg import sql

Row = TypeVar("Row", bound=models.Model)
PLACE = re.compile("%%|%s")  # a sign of percent, and a parameter
_populators: Any = get_related_populators  # its types are those of a later Django


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What the ORM made of a query: its SQL, and how a row of the answer becomes a model."""

    sql: str
    ours: tuple[int, ...]  # for each of its parameters the number of the value
    model: type[models.Model]
    columns: slice
    names: tuple[str, ...]
    converters: tuple[tuple[int, tuple[Any, ...], Any], ...]
    populators: tuple[Any, ...]
    annotations: tuple[tuple[str, int], ...]


class Stored(Generic[Row]):
    """`notes = Stored(lambda case: Note.objects.filter(case_id=case).order_by("at"))`, then `notes(case_id)` for a list of rows.

    Values are ids or keys and nothing else, since a value must not change the SQL. What else stands in the query is written into the
    statement, so that the plan which PostgreSQL keeps knows it: the index of open promises serves no plan in which "open" is a parameter.
    `select_related`, annotations and `select_for_update` work; `prefetch_related` and queries of values do not.
    """

    def __init__(self, query: "Callable[..., models.QuerySet[Row]]", *, sparing: bool = False) -> None:
        """`sparing`: the query may have no use for one of the values."""
        self._query, self._sparing = query, sparing
        self._compiled: _Compiled | None = None

    def __call__(self, *values: UUID | str) -> list[Row]:
        """The rows, in one statement."""
        found = self._compiled or self._compile(values)
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(found.sql, [values[number] for number in found.ours])
            return list(_rows(found, cursor.fetchall(), connection))

    def first(self, *values: UUID | str) -> Row | None:
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def one(self, *values: UUID | str) -> Row:
        """The first row. Raises Http404 where there is none that the context may see."""
        if (found := self.first(*values)) is None:
            raise Http404
        return found

    def _compile(self, values: tuple[UUID | str, ...]) -> _Compiled:
        marks: list[UUID | str] = [uuid4().hex if isinstance(value, str) else uuid4() for value in values]
        compiler: Any = self._query(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        text, params = compiler.as_sql()
        ours = tuple(marks.index(value) for value in params if value in marks)
        if not self._sparing and set(ours) != set(range(len(marks))):
            raise TypeError("a stored query takes ids or keys that stand in it as they are")
        info, first, last = compiler.klass_info, *_ends(compiler.klass_info["select_fields"])
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        self._compiled = _Compiled(
            _spelled(text, params, marks), ours, info["model"], slice(first, last),
            tuple(column[0].target.attname for column in compiler.select[first:last]),
            tuple((place, tuple(functions), expression) for place, (functions, expression) in converters.items()),
            tuple(_populators(info, compiler.select, DEFAULT_DB_ALIAS)), tuple((compiler.annotation_col_map or {}).items()),
        )  # fmt: skip
        return self._compiled


def _spelled(text: str, params: Iterable[Any], marks: list[UUID | str]) -> str:
    """The statement with its own values written out; parameters are left where a value of a call belongs."""
    values = iter(params)

    def written(place: re.Match[str]) -> str:
        if place[0] != "%s" or (value := next(values)) in marks:
            return place[0]
        return sql.Literal(value).as_string().replace("%", "%%")

    return PLACE.sub(written, text)


def row_of(model: type[models.Model], names: Iterable[str], values: Iterable[Any]) -> Any:
    """A row as the database holds it, its columns put where a model keeps them. As Model.from_db, which sends two signals that nobody hears
    and sets column by column; what was not asked for is fetched when it is read."""
    row: Any = model.__new__(model)
    kept, state = row.__dict__, ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    kept["_state"] = state
    kept.update(zip(names, values, strict=False))
    return row


def _ends(places: list[int]) -> tuple[int, int]:
    return places[0], places[-1] + 1


def _rows(compiled: _Compiled, found: list[tuple[Any, ...]], connection: Any) -> Iterator[Any]:
    """Models as a queryset would make them: converted, with what was selected beside them."""
    for values in map(list, found):
        for place, functions, expression in compiled.converters:
            for function in functions:
                values[place] = function(values[place], expression, connection)
        row = row_of(compiled.model, compiled.names, values[compiled.columns])
        for populator in compiled.populators:
            populator.populate(values, row)
        for name, place in compiled.annotations:
            setattr(row, name, values[place])
        yield row
