"""The duty roster of one's own desk; the days on which one desk is closed."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.directory import actions, queries
from jejaring.directory.forms.duty import ClosedDaysForm, ShiftForm
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page, tried


@require_GET
@screen(Purpose.DESK, *DESK_WORK)
def roster(request: Request) -> HttpResponse:
    """Who is on duty in the next seven days, and when nobody is."""
    return page(request, "directory/roster.html", {"r": queries.roster(request.actor)})


@screen(Purpose.DESK, *DESK_WORK)
def shift_new(request: Request) -> HttpResponse:
    """Plan a shift, once or every week."""
    form = ShiftForm(request.POST or None, people=queries.colleagues(request.actor.desk), initial={"day": today()})
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.plan_shift(by=request.actor, submission=form.submission_id, **form.values)
            messages.success(request, _("The shift is on the roster."))
            return redirect("directory:roster")
        except Refused as refused:
            field = {"starts_at": "day", "ends_at": "hours"}.get(refused.field, refused.field)
            form.refuse(Refused(refused.reason, field))
    return form_page(request, form, lead=_("Two people may be on duty at once."), back_url=reverse("directory:roster"))


@require_POST
@screen(Purpose.DESK, *DESK_WORK)
def shift_off(request: Request, shift_id: UUID) -> HttpResponse:
    """A shift stands on the roster no more."""
    actions.take_off_shift(by=request.actor, shift_id=shift_id)
    messages.success(request, _("The shift was taken off the roster."))
    return redirect("directory:roster")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def calendar(request: Request, desk_id: UUID) -> HttpResponse:
    """When one desk works: its week, its own closed days, and what became of the promises that run over them."""
    row, form = queries.desk(desk_id), ClosedDaysForm(request.POST or None)
    if tried(form, lambda: actions.close_days(by=request.actor, desk_id=desk_id, **form.values)):
        messages.success(request, _("The days are entered. Open promises that run over them are computed anew within minutes."))
        return redirect("directory:calendar", desk_id)
    shown = {"row": row, "week": queries.hours_of(desk_id), "closed": queries.closed_days(desk_id)}
    shown["changes"] = queries.changes(desk_id=desk_id)
    back = reverse("directory:desk", args=[desk_id])
    return form_page(request, form, template="directory/calendar.html", back_url=back, back=_("Back to the desk"), wide=True, **shown)


@require_POST
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def day_open(request: Request, closed_id: UUID) -> HttpResponse:
    """A closed day is an ordinary day again."""
    desk_id = actions.open_day(by=request.actor, closed_id=closed_id)
    messages.success(request, _("It is an ordinary day again. Open promises are computed anew within minutes."))
    return redirect("directory:calendar", desk_id)
