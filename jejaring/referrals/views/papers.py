"""Papers of a referral: its letter as PDF, what of the case went along, and the form of consent."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions as cases
from jejaring.cases import queries as files_of
from jejaring.people.queries import contact_for
from jejaring.referrals import actions, queries
from jejaring.referrals.forms import ConsentForm, TakeForm
from jejaring.referrals.views.reading import found_or_404, row_or_404
from jejaring.ui.http import Request, download, form_page, page, paper, picture


@require_POST
@screen(Purpose.REFERRAL, P.SEND_REFERRAL)
def print_letter(request: Request, referral_id: UUID) -> HttpResponse:
    """The letter as PDF: issued the first time, afterwards the same."""
    pdf, number = found_or_404(lambda: actions.print_letter(by=request.actor, referral_id=referral_id))
    return paper(pdf, number)


@screen(Purpose.REFERRAL, P.SEND_REFERRAL)
def consent(request: Request, case_id: UUID) -> HttpResponse:
    """The form of consent to one purpose and one receiver, to be explained, read out and signed before anything leaves."""
    case = found_or_404(lambda: files_of.summary(request.actor, case_id))
    form = ConsentForm(
        request.POST or None, case=case, guardians=queries.guardians(case),
        problems_of=lambda given: queries.consent_problems(request.actor, case, given),
    )  # fmt: skip
    if form.is_valid():
        data = queries.consent_data(request.actor, case, form.given())
        return paper(cases.print_draft(by=request.actor, case_id=case_id, kind="consent", data=data), "persetujuan")
    lead = gettext("Explain it in words that the person understands, before it is signed. Scan the signed form and attach it to the case.")
    around = {"case": case, "contact": contact_for(case_id), "kicker": case.reference, "lead": lead}
    return form_page(request, form, template="referrals/consent.html", back_url=reverse("cases:papers", args=[case_id]), **around)


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.WORK_CASE)
def paper_along(request: Request, referral_id: UUID, paper_id: UUID) -> HttpResponse:
    """A paper that went along, its pages as pictures."""
    row = row_or_404(request, referral_id)
    found = queries.paper_along(request.actor, referral_id, paper_id, act="paper_shown")
    queries.opened_along(found)
    pages = range(1, min(found.pages, 20) + 1)
    return page(request, "referrals/paper.html", {"row": row, "paper": found, "pages": pages})


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.WORK_CASE)
def paper_picture(request: Request, referral_id: UUID, paper_id: UUID) -> HttpResponse:
    """One page as a picture."""
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return picture(queries.picture_along(request.actor, referral_id, paper_id, number))


@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.WORK_CASE)
def paper_take(request: Request, referral_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Take a copy, for a reason."""
    row = row_or_404(request, referral_id)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        back = reverse("referrals:paper", args=[referral_id, paper_id])
        return form_page(request, form, template="referrals/act.html", r=row, kicker=row.reference, back_url=back)
    found = queries.paper_along(request.actor, referral_id, paper_id, act="paper_taken", detail=form.values["reason"])
    opened = queries.opened_along(found)
    name = f"{found.number or 'dokumen-' + found.id.hex[-6:]}.{found.media}"
    return download(opened, name=name, content_type=files_of.CONTENT_TYPES[found.media], size=found.size)
