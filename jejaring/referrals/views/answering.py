"""The acts on a referral, one small form each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import require
from jejaring.referrals import actions, permissions
from jejaring.referrals.forms import AcknowledgeForm, DeclineForm, NoteForm, ReportBackForm, ServeForm, WithdrawForm
from jejaring.referrals.views.reading import row_or_404
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, form_page, tried, version_in


@dataclass(frozen=True, slots=True)
class Act:
    """One act as its page shows it."""

    name: str
    do: Callable[..., Any]
    form: type[NoteForm]
    title: str
    verb: str
    done: str
    lead: str = ""
    danger: bool = False
    points: tuple[str, ...] = ()


DECLINE = Act(
    "decline", actions.decline, DeclineForm, _("Decline the referral"), _("Decline"), _("The referral was declined; the sender knows."),
    _("The sender learns it at once and asks somebody else. The reason is counted."),
)  # fmt: skip
UNAVAILABLE = Act(
    "unavailable", actions.unavailable, NoteForm, _("The service is not available"), _("Answer: not available"),
    _("The answer was sent: the service is not available."),
    _("Say so early: the sender asks somebody else, and the city sees what is lacking."),
)  # fmt: skip
REFUSE = Act(
    "refuse", actions.refuse, NoteForm, _("The person declines"), _("Record the decision"), _("The decision was recorded."),
    _("The decision is the person's own. Nothing more is owed for this referral."),
)  # fmt: skip
SERVE = Act(
    "serve", actions.serve, ServeForm, _("A service was given"), _("Record the service"), _("The service was recorded."),
    _("It becomes a fact of the case, so that nobody asks for it again. Feedback is awaited afterwards."),
)  # fmt: skip
REPORT_BACK = Act(
    "report_back", actions.report_back, ReportBackForm, _("Report back"), _("Report back"), _("The sender has your feedback."),
    _("The sender reads this."),
)  # fmt: skip
ACKNOWLEDGE = Act(
    "acknowledge", actions.acknowledge_letter, AcknowledgeForm, _("Acknowledgement of the letter"), _("Record the acknowledgement"),
    _("The acknowledgement was recorded; the clock of the letter stands."),
    _("It stops the letter's clock. A transferred case is theirs from then on."),
)  # fmt: skip
WITHDRAW = Act(
    "withdraw", actions.withdraw, WithdrawForm, _("Withdraw the referral"), _("Withdraw"), _("The referral was withdrawn."),
    _("The other desk is told, and no longer sees the referral or its packet."), danger=True,
    points=(
        _("What was read, printed or noted in a police or medical file cannot be recalled."),
        _("A legal duty that has begun does not end with it."),
    ),
)  # fmt: skip


def _act(request: Request, referral_id: UUID, act: Act) -> HttpResponse:
    row = row_or_404(request, referral_id)
    if request.method != "POST":
        require(permissions.may_do(request.actor, row, act.name))
    form = act.form(request.POST or None, referral=row)
    sent: dict[str, Any] = {"by": request.actor, "referral_id": referral_id, "version": version_in(request)}
    if tried(form, lambda: act.do(**sent, submission=form.submission_id, **form.values)):
        messages.success(request, gettext(act.done))
        return redirect("referrals:referral", referral_id)
    words = {"title": gettext(act.title), "lead": gettext(act.lead) if act.lead else "", "verb": gettext(act.verb)}
    context = {**words, "row": row, "danger": act.danger, "points": act.points, "kicker": row.reference}
    return form_page(request, form, template="referrals/act.html", back_url=reverse("referrals:referral", args=[referral_id]), **context)


@require_POST
@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL)
def accept(request: Request, referral_id: UUID) -> HttpResponse:
    """One press: the desk takes it on."""
    form = Form(request.POST)
    form.full_clean()
    actions.accept(by=request.actor, referral_id=referral_id, version=version_in(request), submission=form.submission_id)
    messages.success(request, gettext("The referral was accepted. The first service is owed by the time below."))
    return redirect("referrals:referral", referral_id)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL, P.SEND_REFERRAL)
def decline(request: Request, referral_id: UUID) -> HttpResponse:
    """The desk does not take it on."""
    return _act(request, referral_id, DECLINE)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL, P.SEND_REFERRAL)
def unavailable(request: Request, referral_id: UUID) -> HttpResponse:
    """The service cannot be had."""
    return _act(request, referral_id, UNAVAILABLE)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL, P.SEND_REFERRAL)
def refuse(request: Request, referral_id: UUID) -> HttpResponse:
    """The person declines."""
    return _act(request, referral_id, REFUSE)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL)
def serve(request: Request, referral_id: UUID) -> HttpResponse:
    """A service was given."""
    return _act(request, referral_id, SERVE)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL, P.SEND_REFERRAL)
def report_back(request: Request, referral_id: UUID) -> HttpResponse:
    """What was done and how it went."""
    return _act(request, referral_id, REPORT_BACK)


@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.REQUEST_SERVICE)
def withdraw(request: Request, referral_id: UUID) -> HttpResponse:
    """The sharing ends."""
    return _act(request, referral_id, WITHDRAW)


@screen(Purpose.REFERRAL, P.SEND_REFERRAL)
def acknowledge(request: Request, referral_id: UUID) -> HttpResponse:
    """An office has acknowledged a letter."""
    return _act(request, referral_id, ACKNOWLEDGE)
