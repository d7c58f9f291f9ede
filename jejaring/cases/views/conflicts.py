"""Staff who are a party to a case, or kin of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, queries
from jejaring.cases.views.acting import act_page
from jejaring.ui.http import Request, form_page, tried


@screen(Purpose.SUPERVISION, P.CONFIRM_CLOSURE)
def conflicts(request: Request, case_id: UUID) -> HttpResponse:
    """For whom the case does not exist, and one more."""
    case = queries.summary(request.actor, case_id)
    form = forms.ConflictForm(request.POST or None)
    if tried(form, lambda: actions.declare_conflict(by=request.actor, case_id=case_id, **form.values)):
        messages.success(request, _("For this account the case does not exist any more."))
        return redirect("cases:conflicts", case_id)
    return act_page(request, case, form, template="cases/conflicts.html", rows=queries.conflicts(request.actor, case))


@screen(Purpose.AUDIT, P.READ_AUDIT)
def conflicts_told(request: Request) -> HttpResponse:
    """The privacy officer says by reference and account for whom a case does not exist; one answer, whether or not there is such a case."""
    form = forms.ConflictToldForm(request.POST or None)
    if tried(form, lambda: actions.tell_conflict(by=request.actor, submission=form.submission_id, **form.values)):
        messages.success(request, _("It is written down. If there is such a case, it holds from now on."))
        return redirect("cases:conflicts_told")
    lead = _("You see no case, and this page does not say whether there is one. What you say is written down and holds at once.")
    rows, template = queries.conflicts_told(request.actor), "cases/conflicts_told.html"
    return form_page(request, form, template=template, rows=rows, lead=lead, side=True)


@require_POST
@screen(Purpose.SUPERVISION, P.CONFIRM_CLOSURE)
def conflict_lift(request: Request, case_id: UUID, conflict_id: UUID) -> HttpResponse:
    """Declared by mistake."""
    actions.lift_conflict(by=request.actor, case_id=case_id, conflict_id=conflict_id)
    messages.success(request, _("The conflict was lifted; that it was declared stays on record."))
    return redirect("cases:conflicts", case_id)
