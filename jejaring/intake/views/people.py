"""The people of a report, one by one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.intake import actions, permissions, queries
from jejaring.intake.forms import PeopleForm
from jejaring.intake.forms.people import revealed
from jejaring.intake.views.naming import opened
from jejaring.kernel.verdict import require
from jejaring.ui.http import Request, form_page, page, tried


@screen(Purpose.INTAKE, P.TAKE_REPORT)
def people(request: Request, report_id: UUID) -> HttpResponse:
    """List the people whom a report names or describes; each row is one person, and nobody has to be named."""
    found = opened(request, report_id)
    view = found.view
    data = revealed(request.POST, view, found.token) if found.revealed else request.POST or None
    form = PeopleForm(data, view=view, more="more" in request.POST)
    form.initial["named"] = found.token
    if request.method != "POST" or found.asked:
        require(permissions.may_list_people(request.actor, view.state))
    if "more" in request.POST or found.asked:
        form.quiet()
        return page(request, "intake/people.html", {"form": form, "revealed": found.revealed, **_words(view)})

    def act() -> None:
        told: dict[str, Any] = {"people": form.people(), "submission": form.submission_id}
        actions.list_people(by=request.actor, report_id=report_id, version=view.version, **told)

    if tried(form, act):
        messages.success(request, _("The people are listed."))
        return redirect("intake:report", report_id)
    return form_page(request, form, template="intake/people.html", **_words(view))


def _words(view: queries.ReportView) -> dict[str, object]:
    return {"view": view, "back_url": reverse("intake:report", args=[view.id])}
