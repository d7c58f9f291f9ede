"""Answering a proposal that a report joins a case."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries import visible_to
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.intake import actions as intake
from jejaring.kernel.clock import now
from jejaring.kernel.verdict import Refused, require
from jejaring.triage import permissions, rules
from jejaring.triage.models import Outcome
from jejaring.triage.states import JoinState, OutcomeKind


@transaction.atomic
def answer_join(*, by: Actor, outcome_id: UUID, accept: bool) -> Outcome:
    """The team takes a report into its case, with what is still owed on it, or sends it back: then it waits for triage again and nothing
    is lost.

    Raises Http404 for whoever may not know of the proposal, Refused when it was answered already.
    """
    row = get_object_or_404(Outcome.objects.select_for_update(), pk=outcome_id, kind=OutcomeKind.JOIN_CASE)
    sees_case = row.case_id is not None and visible_to(by).filter(pk=row.case_id).exists()
    if not permissions.may_answer_join(by, JoinState.PROPOSED, sees_case=sees_case, known=row.case_id is not None):
        raise Http404
    require(permissions.may_answer_join(by, row.join_state, sees_case=sees_case, known=row.case_id is not None))
    if accept and row.case_id is None:
        raise Refused(rules.NO_SUCH_CASE)
    row.join_state = JoinState.ACCEPTED if accept else JoinState.DECLINED
    row.answered_by, row.answered_at = by.id, now()
    row.save(update_fields=["join_state", "answered_by", "answered_at"], force_update=True)
    if row.case_id is not None and accept:
        commitments.carry_into(row.case_id, report_id=row.report_id)
    else:
        report = intake.reopen_report(by=by, report_id=row.report_id)
        about = About("report", report.pk, reference=report.reference, sex=report.victim_sex, age=report.victim_age, area=report.area)
        commitments.promise(RuleKey.TRIAGE, by=by, about=about)
    audit.record("join_accepted" if accept else "join_declined", "report", row.report_id, case_id=row.case_id)
    return row
