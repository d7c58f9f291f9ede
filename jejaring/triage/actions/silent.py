"""The silent check: a caller asked about somebody and may be the one she fled from. The unit looks; nobody who asked learns anything."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import RuleKey
from jejaring.directory.actions import once
from jejaring.guard.rows import insert
from jejaring.intake.models import Report
from jejaring.kernel.clock import now
from jejaring.kernel.ids import NIL, uuid7
from jejaring.kernel.verdict import Refused, require
from jejaring.triage import permissions, rules
from jejaring.triage.models import SilentCheck, Triage
from jejaring.triage.states import Risk
from jejaring.vault import actions as vault


@transaction.atomic
def check_silently(*, by: Actor, report_id: UUID, sought: Sequence[str], submission: UUID | None = None) -> None:
    """Look for up to two exact identifiers (telephone, NIK) in the own unit's open cases, once for a decided request for information.

    Where a case has one, its manager gets a notice without content and the case a promise to look at its safety plan; whoever asked gets
    the same answer after the same statements and the same time (at least a quarter of a second), and sees neither. What was sought is
    not kept. Raises Refused with the field for what is no identifier, Http404 for a report of another desk.
    """
    pk = uuid7()
    if submission and once(by=by, submission=submission, subject_id=pk) != pk:
        return
    report = get_object_or_404(Report.objects.select_for_update(), pk=report_id, desk_id=by.desk)
    row = Triage.objects.filter(report_id=report.pk).order_by("-decided_at", "-pk").first()
    made = SilentCheck.objects.filter(report_id=report.pk).exists()
    require(permissions.may_check_silently(by, row.kind if row else "", made=made))
    for field, reason in rules.sought_problems(sought).items():
        raise Refused(reason, field)
    tokens = _tokens(sought)
    insert(SilentCheck(id=pk, triage=row, report_id=report.pk, desk=by.desk, by=by.id, at=now()))
    audit.record("silent_check", "report", report.pk, detail=str(len(tokens)))
    with connection.cursor() as cursor:
        cursor.execute("select silent_check(%s, %s, %s, %s)", [report.pk, tokens, json.dumps(_promises(by), cls=DjangoJSONEncoder), now()])


def _tokens(sought: Sequence[str]) -> list[bytes]:
    """The blind tokens of what was typed, as persons have them."""
    return [vault.blind(f"person.{kind}", value) for kind, value in filter(None, map(rules.exact, sought))]


def _promises(by: Actor) -> dict[str, dict[str, Any]]:
    """The promise to look at the safety plan as a row for each risk; the database fills in the case, so that nothing of it comes here."""
    return {risk: _row(by, risk) for risk in Risk}


def _row(by: Actor, risk: str) -> dict[str, Any]:
    made = commitments.drafted(RuleKey.SAFETY_REVIEW, by=by, about=About("case", NIL, risk=risk))
    return {str(f.column): getattr(made, f.attname) for f in Commitment._meta.local_concrete_fields}
