"""Closures as proposed and decided, by two people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Closure
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import ClosureState
from jejaring.guard.branches import Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

NAME = "select u.display_name from directory_user u where u.id = {row}."


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure as proposed and decided."""

    id: UUID
    state: ClosureState
    reason: str
    outcome: str
    account: str
    follow_up_agreed: bool
    watch_law: bool
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_note: str

    @property
    def reason_label(self) -> str:
        """The reason in words."""
        return reference.label("closure_reason", self.reason)

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return reference.label("closure_outcome", self.outcome)


def _build(found: Brought) -> tuple[ClosureRow, ...]:
    return tuple(
        ClosureRow(
            c.pk, c.state, c.reason, c.outcome, vault.read(c, "account"), c.follow_up_agreed, c.watch_law, c.proposer or "", c.proposed_at,
            c.decider or "", c.decided_at, vault.read(c, "decision_note"),
        ) for c in found.of(Closure)
    )  # fmt: skip


def _tell(_head: CaseSummary, closures: tuple[ClosureRow, ...]) -> Iterator[Moment]:
    for c in closures:
        what = f"{c.reason_label} · {c.outcome_label}"
        yield Moment(c.proposed_at, "plain", _("Closure proposed"), text=what, by=c.proposed_by)
        if c.decided_at:
            look, title = ("plain", _("Closure declined")) if c.state == ClosureState.DECLINED else ("kept", _("Case closed"))
            yield Moment(c.decided_at, look, title, text=c.decision_note, by=c.decided_by)


SECTION = Section(
    "closures", _build, tells=_tell, opens=("closure",),
    brings=(
        Branch(
            Closure, order="{row}.proposed_at desc, {row}.id desc",
            also={"proposer": f"{NAME}proposed_by", "decider": f"{NAME}decided_by"},
        ),
    ),
)  # fmt: skip
