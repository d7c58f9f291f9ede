"""Sealed notes and papers: the list, sealing one, asking to open it, agreeing, reading."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.views.acting import act_page, kicker
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page, tried, until


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def sealed(request: Request, case_id: UUID) -> HttpResponse:
    """What of the case is sealed, and who asked to open it."""
    case = queries.summary(request.actor, case_id)
    found = {"rows": queries.sealed_items(request.actor, case), "may": permissions.may_seal(request.actor)}
    return page(request, "cases/sealed.html", {"case": case, "kicker": kicker(case), **found})


@screen(Purpose.SUPERVISION, P.CONFIRM_CLOSURE)
def seal(request: Request, case_id: UUID) -> HttpResponse:
    """Seal a note or paper."""
    case = queries.summary(request.actor, case_id)
    form = forms.SealForm(request.POST or None, subjects=queries.sealable(request.actor, case))
    if tried(form, lambda: actions.seal(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts)):
        messages.success(request, _("It is sealed. From now on two people open it together."))
        return redirect("cases:sealed", case_id)
    lead = _("Nobody opens it alone any more, you neither. It cannot be undone; what went along with a referral stays with its receiver.")
    return act_page(request, case, form, lead=lead, to="cases:sealed")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def sealed_item(request: Request, case_id: UUID, item_id: UUID) -> HttpResponse:
    """One of them: its content while it is open for the actor, else the form to ask."""
    case = queries.summary(request.actor, case_id)
    row = queries.sealed_item(request.actor, case, item_id)
    opened = queries.opened(request.actor, case, row)
    may = permissions.may_ask_unsealing(queries.own_unsealing(request.actor, item_id))
    form = forms.AskUnsealingForm(request.POST or None)
    about: dict[str, Any] = {"case_id": case_id, "item_id": item_id, "submission": form.submission_id}
    if tried(form, lambda: actions.ask_unsealing(by=request.actor, **about, **form.values)):
        messages.success(request, _("A supervisor and the privacy officer were told. One of them has to agree within a day."))
        return redirect("cases:sealed_item", case_id, item_id)
    around = {"case": case, "kicker": kicker(case), "back_url": reverse("cases:sealed", args=[case_id])}
    shown = form_page(request, form, template="cases/sealed_item.html", row=row, opened=opened, may=may, title=_("Sealed"), **around)
    return until(shown, opened[0].until) if opened and opened[0].until else shown


@require_POST
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def unsealing_end(request: Request, case_id: UUID, unsealing_id: UUID) -> HttpResponse:
    """I am done."""
    actions.end_unsealing(by=request.actor, case_id=case_id, unsealing_id=unsealing_id)
    messages.success(request, _("It is closed again."))
    return redirect("cases:sealed", case_id)


@require_GET
@screen(Purpose.UNSEALING, P.CONFIRM_CLOSURE, P.READ_AUDIT)
def unsealings(request: Request) -> HttpResponse:
    """What waits for a second person."""
    return page(request, "cases/unsealings.html", {"rows": queries.waiting_unsealings(request.actor)})


@screen(Purpose.UNSEALING, P.CONFIRM_CLOSURE, P.READ_AUDIT)
def unsealing_confirm(request: Request, unsealing_id: UUID) -> HttpResponse:
    """The second person agrees, or leaves it."""
    row = queries.unsealing(request.actor, unsealing_id)
    form = forms.ConfirmUnsealingForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint: a wrong password stays counted
            actions.confirm_unsealing(by=request.actor, unsealing_id=unsealing_id, password=form.values["password"])
            messages.success(request, _("It is open for an hour, for who asked alone. Both of you are in the log."))
            return redirect("cases:unsealings")
        except Refused as refused:
            form.refuse(refused)
    may = permissions.may_confirm_unsealing(request.actor, row)
    return form_page(request, form, template="cases/unsealing_confirm.html", row=row, may=may, back_url=reverse("cases:unsealings"))
