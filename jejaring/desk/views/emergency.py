"""The pages that a running emergency access opens."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.desk.queries import emergency as queries
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.EMERGENCY, P.ASK_EMERGENCY)
def opened(request: Request, access_id: UUID) -> HttpResponse:
    """What helps before a person in danger, to read. Once it has ended, what was read. The title stays empty."""
    try:
        found = queries.emergency_page(request.actor, access_id)
    except Http404:
        if cases.is_mine(request.actor, access_id):
            return redirect("cases:emergency_review", access_id)
        raise
    return page(request, "desk/emergency.html", {"e": found})


@require_POST
@screen(Purpose.EMERGENCY, P.ASK_EMERGENCY)
def name(request: Request, access_id: UUID, person_id: UUID) -> HttpResponse:
    """Who somebody of the file is, shown once and logged."""
    access, lead, who = queries.emergency_identity(request.actor, access_id, person_id)
    return page(request, "desk/emergency_name.html", {"access": access, "lead": lead, "who": who})
