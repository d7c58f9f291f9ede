"""Error pages, which ask nothing of the database, and the gallery of all components."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from jejaring.access.purposes import Purpose, screen
from jejaring.kernel.verdict import Refused
from jejaring.ui import gallery
from jejaring.ui.http import Request, page


def _error(request: HttpRequest | None, name: str, status: int, reason: str = "") -> HttpResponse:
    context = {"reason": reason, "request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string(f"ui/errors/{name}.html", context, request), status=status)


@screen(Purpose.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what happened, what was kept, what to do."""
    return _error(request, "400", 400)


@screen(Purpose.PUBLIC)
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason of a refused rule; no other exception's words reach the page."""
    return _error(request, "403", 403, gettext(exception.reason) if isinstance(exception, Refused) else "")


@screen(Purpose.PUBLIC)
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist and for what one may not see."""
    return _error(request, "404", 404)


@screen(Purpose.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without the request, since whatever broke may break again."""
    return _error(None, "500", 500)


@screen(Purpose.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an ended or another session."""
    return _error(request, "csrf", 403)


@screen(Purpose.PUBLIC)
def components(request: Request) -> HttpResponse:
    """Every component in every state, in light and in dark."""
    now = gallery.NOW
    context: dict[str, Any] = {"now": now, "themes": ("light", "dark"), "rows": gallery.rows(), "moments": gallery.moments()}
    context |= {"soon": now + timedelta(minutes=25), "past": now - timedelta(hours=2), "started": now - timedelta(minutes=17)}
    context |= {"contact": gallery.CONTACT, "no": gallery.REFUSED, "form": gallery.good_form(), "wrong": gallery.wrong_form(), "steps": gallery.STEPS}
    return page(request, "ui/gallery.html", context)
