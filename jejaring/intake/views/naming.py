"""Whether the names of a report stand in its form: for whoever is still writing it down, and for whoever has just said what for."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from jejaring.intake import actions, queries, rules
from jejaring.intake.queries import ReportView
from jejaring.people.forms import RevealForm
from jejaring.ui.http import Request

SALT = "intake.names"


@dataclass(frozen=True, slots=True)
class Opened:
    """A report for its form, and what the page carries so that its answer is read with the same names."""

    view: ReportView
    token: str
    asked: bool  # a button said what for: what was typed is shown again, and nothing is saved
    revealed: bool  # for a reason, just now


def opened(request: Request, report_id: UUID) -> Opened:
    """The report with its names hidden, unless the actor is still writing it down or has said what for. Reads and reasons are logged.

    The token is signed for this account and report, and for as long as a shift: nobody types it.
    """
    if "reveal" in request.POST:
        form = RevealForm({"reason": request.POST["reveal"]})
        if form.is_valid():
            view = actions.reveal_names(by=request.actor, report_id=report_id, reason=form.cleaned_data["reason"])
            return Opened(view, _token(request, view), asked=True, revealed=True)
    view = queries.report_for(request.actor, report_id, names=_was_shown(request, report_id), writing=True)
    return Opened(view, _token(request, view), asked="reveal" in request.POST, revealed=False)


def _token(request: Request, view: ReportView) -> str:
    return signing.dumps([str(request.actor.id), str(view.id)], salt=SALT) if view.names_opened else ""


def _was_shown(request: Request, report_id: UUID) -> bool:
    """Whether the page that is answered showed the names to this account."""
    try:
        said = signing.loads(request.POST.get("named", ""), salt=SALT, max_age=rules.WRITING)
    except signing.BadSignature:
        return False
    return bool(said == [str(request.actor.id), str(report_id)])
