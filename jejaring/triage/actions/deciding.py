"""Deciding what becomes of a report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import actions as cases
from jejaring.cases.actions import Brought, NewIncident, NewParty
from jejaring.cases.models import Case
from jejaring.cases.states import PartyRole
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory.actions import once
from jejaring.guard.rows import insert
from jejaring.intake import actions as intake
from jejaring.intake.models import Report
from jejaring.intake.states import ReporterKind
from jejaring.kernel.clock import midnight, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.people.queries import contact_wish
from jejaring.reference import queries as reference
from jejaring.triage import permissions, rules
from jejaring.triage.actions.carrying import brought_by, found_victims, refuse_found_respondents
from jejaring.triage.models import Outcome, Triage
from jejaring.triage.states import Grouping, JoinState, Jurisdiction, OutcomeKind, Risk
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision led to: no case, one, or one for each of several people."""

    triage_id: UUID
    case_ids: tuple[UUID, ...] = ()

    @property
    def case_id(self) -> UUID | None:
        """The first case, or the only one."""
        return self.case_ids[0] if self.case_ids else None


@dataclass(frozen=True, slots=True)
class _People:
    """Who takes part in the case that may be opened, who is in charge of it, and what is known already of what happened."""

    victims: tuple[NewParty, ...]
    respondents: tuple[NewParty, ...]
    manager: UUID | None
    companion: UUID | None
    place: str = "unknown"
    sub_forms: tuple[tuple[str, str], ...] = ()
    before: datetime | None = None  # a wedding or a departure
    abroad: bool = False  # where every victim was when she learned of it


@transaction.atomic
def decide(
    *, by: Actor, report_id: UUID, version: int, kind: str, forms: Sequence[str] = (), risk: str = "", lowered_reason: str = "",
    jurisdiction: str, region: str = "", reason: str = "", outcomes: Sequence[OutcomeKind], manager: UUID | None = None,
    companion: UUID | None = None, join_reference: str = "", to_desk: UUID | None = None, victims: Sequence[NewParty] = (),
    respondents: Sequence[NewParty] = (), place: str = "unknown", sub_forms: Sequence[tuple[str, str]] = (),
    people: Sequence[UUID] = (), grouping: Grouping | str = Grouping.TOGETHER, event_on: date | None = None,
    learned_abroad: bool = False, submission: UUID | None = None,
) -> Decision:  # fmt: skip
    """A report is decided once: kind, risk, jurisdiction, and one or more outcomes that follow from them.

    Opening, referring out and transferring open a case file; the latter two also the promise to hand over. A proposal to join gets the
    same answer whether the case exists or not. Raises Refused, with the field, for what the rules do not allow, and for the second of
    two who decide at once (`version`); nothing is written then. `place` and `sub_forms` (form, sub-form) are what is known already of
    the incident. Where the report lists its people, `people` are those of the rows that become victims, in one case or one case each
    (`grouping`); what each row says goes along. Promises of the case are due before `event_on` begins
    (a wedding, a departure; Asia/Jakarta). A complaint has nine months where the victims `learned_abroad` of what happened.
    The same submission sent twice gives the first decision back.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return _made(first)
    report = intake.decide_report(by=by, report_id=report_id, version=version)
    chosen = tuple(o for o in OutcomeKind if o in set(outcomes))
    found = found_victims(by, report, people)
    refuse_found_respondents(report, respondents)
    told = tuple(found or _as_told(report, victims))
    if not rules.may_come(event_on, today()):
        raise Refused(rules.EVENT_PASSED, "event_on")
    before = midnight(event_on) if event_on else None
    taking_part = _People(told, tuple(respondents), manager, companion, place, tuple(sub_forms), before, learned_abroad)
    row = _assessed(report, by, pk, kind=kind, forms=list(forms), risk=risk, lowered_reason=lowered_reason, jurisdiction=jurisdiction,
                    region=region, reason=reason)  # fmt: skip
    _check(row, report, by, chosen, taking_part, lowered_reason, reason, join_reference)
    opened = _open_cases(row, report, by, taking_part, Grouping(grouping)) if rules.opens_a_file(chosen) else []
    insert(row, *_outcomes(row, by, chosen, opened, join_reference, to_desk))
    _promises(row, report, by, chosen, opened, before)
    audit.record("report_triaged", "report", report.pk, detail=",".join(chosen))
    return Decision(pk, tuple(case.pk for case in opened))


def _made(triage_id: UUID) -> Decision:
    """What an earlier decision led to."""
    cases_of = Outcome.objects.filter(triage_id=triage_id, kind__in=rules.OPENING).order_by("pk").values_list("case_id", flat=True)
    return Decision(triage_id, tuple(dict.fromkeys(pk for pk in cases_of if pk)))


def _assessed(
    report: Report, by: Actor, pk: UUID, *, kind: str, forms: list[str], risk: str, jurisdiction: str, region: str,
    lowered_reason: str, reason: str,
) -> Triage:  # fmt: skip
    """The row of the decision; an information-only call has no risk."""
    asked = report.no_danger_asked or bool(report.danger_signs)
    points, computed = rules.score(report.danger_signs, reference.critical_signs(), asked=asked)
    rated = kind != rules.INFORMATION_ONLY
    return Triage(
        id=pk, domain=report.domain, report=report, desk=by.desk, kind=kind, forms=forms if rated else [],
        risk_score=points if rated else None, risk_computed=computed if rated else "", risk=Risk(risk) if rated and risk else "",
        lowered_reason=lowered_reason if rated and risk and rules.lowers(risk, computed) else "", jurisdiction=Jurisdiction(jurisdiction),
        region=region if jurisdiction == Jurisdiction.TRANSFER_REGION else "", reason=reason, decided_by=by.id, decided_at=now(),
    )  # fmt: skip


def _check(
    row: Triage, report: Report, by: Actor, outcomes: Sequence[OutcomeKind], people: _People, lowered: str, reason: str, join: str
) -> None:
    victims = [rules.Someone(p.age, p.minor) for p in people.victims if p.role == PartyRole.VICTIM]
    draft = rules.Draft(
        kind=row.kind, outcomes=outcomes, jurisdiction=row.jurisdiction, computed=row.risk_computed or Risk.LOW,
        critical=bool(reference.critical_signs() & set(report.danger_signs)), third_party=report.reporter_kind != ReporterKind.VICTIM,
        awareness=report.survivor_awareness, risk=row.risk, lowered_reason=lowered, region=row.region, reason=reason,
        manager=people.manager, join_reference=join, victims=victims, may_lower=permissions.may_lower_risk(by),
    )  # fmt: skip
    for field, refusal in rules.problems(draft).items():
        raise Refused(refusal, field)


def _as_told(report: Report, victims: Sequence[NewParty]) -> tuple[NewParty, ...]:
    """The victims with what the report already knows of the first one, so that nobody is asked twice."""
    found = tuple(victims) or tuple(_victims_of(report))
    told_herself = report.reporter_kind == ReporterKind.VICTIM
    if not found or found[0].name:
        return found
    name = vault.read(report, "victim_name") or (vault.read(report, "reporter_name") if told_herself else "")
    phone = found[0].phone or (vault.read(report, "reporter_contact") if told_herself else "")
    return (replace(found[0], name=name, phone=phone), *found[1:])


def _victims_of(report: Report) -> list[NewParty]:
    first = NewParty(PartyRole.VICTIM, sex=report.victim_sex, age=report.victim_age)
    return [first, *(NewParty(PartyRole.VICTIM) for _n in range(report.victim_count - 1))] if report.victim_count else []


def _open_cases(row: Triage, report: Report, by: Actor, people: _People, grouping: Grouping) -> list[Case]:
    """One file for all victims, or one for each. What the report brings along lies in each of them."""
    groups = [(victim,) for victim in people.victims] if grouping == Grouping.EACH and len(people.victims) > 1 else [people.victims]
    brought = brought_by(report)
    return [_open_case(row, report, by, people, victims, brought) for victims in groups]


def _open_case(
    row: Triage, report: Report, by: Actor, people: _People, victims: tuple[NewParty, ...], brought: Brought | None
) -> Case:
    """A file. Words of somebody else stay with the report: they may give away who called, and an incident's story may leave."""
    story = vault.read(report, "narrative") if report.reporter_kind == ReporterKind.VICTIM else ""
    incident = NewIncident(
        happened_on=report.incident_on, precision=report.incident_precision, area=report.area, place=people.place,
        forms=people.sub_forms or tuple((form, "") for form in row.forms), narrative=story, happened_at=report.incident_at,
        learned_abroad=people.abroad,
    )  # fmt: skip
    return cases.open_case(
        by=by, opened_from=report.pk, reported_at=report.received_at, channel=report.channel, kind=row.kind, risk=row.risk,
        area=report.area, manager=people.manager or by.id, companion=people.companion, parties=(*victims, *people.respondents),
        incident=incident, contact=contact_wish(report.pk), brought=brought, synthetic=report.synthetic,
        before=people.before,
    )  # fmt: skip


