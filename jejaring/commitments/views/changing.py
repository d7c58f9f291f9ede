"""Small acts on a promise. Each leads back to the page of the promise."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import DESK_WORK
from jejaring.audit import actions as audit
from jejaring.commitments import actions, forms, queries
from jejaring.commitments.queries import Owed
from jejaring.kernel.verdict import Verdict, require
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, form_page, tried


def _perform(
    request: Request, owed: Owed, form: Form, act: Callable[[], Any], *, allowed: Verdict, done: str, lead: str, **shown: Any
) -> HttpResponse:  # fmt: skip
    """One promise, one form, one act; what refused it is undone whole and said on the form."""
    require(allowed)
    if tried(form, act):
        messages.success(request, done)
        return redirect("desk:promise", owed.id)
    kicker = " · ".join(part for part in (_(owed.key.label), owed.reference) if part)
    return form_page(request, form, kicker=kicker, lead=lead, back_url=reverse("desk:promise", args=[owed.id]), **shown)


@screen(Purpose.DESK, *DESK_WORK)
def wait(request: Request, commitment_id: UUID) -> HttpResponse:
    """The clock stands still while somebody else is waited for."""
    found, form = queries.promise_view(request.actor, commitment_id), forms.WaitForm(request.POST or None)

    def act() -> None:
        actions.pause(commitment_id=commitment_id, by=request.actor, submission=form.submission_id, **form.values)

    lead = _("Its clock stands still until you say that it is here. Nobody is reminded meanwhile, and it is not late.")
    return _perform(request, found.owed, form, act, allowed=found.pause, done=_("It waits now. Its clock stands still."), lead=lead)


@require_POST
@screen(Purpose.DESK, *DESK_WORK)
def here(request: Request, commitment_id: UUID) -> HttpResponse:
    """What was waited for is here: the clock runs on."""
    actions.resume(commitment_id=commitment_id, by=request.actor)
    messages.success(request, _("Its clock runs again; the time of waiting was added."))
    return redirect("desk:promise", commitment_id)


@screen(Purpose.DESK, *DESK_WORK)
def more_time(request: Request, commitment_id: UUID) -> HttpResponse:
    """A later due moment, with its reason."""
    found, form = queries.promise_view(request.actor, commitment_id), forms.ExtendForm(request.POST or None)

    def act() -> None:
        actions.extend(commitment_id=commitment_id, by=request.actor, submission=form.submission_id, **form.values)

    lead = _("The old moment stays on record, with the reason.")
    return _perform(request, found.owed, form, act, allowed=found.extend, done=_("The due moment was moved."), lead=lead)


@screen(Purpose.DESK, *DESK_WORK)
def waive(request: Request, commitment_id: UUID) -> HttpResponse:
    """Ask that it need not be kept."""
    found, form = queries.promise_view(request.actor, commitment_id), forms.WaiverForm(request.POST or None)

    def act() -> None:
        actions.ask_waiver(commitment_id=commitment_id, by=request.actor, submission=form.submission_id, **form.values)

    lead = _("A supervisor of your desk decides, or somebody of the desk that waits for it. Until then its clock runs on.")
    return _perform(request, found.owed, form, act, allowed=found.waive, done=_("Somebody else was asked to decide."), lead=lead)


@screen(Purpose.DESK, *DESK_WORK)
def decide(request: Request, commitment_id: UUID) -> HttpResponse:
    """A second person decides whether it has to be kept. Reading the ground is an entry of the log."""
    found, asked = queries.promise_view(request.actor, commitment_id), queries.asked_waiver(commitment_id)
    form = forms.DecideForm(request.POST or None)

    def act() -> None:
        actions.decide_waiver(waiver_id=asked.id, by=request.actor, grant=form.values["decision"] == "waive")

    if found.decide:
        audit.record("read", "waiver", asked.id, case_id=asked.owed.case_id, fields=["ground"])
    return _perform(
        request, found.owed, form, act, allowed=found.decide, done=_("Your decision was recorded."), lead="", asked=asked,
        template="commitments/decide.html",
    )  # fmt: skip
