"""The administrator's page of emergency numbers."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.directory import actions, queries
from jejaring.directory.forms.administration import EmergencyForm
from jejaring.ui.http import Request, form_page, page


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def numbers(request: Request) -> HttpResponse:
    """The numbers as everybody sees them on the help page."""
    return page(request, "directory/emergency.html", {"rows": queries.emergency_numbers()})


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def number_new(request: Request) -> HttpResponse:
    """Add a number."""
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        actions.add_emergency_number(by=request.actor, submission=form.submission_id, **form.values)
        return redirect("directory:emergency")
    return form_page(request, form, title=_("New emergency number"), verb=_("Add"), back_url="/organisations/emergency/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def number_edit(request: Request, number_id: UUID) -> HttpResponse:
    """Correct a number."""
    row = queries.emergency_number(number_id)
    form = EmergencyForm(request.POST or None, initial=asdict(row))
    if form.is_valid():
        actions.correct_emergency_number(by=request.actor, number_id=number_id, **form.values)
        return redirect("directory:emergency")
    return form_page(request, form, title=_("Correct the number"), kicker=row.name, back_url="/organisations/emergency/")


@require_POST
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def number_remove(request: Request, number_id: UUID) -> HttpResponse:
    """Take a number off the help page."""
    actions.remove_emergency_number(by=request.actor, number_id=number_id)
    return redirect("directory:emergency")
