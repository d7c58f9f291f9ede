"""The rules behind the promises: read by everybody signed in, published by the administrator after a look at worked examples."""

import hashlib
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.commitments import actions, forms, permissions, queries
from jejaring.commitments.forms import RuleForm
from jejaring.commitments.queries import RuleView
from jejaring.commitments.states import KEPT_BY, OPENED_BY, RuleKey, between
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page, tried


def _key(text: str) -> RuleKey:
    """A kind of promise from its address."""
    try:
        return RuleKey(text.replace("-", "_"))
    except ValueError:
        raise Http404 from None


def _address(key: RuleKey) -> str:
    return reverse("commitments:rule", args=[key.replace("_", "-")])


def _row(view: RuleView) -> dict[str, Any]:
    """A kind of promise as pages show it: its versions in words, and what keeps it."""
    now, coming = (queries.told_terms(t) if t else None for t in (view.now, view.coming))
    past = [queries.told_terms(t) for t in view.past]
    words = {"title": _(view.key.label), "kept_by": _(KEPT_BY[view.key]), "url": _address(view.key)}
    owing, owed_to = between(view.key)
    words |= {"opened_by": _(OPENED_BY[view.key]), "owed_by": _(owing), "owed_to": _(owed_to)}
    return {**words, "now": now, "coming": coming, "past": past}


@require_GET
@screen(Purpose.DESK)
def rules(request: Request) -> HttpResponse:
    """Every kind of promise with the version in force."""
    rows = [_row(view) for view in queries.rule_views()]
    return page(request, "commitments/rules.html", {"rows": rows, "may_publish": permissions.may_publish(request.actor)})


@require_GET
@screen(Purpose.DESK)
def rule(request: Request, key: str) -> HttpResponse:
    """One kind of promise: the version in force, the one to come, those before."""
    view = queries.rule_view(_key(key))
    may, new = permissions.may_publish(request.actor), reverse("commitments:publish", args=[key])
    back = reverse("commitments:take_back_rule", args=[key, view.coming.version]) if view.coming else ""
    return page(request, "commitments/rule.html", {"row": _row(view), "may_publish": may, "new_url": new, "back_url": back})


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def publish(request: Request, key: str) -> HttpResponse:
    """Type a version, look at what it would mean, then publish it. What is published was seen."""
    view = queries.rule_view(_key(key))
    form = forms.RuleForm(request.POST or None, key=view.key, now=view.now)
    shown = _previewed(form)
    if shown and "publish" in request.POST and request.POST.get("seen") == shown["seen"] and _published(request, form):
        return redirect(_address(view.key))
    context = {"form": form, "row": _row(view), "preview": shown, "back_url": _address(view.key)}
    return page(request, "commitments/publish.html", context, status=422 if form.is_bound and not shown else 200)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def take_back(request: Request, key: str, version: str) -> HttpResponse:
    """A version that has not begun is taken back with a reason; the one before it goes on."""
    view, back = queries.rule_view(_key(key)), reverse("commitments:rule", args=[key])
    number = next((t.version for t in (view.now, view.coming, *view.past) if t and str(t.version) == version), None)
    if number is None:
        raise Http404
    form = forms.TakeBackForm(request.POST or None)
    if tried(form, lambda: actions.take_back_rule(by=request.actor, key=view.key, version=number, **form.values)):
        messages.success(request, _("Version %(n)s is taken back. The version before it goes on.") % {"n": number})
        return redirect(back)
    lead = _("It has not begun, so no promise was made under it. It stays on record; the version before it goes on until another follows.")
    return form_page(request, form, kicker=f"{_(view.key.label)} · {number}", lead=lead, back_url=back)


def _previewed(form: RuleForm) -> dict[str, Any] | None:
    """The examples of what was typed and its mark; nothing where something stands against it, which is said beside its field then."""
    if not form.is_valid():
        return None
    terms = form.terms()
    form.say(queries.problems(terms))
    if form.errors:
        return None
    found = queries.preview(terms)
    seen = hashlib.sha256(repr(astuple(terms)).encode()).hexdigest()[:16]
    return {"terms": queries.told_terms(terms), "examples": found.examples, "holiday": found.holiday, "seen": seen}


def _published(request: Request, form: RuleForm) -> bool:
    """Whether it was published; what refused it is said on the form."""
    try:
        with transaction.atomic():
            done = actions.publish(by=request.actor, terms=form.terms())
    except Refused as refused:
        form.say({refused.field: refused.reason})
        return False
    messages.success(request, _("Version %(n)s is published. It is frozen from now on.") % {"n": done.version})
    return True
