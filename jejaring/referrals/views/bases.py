"""Basis and consent of a case: what may leave and why, who said so, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.cases.queries import CaseSummary
from jejaring.kernel.verdict import require
from jejaring.people.queries import contact_for
from jejaring.referrals import actions, queries, rules
from jejaring.referrals.forms import GivenForm, SettleForm, WithdrawConsentForm
from jejaring.referrals.views.reading import found_or_404
from jejaring.ui.http import Request, form_page, page, tried, version_in


def _case(request: Request, case_id: UUID) -> CaseSummary:
    return found_or_404(lambda: cases.summary(request.actor, case_id))


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def bases(request: Request, case_id: UUID) -> HttpResponse:
    """Every basis on which something of the case may leave or left, newest first."""
    case = _case(request, case_id)
    return page(request, "referrals/bases.html", {"case": case, "rows": queries.bases(request.actor, case)})


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def consent_new(request: Request, case_id: UUID) -> HttpResponse:
    """A consent that was given."""
    case = _case(request, case_id)
    form = GivenForm(
        request.POST or None, case=case, guardians=queries.guardians(case), papers=cases.papers(request.actor, case),
        problems_of=lambda given: queries.consent_problems(request.actor, case, given),
    )  # fmt: skip

    def act() -> None:
        actions.record_consent(by=request.actor, case_id=case.id, submission=form.submission_id, **form.given())

    if tried(form, act):
        return redirect("referrals:bases", case_id)
    lead = _("To one purpose and one receiver. It is withdrawn as easily as it is given: say so to the person.")
    around = {"case": case, "contact": contact_for(case_id), "kicker": case.reference, "lead": lead}
    return form_page(request, form, template="referrals/given.html", back_url=reverse("referrals:bases", args=[case_id]), **around)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def consent_withdraw(request: Request, case_id: UUID, basis_id: UUID) -> HttpResponse:
    """Take a consent back: first what it will do and what it cannot call back, then the act itself."""
    case = _case(request, case_id)
    row = found_or_404(lambda: queries.basis_of(request.actor, case, basis_id))
    if request.method != "POST":
        require(row.may_withdraw)
    found = queries.withdrawal_of(request.actor, case, row)
    form = WithdrawConsentForm(request.POST or None, given_by=row.consent_by, for_life=found.may_keep_for_life)
    sent: dict[str, Any] = {"by": request.actor, "basis_id": basis_id, "version": version_in(request)}
    if tried(form, lambda: actions.withdraw_consent(**sent, **form.values)):
        messages.success(request, _("The consent is withdrawn. Sharing and access have ended here; the receivers are told."))
        return redirect("referrals:bases", case_id)
    around = {"row": row, "found": found, "recall": [_(rules.NOT_RECALLED[code]) for code in found.not_recalled]}
    around |= {"title": _("Withdraw a consent"), "kicker": case.reference, "contact": contact_for(case_id)}
    back = reverse("referrals:bases", args=[case_id])
    return form_page(request, form, template="referrals/withdraw_consent.html", verb=form.verb, back_url=back, **around)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def consent_settle(request: Request, case_id: UUID, basis_id: UUID) -> HttpResponse:
    """What the receivers said, within 3x24 hours."""
    case = _case(request, case_id)
    row = found_or_404(lambda: queries.basis_of(request.actor, case, basis_id))
    if request.method != "POST":
        require(row.may_settle)
    form = SettleForm(request.POST or None)
    sent: dict[str, Any] = {"by": request.actor, "basis_id": basis_id, "version": version_in(request)}
    if tried(form, lambda: actions.settle_withdrawal(**sent, submission=form.submission_id, **form.values)):
        return redirect("referrals:bases", case_id)
    back = reverse("referrals:bases", args=[case_id])
    return form_page(request, form, template="referrals/act.html", row=row, lead=row.to_desk, kicker=case.reference, back_url=back)
