"""A partner desk sends a report to the unit, and sees whether it was received and answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.intake import actions, queries
from jejaring.intake.forms import SendReportForm
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page


@screen(Purpose.INTAKE, P.SEND_REPORT)
def send(request: Request) -> HttpResponse:
    """Tell the unit; once it is sent it is the unit's, and this desk cannot open it again."""
    channels, units = queries.channels_for(request.actor), queries.units(request.actor)
    form = SendReportForm(request.POST or None, channels=channels, units=units, more="more" in request.POST)
    if "again" in request.POST or "more" in request.POST:
        form.quiet()
        return page(request, "intake/send.html", {"form": form})
    if form.is_valid() and _send(request, form):
        messages.success(request, _("The report was sent. Its clock runs at the unit; you will see here when it is received and answered."))
        return redirect("intake:sent")
    return form_page(request, form, template="intake/send.html")


def _send(request: Request, form: SendReportForm) -> Any:
    told = form.told()
    try:
        return actions.send_report(
            by=request.actor, complete=form.is_complete(), submission=form.submission_id, **told | {"to_desk": UUID(told["to_desk"])}
        )
    except Refused as refusal:
        form.refuse(refusal)
        return None


@require_GET
@screen(Purpose.INTAKE, P.SEND_REPORT)
def sent(request: Request) -> HttpResponse:
    """The reports that this desk sent: received, by whom, when answered. Nothing of what they say or became."""
    before = _moment(request.GET.get("before", ""))
    rows = queries.sent_reports(request.actor, before=before)
    more = f"?before={rows[-1].sent_at.isoformat().replace('+', '%2B')}" if len(rows) == queries.SENT_PAGE else ""
    return page(request, "intake/sent.html", {"rows": rows, "next_url": more, "first_url": "?" if before else ""})


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