def _outcomes(
    row: Triage, by: Actor, outcomes: Sequence[OutcomeKind], opened: Sequence[Case], join: str, to_desk: UUID | None
) -> list[Outcome]:
    """One row for each thing decided, for each case that it opens."""
    found = []
    for kind in outcomes:
        made = partial(Outcome, triage=row, report_id=row.report_id, desk=by.desk, kind=kind)
        if kind == OutcomeKind.JOIN_CASE:
            found.append(made(case_id=_case_named(join), join_state=JoinState.PROPOSED))
            notices.tell(desk_id=by.desk, kind=NoticeKind.JOIN_PROPOSED, subject_kind="outcome", subject_id=found[-1].pk)
        elif kind in rules.OPENING:
            found += [made(case_id=case.pk, to_desk=to_desk if kind == OutcomeKind.REFER_OUT else None) for case in opened]
        else:
            found.append(made())
    return found


def _case_named(text: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select own_case_by_reference(%s)", [text.strip().upper()])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _promises(
    row: Triage, report: Report, by: Actor, outcomes: Sequence[OutcomeKind], opened: Sequence[Case], before: datetime | None
) -> None:
    """Triage is kept; advice keeps a first response unless danger is high; where nothing goes on, its promises end."""
    commitments.keep(RuleKey.TRIAGE, subject_id=report.pk, by=by, act="decide")
    if OutcomeKind.ADVISE in outcomes and row.risk != Risk.HIGH:
        commitments.keep(RuleKey.FIRST_RESPONSE, subject_id=report.pk, by=by, act="advise")
    if list(outcomes) == [OutcomeKind.ADVISE]:
        commitments.cancel(RuleKey.SAFE_CONTACT, RuleKey.COMPLETE_REPORT, subject_id=report.pk, by=by, act="decide")
    for case in opened if {OutcomeKind.REFER_OUT, OutcomeKind.TRANSFER} & set(outcomes) else ():
        facts = About("case", case.pk, case.pk, case.reference, case.risk, report.victim_sex, report.victim_age, case.area, case.kind)
        commitments.promise(RuleKey.HAND_OVER, by=by, about=facts, before=before)
