"""Screens of reports: the worklist, taking one, the report itself, completing it, recording what was done first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.commitments import queries as promises
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.intake import actions, permissions, queries
from jejaring.intake.forms import CompleteForm, ReportFilter, ReportForm, ResponseForm
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import now
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import NIL
from jejaring.kernel.verdict import Refused
from jejaring.ui import downloads
from jejaring.ui.downloads import DownloadForm
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, form_page, page
from jejaring.ui.when import span


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise with the one act that keeps it, as this actor may do it."""

    owed: Owed
    act: str
    url: str

    @property
    def window(self) -> Window | None:
        """The safe hours of a promise of contact."""
        return queries.window_of(self.owed)


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def reports(request: Request) -> HttpResponse:
    """The desk's reports: what waits, soonest due first; drafts; what was decided. Narrowed by what stands in the address."""
    form = ReportFilter(request.GET)
    before = request.GET.get("after")
    found = queries.reports(request.actor, before=before, **form.asked)
    urls = {"first_url": form.address() if before else "", "next_url": form.address(after=found.next) if found.next else ""}
    urls["download_url"] = reverse("intake:download") + form.address()
    context = {"rows": found.rows, "form": form, "may_receive": permissions.may_receive(request.actor)}
    return page(request, "intake/reports.html", context | urls)


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def download(request: Request) -> HttpResponse:
    """The same reports as a file, in clear facts alone. What it is for is asked, and is an entry of the log."""
    narrow, form = ReportFilter(request.GET), DownloadForm(request.POST or None)
    if form.is_valid():
        table = queries.report_table(request.actor, limit=downloads.MOST_ROWS, **narrow.asked)
        audit.record("list_downloaded", "list", NIL, detail=f"reports {form.values['reason']} {len(table.rows)}")
        return downloads.answer([table], form.values["format"], "laporan")
    back = reverse("intake:reports") + narrow.address()
    return form_page(request, form, template="ui/download.html", title=_("Download the reports"), back_url=back)


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def new(request: Request) -> HttpResponse:
    """Take a report: five fields suffice."""
    form = ReportForm(request.POST or None, draft="draft" in request.POST)
    if form.is_valid() and (saved := _receive(request, form)):
        messages.success(request, _kept(saved.state))
        return redirect("intake:reports") if form.draft else redirect("intake:report", saved.pk)
    return _form(request, form, "intake/new.html", clocks=_clocks())


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def report(request: Request, report_id: UUID) -> HttpResponse:
    """The report as told; opening it is logged, names are opened on demand."""
    view = queries.report_for(request.actor, report_id, names="names" in request.GET)
    rows = [PromiseRow(o, *_act(request, view, o)) for o in sorted(view.promises, key=_soonest_first)]
    context: dict[str, Any] = {"view": view, "promises": rows, "moments": reversed(queries.moments_of(view))}
    context["may_respond"] = permissions.may_respond(request.actor, view.state)
    context["decide_url"] = _decide_url(request, view)
    return page(request, "intake/report.html", context)


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def complete(request: Request, report_id: UUID) -> HttpResponse:
    """Add what was not said at first; a draft is received by this."""
    view = queries.report_for(request.actor, report_id)
    draft = view.state == ReportState.DRAFT and "draft" in request.POST
    form = CompleteForm(request.POST or None, view=view, draft=draft)
    if form.is_valid() and (saved := _complete(request, form)):
        messages.success(request, _kept(saved.state))
        return redirect("intake:reports") if draft else redirect("intake:report", report_id)
    return _form(request, form, "intake/complete.html", view=view)


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def respond(request: Request, report_id: UUID) -> HttpResponse:
    """Record what was done first."""
    view = queries.report_for(request.actor, report_id, names=False)
    form = ResponseForm(request.POST or None, initial={"at": now(), "kind": request.GET.get("kind", "")})
    if form.is_valid() and _respond(request, report_id, form):
        messages.success(request, _("Recorded."))
        return redirect("intake:report", report_id)
    return _form(request, form, "intake/respond.html", view=view)


def _form(request: Request, form: Form, template: str, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(request, template, {"form": form, **context}, status=status)


def _receive(request: Request, form: ReportForm) -> Any:
    try:
        return actions.receive_report(
            by=request.actor, complete=form.is_complete(), draft=form.draft, submission=form.submission_id, **form.told()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _complete(request: Request, form: CompleteForm) -> Any:
    told = form.told()
    try:
        return actions.complete_report(
            by=request.actor, report_id=form.view.id, complete=form.is_complete(), draft=form.draft, submission=form.submission_id, **told
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _respond(request: Request, report_id: UUID, form: ResponseForm) -> Any:
    try:
        return actions.record_response(by=request.actor, report_id=report_id, submission=form.submission_id, **form.values)
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _kept(state: ReportState) -> str:
    if state == ReportState.DRAFT:
        return _("Kept as a draft, sealed. No clock runs yet.")
    return _("The report is stored. Its clocks run.")


def _clocks() -> dict[str, str]:
    """How soon a first response is due, in words, from the rule in force."""
    terms = promises.terms(RuleKey.FIRST_RESPONSE)
    return {"high": span(timedelta(hours=terms.high)), "medium": span(timedelta(hours=terms.medium))}


def _decide_url(request: Request, view: queries.ReportFacts) -> str:
    """Where the report is decided, if the actor may; triage lies above, so only its address is known here."""
    if not permissions.may_decide(request.actor, view.state):
        return ""
    try:
        return reverse("triage:decide", args=[view.id])
    except NoReverseMatch:
        return ""


def _soonest_first(owed: Owed) -> tuple[bool, datetime]:
    return (owed.state != CommitmentState.OPEN, owed.due_at)


def _act(request: Request, view: queries.ReportView, owed: Owed) -> tuple[str, str]:
    """Verb and address of the act that keeps an open promise; nothing for one that has ended or that the actor may not keep."""
    if owed.key == RuleKey.TRIAGE and (url := _decide_url(request, view)):
        return _("Decide"), url
    if owed.state != CommitmentState.OPEN or owed.key == RuleKey.TRIAGE or not permissions.may_receive(request.actor):
        return "", ""
    if owed.key == RuleKey.COMPLETE_REPORT:
        return _("Add what is known"), reverse("intake:complete", args=[view.id])
    return _("Record an act"), reverse("intake:respond", args=[view.id])
