"""A partner desk asks the unit for a companion, a psychologist or a place, for somebody it is with."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.directory.queries import DeskRow
from jejaring.kernel.verdict import Refused
from jejaring.referrals import actions, queries, rules
from jejaring.referrals.forms import RequestForm
from jejaring.referrals.views.reading import found_or_404
from jejaring.ui.http import Request, form_page


@screen(Purpose.REFERRAL, P.REQUEST_SERVICE)
def ask_unit(request: Request) -> HttpResponse:
    """What is asked, for whom, how to reach the person safely, and why it may be shared; the unit's answer has its clock."""

    def facts_of(unit: DeskRow, person: dict[str, Any]) -> rules.Facts:
        return actions.facts_of(actions.Described(**person), unit, request.actor)

    form = RequestForm(request.POST or None, units=queries.asked_units(request.actor), facts_of=facts_of)
    if form.is_valid() and (row := _ask(request, form)):
        messages.success(request, _("The request was sent. The unit owes an answer by the time below."))
        return redirect("referrals:referral", row.pk)
    lead = _("A companion, a psychologist or a place in a shelter for somebody you are with now.")
    return form_page(request, form, lead=lead, back_url=reverse("referrals:referrals"))


@require_POST
@screen(Purpose.REFERRAL, P.TRIAGE)
def take_up(request: Request, referral_id: UUID) -> HttpResponse:
    """One press: the accepted request is a report, and waits for its triage with everything that was said."""
    return redirect("triage:decide", found_or_404(lambda: actions.take_up(by=request.actor, referral_id=referral_id)))


def _ask(request: Request, form: RequestForm) -> Any:
    try:
        return actions.request_service(
            by=request.actor, to_desk=UUID(form.cleaned_data["to_desk"]), person=actions.Described(**form.person()),
            submission=form.submission_id, **form.asked(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None
