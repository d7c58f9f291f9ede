"""Taking a report, completing it, recording what was done first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.commitments import queries as promises
from jejaring.commitments.states import RuleKey
from jejaring.intake import actions, queries
from jejaring.intake.forms import CompleteForm, ReportForm, ResponseForm
from jejaring.intake.forms.completing import revealed
from jejaring.intake.states import ReportState
from jejaring.intake.views.naming import opened
from jejaring.kernel.clock import now
from jejaring.kernel.verdict import Refused
from jejaring.reference import queries as reference
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, page
from jejaring.ui.when import span

# Channels that begin from paper or a visit, not with a ringing telephone.
PRESETS = ("raid", "police", "hospital", "school", "village", "referral_in", "outreach", "letter")


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def new(request: Request) -> HttpResponse:
    """Take a report: five fields suffice; a channel adds its own questions."""
    form = ReportForm(request.POST or None, draft="draft" in request.POST, channel=_preset(request))
    presets = [(code, reference.label("channel", code)) for code in PRESETS]
    if "again" in request.POST:
        form.quiet()
    elif form.is_valid() and (saved := _receive(request, form)):
        messages.success(request, _kept(saved.state))
        return redirect("intake:reports") if form.draft else redirect(_next(saved), saved.pk)
    return _form(request, form, "intake/new.html", clocks=_clocks(), presets=presets)


def _preset(request: Request) -> str:
    """The channel that the address names, if there is such a one."""
    named = request.GET.get("channel", "")
    return named if named in {row.code for row in reference.codes("channel")} else ""


def _next(saved: Any) -> str:
    """Where several people are to be listed, the list comes next."""
    return "intake:people" if queries.takes_people(saved.channel, saved.victim_count) else "intake:report"


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def complete(request: Request, report_id: UUID) -> HttpResponse:
    """Add what was not said at first; a draft is received by this. Names are hidden from everybody but who is still writing it down."""
    found = opened(request, report_id)
    view = found.view
    draft = view.state == ReportState.DRAFT and "draft" in request.POST
    form = CompleteForm(revealed(request.POST, view, found.token) if found.revealed else request.POST or None, view=view, draft=draft)
    form.initial["named"] = found.token
    if "again" in request.POST or found.asked:
        form.quiet()
    elif form.is_valid() and (saved := _complete(request, form)):
        messages.success(request, _kept(saved.state))
        return redirect("intake:reports") if draft else redirect("intake:report", report_id)
    return _form(request, form, "intake/complete.html", view=view, revealed=found.revealed)


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
