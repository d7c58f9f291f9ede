"""The desk's home, the list of cases, the case file."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.desk import acts, queries
from jejaring.notices import actions as notices
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.DESK)
def home(request: Request) -> HttpResponse:
    """What this desk owes, soonest first. htmx asks for the list alone, every minute; it keeps nobody's notices as seen."""
    actor = request.actor
    if not actor.permissions & acts.DESK_WORK:
        return redirect(_elsewhere(request))
    if request.htmx:
        return page(request, "desk/parts/owing.html", {"owing": queries.owing(actor), "actor": actor})
    found = queries.home(actor)
    notices.mark_seen(desk_id=actor.desk)
    new_report = acts.address("intake:new") if actor.may(P.TAKE_REPORT) else ""
    return page(request, "desk/home.html", {"home": found, "owing": found.owing, "new_report": new_report})


def _elsewhere(request: Request) -> str:
    """The first page of somebody who has no work of a desk."""
    found = (acts.address(name) for permission, name in acts.HOMES if permission in request.actor.permissions)
    return next((url for url in found if url), acts.address("directory:account"))
