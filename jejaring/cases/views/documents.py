"""Papers of a case: the list, attaching, looking at pages, taking a copy, removing, printing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.queries import CaseSummary
from jejaring.cases.views.acting import act_page, kicker
from jejaring.kernel.verdict import require
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, download, page, paper, picture, takes_files, tried, until
from jejaring.ui.papers.kinds import KINDS

SCREEN = 10  # pages shown at once


def _again(request: Request, case: CaseSummary, form: Form, **context: Any) -> HttpResponse:
    return act_page(request, case, form, **{"back_url": reverse("cases:papers", args=[case.id]), **context})


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def papers(request: Request, case_id: UUID) -> HttpResponse:
    """Every paper of the case, and those that can be printed."""
    case = queries.summary(request.actor, case_id)
    rows = queries.papers(request.actor, case)
    found = {"kept": [r for r in rows if not r.removed_at], "removed": [r for r in rows if r.removed_at]}
    kinds = [(KINDS[code].label, reverse("cases:print", args=[case_id, code])) for code in forms.PRINT_FORMS]
    around = {"case": case, "kicker": kicker(case), "kinds": kinds, "attach": permissions.may_attach(request.actor, case)}
    around["consent"] = request.actor.may(P.SEND_REFERRAL)
    return page(request, "cases/papers.html", {**found, **around})


@takes_files
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def attach(request: Request, case_id: UUID) -> HttpResponse:
    """Attach a paper from outside."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_attach(request.actor, case))
    form = forms.AttachForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if tried(form, lambda: actions.attach(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts)):
        messages.success(request, _("The paper was attached and sealed."))
        return redirect("cases:papers", case_id)
    return _again(request, case, form, template="cases/attach.html")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def online(request: Request, case_id: UUID) -> HttpResponse:
    """Note address and fingerprint of something online."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_attach(request.actor, case))
    form = forms.AddressForm(request.POST or None)
    if tried(form, lambda: actions.note_address(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)):
        messages.success(request, _("The address was noted."))
        return redirect("cases:papers", case_id)
    return _again(request, case, form)


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def shown(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A paper with its pages as pictures."""
    case = queries.summary(request.actor, case_id)
    row = queries.shown_paper(request.actor, case, document_id)
    first = max(1, _number(request.GET.get("from", "")))
    pages = range(first, min(first + SCREEN, row.pages + 1)) if not row.removed_at else ()
    may = {"remove": permissions.may_remove(request.actor, case, row), "restore": permissions.may_restore(request.actor, case, row)}
    more = f"?from={first + SCREEN}" if first + SCREEN <= row.pages else ""
    context = {"case": case, "kicker": kicker(case), "row": row, "pages": pages, "may": may, "next_url": more}
    response = page(request, "cases/paper.html", {**context, "first_url": "?from=1" if first > 1 else ""})
    ends = queries.open_until(request.actor, document_id) if row.sealed else None
    return until(response, ends, reverse("cases:sealed", args=[case_id])) if ends else response


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def page_picture(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """One page of a paper as a picture."""
    case = queries.summary(request.actor, case_id)
    return picture(queries.page_picture(request.actor, case, document_id, _number(request.GET.get("page", ""))))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def take(request: Request, case_id: UUID, document_id: UUID) -> HttpResponseBase:
    """Take a copy, for a reason."""
    case = queries.summary(request.actor, case_id)
    form = forms.TakeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        row = queries.paper(request.actor, case, document_id)
        lead = _("The copy leaves the system, and nobody watches over it any more. Give it to nobody else, and delete it afterwards.")
        return _again(request, case, form, lead=lead, back_url=reverse("cases:paper", args=[case_id, row.id]))
    row, opened = queries.taken(request.actor, case, document_id, form.values["reason"])
    name = f"{row.number or 'dokumen-' + row.id.hex[-6:]}.{row.media}"
    return download(opened, name=name, content_type=queries.CONTENT_TYPES[row.media], size=row.size)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def remove(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a paper out of the file, with a reason."""
    case = queries.summary(request.actor, case_id)
    row = queries.paper(request.actor, case, document_id)
    require(permissions.may_remove(request.actor, case, row))
    form = forms.RemoveForm(request.POST or None)
    if tried(form, lambda: actions.remove(by=request.actor, case_id=case_id, document_id=document_id, **form.values)):
        messages.success(request, _("The paper was removed. It can be put back for fourteen days."))
        return redirect("cases:papers", case_id)
    lead = _("%(paper)s. It can be put back for fourteen days; then its content is destroyed. That it was here, and why it went, stays.")
    return _again(request, case, form, lead=lead % {"paper": row.title}, danger=True)


@require_POST
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def restore(request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Put a removed paper back."""
    actions.restore(by=request.actor, case_id=case_id, document_id=document_id)
    messages.success(request, _("The paper is back in the file."))
    return redirect("cases:papers", case_id)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def print_paper(request: Request, case_id: UUID, kind: str) -> HttpResponse:
    """Print a paper of the case: a draft, or under a number, and then it is kept as it was issued."""
    case = queries.summary(request.actor, case_id)
    if kind not in forms.PRINT_FORMS:
        raise Http404
    of_return = _id(request.GET.get("return", ""))
    known = queries.offered(request.actor, case, kind, of_return) if request.method == "GET" else {}
    form = forms.PRINT_FORMS[kind](request.POST or None, case=case, initial=known)
    made: list[bytes | UUID] = []
    if tried(form, lambda: made.append(_printed(request, case, kind, form))):
        return _printed_page(request, case, made[0])
    context = {"kind": KINDS[kind], "may_issue": permissions.may_issue(request.actor, case), "problem": queries.template_problem(kind)}
    back = reverse("cases:home_return" if of_return else "cases:papers", args=[case_id])
    return _again(request, case, form, template="cases/print.html", back_url=back, **context)


def _printed(request: Request, case: CaseSummary, kind: str, form: forms.PrintForm) -> bytes | UUID:
    by, given = request.actor, form.given()
    if request.POST.get("act") == "issue":
        data = lambda number: queries.build(by, case, kind, given, number=number)  # noqa: E731
        return actions.issue(by=by, case_id=case.id, kind=kind, data=data, submission=form.submission_id)
    return actions.print_draft(by=by, case_id=case.id, kind=kind, data=queries.build(by, case, kind, given))


def _printed_page(request: Request, case: CaseSummary, made: bytes | UUID) -> HttpResponse:
    if isinstance(made, bytes):
        return paper(made, "konsep")
    messages.success(request, _("The paper was issued and is kept as it is. Take a copy to print and sign it."))
    return redirect("cases:paper", case.id, made)
