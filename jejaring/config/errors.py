"""Pages for what went wrong: they say what happened, what was kept and what to do. They run outside of any context and may not query."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jejaring.kernel.verdict import Refused

SKIPPED = {"csrfmiddlewaretoken", "password", "carried_to"}
CARRY_LIMIT = 200  # fields


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form, in order, to be carried on in hidden fields."""
    pairs: Iterator[tuple[str, str]] = ((k, v) for k, values in request.POST.lists() for v in values if k not in SKIPPED)
    return [p for p, _n in zip(pairs, range(CARRY_LIMIT), strict=False)]


def ended_session(request: HttpRequest) -> HttpResponse:
    """A form arrived from somebody who is no longer signed in: the sign-in page carries its fields on."""
    context = {"fields": typed_fields(request), "carried_to": request.path}
    return render(request, "directory/sign_in.html", context, status=401)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is stale. Fields are offered again only to a form of our own page, never to another site's."""
    own = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    context = {"fields": typed_fields(request) if own else [], "carried_to": request.path}
    return render(request, "ui/stale_form.html", context, status=403)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """An act was refused by a rule; the reason is the rule's own sentence."""
    return render(request, "ui/refused.html", {"reason": _(refusal.reason)}, status=409)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what is absent and for what is another's."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "500.html", status=500)
