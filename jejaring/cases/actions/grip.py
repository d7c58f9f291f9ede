"""What every act on a case begins and ends with: take hold of the case, act once, keep what is computed right."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.cases import rules
from jejaring.cases.models import Case, Incident, IncidentForm, Relation, TraffickingScreen
from jejaring.cases.queries.standing import CaseSummary, summary
from jejaring.cases.states import TeamRole
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.directory import actions as directory
from jejaring.directory.queries import colleagues
from jejaring.guard import rows
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.people.actions import LOST

CORRECTING, CORRECTED = "correct_incident", "incident_corrected"  # the act that ends a promise without ground, and its reason's code
MAY_MANAGE = (Role.MANAGER, Role.SUPERVISOR)
ROLES_OF: Mapping[TeamRole, tuple[Role, ...]] = {TeamRole.MANAGER: MAY_MANAGE, TeamRole.COMPANION: (Role.COMPANION, *MAY_MANAGE)}


def require_colleagues(desk_id: UUID, team: Mapping[TeamRole, UUID]) -> None:
    """Whoever manages or accompanies a case works at its lead desk today, in a fitting role; Refused with the field otherwise.

    One statement, none for nobody.
    """
    at_desk = colleagues(desk_id) if team else []
    for role, user in team.items():
        if not any(c.user_id == user and c.role in ROLES_OF[role] for c in at_desk):
            raise Refused(_("This person does not work at this desk in a fitting role."), role.value)


def hold(by: Actor, case_id: UUID, *, version: int | None = None) -> CaseSummary:
    """Lock a case that the actor sees (Http404 otherwise), so that nobody decides at the same time. One statement.

    With a version, Refused when somebody else has decided since the page was shown.
    """
    case = summary(by, case_id, lock=True)
    if version is not None and case.version != version:
        raise Refused(LOST)
    return case


def earlier(by: Actor, submission: UUID | None, subject_id: UUID) -> UUID | None:
    """What the same form led to when it was sent before; None the first time, which is remembered."""
    return directory.again(by, submission, subject_id)


def change(case_id: UUID, *, decided: bool = False, **fields: Any) -> None:
    """Write clear facts of a case; a decision counts its version up, so that a page shown before it is refused."""
    rows.change(Case(id=case_id, **fields), *fields, count="version" if decided else "")


def about(case: CaseSummary, *, kind_of: str = "case", subject_id: UUID | None = None, **other: Any) -> About:
    """What a promise on a case, or on something in it, is about: the case's first victim in clear codes."""
    first = case.victims[0] if case.victims else None
    facts: Mapping[str, Any] = {
        "reference": case.reference, "risk": case.risk, "sex": first.sex if first else "", "age": first.age if first else None,
        "area": case.area, "kind": case.kind,
    }  # fmt: skip
    return About(kind_of, subject_id or case.id, case.id, **{**facts, **other})


def recompute(by: Actor, case_id: UUID) -> None:
    """Bring categories and what the open promises say of the case up to date after its facts changed."""
    case = summary(by, case_id)
    relations = list(Relation.objects.filter(case_id=case_id).values_list("relation", "lives_together"))
    places = set(Incident.objects.filter(case_id=case_id, replaced_by=None).values_list("place", flat=True))
    screens = list(TraffickingScreen.objects.filter(case_id=case_id).only("identified_for_services", "purposes"))
    found = rules.categories(case.kind, case.forms, relations, case.victims, places, screens)
    if found != case.categories:
        change(case_id, categories=list(found))
    first = case.victims[0] if case.victims else None
    commitments.describe(
        subject_id=case_id, risk=case.risk, sex=first.sex if first else "", age=first.age if first else None, area=case.area, kind=case.kind
    )
    if rules.is_sexual(case.kind, case.forms) or "sexual_violence" in found:
        owe_police_report(by, case)


def risk_changed(by: Actor, before: CaseSummary, risk: str) -> None:
    """The risk of a case is another: what is said of its promises follows, and where it has risen they are due sooner."""
    recompute(by, before.id)
    if rules.is_lower(before.risk, risk):
        commitments.hasten(by=by, risk=risk, case_id=before.id)


def owe_police_report(by: Actor, case: CaseSummary) -> None:
    """Sexual violence goes to the police within three days (UU 12/2022): once a case, unless it is done or a supervisor gave a ground."""
    known = Commitment.objects.filter(subject_id=case.id, key=RuleKey.POLICE_REPORT).exclude(ended_by_act=CORRECTING)
    if case.police_known or known.exists():
        return
    commitments.promise(RuleKey.POLICE_REPORT, by=by, about=about(case))


def form_rows(case_id: UUID, incident_id: UUID, forms: tuple[tuple[str, str], ...]) -> list[IncidentForm]:
    """One row for each form of violence, each pair once."""
    return [IncidentForm(case_id=case_id, incident_id=incident_id, form=form, sub_form=sub) for form, sub in dict.fromkeys(forms)]


def hasten_safety(by: Actor, case_id: UUID, *, but: UUID | None = None) -> None:
    """Make the reviews of the safety plans of a case due now, except the one of a victim: the risk changed, or a critical sign came up."""
    moment = now()
    waiting = Commitment.objects.filter(case_id=case_id, key=RuleKey.SAFETY_PLAN_REVIEW, state=CommitmentState.OPEN, due_at__gt=moment)
    for pk in waiting.exclude(subject_id=but or case_id).values_list("pk", flat=True):
        commitments.move(commitment_id=pk, by=by, due_at=moment, reason="risk_changed")
