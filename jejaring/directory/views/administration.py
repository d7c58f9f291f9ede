"""The administrator's pages of organisations and desks."""

from dataclasses import asdict
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.directory import actions, queries
from jejaring.directory.forms.administration import CloseForm, DeskForm, NewDeskForm, OfferForm, OrganisationForm
from jejaring.reference.rules import HOME_CITY
from jejaring.ui.http import Request, form_page, page, tried


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisations(request: Request) -> HttpResponse:
    """Every organisation with its desks."""
    context = {"rows": queries.organisation_rows(), "complete": queries.complete_by_desk(), "parts": queries.ENTRY_PARTS}
    context["failed"] = queries.failed_jobs()
    return page(request, "directory/organisations.html", context)


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisation(request: Request, organisation_id: UUID) -> HttpResponse:
    """One organisation: what is known of it, and its desks."""
    return page(request, "directory/organisation.html", {"row": queries.organisation_row(organisation_id)})


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisation_new(request: Request) -> HttpResponse:
    """Register an organisation; it gets its key."""
    form = OrganisationForm(request.POST or None, initial={"region": HOME_CITY})
    if form.is_valid():
        row = actions.add_organisation(by=request.actor, submission=form.submission_id, **form.values)
        return redirect("directory:organisation", row.pk)
    return form_page(request, form, title=_("New organisation"), verb=_("Register"), back_url="/organisations/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisation_edit(request: Request, organisation_id: UUID) -> HttpResponse:
    """Correct what is known of an organisation."""
    row = queries.organisation_row(organisation_id)
    form = OrganisationForm(request.POST or None, initial=asdict(row))
    if form.is_valid():
        actions.correct_organisation(by=request.actor, organisation_id=organisation_id, **form.values)
        return redirect("directory:organisation", organisation_id)
    return form_page(request, form, title=_("Correct the organisation"), kicker=row.name, back_url=f"/organisations/{organisation_id}/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def desk_new(request: Request, organisation_id: UUID) -> HttpResponse:
    """Open a desk of an organisation."""
    row = queries.organisation(organisation_id)
    form = NewDeskForm(request.POST or None, initial={"uses_system": True})
    if form.is_valid():
        made = actions.add_desk(by=request.actor, organisation=row, submission=form.submission_id, **form.values)
        return redirect("directory:desk", made.pk)
    words = {"title": _("New desk"), "verb": _("Open the desk"), "kicker": row.name}
    return form_page(request, form, back_url=f"/organisations/{organisation_id}/", **words)


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def desk(request: Request, desk_id: UUID) -> HttpResponse:
    """One desk: how it is reached, what it offers, who works there."""
    context = {"row": queries.desk(desk_id), "members": queries.members(desk_id), "offers": queries.offers_of(desk_id)}
    return page(request, "directory/desk.html", context | {"lacking": queries.lacking(desk_id)})


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def desk_edit(request: Request, desk_id: UUID) -> HttpResponse:
    """Correct a desk."""
    row = queries.desk(desk_id)
    form = DeskForm(request.POST or None, initial=asdict(row))
    if form.is_valid():
        actions.correct_desk(by=request.actor, desk_id=desk_id, **form.values)
        return redirect("directory:desk", desk_id)
    return form_page(request, form, title=_("Correct the desk"), kicker=row.label, back_url=f"/organisations/desks/{desk_id}/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def offer_edit(request: Request, desk_id: UUID, service: str) -> HttpResponse:
    """Say for whom a service of the desk is, and what it asks."""
    row = next((o for o in queries.offers_of(desk_id) if o.service == service), None)
    if row is None:
        raise Http404
    form = OfferForm(request.POST or None, initial={name: getattr(row, name) for name in OfferForm.base_fields if hasattr(row, name)})
    if form.is_valid():
        actions.describe_service(by=request.actor, desk_id=desk_id, service=service, **form.values)
        return redirect("directory:desk", desk_id)
    kicker, back = queries.desk(desk_id).label, f"/organisations/desks/{desk_id}/"
    return form_page(request, form, title=row.words.name, lead=_("For whom it is, and what it asks."), kicker=kicker, back_url=back)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def desk_close(request: Request, desk_id: UUID) -> HttpResponse:
    """Close a desk with a reason."""
    row, form = queries.desk(desk_id), CloseForm(request.POST or None)
    if tried(form, lambda: actions.close_desk(by=request.actor, desk_id=desk_id, **form.values)):
        return redirect("directory:desk", desk_id)
    words = {"title": _("Close the desk"), "verb": _("Close the desk"), "kicker": row.label, "back_url": f"/organisations/desks/{desk_id}/"}
    return form_page(request, form, template="directory/close.html", working=queries.working_at(desk_id), **words)


@require_POST
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def desk_reopen(request: Request, desk_id: UUID) -> HttpResponse:
    """Open a closed desk again."""
    actions.reopen_desk(by=request.actor, desk_id=desk_id)
    return redirect("directory:desk", desk_id)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisation_close(request: Request, organisation_id: UUID) -> HttpResponse:
    """Close an organisation with all its desks and a reason."""
    row, form = queries.organisation_row(organisation_id), CloseForm(request.POST or None)
    if tried(form, lambda: actions.close_organisation(by=request.actor, organisation_id=organisation_id, **form.values)):
        return redirect("directory:organisation", organisation_id)
    open_desks = [d for d in row.desks if d.closed_on is None]
    words = {"title": _("Close the organisation"), "verb": _("Close the organisation"), "kicker": row.name, "desks": open_desks}
    working = queries.working_at(*(d.id for d in open_desks))
    back = f"/organisations/{organisation_id}/"
    return form_page(request, form, template="directory/close.html", working=working, back_url=back, **words)


@require_POST
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def organisation_reopen(request: Request, organisation_id: UUID) -> HttpResponse:
    """Open a closed organisation again."""
    actions.reopen_organisation(by=request.actor, organisation_id=organisation_id)
    return redirect("directory:organisation", organisation_id)
