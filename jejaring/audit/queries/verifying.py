"""Whether the log is whole: entries against the seal that lists them, seals against signature and predecessor, all against outside.

Works on a connection of the database's owner, to whom no policy hides anything, and believes nothing that the database computes: leaves,
roots and marks are computed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row

from jejaring.audit.queries.anchors import lines_of
from jejaring.audit.queries.entries import is_own, leaf_of
from jejaring.audit.rules.keys import SealKey, is_signed
from jejaring.audit.rules.seals import LATEST, NOTHING, Finding, Harm, Statement, moment, root

COLUMNS = "id, at, actor, desk, act, subject_kind, subject_id, case_id, purpose, fields, request_id, detail, leaf, mark"
PAIRS = 200  # edited entries of one seal among which exchanged ones are looked for
Connection = psycopg.Connection[Any]


@dataclass(slots=True)
class Report:
    """What was found, and how much was looked at."""

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    waiting: int = 0
    seals: int = 0
    last: datetime | None = None
    anchored: dict[str, int] = field(default_factory=dict)  # place: how many of its lines agree
    unreached: dict[str, str] = field(default_factory=dict)

    def add(self, harm: Harm, words: str) -> None:
        """Write a finding down."""
        self.findings.append(Finding(harm, words))


def verify(owner: Connection, *, keys: dict[str, Any], key: SealKey | None, places: Iterable[Path]) -> Report:
    """Look at everything as of one moment. Without the secret `key` marks are not looked at: an outsider has public keys only."""
    found = Report()
    owner.execute("set transaction isolation level repeatable read, read only")
    cursor = owner.cursor(row_factory=namedtuple_row)
    rows: list[Any] = cursor.execute("select * from audit_seal order by seq").fetchall()
    said = {row.seq: (_statement(row), bytes(row.signature)) for row in rows}
    _chain(found, said, keys)
    for row in rows:
        _entries(found, owner, row)
    _unlisted(found, owner, rows, key)
    for place in places:
        _compare(found, place, said, keys)
    return found


def _statement(row: Any) -> Statement:
    return Statement(row.seq, row.at, row.until, len(row.events), bytes(row.root), bytes(row.previous), row.key)


def _chain(found: Report, said: dict[int, tuple[Statement, bytes]], keys: dict[str, Any]) -> None:
    """Every seal is signed and follows the one before it; none is missing in between."""
    for seq, (statement, signature) in said.items():
        before = said[seq - 1][0].digest(said[seq - 1][1]) if seq - 1 in said else NOTHING if seq == 1 else statement.previous
        if not is_signed(keys, statement.key, signature, statement.signed()):
            found.add(Harm.FORGED, f"seal {seq} is not signed by a key of this installation.")
        elif statement.previous != before:
            found.add(Harm.FORGED, f"seal {seq} does not follow the seal that stands before it: that one was replaced or taken away.")
    missing = sorted(set(range(1, max(said, default=0) + 1)) - set(said))
    if missing:
        found.add(Harm.DELETED, f"the seals {', '.join(map(str, missing))} are gone.")
    found.seals, found.last = len(said), max((statement.at for statement, _s in said.values()), default=None)


def _entries(found: Report, owner: Connection, seal: Any) -> None:
    """Every entry that a seal lists stands there as it was when it was sealed."""
    listed = dict(zip(seal.events, map(bytes, seal.leaves), strict=False))
    found.entries += len(listed)
    there = {row.id: row for row in _rows(owner, "id = any (%s) order by at, id", [list(listed)])}
    if len(listed) != len(seal.leaves) or root(list(listed.values())) != bytes(seal.root):
        _list_changed(found, seal, [listed[pk] for pk in there])
    for pk in listed.keys() - there.keys():
        found.add(Harm.DELETED, f"entry {pk}, sealed by seal {seal.seq}, is gone.")
    changed = {pk: row for pk, row in there.items() if leaf_of(row) != listed[pk]}
    exchanged = set(_exchanged(changed, listed))
    for pk in sorted(changed.keys() - {pk for pair in exchanged for pk in pair}):
        found.add(Harm.EDITED, f"entry {pk}, sealed by seal {seal.seq}, does not say what it said then.")
    for one, other in sorted(exchanged):
        found.add(Harm.REORDERED, f"entries {one} and {other} of seal {seal.seq} have changed places.")


def _list_changed(found: Report, seal: Any, in_order: list[bytes]) -> None:
    """The list of a seal does not give the root that was signed: in the order of its entries it may."""
    if root(in_order) == bytes(seal.root):
        found.add(Harm.REORDERED, f"the list of seal {seal.seq} stands in another order.")
    else:
        found.add(Harm.FORGED, f"the list of seal {seal.seq} is not the one that was signed.")


def _rows(owner: Connection, where: str, values: list[Any]) -> Iterator[Any]:
    cursor = owner.cursor(row_factory=namedtuple_row)
    yield from cursor.execute(f"select {COLUMNS} from audit_event where {where}".encode(), values)  # noqa: S608


def _exchanged(changed: dict[UUID, Any], listed: dict[UUID, bytes]) -> Iterator[tuple[UUID, UUID]]:
    """Pairs of changed entries of which each is what it was once the two have exchanged their moments or all but their ids again."""
    names = COLUMNS.split(", ")[1:]
    for one, other in combinations(sorted(changed)[:PAIRS], 2):
        a, b = changed[one], changed[other]
        for some in (("at",), names):
            back_a, back_b = a._replace(**{n: getattr(b, n) for n in some}), b._replace(**{n: getattr(a, n) for n in some})
            if leaf_of(back_a) == listed[one] and leaf_of(back_b) == listed[other]:
                yield one, other
                break


def _unlisted(found: Report, owner: Connection, seals: list[Any], key: SealKey | None) -> None:
    """An entry that no seal lists is younger than the last seal, unchanged and the application's own."""
    horizon, first = max((row.until for row in seals), default=None), min((row.at for row in seals), default=None)
    listed = "exists (select from audit_seal s cross join unnest(s.events) as l(id) where l.id = audit_event.id)"
    for row in _rows(owner, f"not {listed} order by at, id", []):
        own = key is None or first is None or is_own(row, key, first)
        if leaf_of(row) != bytes(row.leaf or b""):
            found.add(Harm.EDITED, f"entry {row.id}, not sealed yet, was changed after it was written.")
        elif not own or (horizon and row.at < horizon - LATEST):
            found.add(Harm.INSERTED, f"entry {row.id} of {moment(row.at)} was not written by the application.")
        else:
            found.waiting += 1


def _compare(found: Report, place: Path, said: dict[int, tuple[Statement, bytes]], keys: dict[str, Any]) -> None:
    """What lies outside says the same: a seal that is unknown here was cut off, one that differs was replaced."""
    try:
        lines = [line for line in lines_of(place) if is_signed(keys, line[0].key, line[1], line[0].signed())]
    except OSError as error:
        found.unreached[str(place)] = str(error)
        return
    last = max(said, default=0)
    cut = [statement for statement, _signature in lines if statement.seq > last]
    if cut:
        first = min(cut, key=lambda statement: statement.seq)
        many = sum(statement.count for statement in {s.seq: s for s in cut}.values())
        known = f"{len(cut)} seals from {first.seq} ({moment(first.at)}) on with {many} entries"
        found.add(Harm.CUT, f"{place} knows {known} that are gone here.")
    for statement, signature in lines:
        if statement.seq in said and said[statement.seq] != (statement, signature):
            found.add(Harm.FORGED, f"seal {statement.seq} is not the one that lies in {place}.")
    found.anchored[str(place)] = sum(said.get(s.seq) == (s, signature) for s, signature in lines)
