"""Every view runs inside the context of its actor: one transaction, one purpose, rolled back whole on any error."""

from collections.abc import Callable
from secrets import token_hex
from select import POLLIN, poll
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.audit import actions as audit
from jejaring.config import errors
from jejaring.directory.queries import actor_among
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import NIL
from jejaring.kernel.verdict import Refused, Spent
from jejaring.ui.http import Sealed

OPEN = {Purpose.PUBLIC, Purpose.SIGN_IN}
OWN_PASSWORD = "directory:password"  # noqa: S105  where a one-time password is replaced, before anything else
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "web",  # else the server says its name
}
Answer = Callable[[HttpRequest], HttpResponseBase]


def headers(get_response: Answer) -> Answer:
    """Security headers on every answer that does not bring its own."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def bounded(get_response: Answer) -> Answer:
    """A request that announces more than any form may send is answered before a byte of it is read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced) > settings.REQUEST_LIMIT:
            return errors.too_large(request)
        return get_response(request)

    return answer


def connected(get_response: Answer) -> Answer:
    """A kept connection that the database has ended meanwhile is put away before the request: after the database was started again nobody
    meets an error because of it. Costs no statement: whoever has ended a connection has left its end to be read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if connection.connection is not None and not connection.in_atomic_block and _is_ended(connection.connection):
            connection.close()
        return get_response(request)

    return answer


def _is_ended(kept: Any) -> bool:
    if kept.closed:
        return True
    waiting = poll()
    waiting.register(kept.fileno(), POLLIN)
    return bool(waiting.poll(0))


class ActingAs:
    """Runs the view as its actor. Anonymous visitors reach public views only; what they typed is carried over the sign-in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase:
        """Build the actor, check purpose and permission, run the view in its context, record refusals."""
        purpose = getattr(view, "purpose", None)
        if purpose is None:
            raise ImproperlyConfigured(f"{request.resolver_match.view_name} declares no purpose")
        request.request_id = token_hex(8)
        actor = request.actor = actor_among(getattr(request.user, "at_work", ()), request.session.get("desk"))
        if actor.is_visitor and purpose not in OPEN:
            return errors.ended_session(request) if request.method == "POST" else _to_sign_in(request)
        if request.session.get("one_time") and purpose not in OPEN and request.resolver_match.view_name != OWN_PASSWORD:
            return redirect(OWN_PASSWORD)
        if not actor.is_visitor and not (request.htmx and request.method == "GET"):  # what a page asks for by itself is no act
            request.session.keep_awake()
        return self._run(request, actor, purpose, view, args, kwargs)

    def _run(self, request: Any, actor: Actor, purpose: Purpose, view: Any, args: Any, kwargs: Any) -> HttpResponseBase:
        name = request.resolver_match.view_name
        try:
            if view.needs and not actor.permissions & view.needs:
                raise PermissionDenied
            with acting_as(actor, purpose, request.request_id):
                response: HttpResponseBase = view(request, *args, **kwargs)
            unbound = response.streaming and not isinstance(response, Sealed)
            if unbound or isinstance(response, SimpleTemplateResponse):
                raise TypeError(f"{name} renders outside of its context")
            return response
        except (PermissionDenied, Http404, ObjectDoesNotExist, Refused) as refusal:
            with acting_as(actor, purpose, request.request_id):
                if isinstance(refusal, Spent):
                    audit.record("ration_spent", "view", _subject(kwargs), detail=refusal.ration)
                else:
                    audit.record("refused", "view", _subject(kwargs), detail=name)
            if isinstance(refusal, Refused):
                return errors.refused(request, refusal)
            if isinstance(refusal, ObjectDoesNotExist):  # absent and another's are one answer
                raise Http404 from None
            raise


def _subject(kwargs: dict[str, Any]) -> UUID:
    """The thing that the address named, whether it exists or not."""
    return next((value for value in kwargs.values() if isinstance(value, UUID)), NIL)


def _to_sign_in(request: Any) -> HttpResponse:
    """On to the sign-in page and back afterwards; a fragment asked for by htmx moves the whole page there."""
    where = reverse("directory:sign_in")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    came_for = request.get_full_path()
    return redirect(where if came_for == "/" else f"{where}?{urlencode({'next': came_for})}")
