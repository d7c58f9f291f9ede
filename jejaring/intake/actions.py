"""Writes on reports: received as told, completed, responded to, decided. Every refusal comes before the first row is written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import actions as commitments
from jejaring.commitments import queries as promises
from jejaring.commitments.actions import About
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.directory.actions import once
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import change, insert
from jejaring.guard.stored import Stored
from jejaring.intake import permissions, rules
from jejaring.intake.models import Report, Response
from jejaring.intake.states import REPORT, ReportState, ResponseKind
from jejaring.kernel.clock import now
from jejaring.kernel.deadlines import Window, due_after
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people import rules as contact_rules
from jejaring.people.actions import record_contact
from jejaring.people.queries import contact_wish
from jejaring.people.rules import ContactWish
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault

LOST = _("Somebody else decided this in the meantime; nothing of yours was lost.")
LOCKED = Stored(lambda pk: Report.objects.select_for_update().filter(pk=pk))
RISEN = _("Danger signs were added.")
COMPLETED = {
    "channel", "reporter_kind", "limits_read", "limits_not_read_reason", "danger_signs", "no_danger_asked", "survivor_awareness",
    "reporter_name", "reporter_contact", "reporter_anonymous", "victim_name", "victim_sex", "victim_age", "victim_count", "area",
    "location_note", "incident_on", "incident_precision", "received_at", "narrative",
}  # fmt: skip


def receive_report(
    *, by: Actor, channel: str, narrative: str, reporter_kind: str, limits_read: bool, limits_not_read_reason: str = "",
    danger_signs: Sequence[str] = (), no_danger_asked: bool = False, survivor_awareness: str = "", contact: ContactWish | None = None,
    reporter_name: str = "", reporter_contact: str = "", reporter_anonymous: bool = False, victim_name: str = "",
    victim_sex: str = "unknown", victim_age: int | None = None, victim_count: int = 1, area: str = "", location_note: str = "",
    incident_on: date | None = None, incident_precision: str = "unknown", received_at: datetime | None = None, complete: bool = False,
    draft: bool = False, synthetic: bool = False, submission: UUID | None = None,
) -> Report:  # fmt: skip
    """A report is stored as told, and its promises begin: first response (15 minutes where the risk is high), triage, contact in the
    safe hours where some were named, completion. Clocks run from `received_at` (default: now), contact from now on.

    A draft is stored sealed without any promise. Raises Refused, before anything is written, for what cannot be true or is lacking.
    The same submission sent twice gives the first report back. At most 12 statements.
    """
    require(permissions.may_receive(by))
    pk = uuid7()
    row = Report(
        id=pk, domain=pk, desk_id=by.desk, organisation=by.organisation, channel=channel, received_at=received_at or now(),
        recorded_at=now(), recorded_by=by.id, limits_read=limits_read, limits_not_read_reason=limits_not_read_reason,
        danger_signs=list(danger_signs), no_danger_asked=no_danger_asked, reporter_kind=reporter_kind,
        reporter_anonymous=reporter_anonymous, survivor_awareness=survivor_awareness, narrative=narrative, reporter_name=reporter_name,
        reporter_contact=reporter_contact, victim_name=victim_name, location_note=location_note, victim_sex=victim_sex,
        victim_age=victim_age, victim_count=victim_count, area=area, incident_on=incident_on, incident_precision=incident_precision,
        complete=complete, synthetic=synthetic, state=ReportState.DRAFT if draft else ReportState.WAITING,
    )  # fmt: skip
    _check_length("narrative", narrative)
    _check(row, narrative, draft=draft)
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return Report.objects.get(pk=first)
    return _store(row, contact or ContactWish(), by)


@transaction.atomic
def complete_report(
    *, by: Actor, report_id: UUID, version: int, contact: ContactWish | None = None, addition: str = "", complete: bool = False,
    draft: bool = False, submission: UUID | None = None, **fields: Any,
) -> Report:  # fmt: skip
    """A report's facts are completed afterwards; its story stays as told, an addition is put below it with its moment.

    A draft is received by this (or stays one with `draft`), and only a draft's story can be changed. Danger signs that were added
    bring the clocks forward; taking a critical one back needs a supervisor. `complete` keeps the promise to complete the report.
    Raises Refused before anything is written, also where somebody else was first (`version`).
    """
    require(permissions.may_receive(by))
    ticket = uuid7()
    if submission and once(by=by, submission=submission, subject_id=ticket) != ticket:
        return get_object_or_404(Report, pk=report_id)
    row = _locked(report_id, version)
    was_draft, risk_before = row.state == ReportState.DRAFT, _risk(row)
    _change(row, by, fields, addition, draft=draft and was_draft)
    old = contact_wish(row.pk) or ContactWish()
    new = contact if contact and not contact.empty else old
    if was_draft and not draft:
        row.state = REPORT.after(row.state, "receive")
    row.complete = row.complete or complete
    row.version += 1
    row.save(force_update=True)
    if new != old:
        record_contact(by=by, subject_id=row.pk, domain=row.domain, wish=new)
    if not was_draft:
        _adjust_promises(row, by, risk_before, old, new)
    elif not draft:
        _open_promises(row, new, by)
    audit.record("report_drafted" if row.state == ReportState.DRAFT else "report_completed", "report", row.pk, fields=sorted(fields))
    return row


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
    kept = [RuleKey.FIRST_RESPONSE] if rules.keeps_first_response(act, _risk(row)) else []
    kept += [RuleKey.SAFE_CONTACT] if act in rules.CONTACTS else []
    if kept:
        commitments.keep(*kept, subject_id=row.pk, by=by, act="record_response")
    audit.record("response_recorded", "report", row.pk, detail=act.value)
    return response


def decide_report(*, by: Actor, report_id: UUID, version: int) -> Report:
    """A report is decided once, by triage alone: locks it, compares the version, moves its state. Raises Refused for the second of two."""
    row = _locked(report_id, version)
    require(permissions.may_decide(by, row.state))
    row.state = REPORT.after(row.state, "decide")
    row.version += 1
    change(row, "state", "version")
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


def _locked(report_id: UUID, version: int) -> Report:
    row = LOCKED.one(report_id)
    if row.version != version:
        raise Refused(LOST)
    return row


def _risk(row: Report) -> str:
    return rules.report_risk(row.danger_signs, reference.critical_signs())


def _check(row: Report, story: str, *, draft: bool) -> None:
    """Raise Refused for the first thing that cannot be true, or that a received report lacks."""
    found = rules.problems(
        received_at=row.received_at, incident_on=row.incident_on, victim_age=row.victim_age, victim_count=row.victim_count, now=now()
    )
    if not draft:
        found |= rules.lacking(
            narrative=story, reporter_kind=row.reporter_kind, channel=row.channel, limits_read=row.limits_read,
            limits_not_read_reason=row.limits_not_read_reason,
        )  # fmt: skip
    for field, reason in found.items():
        raise Refused(reason, field)


def _check_length(field: str, text: str) -> None:
    if len(text) > rules.STORY_LIMIT:
        raise Refused(rules.TOO_LONG, field)


def _store(row: Report, wish: ContactWish, by: Actor) -> Report:
    row.reference = next_reference("report")
    insert(*vault.new_domain(row.domain, by.organisation), row)
    record_contact(by=by, subject_id=row.pk, domain=row.domain, wish=wish)
    if row.state == ReportState.WAITING:
        _open_promises(row, wish, by)
    audit.record("report_drafted" if row.state == ReportState.DRAFT else "report_received", "report", row.pk, detail=_risk(row))
    return row


def _open_promises(row: Report, wish: ContactWish, by: Actor) -> None:
    about = About("report", row.pk, reference=row.reference, risk=_risk(row), sex=row.victim_sex, age=row.victim_age, area=row.area)
    wanted: dict[RuleKey, Window | None] = {RuleKey.FIRST_RESPONSE: None, RuleKey.TRIAGE: None}
    wanted |= {RuleKey.SAFE_CONTACT: wish.window} if wish.window else {}
    wanted |= {} if row.complete else {RuleKey.COMPLETE_REPORT: None}
    commitments.promise_all(by=by, about=about, wanted=wanted, start=row.received_at)


def _change(row: Report, by: Actor, fields: dict[str, Any], addition: str, *, draft: bool) -> None:
    """Put new facts into the row, checked as a whole; nothing is written yet."""
    if unknown := set(fields) - COMPLETED:
        raise TypeError(f"a report has no {sorted(unknown)}")
    is_draft = row.state == ReportState.DRAFT
    if "narrative" in fields and not is_draft:
        raise Refused(_("The story of a received report stays as it was told. Put what was told later into the addition."), "narrative")
    _check_length("narrative", fields.get("narrative", ""))
    _check_length("addition", addition)
    taken_back = (reference.critical_signs() & set(row.danger_signs)) - set(fields.get("danger_signs", row.danger_signs))
    if taken_back and not is_draft and not (verdict := permissions.may_remove_critical_sign(by)):
        raise Refused(verdict.reason, "danger_signs")
    story = fields.get("narrative", vault.read(row, "narrative"))
    for name, value in fields.items():
        setattr(row, name, list(value) if name == "danger_signs" else value)
    if addition.strip():
        row.narrative = f"{story}\n\n[{when.moment(now())}]\n{addition}"
    _check(row, story, draft=draft)


def _check_contact(row: Report, channel: str, at: datetime) -> None:
    if not channel:
        raise Refused(rules.NO_CHANNEL, "channel")
    verdict = contact_rules.may_contact(contact_wish(row.pk), channel=channel, at=at)
    if not verdict:
        raise Refused(verdict.reason, "channel")


def _adjust_promises(row: Report, by: Actor, before: str, old: ContactWish, new: ContactWish) -> None:
    """Bring the open promises of a received report in line with what is known now."""
    risk = _risk(row)
    commitments.describe(subject_id=row.pk, risk=risk, sex=row.victim_sex, age=row.victim_age, area=row.area, kind="")
    if risk == "high" and before != "high":
        _bring_forward(row, by)
    if row.complete:
        commitments.keep(RuleKey.COMPLETE_REPORT, subject_id=row.pk, by=by, act="complete_report")
    if new.window != old.window:
        stopped = commitments.cancel(RuleKey.SAFE_CONTACT, subject_id=row.pk, by=by, act="complete_report")
        if new.window and (stopped or (old.window is None and row.state == ReportState.WAITING)):
            about = About("report", row.pk, reference=row.reference, risk=risk, sex=row.victim_sex, age=row.victim_age, area=row.area)
            commitments.promise(RuleKey.SAFE_CONTACT, by=by, about=about, window=new.window)


def _bring_forward(row: Report, by: Actor) -> None:
    """The risk became high: first response and triage are due as soon as if the report had come in now, if that is sooner."""
    for owed in promises.of_subjects([row.pk]):
        if owed.state == CommitmentState.OPEN and owed.key in (RuleKey.FIRST_RESPONSE, RuleKey.TRIAGE):
            due = due_after(now(), promises.terms(owed.key).high)
            if due < owed.due_at:
                commitments.move(commitment_id=owed.id, by=by, due_at=due, reason=RISEN)
