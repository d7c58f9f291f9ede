"""A partner desk sends a report into the unit's inbox, sealed for the unit alone. The sender learns that it was received and answered."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.directory import queries as directory
from jejaring.directory.actions import once
from jejaring.directory.queries import DeskRow
from jejaring.directory.states import DeskKind
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.intake import permissions, rules
from jejaring.intake.actions.grip import about, check, check_length, detail_rows, open_promises
from jejaring.intake.actions.people import SAID, TOO_MANY
from jejaring.intake.actions.telling import new_row
from jejaring.intake.models import FoundPerson, Report, SentReport
from jejaring.intake.states import LimitsNotRead, ReporterKind
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.people.actions import record_contact
from jejaring.people.rules import ContactWish
from jejaring.vault import actions as vault

NO_UNIT = _("This desk does not receive reports here. Choose a protection unit.")


@transaction.atomic
def send_report(
    *, by: Actor, to_desk: UUID, channel: str, narrative: str, contact: ContactWish | None = None,
    details: Mapping[str, str] | None = None, people: Sequence[Mapping[str, Any]] = (), submission: UUID | None = None, **facts: Any,
) -> SentReport:  # fmt: skip
    """A partner desk sends a report to a protection unit; `facts` are those of `receive_report`, `people` those of `list_people`.

    The clocks of the unit run from now on as for a report that it took itself. The report is sealed for the unit's organisation: the
    sender cannot open it again and sees only that it was received, by whom, and when it was answered. Raises Refused, before anything is
    written, for what cannot be true or is lacking. The same submission sent twice gives the first answer back.
    """
    require(permissions.may_send_report(by))
    unit = directory.desk(to_desk)
    if unit.kind != DeskKind.PROTECTION or not unit.uses_system:
        raise Refused(NO_UNIT, "to_desk")
    if len(people) > rules.MOST_PEOPLE:
        raise Refused(TOO_MANY)
    listed = [p for p in people if not p.get("taken_back")]
    row = new_row(
        by, unit.id, unit.organisation_id, channel=channel, narrative=narrative, received_at=now(), sent_from=by.desk,
        reporter_kind=ReporterKind.PROFESSIONAL, limits_not_read_reason=LimitsNotRead.PROFESSIONAL,
        **{**facts, "victim_count": len(listed) or facts.get("victim_count") or 1},
    )  # fmt: skip
    check_length("narrative", narrative)
    check(row, narrative, draft=False)
    sent = SentReport(report_id=row.pk, from_desk=by.desk, to_desk=unit.id, channel=channel, sent_by=by.id, sent_at=now())
    if submission and (first := once(by=by, submission=submission, subject_id=sent.pk)) != sent.pk:
        return SentReport.objects.get(pk=first)
    _store(row, by, unit, contact or ContactWish(), details or {}, listed)
    return _sent(sent, row, by)


def _store(
    row: Report, by: Actor, unit: DeskRow, wish: ContactWish, details: Mapping[str, str], people: Sequence[Mapping[str, Any]]
) -> None:
    """The report first, since the policies of what belongs to it ask whether it was sent by this desk."""
    row.reference = next_reference("report")
    insert(*vault.new_domain(row.domain, unit.organisation_id), row)
    insert(*detail_rows(row, details))
    insert(*(
        FoundPerson(domain=row.domain, report=row, desk=unit.id, position=n, **{name: p[name] for name in SAID if name in p})
        for n, p in enumerate(people, 1)
    ))  # fmt: skip
    record_contact(by=by, subject_id=row.pk, domain=row.domain, wish=wish, desk=unit.id, organisation=unit.organisation_id)
    open_promises(row, wish, by)


def _sent(sent: SentReport, row: Report, by: Actor) -> SentReport:
    sent.reference = row.reference
    sent.due_at = commitments.drafted(RuleKey.FIRST_RESPONSE, by, about(row), desk_id=row.desk_id, start=row.received_at).due_at
    insert(sent)
    notices.tell(desk_id=row.desk_id, kind=NoticeKind.REPORT_ARRIVED, subject_kind="report", subject_id=row.pk, from_desk=by.desk)
    audit.record("report_sent", "report", row.pk, detail=row.channel)
    return sent


def note_receipt(*, by: Actor, report_id: UUID) -> None:
    """Somebody of the unit has opened a report that a partner sent: the partner sees by whom and when, once. One statement."""
    SentReport.objects.filter(report_id=report_id, to_desk=by.desk, received_at=None).update(received_at=now(), received_by=by.id)


def note_answer(*, by: Actor, row: Report) -> None:
    """The unit has responded or decided: the partner who sent the report sees when, and nothing of what. Once."""
    if row.sent_from is None:
        return
    note_receipt(by=by, report_id=row.pk)
    waiting = SentReport.objects.filter(Q(answered_at=None), report_id=row.pk, to_desk=by.desk)
    if waiting.update(answered_at=now()):
        notices.tell(
            desk_id=row.sent_from, kind=NoticeKind.REPORT_ANSWERED, subject_kind="sent_report", subject_id=row.pk, from_desk=by.desk
        )
