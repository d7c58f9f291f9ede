"""How every act on a case is shown and done: one case, one form, one act, then back to the file."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from jejaring.cases import queries
from jejaring.cases.queries import CaseSummary
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, form_page, tried

VERSIONS = ("version", "person_version")  # hidden: what the page showed when it was opened


def _renew(form: Form) -> None:
    """Whoever lost a race sees what holds now; sending again then decides knowingly."""
    now = {name: form.initial[name] for name in VERSIONS if name in form.fields and name in form.initial}
    if form.is_bound and now and not form.is_valid():
        form.data = cast(QueryDict, form.data).copy()
        for name, version in now.items():
            form.data[name] = str(version)


def kicker(case: CaseSummary) -> str:
    """The line above the title: reference and case, without a name."""
    return f"{case.reference} · {case.title}"


def act_page(request: Request, case: CaseSummary, form: Form, *, template: str = "cases/act.html", **context: Any) -> HttpResponse:
    """The page of an act, with how the person may be reached and the way back to the file."""
    _renew(form)
    contact = context.pop("contact", None) or queries.safe_contact(case)
    around = {"case": case, "contact": contact, "back_url": reverse(context.pop("to", "desk:case"), args=[case.id])}
    return form_page(request, form, template=template, **{"kicker": kicker(case), **around, **context})


def perform(request: Request, case: CaseSummary, form: Form, act: Callable[[], Any], *, done: str, **context: Any) -> HttpResponse:
    """Do the act and go back to the file (or the page that `to` names), or show the form with what is wrong."""
    if tried(form, act):
        messages.success(request, done)
        return redirect(context.get("to", "desk:case"), case.id)
    return act_page(request, case, form, **context)
