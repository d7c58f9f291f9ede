"""Roles, grants, policies and the checks of stored codes, applied in one transaction after every migration."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection as django_connection
from psycopg import sql

from jejaring.guard.fields import StateField

FILES = tuple(sorted((Path(__file__).parent / "sql").glob("*.sql")))
FIND_CHECKS = """
    select t.relname || '.' || a.attname, c.conname, obj_description(c.oid, 'pg_constraint')
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = t.oid and c.conkey = array[a.attnum]
    where c.contype = 'c' and t.relnamespace = 'public'::regnamespace"""


def apply(owner_url: str) -> None:
    """Apply every file in order as the owner, then the checks of stored codes; all of them or none."""
    with psycopg.connect(owner_url) as connection:
        for file in FILES:
            connection.execute(file.read_text(encoding="utf-8").encode())
        _check_states(connection)


def _state_fields() -> Iterator[tuple[str, str, str, set[str]]]:
    """Table, column and condition of each stored code, and the names of the constraints that its model declares itself."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, StateField):
                declared = {str(constraint.name) for constraint in model._meta.constraints}
                yield model._meta.db_table, str(field.column), field.db_check(django_connection), declared


def _check_states(connection: "psycopg.Connection[Any]") -> None:
    """Give each stored code the check of today's values. A migration that adds a value cannot: Django alters only the checks of its own
    field types. The condition is kept as the constraint's comment, so that an unchanged one costs nothing."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for place, name, comment in connection.execute(FIND_CHECKS).fetchall():
        found.setdefault(place, []).append((name, comment))
    for table, column, condition, declared in _state_fields():
        old = [(name, comment) for name, comment in found.get(f"{table}.{column}", []) if name not in declared]
        if [comment for _name, comment in old] != [condition]:
            _replace(connection, table, column, condition, [name for name, _comment in old])


def _replace(connection: "psycopg.Connection[Any]", table: str, column: str, condition: str, old: list[str]) -> None:
    name = f"{table}_{column}_check"[:63]
    drops = [sql.SQL("drop constraint {}").format(sql.Identifier(gone)) for gone in old]
    add = sql.SQL("add constraint {} check ({})").format(sql.Identifier(name), sql.SQL(condition))
    connection.execute(sql.SQL("alter table {} {}").format(sql.Identifier(table), sql.SQL(", ").join([*drops, add])))
    said = sql.SQL("comment on constraint {} on {} is {}")
    connection.execute(said.format(sql.Identifier(name), sql.Identifier(table), sql.Literal(condition)))
