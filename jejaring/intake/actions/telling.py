"""A report is received as told, and completed afterwards. Every refusal comes before the first row is written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions import once, sent_before
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.intake import permissions
from jejaring.intake.actions.grip import adjust_promises, check, check_length, detail_rows, locked, open_promises, risk_of, write_details
from jejaring.intake.models import Report
from jejaring.intake.states import REPORT, ReportState
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import record_contact
from jejaring.people.queries import contact_wish
from jejaring.people.rules import ContactWish
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault

COMPLETED = {
    "channel", "reporter_kind", "limits_read", "limits_not_read_reason", "danger_signs", "no_danger_asked", "danger_not_asked",
    "survivor_awareness",
    "reporter_name", "reporter_contact", "reporter_anonymous", "victim_name", "victim_sex", "victim_age", "victim_count", "area",
    "location_note", "incident_on", "incident_precision", "incident_at", "received_at", "narrative",
}  # fmt: skip


def receive_report(
    *, by: Actor, channel: str, narrative: str, reporter_kind: str, limits_read: bool, limits_not_read_reason: str = "",
    danger_signs: Sequence[str] = (), no_danger_asked: bool = False, danger_not_asked: bool = False,
    survivor_awareness: str = "", contact: ContactWish | None = None,
    reporter_name: str = "", reporter_contact: str = "", reporter_anonymous: bool = False, victim_name: str = "",
    victim_sex: str = "unknown", victim_age: int | None = None, victim_count: int = 1, area: str = "", location_note: str = "",
    incident_on: date | None = None, incident_precision: str = "unknown", received_at: datetime | None = None, complete: bool = False,
    draft: bool = False, synthetic: bool = False, incident_at: datetime | None = None, details: Mapping[str, str] | None = None,
    submission: UUID | None = None,
) -> Report:  # fmt: skip
    """A report is stored as told, and its promises begin: first response (15 minutes where the risk is high), triage, contact in the
    safe hours where some were named, completion. Clocks run from `received_at` (default: now), contact from now on.

    `details` are the answers to the channel's questions, by field, as they are stored; `incident_at` is the moment of the incident where
    its hour is known. A draft is stored sealed without any promise. Raises Refused, before anything is written, for what cannot be true
    or is lacking. The same submission sent twice gives the first report back. At most 12 statements.
    """
    require(permissions.may_receive(by))
    row = new_row(
        by, by.desk, by.organisation, channel=channel, received_at=received_at or now(), limits_read=limits_read,
        limits_not_read_reason=limits_not_read_reason,
        danger_signs=list(danger_signs), no_danger_asked=no_danger_asked, danger_not_asked=danger_not_asked, reporter_kind=reporter_kind,
        reporter_anonymous=reporter_anonymous, survivor_awareness=survivor_awareness, narrative=narrative, reporter_name=reporter_name,
        reporter_contact=reporter_contact, victim_name=victim_name, location_note=location_note, victim_sex=victim_sex,
        victim_age=victim_age, victim_count=victim_count, area=area, incident_on=incident_on, incident_precision=incident_precision,
        complete=complete, synthetic=synthetic, incident_at=incident_at, state=ReportState.DRAFT if draft else ReportState.WAITING,
    )  # fmt: skip
    check_length("narrative", narrative)
    check(row, narrative, draft=draft)
    if submission and (first := once(by=by, submission=submission, subject_id=row.pk)) != row.pk:
        return Report.objects.get(pk=first)
    return _store(row, contact or ContactWish(), by, details or {})


def new_row(by: Actor, desk: UUID, organisation: UUID, **facts: Any) -> Report:
    """A report ready to be checked and stored, in a key domain of its own; the day of an incident follows from its hour."""
    pk = uuid7()
    if (at := facts.get("incident_at")) and not facts.get("incident_on"):
        facts |= {"incident_on": at.astimezone(WIB).date(), "incident_precision": "day"}
    return Report(id=pk, domain=pk, desk_id=desk, organisation=organisation, recorded_at=now(), recorded_by=by.id, **facts)


@transaction.atomic
def complete_report(
    *, by: Actor, report_id: UUID, version: int, contact: ContactWish | None = None, addition: str = "", complete: bool = False,
    draft: bool = False, details: Mapping[str, str] | None = None, submission: UUID | None = None, **fields: Any,
) -> Report:  # fmt: skip
    """A report's facts are completed afterwards; its story stays as told, an addition is put below it with its moment.

    A draft is received by this (or stays one with `draft`), and only a draft's story can be changed. Danger signs that were added
    bring the clocks forward; taking a critical one back needs a supervisor. `complete` keeps the promise to complete the report;
    `details` are answers to the channel's questions, those left out stay as they were.
    Raises Refused before anything is written, also where somebody else was first (`version`).
    """
    require(permissions.may_receive(by))
    if sent_before(by=by, submission=submission):
        return get_object_or_404(Report, pk=report_id)
    row = locked(report_id, version)
    was_draft, risk_before = row.state == ReportState.DRAFT, risk_of(row)
    _change(row, by, fields, addition, draft=draft and was_draft)
    old = contact_wish(row.pk) or ContactWish()
    new = contact if contact and not contact.empty else old
    if was_draft and not draft:
        row.state = REPORT.after(row.state, "receive")
    row.complete = row.complete or complete
    row.version += 1
    row.save(force_update=True)
    write_details(row, details or {})
    if new != old:
        record_contact(by=by, subject_id=row.pk, domain=row.domain, wish=new)
    if not was_draft:
        adjust_promises(row, by, risk_before, old, new)
    elif not draft:
        open_promises(row, new, by)
    audit.record("report_drafted" if row.state == ReportState.DRAFT else "report_completed", "report", row.pk, fields=sorted(fields))
    return row


def _store(row: Report, wish: ContactWish, by: Actor, details: Mapping[str, str]) -> Report:
    row.reference = next_reference("report")
    insert(*vault.new_domain(row.domain, by.organisation), row, *detail_rows(row, details))
    record_contact(by=by, subject_id=row.pk, domain=row.domain, wish=wish)
    if row.state == ReportState.WAITING:
        open_promises(row, wish, by)
    audit.record("report_drafted" if row.state == ReportState.DRAFT else "report_received", "report", row.pk, detail=risk_of(row))
    return row


def _change(row: Report, by: Actor, fields: dict[str, Any], addition: str, *, draft: bool) -> None:
    """Put new facts into the row, checked as a whole; nothing is written yet."""
    if unknown := set(fields) - COMPLETED:
        raise TypeError(f"a report has no {sorted(unknown)}")
    is_draft = row.state == ReportState.DRAFT
    if "narrative" in fields and not is_draft:
        raise Refused(_("The story of a received report stays as it was told. Put what was told later into the addition."), "narrative")
    check_length("narrative", fields.get("narrative", ""))
    check_length("addition", addition)
    taken_back = (reference.critical_signs() & set(row.danger_signs)) - set(fields.get("danger_signs", row.danger_signs))
    if taken_back and not is_draft and not (verdict := permissions.may_remove_critical_sign(by)):
        raise Refused(verdict.reason, "danger_signs")
    story = fields.get("narrative", vault.read(row, "narrative"))
    if (at := fields.get("incident_at")) and not fields.get("incident_on"):
        fields |= {"incident_on": at.astimezone(WIB).date(), "incident_precision": "day"}
    for name, value in fields.items():
        setattr(row, name, list(value) if name == "danger_signs" else value)
    if addition.strip():
        row.narrative = f"{story}\n\n[{when.moment(now())}]\n{addition}"
    check(row, story, draft=draft)
