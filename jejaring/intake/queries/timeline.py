"""What happened to a report, for its own page and for the timeline of its case."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.queries import account_name
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.intake.models import Report, Response
from jejaring.intake.queries.medical import medical_limits
from jejaring.intake.queries.single import ReportView, ResponseRow, response_row
from jejaring.intake.states import ReportState
from jejaring.kernel.moments import Moment
from jejaring.ui import when
from jejaring.ui.labels import label
from jejaring.vault import actions as vault


def moments(actor: Actor, report_id: UUID) -> list[Moment]:
    """The timeline of a report, oldest first: received, and each first response. Nothing where the actor does not see it.

    Opens the notes of responses and logs that; promises are told by `commitments`. At most four statements.
    """
    row = Report.objects.filter(pk=report_id, desk_id=actor.desk).first()
    if row is None:
        return []
    found = list(Response.objects.filter(report=row).order_by("at", "pk"))
    responses = [response_row(r) for r in found]
    if any(r.note for r in responses):
        audit.record("read", "report", row.pk, fields=["response_note"])
    return _told(row, account_name(row.recorded_by), responses)


def report_of(column: str) -> Branch:
    """A report with its responses, for whoever holds its id in a column and reads both in one statement."""
    responses = Branch(Response, on="{row}.report_id = {parent}.id", order="{row}.at, {row}.id", also={"author": AUTHOR})
    taken = "select u.display_name from directory_user u where u.id = {row}.recorded_by"
    return Branch(Report, on=f"{{row}}.id = {{parent}}.{column}", also={"taken_by": taken}, children={"answered": responses})


def moments_from(row: Any) -> list[Moment]:
    """The timeline of a report from a row of `report_of`. The page that reads it logs the opened notes. No statement."""
    responses = [ResponseRow(r.kind, r.channel, r.at, r.author or "", vault.read(r, "note")) for r in row.answered]
    return _told(row, row.taken_by or "", responses)


def moments_of(view: ReportView) -> list[Moment]:
    """The same timeline from a report that is open already. No statement."""
    found = _told(view, view.recorded_by_name, view.responses)
    return [replace(m, url_name="", url_id=None, link="") for m in found]


def _told(told: Report | ReportView, by: str, responses: list[ResponseRow]) -> list[Moment]:
    words = ", ".join(text for text in (label(told.channel, "channel"), label(told.reporter_kind)) if text)
    title = _("Report told") if told.state != ReportState.DRAFT else _("Report begun as a draft")
    first = Moment(told.received_at, "told", title, text=words, by=by, url_name="intake:report", url_id=told.id, link=_("Open the report"))
    return [*_incident(told), first, *(_responded(r) for r in responses)]


def _incident(told: Report | ReportView) -> list[Moment]:
    """The incident itself where its hour is known, with the limits of medical help that are counted from it."""
    if told.incident_at is None:
        return []
    until = _("%(help)s until %(moment)s")
    limits = [(_(limit.label), end) for limit, end in medical_limits(told)]
    text = " · ".join(until % {"help": words, "moment": when.moment(end)} if end else words for words, end in limits)
    return [Moment(told.incident_at, "plain", _("The incident, as told"), text=text)]


def _responded(r: ResponseRow) -> Moment:
    text = ". ".join(part for part in (label(r.channel), r.note) if part)
    return Moment(r.at, "kept", label(r.kind), text=text, by=r.by)
