"""Emergency access: asking, ending, reviewing, giving the right back. The pages that it opens are the desk's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import Refused, require
from jejaring.ui.http import Request, form_page, page, tried

RUNNING = "emergency"  # in the session, for the banner on every page; what it opens is decided by the database


@screen(Purpose.EMERGENCY, P.ASK_EMERGENCY)
def ask(request: Request) -> HttpResponse:
    """One form at two in the morning: which danger, which case, why, the password. What runs stands above it."""
    form = forms.EmergencyForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint: a wrong password stays counted
            access = actions.open_emergency(by=request.actor, submission=form.submission_id, **form.values)
            if access:
                return _opened(request, access)
            form.add_error("known_by", _("No case was opened with this. Check each sign; that you asked is on record."))
        except Refused as refused:
            form.refuse(refused)
    around = {"right": queries.right(request.actor), "numbers": directory.emergency_numbers(), "back_url": reverse("desk:home")}
    around["demo_password"] = directory.DEMO_PASSWORD if directory.is_demo() else ""
    return form_page(request, form, template="cases/emergency_ask.html", danger=True, **around)


def _opened(request: Request, access: UUID) -> HttpResponse:
    row, _case = queries.opened_case(request.actor, access)
    request.session[RUNNING] = {"id": str(access), "desk": str(request.actor.desk), "until": row.until.isoformat()}
    return redirect("desk:emergency", access)


@require_POST
@screen(Purpose.EMERGENCY, P.ASK_EMERGENCY)
def end(request: Request, access_id: UUID) -> HttpResponse:
    """I am done."""
    actions.end_emergency(by=request.actor, access_id=access_id)
    request.session.pop(RUNNING, None)
    messages.success(request, _("The emergency access has ended. What you read is on record."))
    return redirect("cases:emergency_review", access_id)


@screen(Purpose.SUPERVISION, P.ASK_EMERGENCY, P.REVIEW_EMERGENCY, P.WORK_CASE)
def review_access(request: Request, access_id: UUID) -> HttpResponse:
    """Why it was opened and what was read: for whoever asked, the team, the privacy officer, and the head who judges it."""
    found = queries.emergency_for(request.actor, access_id)
    form = forms.EmergencyReviewForm(request.POST or None)
    if request.method == "POST":
        require(found.may_review)
        if tried(form, lambda: actions.review_emergency(by=request.actor, access_id=access_id, **form.values)):
            messages.success(request, _("The review is recorded."))
            return redirect("cases:emergency_review", access_id)
    title = _("Emergency access")
    return form_page(request, form, template="cases/emergency_review.html", e=found, title=title, back_url=reverse("desk:home"))


@screen(Purpose.SUPERVISION, P.REVIEW_EMERGENCY)
def stop(request: Request, access_id: UUID) -> HttpResponse:
    """The reviewer, or a supervisor of the desk that leads the case, ends what runs, with a reason."""
    found = queries.emergency_for(request.actor, access_id)
    require(found.may_stop)
    form = forms.StopForm(request.POST or None)
    back = reverse("cases:emergency_review", args=[access_id])
    if tried(form, lambda: actions.stop_emergency(by=request.actor, access_id=access_id, reason=form.values["reason"])):
        messages.success(request, _("The emergency access has ended, and whoever opened it was told."))
        return redirect(back)
    lead = _("%(who)s cannot open another page of this case from the next click on. The review stays to be done.") % {"who": found.row.who}
    return form_page(request, form, lead=lead, danger=True, back_url=back)


@require_GET
@screen(Purpose.AUDIT, P.REVIEW_EMERGENCY, P.RESTORE_EMERGENCY)
def all_accesses(request: Request) -> HttpResponse:
    """All that one oversees, newest first, and whose right rests."""
    rows, older = queries.emergencies(request.actor, before=_id(request.GET.get("before", "")))
    resting = queries.suspensions(request.actor) if request.actor.may(P.RESTORE_EMERGENCY) else []
    urls = {"next_url": f"?before={older}" if older else "", "first_url": "?" if request.GET.get("before") else ""}
    return page(request, "cases/emergencies.html", {"rows": rows, "resting": resting, **urls})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@screen(Purpose.ADMINISTRATION, P.RESTORE_EMERGENCY)
def restore_right(request: Request, suspension_id: UUID) -> HttpResponse:
    """The right to emergency access is given back, with a reason."""
    found = queries.suspension(request.actor, suspension_id)
    require(permissions.may_restore_emergency(request.actor, found.user))
    form = forms.RestoreForm(request.POST or None)
    if tried(form, lambda: actions.restore_right(by=request.actor, suspension_id=suspension_id, reason=form.values["reason"])):
        messages.success(request, _("The right was given back, and whoever it is was told."))
        return redirect("cases:emergencies")
    lead = f"{found.who} · {_(found.cause.label)}"
    return form_page(request, form, lead=lead, back_url=reverse("cases:emergencies"))
