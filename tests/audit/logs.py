"""A sealed log and its owner, who wants to change it."""

import io
from typing import Any
from uuid import UUID

import psycopg
from django.core.management import CommandError, call_command

from jejaring.access.purposes import Purpose
from jejaring.audit import actions as audit
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from tests.cast import Cast
from tests.databases import Clone


class Log:
    """A sealed log in a database of its own, and its owner, who wants to change it."""

    def __init__(self, database: Clone, cast: Cast) -> None:
        self.database, self.cast = database, cast

    def owner(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement of the owner, with every trigger of the log switched off, committed."""
        with psycopg.connect(self.database.owner_url) as owner:
            owner.execute("alter table audit_event disable trigger user")
            cursor = owner.execute(query.encode(), values)
            rows = cursor.fetchall() if cursor.description else []
            owner.execute("alter table audit_event enable trigger user")
            return rows

    def write(self, many: int) -> None:
        """The application writes entries."""
        with acting_as(self.cast.duty, Purpose.DESK, "request"):
            for n in range(many):
                audit.record("read", "case", uuid7(), fields=["name"], detail=str(n))

    def entries(self) -> list[UUID]:
        """The ids in order."""
        return [pk for (pk,) in self.owner("select id from audit_event order by at, id")]

    def findings(self) -> list[str]:
        """What the command says, without what it sums up; it must fail where it finds something."""
        out = io.StringIO()
        try:
            call_command("verify_audit", stdout=out)
        except CommandError as error:
            if "tampered with" not in str(error):
                raise
            return [line for line in out.getvalue().splitlines() if line.split(":")[0].isupper() and not line.startswith("NOT")]
        assert "The log is whole" in out.getvalue()
        return []
