"""Handing over between shifts."""

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
from jejaring.desk import forms, queries
from jejaring.directory import actions as directory
from jejaring.ui.http import Request, form_page, tried


@screen(Purpose.DESK, *DESK_WORK)
def write(request: Request) -> HttpResponse:
    """Whoever leaves says what the next one has to know, with the promises that it is about. Earlier notes stand beside it."""
    form = forms.HandOverForm(request.POST or None, promises=queries.attachable(request.actor))
    if tried(form, lambda: directory.write_hand_over(by=request.actor, submission=form.submission_id, **form.values)):
        messages.success(request, _("Handed over. It is shown to whoever comes on until somebody has read it."))
        return redirect("desk:home")
    past = queries.past_notes(request.actor)
    if past:
        audit.record("read", "hand_over", past[0].id, fields=["text"], detail=str(len(past)))
    lead = _("What does the next one have to know? Sealed with a key of this desk; nobody else reads it.")
    return form_page(request, form, lead=lead, template="desk/hand_over.html", back_url=reverse("desk:home"), past=past, wide=True)


@require_POST
@screen(Purpose.DESK, *DESK_WORK)
def read(request: Request, note_id: UUID) -> HttpResponse:
    """Somebody who came on has read it."""
    directory.read_hand_over(by=request.actor, note_id=note_id)
    return redirect("desk:home")
