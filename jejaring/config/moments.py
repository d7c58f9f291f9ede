"""Moments come from the database as text, some hundred for a page. psycopg reads each by a pattern, Python itself in C."""

from datetime import datetime
from typing import Any

from django.db.backends.postgresql import psycopg_any

UTC = "+00"
loader: Any = psycopg_any.BaseTzLoader
_load = loader.load


def read(self: Any, data: Any) -> datetime:
    """A moment as the connection tells it, in UTC. Of another zone, infinity or before Christ it is read as before."""
    text = str(data, "ascii")
    moment: datetime = datetime.fromisoformat(text).replace(tzinfo=self.timezone) if text.endswith(UTC) else _load(self, data)
    return moment


def read_moments() -> None:
    """From here on moments are read so."""
    loader.load = read
