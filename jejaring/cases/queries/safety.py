"""The pages of safety: plans opened, returns home, checks after closure."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Closure, ClosureCheck, SafetyPlan
from jejaring.cases.queries.loading import bring
from jejaring.cases.queries.sections import closures, safety, told
from jejaring.cases.queries.sections.closures import ClosureRow
from jejaring.cases.queries.sections.safety import CheckRow, PlanVersion, ReturnRow
from jejaring.cases.queries.standing import CaseSummary, VictimFacts
from jejaring.cases.rules.safety import may_check
from jejaring.cases.states import ClosureState
from jejaring.kernel.verdict import Verdict
from jejaring.people.queries import ContactView
from jejaring.vault import actions as vault

TEXTS = ("threats", "safe_places", "trusted", "signals", "to_take", "children", "devices", "at_night", "not_with_reason")


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a plan says, opened."""

    version: PlanVersion
    threats: str
    safe_places: str
    trusted: str
    signals: str
    to_take: str
    children: str
    devices: str
    at_night: str
    not_with_reason: str


@dataclass(frozen=True, slots=True)
class VictimPlan:
    """A victim with the plan that holds, opened, and the earlier versions."""

    victim: VictimFacts
    plan: PlanText | None
    earlier: tuple[PlanVersion, ...]


@dataclass(frozen=True, slots=True)
class SafetyFile:
    """The safety plans of a case."""

    head: CaseSummary
    contact: ContactView | None
    plans: tuple[VictimPlan, ...]

    def of(self, victim_id: UUID) -> VictimPlan:
        """The plan of one victim. Http404 where there is none."""
        for row in self.plans:
            if row.victim.id == victim_id:
                return row
        raise Http404


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """The returns home of a case."""

    head: CaseSummary
    contact: ContactView | None
    returns: tuple[ReturnRow, ...]

    def one(self, return_id: UUID) -> ReturnRow:
        """One return. Http404 where there is none."""
        for row in self.returns:
            if row.id == return_id:
                return row
        raise Http404


@dataclass(frozen=True, slots=True)
class CheckFile:
    """The checks after closure, and whether the person agreed to them."""

    head: CaseSummary
    contact: ContactView | None
    checks: tuple[CheckRow, ...]
    agreed: Verdict


def _opened(row: SafetyPlan, version: PlanVersion) -> PlanText:
    return PlanText(version, *(vault.read(row, name) for name in TEXTS))


def safety_for(actor: Actor, case_id: UUID) -> SafetyFile:
    """The safety plans of a case, each newest version opened; one entry in the read log. Http404 for strangers. Three statements."""
    found = bring(actor, case_id, (told.CONTACT, safety.PLANS))
    rows = {row.pk: row for row in found.of(SafetyPlan)}
    versions: tuple[PlanVersion, ...] = safety.PLANS.build(found)
    plans = []
    for v in found.head.victims:
        of = [p for p in versions if p.victim_id == v.id]
        plans.append(VictimPlan(v, _opened(rows[of[0].id], of[0]) if of else None, tuple(of[1:])))
    audit.record("read", "safety_plan", case_id, case_id=case_id, fields=["contact", "safety_plan"])
    return SafetyFile(found.head, told.CONTACT.build(found), tuple(plans))


def returns_for(actor: Actor, case_id: UUID) -> ReturnFile:
    """The returns home of a case, opened; one entry in the read log. Http404 for strangers. Three statements."""
    found = bring(actor, case_id, (told.CONTACT, safety.RETURNS))
    audit.record("read", "home_return", case_id, case_id=case_id, fields=["contact", "home_return"])
    return ReturnFile(found.head, told.CONTACT.build(found), safety.RETURNS.build(found))


def agreement(closed: ClosureRow | Closure | None, withdrawn: bool) -> Verdict:
    """Whether the person may be asked after closure, by the last confirmed closure."""
    return may_check(bool(closed and closed.follow_up_agreed), withdrawn)


def checks_for(actor: Actor, case_id: UUID) -> CheckFile:
    """The checks after closure; the contact that it opens is logged. Http404 for strangers. Three statements."""
    found = bring(actor, case_id, (told.CONTACT, closures.SECTION, safety.CHECKS))
    confirmed = next((c for c in found.of(Closure) if c.state == ClosureState.CONFIRMED), None)
    audit.record("read", "check", case_id, case_id=case_id, fields=["contact", "checks"])
    agreed = agreement(confirmed, bool(confirmed and confirmed.agreement_withdrawn_at))
    return CheckFile(found.head, told.CONTACT.build(found), safety.CHECKS.build(found), agreed)


def last_closure(case_id: UUID) -> Closure | None:
    """The last confirmed closure, clear. One statement."""
    rows = Closure.objects.filter(case_id=case_id, state=ClosureState.CONFIRMED).defer("account", "decision_note")
    return rows.order_by("-decided_at").first()


def open_checks(case_id: UUID) -> list[ClosureCheck]:
    """The checks that are still to be done, soonest first. One statement."""
    return list(ClosureCheck.objects.filter(case_id=case_id, done_on=None, cancelled_at=None).order_by("due_on", "pk"))


def newest_plan(case_id: UUID, victim_id: UUID) -> SafetyPlan | None:
    """The plan of a victim that holds, sealed. One statement."""
    return SafetyPlan.objects.filter(case_id=case_id, victim_id=victim_id).order_by("-at", "-pk").first()
