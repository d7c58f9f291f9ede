"""A report is decided by triage, once; it waits again when the case that it was to join did not take it."""

from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.rows import change
from jejaring.intake import permissions
from jejaring.intake.actions.grip import LOCKED, locked
from jejaring.intake.actions.sending import note_answer
from jejaring.intake.models import Report
from jejaring.intake.states import REPORT
from jejaring.kernel.verdict import require


def decide_report(*, by: Actor, report_id: UUID, version: int) -> Report:
    """A report is decided once, by triage alone: locks it, compares the version, moves its state. Raises Refused for the second of two."""
    row = locked(report_id, version)
    require(permissions.may_decide(by, row.state))
    row.state = REPORT.after(row.state, "decide")
    row.version += 1
    change(row, "state", "version")
    note_answer(by=by, row=row)
    audit.record("report_decided", "report", row.pk)
    return row


def reopen_report(*, by: Actor, report_id: UUID) -> Report:
    """A decided report waits for triage again, when the case that it was to join did not take it. Raises Refused in any other state."""
    row = LOCKED.one(report_id)
    require(REPORT.may(row.state, "reopen"))
    row.state = REPORT.after(row.state, "reopen")
    row.version += 1
    change(row, "state", "version")
    audit.record("report_reopened", "report", row.pk)
    return row
