"""The moments in the lives of commitments, one row each."""

from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.commitments.states import CommitmentAct
from jejaring.kernel.clock import now


def event(
    row: Commitment, act: CommitmentAct, by: Actor, *, due_before: datetime | None = None, reason: str = "", domain: UUID | None = None,
    said: str = "",
) -> CommitmentEvent:  # fmt: skip
    """One moment in the life of a commitment, ready to be inserted; the reason is a code, what was said is sealed in the domain."""
    return CommitmentEvent(
        commitment_id=row.pk, act=act, at=now(), by=by.id, desk=by.desk, due_before=due_before, reason=reason, domain=domain,
        note=said or None,
    )  # fmt: skip
