"""The request as our views know it, and the ways to answer: a page, a page with a form, a paper, a sealed file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from jejaring.access.actor import Actor
from jejaring.kernel.clock import now
from jejaring.kernel.verdict import Refused
from jejaring.ui.forms import Form

View = TypeVar("View", bound=Callable[..., Any])


class Request(HttpRequest):
    """A request that passed the middleware: somebody acts, for one desk, and htmx may have asked."""

    actor: Actor
    htmx: HtmxDetails
    request_id: str
    session: Any  # jejaring.config.sessions.SessionStore


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


def tried(form: Form, act: Callable[[], Any]) -> bool:
    """Whether the form is valid and the act was done. What refused it is undone whole, and said on the form."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():  # a refused act forgets its submission too, so that the corrected form counts as the first
            act()
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


class Sealed(StreamingHttpResponse):
    """A stream that asks the database nothing: its key was unwrapped before it began."""


def takes_files(view: View) -> View:
    """A view that reads a file from its form; for every other one the files of a request are thrown away while they arrive."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def until(response: HttpResponse, moment: datetime, url: str = "") -> HttpResponse:
    """A page that is shown until a moment: then the browser, without a script, asks for `url`, or for the same page again."""
    left = max(1, ceil((moment - now()).total_seconds()) + 1)
    response.headers["Refresh"] = f"{left}; url={url}" if url else str(left)
    return response


def paper(content: bytes, name: str) -> HttpResponse:
    """A printed PDF, shown by the browser so that it can be sent to a printer. The name says nothing about a person."""
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'})


def picture(content: bytes) -> HttpResponse:
    """A drawn page."""
    return HttpResponse(content, content_type="image/png")


def download(parts: Iterable[bytes], *, name: str, content_type: str, size: int) -> Sealed:
    """A file to keep. Never shown inside a page of ours; the name says nothing about a person."""
    response = Sealed(parts, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
