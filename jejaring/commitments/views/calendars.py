"""National holidays and joint leave: read by everybody, announced and taken back by the administrator."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.commitments import actions, permissions, queries
from jejaring.commitments.forms.calendars import DayOffForm
from jejaring.directory import queries as directory
from jejaring.kernel.clock import today
from jejaring.ui import when
from jejaring.ui.http import Request, form_page, page, tried

FIRST_YEAR, LAST_YEAR = 2024, 2100


@require_GET
@screen(Purpose.DESK)
def holidays(request: Request) -> HttpResponse:
    """The days off of a year, and how far the worker came with the promises that run over a changed one."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:4]) <= LAST_YEAR else today().year
    changes = directory.changes()
    context = {"rows": queries.holidays(year), "year": year, "today": today(), "changes": changes}
    context |= {"may_publish": permissions.may_publish(request.actor), "busy": any(c.done_at is None for c in changes)}
    return page(request, "commitments/parts/changes.html" if request.htmx else "commitments/holidays.html", context)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def announce(request: Request) -> HttpResponse:
    """A day off was announced."""
    form = DayOffForm(request.POST or None)
    if tried(form, lambda: actions.announce_day(by=request.actor, **form.values)):
        messages.success(request, _("The day off is announced. Open promises that run over it are computed anew within minutes."))
        return redirect(f"{reverse('commitments:holidays')}?year={form.values['day'].year}")
    lead = _("Working clocks stand still on it. Promises that are open already move by a recorded event; the old moment stays on record.")
    return form_page(request, form, lead=lead, back_url=reverse("commitments:holidays"))


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def take_back(request: Request, day: str) -> HttpResponse:
    """A day off is an ordinary day again; asked once more before."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    back = f"{reverse('commitments:holidays')}?year={on.year}"
    if request.method == "POST":
        actions.take_back_day(by=request.actor, day=on)
        messages.success(request, _("It is an ordinary day again. Open promises are computed anew within minutes."))
        return redirect(back)
    points = [_("Working clocks run on that day again.")]
    points += [_("Promises that are open now may be due earlier; the old moment stays on record.")]
    shown = {"title": _("Take the day off back"), "lead": when.day(on, long=True), "points": points, "verb": _("Take it back")}
    return page(request, "ui/confirm.html", shown | {"back_url": back})
