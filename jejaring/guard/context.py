"""The context of a transaction: who acts, for which desk, for what. Outside of it guarded tables are closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from jejaring.access.actor import Actor
from jejaring.kernel import clock

SETTINGS = ("role", "jj.actor", "jj.desk", "jj.organisation", "jj.purpose", "jj.request", "jj.now")
CLOSED = ("none", "", "", "", "", "", "")
SET = "select " + ", ".join("set_config(%s, %s, true)" for _ in SETTINGS)


@dataclass(slots=True)
class Context:
    """The actor of the running transaction and what has been opened for it (keys, code lists), forgotten with it."""

    actor: Actor
    purpose: str
    request: str
    scratch: dict[str, Any] = field(default_factory=dict)

    def values(self) -> tuple[str, ...]:
        """The settings in the order of SETTINGS. The moment is empty, and then the database's own, unless the clock stands."""
        a, moment = self.actor, clock.standing()
        stands = moment.isoformat() if moment else ""
        return ("jejaring_actor", str(a.id), str(a.desk), str(a.organisation), self.purpose, self.request, stands)


_current: ContextVar[Context | None] = ContextVar("context", default=None)


def current() -> Context:
    """The running context. Raises RuntimeError outside of one: nothing guarded may be touched there."""
    if (context := _current.get()) is None:
        raise RuntimeError("nobody is acting: open guard.acting_as first")
    return context


def is_acting() -> bool:
    """Whether a context runs: pages of errors are made outside of one."""
    return _current.get() is not None


def _apply(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, [x for pair in zip(SETTINGS, values, strict=True) for x in pair])


@contextmanager
def acting_as(actor: Actor, purpose: str, request: str = "") -> Iterator[Actor]:
    """Open a transaction (or savepoint) whose rows are those that the actor may see.

    Role and settings are local to the transaction. When a savepoint is released they are put back by hand, since PostgreSQL keeps
    what was set inside; after an exception the rollback itself restores them.
    """
    nested, before = connection.in_atomic_block, _current.get()
    context = Context(actor, purpose, request)
    with transaction.atomic():
        _apply(context.values())
        token = _current.set(context)
        try:
            yield actor
        finally:
            _current.reset(token)
        if nested:
            _apply(before.values() if before else CLOSED)
