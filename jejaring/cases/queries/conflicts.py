"""For which accounts a case does not exist."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import ConflictOfInterest
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import ConflictKind
from jejaring.directory import queries as directory
from jejaring.vault import actions as vault


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
