"""Columns for stored codes: text with a check constraint, no Django choices."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from jejaring.kernel.labels import Labelled


class StateField(models.CharField):  # type: ignore[type-arg]
    """A code of one enum, checked by the database and read back as the enum's member."""

    def __init__(self, states: type[Labelled] | None = None, *, values: Iterable[str] = (), **kw: Any) -> None:
        self.states = states
        self.values = tuple(s.value for s in states) if states else tuple(values)
        kw.setdefault("max_length", 40)
        super().__init__(**kw)

    def deconstruct(self) -> Any:
        """Migrations carry the values, so that a new state becomes a new constraint."""
        name, path, args, kw = super().deconstruct()
        return name, path, args, kw | {"values": list(self.values)}

    def db_check(self, connection: Any) -> str:
        """The column's check constraint."""
        allowed = ["''", *(f"'{v}'" for v in self.values)] if self.blank else [f"'{v}'" for v in self.values]
        return f"{connection.ops.quote_name(self.column)} in ({', '.join(allowed)})"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """The enum's member, so that templates find its label."""
        return self.states(value) if self.states and value else value
