"""Sending a referral: what is asked, then exactly what leaves, then it is sent. Works without JavaScript."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.cases.queries import CaseSummary
from jejaring.kernel.verdict import Refused, require
from jejaring.people.queries import contact_for
from jejaring.referrals import actions, permissions, queries
from jejaring.referrals.forms import SeenForm, SendForm
from jejaring.referrals.states import ReferralPurpose
from jejaring.referrals.views.reading import found_or_404
from jejaring.ui.http import Request, page

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@screen(Purpose.REFERRAL, P.SEND_REFERRAL)
def new(request: Request, case_id: UUID) -> HttpResponse:
    """First the purpose, which decides what may leave; then what is asked; then the packet itself; then it is sent."""
    case = found_or_404(lambda: cases.summary(request.actor, case_id))
    require(permissions.may_send(request.actor, case.state))
    purpose = _purpose(request)
    if purpose is None:
        return page(request, "referrals/purpose.html", {"case": case, "purposes": queries.purposes()})
    form = _form(request, case, purpose)
    step = request.POST.get("step", "")
    if step in ("preview", "send") and form.is_valid():
        return _send(request, case, form) if step == "send" else _preview(request, case, form)
    return _choose(request, case, form)


def _purpose(request: Request) -> ReferralPurpose | None:
    text = request.GET.get("purpose", "")
    return ReferralPurpose(text) if text in set(ReferralPurpose) else None


def _form(request: Request, case: CaseSummary, purpose: ReferralPurpose) -> SendForm:
    offers = queries.desks_for(request.actor, purpose)
    owed = queries.owes_hand_over(case.id)
    return SendForm(
        request.POST or None, purpose=purpose, offers=offers, facts_of=lambda o: queries.facts_for(request.actor, case, o.desk),
        owes_hand_over=owed, mediation=cases.may_mediate(case),
    )  # fmt: skip


def _steps() -> list[str]:
    return [gettext("What is asked"), gettext("What leaves"), gettext("Sent")]


def _choose(request: Request, case: CaseSummary, form: SendForm) -> HttpResponse:
    refused = form.is_bound and not form.is_valid()
    context = {"form": form, "case": case, "purpose": form.purpose, "contact": contact_for(case.id), "steps": _steps()}
    return page(request, "referrals/choose.html", context, status=422 if refused else 200)


def _preview(request: Request, case: CaseSummary, form: SendForm, seen: SeenForm | None = None) -> HttpResponse:
    """Exactly what leaves, each field with a tick; nothing has been written yet except the read log."""
    found = queries.preview_of(request.actor, case.id, form.purpose)
    going = request.POST.getlist("go") if seen else [f.name for f in found.fields]
    shown = {"seen": seen or SeenForm(), "preview": found, "going": going, "steps": _steps()}
    shown["papers"] = [p for p in cases.papers(request.actor, case) if p.file and not p.removed_at]
    shown["along"] = [str(pk) for pk in chosen_papers(request)]
    context = {"form": form, "case": case, "purpose": form.purpose, **shown}
    return page(request, "referrals/preview.html", context, status=422 if seen else 200)


def _send(request: Request, case: CaseSummary, form: SendForm) -> HttpResponse:
    seen = SeenForm(request.POST)
    if not seen.is_valid():
        return _preview(request, case, form, seen)
    try:
        row = actions.send(by=request.actor, case_id=case.id, submission=form.submission_id, **_arguments(request, form))
    except Refused as refused:
        if refused.field in form.fields:
            form.refuse(refused)
            return _choose(request, case, form)
        seen.refuse(refused)
        return _preview(request, case, form, seen)
    messages.success(request, gettext("The referral was sent. An answer is owed by the time below."))
    return redirect("referrals:referral", row.pk)


def chosen_papers(request: Request) -> list[UUID]:
    """The papers of the case that were ticked; a broken id is no paper."""
    return [UUID(text) for text in request.POST.getlist("paper") if UUID_TEXT.fullmatch(text)]


def _arguments(request: Request, form: SendForm) -> dict[str, Any]:
    left_out = [name for name in request.POST.getlist("offered") if name not in request.POST.getlist("go")]
    chosen: dict[str, Any] = {"papers": chosen_papers(request)}
    chosen |= {"to_desk": form.offer.desk.id, "purpose": form.purpose, "left_out": left_out, "seen": request.POST.get("seen", "")}
    return {**form.values, **chosen}
