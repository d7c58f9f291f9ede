"""What the acts on a report share: taking hold of it, checking it as a whole, its promises."""

from collections.abc import Mapping
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.guard.stored import Stored
from jejaring.intake import rules
from jejaring.intake.models import Report, ReportDetail
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import now
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.people.rules import ContactWish
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

LOST = _("Somebody else decided this in the meantime; nothing of yours was lost.")
LOCKED = Stored(lambda pk: Report.objects.select_for_update().filter(pk=pk))


def locked(report_id: UUID, version: int) -> Report:
    """Lock a report of the desk; Refused where somebody else was first (`version`)."""
    row = LOCKED.one(report_id)
    if row.version != version:
        raise Refused(LOST)
    return row


def risk_of(row: Report) -> str:
    """The risk that its clocks run under before triage."""
    return rules.report_risk(row.danger_signs, reference.critical_signs())


def check(row: Report, story: str, *, draft: bool) -> None:
    """Raise Refused for the first thing that cannot be true, or that a received report lacks."""
    found = rules.problems(
        received_at=row.received_at, incident_on=row.incident_on, victim_age=row.victim_age, victim_count=row.victim_count, now=now(),
        incident_at=row.incident_at, incident_precision=row.incident_precision,
    )  # fmt: skip
    if not draft:
        found |= rules.lacking(
            narrative=story, reporter_kind=row.reporter_kind, channel=row.channel, limits_read=row.limits_read,
            limits_not_read_reason=row.limits_not_read_reason,
        )  # fmt: skip
    for field, reason in found.items():
        raise Refused(reason, field)


def check_length(field: str, text: str) -> None:
    """Refused where a text is longer than what is kept: nothing is cut in silence."""
    if len(text) > rules.STORY_LIMIT:
        raise Refused(rules.TOO_LONG, field)


def detail_rows(row: Report, answers: Mapping[str, str]) -> list[ReportDetail]:
    """Answers to a channel's questions, ready to be inserted; an empty answer is none."""
    return [
        ReportDetail(domain=row.domain, report=row, desk=row.desk_id, field=name, value=text) for name, text in answers.items() if text
    ]


def write_details(row: Report, answers: Mapping[str, str]) -> None:
    """Keep answers of a stored report: new ones are added, changed ones replaced, an emptied one stays as an empty answer."""
    stored = {d.field: d for d in ReportDetail.objects.filter(report=row)} if answers else {}
    insert(*detail_rows(row, {name: text for name, text in answers.items() if name not in stored}))
    for name, old in stored.items():
        if name in answers and vault.read(old, "value") != answers[name]:
            old.value = answers[name]
            old.save(update_fields=["value"], force_update=True)


def open_promises(row: Report, wish: ContactWish, by: Actor) -> None:
    """What is owed from the moment a report is received."""
    wanted: dict[RuleKey, Window | None] = {RuleKey.FIRST_RESPONSE: None, RuleKey.TRIAGE: None}
    wanted |= {RuleKey.SAFE_CONTACT: wish.window} if wish.window else {}
    wanted |= {} if row.complete else {RuleKey.COMPLETE_REPORT: None}
    commitments.promise_all(by=by, about=about(row), wanted=wanted, start=row.received_at, desk_id=row.desk_id)


def about(row: Report) -> About:
    """What a promise on a report is about, in clear codes."""
    return About("report", row.pk, reference=row.reference, risk=risk_of(row), sex=row.victim_sex, age=row.victim_age, area=row.area)


def adjust_promises(row: Report, by: Actor, before: str, old: ContactWish, new: ContactWish) -> None:
    """Bring the open promises of a received report in line with what is known now."""
    risk = risk_of(row)
    commitments.describe(subject_id=row.pk, risk=risk, sex=row.victim_sex, age=row.victim_age, area=row.area, kind="")
    if risk == "high" and before != "high":
        commitments.hasten(by=by, risk=risk, subject_id=row.pk, keys=(RuleKey.FIRST_RESPONSE, RuleKey.TRIAGE))
    if row.complete:
        commitments.keep(RuleKey.COMPLETE_REPORT, subject_id=row.pk, by=by, act="complete_report")
    if new.window != old.window:
        stopped = commitments.cancel(RuleKey.SAFE_CONTACT, subject_id=row.pk, by=by, act="complete_report")
        if new.window and (stopped or (old.window is None and row.state == ReportState.WAITING)):
            commitments.promise(RuleKey.SAFE_CONTACT, by=by, about=about(row), window=new.window)
