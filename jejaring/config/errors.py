"""Pages for what went wrong: they say what happened, what was kept and what to do. They run outside of any context and touch open
tables only."""

import sys
from collections.abc import Iterator

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from jejaring.directory import queries as directory
from jejaring.directory.forms.account import Carried, SignInForm, carried
from jejaring.kernel.verdict import Refused

SKIPPED = {"csrfmiddlewaretoken", "carried_to", "next"}
CARRY_LIMIT = 200  # fields
RETRY_SECONDS = 15
SIGN_IN = ("directory:sign_in", "directory:sign_in_key", "directory:sign_in_demo")  # forms of somebody who is about to come in
AWAY = ("08", "57P", "53300")  # SQLSTATE: connection lost, the server stops or starts, no connection left


def typed_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What was typed into a form, in order, to be carried on in hidden fields; never a password."""
    typed = ((name, value) for name, values in request.POST.lists() for value in values)
    kept: Iterator[tuple[str, str]] = ((name, value) for name, value in typed if name not in SKIPPED and "password" not in name)
    return tuple(pair for pair, _n in zip(kept, range(CARRY_LIMIT), strict=False))


def _sign_in_page(request: HttpRequest, kept: Carried | None, status: int, *, stale: bool = False) -> HttpResponse:
    form = SignInForm(initial={"username": request.POST.get("username", "")} if stale else None)
    context = {"form": form, "carried": kept, "stale": stale, "demo": directory.demo_accounts()}
    return render(request, "directory/sign_in.html", context, status=status)


def ended_session(request: HttpRequest) -> HttpResponse:
    """A form arrived from somebody who is no longer signed in: the sign-in page carries its fields on."""
    return _sign_in_page(request, Carried(request.get_full_path(), typed_fields(request)), 401)


def _of_our_page(request: HttpRequest) -> bool:
    """Whether no other site sent it: only then what was typed is shown."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is stale. Fields are offered again only to a form of our own page, never to another site's."""
    own = _of_our_page(request)
    if own and request.path in map(reverse, SIGN_IN):
        return _sign_in_page(request, carried(request.POST), 403, stale=True)
    context = {"fields": typed_fields(request) if own else [], "carried_to": request.get_full_path()}
    return render(request, "ui/stale_form.html", context, status=403)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """An act was refused by a rule; the reason is the rule's own sentence."""
    return _error(request, "ui/refused.html", 409, reason=_(refusal.reason))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: nothing was read. Runs before the session is known, so without the frame."""
    context = {"most": settings.FILE_LIMIT // 1_000_000, "back": request.path}
    response = HttpResponse(render_to_string("413.html", context), status=413)
    response.headers["Connection"] = "close"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _error(request, "403.html", 403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what is absent and for what is another's."""
    return _error(request, "404.html", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database cannot be reached. Rendered without the frame's context, since whatever broke may break that too."""
    if _database_is_away(sys.exception()):
        return away(request)
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string("500.html", context), status=500)


def away(request: HttpRequest) -> HttpResponse:
    """503 while the database cannot be reached: drawn without it. A form keeps its fields and token on the page, to be sent again."""
    typed = request.method == "POST" and _of_our_page(request)
    context = {"fields": typed_fields(request), "csrf_token": get_token(request), "again": request.get_full_path()} if typed else {}
    if request.method == "GET":
        context = {"again": request.get_full_path()}
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def _database_is_away(error: BaseException | None) -> bool:
    """Whether this, or what it came from, is a database that is stopped, is starting, or has ended our connection; not one that answered
    with an error of its own, such as a lock or a time limit."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            state = getattr(error.__cause__, "sqlstate", None)
            return state.startswith(AWAY) if state else connection.connection is None or connection.connection.closed
        error = error.__cause__ or error.__context__
    return False


def _error(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    context["request_id"] = getattr(request, "request_id", "")
    return render(request, template, context, status=status)
