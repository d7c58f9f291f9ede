"""Writing rows of hot tables: the model's own fields and seals, without the query compiler (a third of the price of a save)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

# What these columns take as it is. Everything else asks the field (arrays say their type, days and seals are prepared).
PLAIN: "Mapping[type[models.Field[Any, Any]], tuple[type, ...]]" = {
    models.UUIDField: (UUID,),
    models.CharField: (str,),
    models.TextField: (str,),
    models.IntegerField: (int,),
    models.BooleanField: (bool,),
    models.DateTimeField: (datetime,),
}


class _Column:
    """One column as an insert or update needs it: quoted name, placeholder, and how a value is prepared."""

    __slots__ = ("asks", "attname", "field", "name", "place", "takes")

    def __init__(self, field: Any) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        self.field, self.attname = field, field.attname
        self.name = connection.ops.quote_name(str(field.column))
        self.place = f"%s::{field.db_type(connection)}" if hasattr(field, "base_field") else "%s"
        bare = field.target_field if isinstance(field, models.ForeignKey) else field
        self.takes = next((takes for kind, takes in PLAIN.items() if isinstance(bare, kind)), ())
        self.asks = not self.takes or bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))

    def value(self, row: models.Model, connection: Any) -> Any:
        """The row's value for this column, sealed where it is to be sealed. Nothing and plain values go as they are."""
        if not self.asks:
            value = getattr(row, self.attname)
            if isinstance(value, StrEnum):
                value = value.value
            if value is None or (type(value) in self.takes and not (isinstance(value, datetime) and value.tzinfo is None)):
                return value
        return self.field.get_db_prep_save(self.field.pre_save(row, True), connection)


@lru_cache(maxsize=256)
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    return tuple(_Column(field) for field in model._meta.local_concrete_fields)


@lru_cache(maxsize=256)
def _head(model: type[models.Model]) -> tuple[str, str]:
    """The head of an insert and the placeholders of one row."""
    columns = _columns(model)
    table = connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)
    return f"insert into {table} ({', '.join(c.name for c in columns)}) values ", f"({', '.join(c.place for c in columns)})"  # noqa: S608


def _by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    found: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def insert(*rows: models.Model) -> None:
    """Insert new rows in one statement, sealing what is to be sealed; nothing for no rows. Needs a running context.

    Rows of several models go together, in the order in which their models come first; a policy does not yet see what the same
    statement inserts into another table.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    parts, values = [], []
    for model, same in _by_model(rows).items():
        head, places = _head(model)
        parts.append(head + ", ".join([places] * len(same)))
        columns = _columns(model)
        values += [column.value(row, connection) for row in same for column in columns]
    before = ", ".join(f"part{n} as ({part})" for n, part in enumerate(parts[:-1]))
    with connection.cursor() as cursor:
        cursor.execute(f"with {before} {parts[-1]}" if before else parts[-1], values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=256)
def _update(model: type[models.Model], names: tuple[str, ...], counted: str) -> tuple[str, tuple[_Column, ...]]:
    by_name = {name: c for c in _columns(model) for name in (c.field.name, c.attname)}
    changed, key = tuple(by_name[name] for name in names), _Column(model._meta.pk)
    counter = [f"{by_name[counted].name} = {by_name[counted].name} + 1"] if counted else []
    sets = ", ".join([*(f"{c.name} = {c.place}" for c in changed), *counter])
    table = connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)
    return f"update {table} set {sets} where {key.name} = %s", changed  # noqa: S608


def change(row: models.Model, *names: str, count: str = "") -> int:
    """Write the named fields of a row in one statement, sealing what is to be sealed; `count` names a number that goes up by one.

    How many rows were written: none where the policies hide the row.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    sql, columns = _update(type(row), names, count)
    values = [column.value(row, connection) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        return int(cursor.rowcount)
