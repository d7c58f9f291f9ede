"""The request as our views know it, and the two ways to answer: a page, a page with a form."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from jejaring.access.actor import Actor
from jejaring.ui.forms import Form


class Request(HttpRequest):
    """A request that passed the middleware: somebody acts, for one desk, and htmx may have asked."""

    actor: Actor
    htmx: HtmxDetails
    request_id: str


def page(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Render at once, inside the transaction and context of the view; a late response would query outside of both."""
    response = HttpResponse(render_to_string(template, dict(context or {}), request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def version_in(request: HttpRequest) -> int:
    """The version of the row that the page was made from; 0, which no row has, where the hidden field is missing or broken."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def form_page(request: HttpRequest, form: Form, *, template: str = "ui/form_page.html", **context: Any) -> HttpResponse:
    """The page of a form: 200 at first, 422 with everything that was typed when it was refused."""
    refused = form.is_bound and not form.is_valid()
    return page(request, template, {"form": form, **context}, status=422 if refused else 200)
