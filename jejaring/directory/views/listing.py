"""Who can do what: the directory for everybody who is signed in."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.directory import queries
from jejaring.reference import queries as reference
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.DESK)
def directory(request: Request) -> HttpResponse:
    """Organisations and open desks with contact, hours and services; by words, or by a service."""
    query, service = request.GET.get("q", "").strip(), request.GET.get("service", "")
    context = {"groups": queries.listing(query, service), "query": query, "service": service, "services": reference.choices("service")}
    return page(request, "directory/directory.html", context)
