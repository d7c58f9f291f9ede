"""One report as it was told, with its promises and the acts that keep them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.intake import actions, permissions, queries
from jejaring.intake.states import ReportState
from jejaring.kernel.deadlines import Window
from jejaring.people.forms import RevealForm
from jejaring.ui.http import Request, form_page, page


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
def report(request: Request, report_id: UUID) -> HttpResponse:
    """The report as told, without names; opening it is logged."""
    view = queries.report_for(request.actor, report_id, names=False)
    if view.sent_from:
        actions.note_receipt(by=request.actor, report_id=report_id)
    return _page(request, view)


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def names(request: Request, report_id: UUID) -> HttpResponse:
    """Show the names of a report once, for a reason; both are logged."""
    facts = queries.report_facts(request.actor, report_id)
    form = RevealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _page(request, actions.reveal_names(by=request.actor, report_id=report_id, reason=form.cleaned_data["reason"]))
    return form_page(request, form, kicker=facts.reference, back_url=reverse("intake:report", args=[report_id]))


def _page(request: Request, view: queries.ReportView) -> HttpResponse:
    rows = [PromiseRow(o, *_act(request, view, o)) for o in sorted(view.promises, key=_soonest_first)]
    context: dict[str, Any] = {"view": view, "promises": rows, "moments": reversed(queries.moments_of(view))}
    context["may_respond"] = permissions.may_respond(request.actor, view.state)
    context["may_list"] = permissions.may_list_people(request.actor, view.state)
    context["decide_url"], context["decided_url"] = _decide_url(request, view), _decided_url(request, view)
    return page(request, "intake/report.html", context)


def _decide_url(request: Request, view: queries.ReportFacts) -> str:
    """Where the report is decided, if the actor may; triage lies above, so only its address is known here."""
    return _triage_url(view) if permissions.may_decide(request.actor, view.state) else ""


def _decided_url(request: Request, view: queries.ReportFacts) -> str:
    """Where the decision on the report stands, for who may read it there."""
    return _triage_url(view) if view.state == ReportState.DECIDED and request.actor.may(P.TRIAGE) else ""


def _triage_url(view: queries.ReportFacts) -> str:
    try:
        return reverse("triage:decide", args=[view.id])
    except NoReverseMatch:
        return ""


def _soonest_first(owed: Owed) -> tuple[bool, datetime, str]:
    return (owed.state != CommitmentState.OPEN, owed.due_at, owed.key)


def _act(request: Request, view: queries.ReportView, owed: Owed) -> tuple[str, str]:
    """Verb and address of the act that keeps an open promise; nothing for one that has ended or that the actor may not keep."""
    if owed.key == RuleKey.TRIAGE and (url := _decide_url(request, view)):
        return _("Decide"), url
    if owed.state != CommitmentState.OPEN or owed.key == RuleKey.TRIAGE or not permissions.may_receive(request.actor):
        return "", ""
    if owed.key == RuleKey.COMPLETE_REPORT:
        return _("Add what is known"), reverse("intake:complete", args=[view.id])
    return _("Record an act"), reverse("intake:respond", args=[view.id])
