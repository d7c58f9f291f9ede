"""Sealing the log: every minute a signed root over the entries that no seal lists yet."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.models import Event, Seal
from jejaring.audit.queries.entries import is_own, leaf_of
from jejaring.audit.rules import keys, seals
from jejaring.guard.context import acting_as
from jejaring.guard.rows import insert
from jejaring.kernel.ids import NIL

BATCH = 5_000
BEGINNING = "-infinity", NIL  # where the oldest entry comes next
ONE_AT_A_TIME = 0x5EA1  # of the advisory lock


def seal_all() -> int:
    """Seal everything that has been committed; how many entries. Each seal is a transaction of its own: killed, nothing is lost.

    Goes on behind the last entry that was looked at, whether a seal lists it or not: what can never be sealed stops nothing.
    """
    sealed, place = 0, BEGINNING
    while True:
        with acting_as(VISITOR, Purpose.CLOCK):
            looked_at, listed = _seal_some(place)
        sealed += listed
        if len(looked_at) < BATCH:
            return sealed
        place = looked_at[-1].at, looked_at[-1].pk


def _seal_some(place: tuple[Any, UUID]) -> tuple[list[Any], int]:
    """One seal over the oldest entries after a place that have none: which there were, how many it lists. None where there is nothing to
    list.

    What was changed by hand before it was sealed, or never was the application's, is not listed: the verifier names it for ever. Only
    what was there before the first seal needs no mark, since earlier versions made none.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("select clock_timestamp()")
        (moment,) = cursor.fetchone()
    last = Seal.objects.order_by("-seq").first()
    rows = list(Event.objects.raw("select * from unsealed_events(%s, %s, %s)", [BATCH, *place]))
    key = keys.load(Path(settings.SEAL_KEY))
    first = Seal.objects.filter(seq=1).values_list("at", flat=True).first() or moment
    genuine = [row for row in rows if leaf_of(row) == bytes(row.leaf or b"") and is_own(row, key, first)]
    if genuine:
        until = rows[-1].at if len(rows) == BATCH else moment
        insert(_seal(last, genuine, key, at=moment, until=until))
    return rows, len(genuine)


def _seal(last: Seal | None, rows: list[Any], key: keys.SealKey, **moments: Any) -> Seal:
    leaves = [bytes(row.leaf) for row in rows]
    previous = seals.NOTHING if last is None else statement_of(last).digest(bytes(last.signature))
    said = seals.Statement(last.seq + 1 if last else 1, **moments, count=len(rows), root=seals.root(leaves), previous=previous, key=key.id)
    return Seal(
        seq=said.seq, at=said.at, until=said.until, events=[row.pk for row in rows], leaves=leaves, root=said.root, previous=said.previous,
        key=said.key, signature=key.signing.sign(said.signed()),
    )  # fmt: skip


def statement_of(row: Seal) -> seals.Statement:
    """What a stored seal says."""
    return seals.Statement(row.seq, row.at, row.until, len(row.events), bytes(row.root), bytes(row.previous), row.key)
