"""For which accounts a case does not exist."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import ConflictOfInterest, ConflictTold
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import ConflictKind, ConflictWish
from jejaring.directory import queries as directory
from jejaring.kernel.ids import NIL
from jejaring.vault import actions as vault
from jejaring.vault.actions import KeyMissing


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """An account for which the case does not exist."""

    id: UUID
    account: str
    kind: ConflictKind
    reason: str
    by: str
    at: datetime


def conflicts(actor: Actor, case: CaseSummary) -> list[ConflictRow]:
    """The conflicts that are declared for a case, oldest first; the read is logged. One statement."""
    vault.preload([case.domain])
    rows = ConflictOfInterest.objects.filter(case_id=case.id, ended_at=None).order_by("at", "pk")
    audit.record("read", "case", case.id, case_id=case.id, fields=["conflicts"])
    name = directory.account_name
    return [ConflictRow(c.pk, name(c.user), c.kind, vault.read(c, "reason"), name(c.by), c.at) for c in rows]


TOLD = 50


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What a privacy officer said; never whether anything followed."""

    reference: str
    account: str
    wish: ConflictWish
    kind: ConflictKind | str
    reason: str
    by: str
    at: datetime


def conflicts_told(actor: Actor) -> list[ToldRow]:
    """What the privacy officers said lately, newest first; the read is logged. Two statements."""
    rows = list(ConflictTold.objects.order_by("-at", "-pk")[:TOLD])
    vault.preload(r.domain for r in rows)
    audit.record("read", "conflict", NIL, fields=["conflicts"])
    name = directory.account_name
    return [ToldRow(r.reference, name(r.user), r.wish, r.kind, _reason(r), name(r.by), r.at) for r in rows]


def _reason(row: ConflictTold) -> str:
    """Empty for an officer of an organisation that came later."""
    try:
        return vault.read(row, "reason")
    except KeyMissing:
        return ""
