"""What somebody who proposes or decides a closure must have before the eyes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jejaring.audit import actions as audit
from jejaring.cases.models import Closure
from jejaring.cases.queries.planning import needs
from jejaring.cases.queries.standing import CaseSummary, name_of
from jejaring.cases.states import ClosureState, NeedState
from jejaring.commitments import queries as commitments
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

ELSEWHERE = (RuleKey.REFERRAL_ANSWER, RuleKey.FIRST_SERVICE, RuleKey.SERVICE_FEEDBACK)


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What a closure would leave behind."""

    high_risk: bool
    needs: list[str]
    elsewhere: list[str]  # what other desks still owe to this case: which promise, which desk

    def __bool__(self) -> bool:
        return bool(self.high_risk or self.needs or self.elsewhere)


@dataclass(frozen=True, slots=True)
class WaitingClosure:
    """A closure that waits for the second person."""

    reason: str
    outcome: str
    account: str
    follow_up_agreed: bool
    watch_law: bool
    proposed_by: str
    proposed_at: Any


def waiting_closure(case: CaseSummary) -> WaitingClosure | None:
    """What was proposed, opened for who decides; the read is logged."""
    c: Any = Closure.objects.filter(case_id=case.id, state=ClosureState.PROPOSED).annotate(proposer=name_of("proposed_by")).first()
    if c is None:
        return None
    audit.record("read", "closure", c.pk, case_id=case.id, fields=["account"])
    reason, outcome = reference.label("closure_reason", c.reason), reference.label("closure_outcome", c.outcome)
    return WaitingClosure(reason, outcome, vault.read(c, "account"), c.follow_up_agreed, c.watch_law, c.proposer or "", c.proposed_at)


def still_open(case: CaseSummary) -> StillOpen:
    """High risk, needs of the plan that nobody has met, and promises of other desks to this case. Three statements."""
    left = [need.label for need in needs(case) if need.state == NeedState.NEEDED]
    owed = [c for c in commitments.of_case(case.id) if c.state == CommitmentState.OPEN and c.key in ELSEWHERE]
    return StillOpen(case.risk == "high", left, [f"{_(c.key.label)}: {c.desk}" for c in owed])
