"""Decisions on reports, how their risk came about, and proposals to join a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.directory import queries as directory
from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.intake.queries import ReportFacts
from jejaring.intake.states import ReporterKind
from jejaring.kernel.ids import NIL
from jejaring.kernel.moments import Moment
from jejaring.kernel.verdict import Verdict
from jejaring.reference import queries as reference
from jejaring.triage import permissions, rules
from jejaring.triage.models import Outcome, SilentCheck, Triage
from jejaring.triage.states import JoinState, Jurisdiction, OutcomeKind, Risk
from jejaring.ui.labels import label
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class SignRow:
    """A danger sign with what it adds."""

    label: str
    points: int
    critical: bool


@dataclass(frozen=True, slots=True)
class RiskView:
    """The computed risk of a report and why."""

    risk: Risk
    points: int
    signs: list[SignRow]
    asked: bool

    @property
    def critical(self) -> bool:
        """Whether a critical sign forces it high."""
        return any(s.critical for s in self.signs)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome; a proposal to join says nothing of the case."""

    kind: OutcomeKind
    case_id: UUID | None
    to_desk: UUID | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided on a report, opened."""

    id: UUID
    kind: str
    forms: tuple[str, ...]
    risk: Risk | str
    risk_computed: Risk | str
    points: int | None
    lowered_reason: str
    jurisdiction: Jurisdiction
    region: str
    reason: str
    by: str
    at: datetime
    outcomes: list[OutcomeRow]

    @property
    def case_id(self) -> UUID | None:
        """The case that was opened."""
        return next((o.case_id for o in self.outcomes if o.case_id), None)

    @property
    def case_ids(self) -> list[UUID]:
        """The cases that were opened, each once, in the order of the people."""
        return list(dict.fromkeys(o.case_id for o in self.outcomes if o.case_id))

    @property
    def words(self) -> str:
        """The outcomes in words, with the number of cases where there are several."""
        kinds = ", ".join(dict.fromkeys(_(o.kind.label) for o in self.outcomes))
        n = len(self.case_ids)
        many = ngettext("%(n)d case", "%(n)d cases", n) % {"n": n}
        return f"{kinds} ({many})" if n > 1 else kinds

    @property
    def region_name(self) -> str:
        """The region that takes over."""
        return reference.area_name(self.region) if self.region else ""

    @property
    def form_labels(self) -> tuple[str, ...]:
        """The forms in words."""
        return reference.labels("form", self.forms)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A report that is proposed to join a case."""

    outcome_id: UUID
    report_id: UUID
    case_id: UUID | None
    state: JoinState
    by: str
    at: datetime
    reason: str


def risk_of(facts: ReportFacts) -> RiskView:
    """The risk that the danger signs of a report say, with the points of each. No statement."""
    critical, asked = reference.critical_signs(), facts.no_danger_asked or bool(facts.danger_signs)
    points, risk = rules.score(facts.danger_signs, critical, asked=asked)
    signs = [SignRow(reference.label("danger_sign", p.sign), p.points, p.critical) for p in rules.points(facts.danger_signs, critical)]
    return RiskView(risk, points, signs, asked)


def was_asked(facts: ReportFacts, risk: RiskView) -> Verdict:
    """What the report alone says on opening a case for somebody who was not asked. No statement."""
    return rules.was_asked(
        third_party=facts.reporter_kind != ReporterKind.VICTIM, awareness=facts.survivor_awareness, kind="",
        victims=[rules.Someone(facts.victim_age)], critical=risk.critical,
    )  # fmt: skip


def managers(actor: Actor) -> list[tuple[str, str]]:
    """Who may manage a case at the actor's desk, as choices. One statement."""
    return _choices(directory.colleagues(actor.desk, Role.MANAGER, Role.SUPERVISOR))


def companions(actor: Actor) -> list[tuple[str, str]]:
    """Who may accompany a person, as choices. One statement."""
    return _choices(directory.colleagues(actor.desk, Role.COMPANION, Role.MANAGER))


def _choices(found: list[directory.Colleague]) -> list[tuple[str, str]]:
    return list({str(c.user_id): (str(c.user_id), c.name) for c in found}.values())


