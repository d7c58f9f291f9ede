"""The safety plan of a victim: written with her, and with every review the danger signs are asked again and the risk is scored anew."""

from collections.abc import Sequence
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions, rules
from jejaring.cases.actions.grip import about, change, earlier, hasten_safety, hold, risk_changed
from jejaring.cases.actions.law import victim_of
from jejaring.cases.actions.planning import decided_risk
from jejaring.cases.models import Assessment, SafetyPlan
from jejaring.cases.queries import safety as reading
from jejaring.cases.queries.standing import CaseSummary, summary
from jejaring.cases.rules import safety
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import LOST
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

WORDS = ("threats", "safe_places", "trusted", "signals", "to_take", "children", "devices", "at_night")


def write_safety_plan(
    *, by: Actor, case_id: UUID, victim_id: UUID | None = None, danger_signs: Sequence[str] = (), written_with: bool = False,
    not_with_reason: str = "", risk: str = "", lowered_reason: str = "", based_on: UUID | None = None, submission: UUID | None = None,
    **texts: str,
) -> UUID:  # fmt: skip
    """Write a victim's safety plan, or review it: one more version; `texts` are those of WORDS. Returns the version.

    The danger signs of today score the risk as in an assessment: critical ones force high, lowering takes a supervisor and a reason. Keeps
    SAFETY_PLAN_REVIEW and opens the next by the risk; the plans of the others in the case are due at once where the risk changed or a
    critical sign came up. `based_on` is the version that the page showed: Refused where somebody wrote a newer one.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    victim = victim_of(case, victim_id)
    before = reading.newest_plan(case_id, victim)
    if before and based_on and before.pk != based_on:
        raise Refused(LOST)
    if not any(texts.get(name, "").strip() for name in WORDS):
        raise Refused(_("Write at least one part of the plan."), "threats")
    if not written_with and not not_with_reason.strip():
        raise Refused(_("Say why it was not written with the person."), "not_with_reason")
    scored = score(by, case, danger_signs, risk, lowered_reason, but=victim)
    insert(
        SafetyPlan(
            id=pk, domain=case.domain, case_id=case_id, victim_id=victim, written_with=written_with, not_with_reason=not_with_reason,
            danger_signs=list(danger_signs), risk=scored, by=by.id, at=now(), **{name: texts.get(name, "") for name in WORDS},
        )
    )  # fmt: skip
    audit.record("safety_plan_written", "safety_plan", pk, case_id=case_id, detail=scored)
    commitments.keep(RuleKey.SAFETY_PLAN_REVIEW, subject_id=victim, by=by, act="write_safety_plan")
    commitments.keep(RuleKey.SAFETY_REVIEW, subject_id=case_id, by=by, act="write_safety_plan")
    facts = about(summary(by, case_id), kind_of="participant", subject_id=victim)
    commitments.promise(RuleKey.SAFETY_PLAN_REVIEW, by=by, about=facts)
    return pk


def score(by: Actor, case: CaseSummary, signs: Sequence[str], risk: str, lowered_reason: str, *, but: UUID) -> str:
    """Score the risk anew from the signs of today; what changed becomes an assessment that carries the words of the last one on."""
    computed = rules.computed_risk(signs, reference.critical_signs())
    chosen = decided_risk(by, case, computed, risk, lowered_reason)
    if chosen == case.risk and set(signs) == set(case.danger_signs or ()):
        return chosen
    last = Assessment.objects.filter(case_id=case.id).order_by("-at", "-pk").first()
    insert(
        Assessment(
            domain=case.domain, case_id=case.id, danger_signs=list(signs), risk_computed=computed, risk=chosen,
            lowered_reason=lowered_reason, factors=list(last.factors) if last else [],
            condition=vault.read(last, "condition") if last else "", wishes=vault.read(last, "wishes") if last else "", by=by.id, at=now(),
        )
    )  # fmt: skip
    change(case.id, decided=True, risk=chosen)
    if chosen != case.risk:
        risk_changed(by, case, chosen)
    if safety.due_at_once(case.risk, chosen, case.danger_signs or (), signs, reference.critical_signs()):
        hasten_safety(by, case.id, but=but)
    return chosen


def review_at_once(*, by: Actor, case_id: UUID) -> None:
    """Make every safety plan of a case due for review now: who may be the respondent asked about her, for example."""
    hold(by, case_id)
    hasten_safety(by, case_id)
