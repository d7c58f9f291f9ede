"""What was done first for a report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.directory.actions import once
from jejaring.guard.rows import insert
from jejaring.intake import permissions, rules
from jejaring.intake.actions.grip import LOCKED, risk_of
from jejaring.intake.actions.sending import note_answer
from jejaring.intake.models import Report, Response
from jejaring.intake.states import ResponseKind
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused, require
from jejaring.people import rules as contact_rules
from jejaring.people.queries import contact_wish


@transaction.atomic
def record_response(
    *, by: Actor, report_id: UUID, kind: str, at: datetime | None = None, channel: str = "", note: str = "", submission: UUID | None = None
) -> Response:
    """What was done first for a report keeps its first response; a contact or an attempt also keeps the promise of safe contact.

    A contact outside the safe hours or by a channel that is not safe is refused: no clock pushes anybody into an unsafe call.
    `at` is the moment of the act (default: now), after the report came in and not in the future.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return Response.objects.get(pk=first)
    row = LOCKED.one(report_id)
    require(permissions.may_respond(by, row.state))
    act, moment = ResponseKind(kind), at or now()
    if moment > now() or moment < row.received_at.replace(second=0, microsecond=0):
        raise Refused(rules.ACT_AHEAD, "at")
    if act in rules.CONTACTS:
        _check_contact(row, channel, moment)
    response = Response(
        id=pk, domain=row.domain, report=row, desk=by.desk, kind=act, channel=channel if act in rules.CONTACTS else "",
        at=moment, recorded_at=now(), by=by.id, note=note,
    )  # fmt: skip
    insert(response)
    kept = [RuleKey.FIRST_RESPONSE] if rules.keeps_first_response(act, risk_of(row)) else []
    kept += [RuleKey.SAFE_CONTACT] if act in rules.CONTACTS else []
    if RuleKey.FIRST_RESPONSE in kept:
        note_answer(by=by, row=row)
    if kept:
        commitments.keep(*kept, subject_id=row.pk, by=by, act="record_response")
    audit.record("response_recorded", "report", row.pk, detail=act.value)
    return response


def _check_contact(row: Report, channel: str, at: datetime) -> None:
    if not channel:
        raise Refused(rules.NO_CHANNEL, "channel")
    verdict = contact_rules.may_contact(contact_wish(row.pk), channel=channel, at=at)
    if not verdict:
        raise Refused(verdict.reason, "channel")