def decision_of(actor: Actor, report_id: UUID) -> DecisionView | None:
    """The latest decision on a report of the actor's desk, opened and logged; None while it waits. At most three statements.

    A proposal to join shows neither the case nor the answer, so that nobody learns here whether somebody is known.
    """
    row = Triage.objects.filter(report_id=report_id, desk=actor.desk).prefetch_related("outcomes").order_by("-decided_at", "-pk").first()
    if row is None:
        return None
    outcomes = [
        OutcomeRow(o.kind, None if o.kind == OutcomeKind.JOIN_CASE else o.case_id, o.to_desk)
        for o in sorted(row.outcomes.all(), key=lambda o: (list(OutcomeKind).index(o.kind), o.pk))
    ]
    audit.record("read", "triage", row.pk, fields=("reason", "lowered_reason"))
    return DecisionView(
        row.pk, row.kind, tuple(row.forms), row.risk, row.risk_computed, row.risk_score, vault.read(row, "lowered_reason"),
        row.jurisdiction, row.region, vault.read(row, "reason"), directory.account_name(row.decided_by), row.decided_at, outcomes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckView:
    """Whether the unit has looked for whom a caller asked about; never what was found."""

    may: Verdict
    by: str = ""
    at: datetime | None = None


def silent_check_of(actor: Actor, report_id: UUID, kind: str) -> CheckView | None:
    """The silent check that follows a request for information: made, or whether the actor may make it. None for any other decision.

    At most one statement.
    """
    if kind != rules.INFORMATION_ONLY:
        return None
    row = SilentCheck.objects.filter(report_id=report_id).order_by("-at").first()
    may = permissions.may_check_silently(actor, kind, made=row is not None)
    return CheckView(may, directory.account_name(row.by), row.at) if row else CheckView(may)


def kind_of(actor: Actor, report_id: UUID) -> str:
    """The kind that the latest decision on a report of the actor's desk gave it; empty while it waits. One statement."""
    rows = Triage.objects.filter(report_id=report_id, desk=actor.desk).order_by("-decided_at", "-pk")
    return rows.values_list("kind", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that a decision opened, for whoever may open its file."""

    id: UUID
    reference: str


def opened_cases(actor: Actor, made: DecisionView) -> list[OpenedCase]:
    """Those of a decision's cases whose file the actor may open. At most one statement."""
    if not made.case_ids or not actor.may(P.WORK_CASE):
        return []
    rows = cases.visible_to(actor).filter(pk__in=made.case_ids).values_list("pk", "reference")
    return [OpenedCase(pk, reference) for pk, reference in sorted(rows, key=lambda row: made.case_ids.index(row[0]))]


def sees_case(actor: Actor, case_id: UUID | None) -> bool:
    """Whether the actor may open a case's file. At most one statement."""
    return bool(case_id and actor.may(P.WORK_CASE) and cases.visible_to(actor).filter(pk=case_id).exists())


def proposals(actor: Actor, case_id: UUID) -> list[Proposal]:
    """The unanswered proposals to join a case that the actor sees, oldest first. Two statements; the reasons stay closed."""
    return _of_case(actor, case_id, JoinState.PROPOSED)


def joined(actor: Actor, case_id: UUID) -> list[Proposal]:
    """The reports that joined a case that the actor sees, oldest first. Two statements; the reasons stay closed."""
    return _of_case(actor, case_id, JoinState.ACCEPTED)


def joins_of(case_id: UUID) -> list[Proposal]:
    """Every proposal to join a case, answered or not, oldest first, for a caller who has read the case. One statement; the reasons stay
    closed, and the policies show none of another desk's."""
    rows = Outcome.objects.filter(case_id=case_id, kind=OutcomeKind.JOIN_CASE).select_related("triage")
    return [_proposal(o, "") for o in rows.order_by("triage__decided_at", "pk")]


def _of_case(actor: Actor, case_id: UUID, state: JoinState) -> list[Proposal]:
    return [p for p in joins_of(case_id) if p.state == state] if sees_case(actor, case_id) else []


def open_proposals(actor: Actor) -> list[Proposal]:
    """Unanswered proposals that the actor may answer: to join cases that the actor sees, for a supervisor also those without a case."""
    mine = Q(case_id__in=cases.visible_to(actor).values("pk"))
    if actor.may(P.CONFIRM_CLOSURE):
        mine |= Q(case_id=None)
    rows = Outcome.objects.filter(mine, kind=OutcomeKind.JOIN_CASE, join_state=JoinState.PROPOSED, desk=actor.desk)
    return [_proposal(o, "") for o in rows.select_related("triage").order_by("triage__decided_at")]


def proposal_for(actor: Actor, outcome_id: UUID) -> Proposal:
    """One proposal with its reason opened and logged, for whoever may answer it. Http404 for everybody else: they learn nothing,
    not even from how long the answer takes. One statement until it is found."""
    seen = Exists(cases.visible_to(actor).filter(pk=OuterRef("case_id")))
    rows = Outcome.objects.filter(pk=outcome_id, kind=OutcomeKind.JOIN_CASE, desk=actor.desk).annotate(seen=seen)
    row = rows.select_related("triage").first()
    if row is None or not permissions.may_answer_join(actor, JoinState.PROPOSED, sees_case=row.seen, known=row.case_id is not None):
        raise Http404
    audit.record("read", "triage", row.triage_id, case_id=row.case_id, fields=("reason",))
    return _proposal(row, vault.read(row.triage, "reason"), by=directory.account_name(row.triage.decided_by))


def _proposal(o: Outcome, reason: str, by: str = "") -> Proposal:
    return Proposal(o.pk, o.report_id, o.case_id, JoinState(o.join_state), by, o.triage.decided_at, reason)


OUTCOMES = Branch(Outcome, on="{row}.triage_id = {parent}.id")
DECISIONS = Stored(
    lambda case, report, desk: Triage.objects.filter(pk__in=_of_report(report).union(_joins(case), all=True), desk=desk)
    .annotate(decided=OUTCOMES.on_rows_of(Triage)).order_by("decided_at", "pk")
)  # fmt: skip


def _of_report(report_id: UUID) -> Any:
    """A union below, since "this or one of those" was planned as a walk over everybody's decisions."""
    return Triage.objects.filter(report_id=report_id).values("pk")


def _joins(case_id: UUID) -> Any:
    return Outcome.objects.filter(case_id=case_id, kind=OutcomeKind.JOIN_CASE).values("triage_id")


def moments(actor: Actor, report_id: UUID) -> list[Moment]:
    """The decisions on a report for a timeline, oldest first, in codes; nothing sealed is opened. One statement."""
    return of_case(actor, None, report_id)[0]


def of_case(actor: Actor, case_id: UUID | None, report_id: UUID | None) -> tuple[list[Moment], list[Proposal]]:
    """What was decided on the report of a case, and every proposal to join the case, each oldest first, for a caller who has read the case.

    One statement; nothing sealed is opened, and the policies show nothing of another desk.
    """
    rows: list[Any] = DECISIONS(case_id or NIL, report_id or NIL, actor.desk)
    found = [(row, OUTCOMES.rows(row.decided)) for row in rows]
    told = [_moment(row, outcomes) for row, outcomes in found if row.report_id == report_id]
    asked = [(row, o) for row, outcomes in found for o in outcomes if o.kind == OutcomeKind.JOIN_CASE and o.case_id == case_id]
    return told, [Proposal(o.pk, o.report_id, o.case_id, JoinState(o.join_state), "", row.decided_at, "") for row, o in asked]


def _moment(row: Triage, outcomes: list[Outcome]) -> Moment:
    chosen = {o.kind for o in outcomes}
    title = _("Triage: %(outcomes)s") % {"outcomes": ", ".join(_(o.label).lower() for o in OutcomeKind if o in chosen)}
    parts = [reference.label("category", row.kind), label(row.risk), *reference.labels("form", row.forms)]
    text = " · ".join(part for part in parts if part)
    by = directory.account_name(row.decided_by)
    return Moment(row.decided_at, "plain", title, text, by, "triage:decide", row.report_id, _("Read the decision"))
