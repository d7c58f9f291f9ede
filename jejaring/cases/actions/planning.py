"""Assessment, plan, and what became of each need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions, rules
from jejaring.cases.actions.grip import about, change, earlier, hasten_safety, hold, risk_changed
from jejaring.cases.models import Assessment, Participant, PlannedService, ServiceFact
from jejaring.cases.queries.acts import may_mediate
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import safety, windows
from jejaring.cases.states import PartyRole, ServiceFactKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.reference import queries as reference

VICTIM = Stored(lambda pk, case: Participant.objects.filter(pk=pk, case_id=case, role=PartyRole.VICTIM))


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need of the plan: which service, from which desk, wanted by which day, to what end."""

    service: str
    by_desk: UUID | None = None
    wanted_by: date | None = None
    goal: str = ""


def assess(
    *, by: Actor, case_id: UUID, danger_signs: Sequence[str] = (), factors: Sequence[str] = (), condition: str = "", wishes: str = "",
    risk: str = "", lowered_reason: str = "", version: int | None = None, submission: UUID | None = None,
) -> Assessment:  # fmt: skip
    """Write down what the team found and set the risk: critical signs force high, lowering takes a supervisor and a reason.

    Without a chosen risk the higher of the computed one and the case's own holds. Keeps ASSESSMENT and the first response of its reports; a
    promise of contact only inside the person's safe hours: outside of them nobody has kept it by writing.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return Assessment.objects.get(pk=known)
    case = hold(by, case_id, version=version)
    require(permissions.may_assess(by, case))
    computed = rules.computed_risk(danger_signs, reference.critical_signs())
    chosen = decided_risk(by, case, computed, risk, lowered_reason)
    row = Assessment(
        id=pk, domain=case.domain, case_id=case_id, danger_signs=list(danger_signs), risk_computed=computed, risk=chosen,
        lowered_reason=lowered_reason, factors=list(factors), condition=condition, wishes=wishes, by=by.id, at=now(),
    )  # fmt: skip
    insert(row)
    # Whoever assesses has been in touch with the person: what the reports still promised of that is kept as well.
    kept = (RuleKey.ASSESSMENT, RuleKey.SAFETY_REVIEW, RuleKey.FIRST_RESPONSE)
    commitments.keep(*kept, subject_id=case_id, also=case.opened_from, case_id=case_id, by=by, act="assess")
    commitments.keep_contact(report_id=case.opened_from, case_id=case_id, by=by, act="assess")
    change(case_id, decided=True, risk=chosen)
    audit.record("assessed", "assessment", pk, case_id=case_id, detail=chosen)
    if safety.due_at_once(case.risk, chosen, case.danger_signs or (), danger_signs, reference.critical_signs()):
        hasten_safety(by, case_id)
    if chosen != case.risk:
        risk_changed(by, case, chosen)
    return row


def decided_risk(by: Actor, case: CaseSummary, computed: str, risk: str, reason: str) -> str:
    """The risk that holds, or Refused at the field that is missing."""
    floor = rules.higher_risk(computed, case.risk)
    chosen = risk or floor
    if rules.is_lower(chosen, floor):
        if not (allowed := permissions.may_lower(by)):
            raise Refused(allowed.reason, "risk")
        if not reason.strip():
            raise Refused(_("Say why the risk is lower than what the signs, or the case so far, say."), "lowered_reason")
    return chosen


def plan_services(
    *, by: Actor, case_id: UUID, victim_id: UUID, needs: Sequence[NewNeed], submission: UUID | None = None
) -> list[PlannedService]:
    """Plan what a victim (a participant) needs, several at once. Keeps PLAN; after trafficking REHABILITATION runs for each, seven days.

    Mediation is refused for sexual violence, and in domestic violence with danger signs or before an assessment.
    """
    pk = uuid7()
    if earlier(by, submission, pk):
        return []
    case = hold(by, case_id)
    require(permissions.may_assess(by, case))
    VICTIM.one(victim_id, case_id)
    if not needs:
        raise Refused(_("Choose at least one service."), "services")
    if past := next((need for need in needs if need.wanted_by and need.wanted_by < today()), None):
        raise Refused(_("This day has passed already. Check the year."), f"by_{past.service}")
    _mediation(case, [need.service for need in needs])
    rows = [
        PlannedService(
            domain=case.domain, case_id=case_id, victim_id=victim_id, service=need.service, by_desk_id=need.by_desk,
            wanted_by=need.wanted_by, goal=need.goal, by=by.id, at=now(),
        ) for need in needs
    ]  # fmt: skip
    insert(*rows)
    commitments.keep(RuleKey.PLAN, subject_id=case_id, by=by, act="plan_service")
    seven = [row for row in rows if windows.runs_seven_days(case.categories, row.service)]
    subjects = [about(case, kind_of="service", subject_id=row.pk, service=row.service) for row in seven]
    commitments.promise_each(RuleKey.REHABILITATION, by=by, abouts=subjects)
    audit.record("services_planned", "case", case_id, case_id=case_id, detail=",".join(need.service for need in needs))
    return rows


def plan_service(
    *, by: Actor, case_id: UUID, victim_id: UUID, service: str, by_desk: UUID | None = None, wanted_by: date | None = None,
    goal: str = "", submission: UUID | None = None,
) -> PlannedService:  # fmt: skip
    """Plan one service; see `plan_services`."""
    need = NewNeed(service, by_desk, wanted_by, goal)
    rows = plan_services(by=by, case_id=case_id, victim_id=victim_id, needs=[need], submission=submission)
    return rows[0] if rows else PlannedService.objects.filter(case_id=case_id, victim_id=victim_id, service=service).latest("at")


def _mediation(case: CaseSummary, services: Sequence[str]) -> None:
    if "mediation" in services and not (fits := may_mediate(case)):
        raise Refused(fits.reason, "services")


def record_service_fact(
    *, by: Actor, case_id: UUID, kind: ServiceFactKind | str, planned_id: UUID | None = None, service: str = "",
    victim_id: UUID | None = None, happened_on: date | None = None, by_desk: UUID | None = None, note: str = "",
    submission: UUID | None = None,
) -> ServiceFact:  # fmt: skip
    """Record that a service was given, refused by the person or unavailable: one more fact, earlier ones stay.

    For a planned need, or for a service that nobody planned (then with the service and perhaps a victim). The day is today in
    Asia/Jakarta unless given. Refused for a day in the future, and for mediation where it may not be offered.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return ServiceFact.objects.get(pk=known)
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    need = get_object_or_404(PlannedService, pk=planned_id, case_id=case_id) if planned_id else None
    day, what = happened_on or today(), need.service if need else service
    if not what:
        raise Refused(_("Choose the service."), "service")
    if day > today():
        raise Refused(_("This date lies in the future."), "happened_on")
    if kind == ServiceFactKind.GIVEN:
        _mediation(case, [what])
    row = ServiceFact(
        id=pk, domain=case.domain, case_id=case_id, planned=need, victim_id=_whose(case, need, victim_id), service=what,
        kind=ServiceFactKind(kind), by_desk_id=by_desk or (need.by_desk_id if need else None) or by.desk, happened_on=day, note=note,
        by=by.id, at=now(),
    )  # fmt: skip
    insert(row)
    _keep(by, case, row)
    audit.record("service_fact", "service", pk, case_id=case_id, detail=f"{what} {row.kind}")
    return row


def _keep(by: Actor, case: CaseSummary, row: ServiceFact) -> None:
    """A fact keeps the windows that it answers, and the seven days of the needs that it meets. No statement where none can run."""
    act = f"service_{row.kind.value}"
    if keys := windows.kept_by(row.service, row.kind):
        commitments.keep(*keys, subject_id=case.id, by=by, act=act)
    if windows.runs_seven_days(case.categories, row.service):
        needs = PlannedService.objects.filter(case_id=case.id, service=row.service)
        met = needs.filter(pk=row.planned_id) if row.planned_id else needs.filter(victim_id=row.victim_id) if row.victim_id else needs
        commitments.keep_each(RuleKey.REHABILITATION, subjects=list(met.values_list("pk", flat=True)), by=by, act=act)


def _whose(case: CaseSummary, need: PlannedService | None, victim_id: UUID | None) -> UUID | None:
    """The victim of a fact: the need's, the one named, or the only one."""
    if need:
        return need.victim_id
    if victim_id:
        return get_object_or_404(Participant, pk=victim_id, case_id=case.id, role=PartyRole.VICTIM).pk
    return case.victims[0].id if len(case.victims) == 1 else None
