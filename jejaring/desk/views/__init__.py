"""The desk's home, the case file, who is perhaps known, help."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.desk import acts, forms, queries
from jejaring.directory import queries as directory
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.verdict import require
from jejaring.notices import actions as notices
from jejaring.people import actions as people
from jejaring.people.permissions import may_ask_known
from jejaring.people.queries import links_between
from jejaring.ui import forms as ui
from jejaring.ui.http import Request, form_page, page


@require_GET
@screen(Purpose.DESK)
def home(request: Request) -> HttpResponse:
    """What this desk owes, soonest first. htmx asks for the list alone, every minute; it keeps nobody's notices as seen."""
    actor = request.actor
    if not actor.permissions & DESK_WORK:
        return redirect(_elsewhere(request))
    whole = "all" in request.GET
    new_report = acts.address("intake:new") if actor.may(P.TAKE_REPORT) else ""
    partner = {"send_report": acts.address("intake:send") if actor.may(P.SEND_REPORT) else ""}
    partner["ask_unit"] = acts.address("referrals:request") if actor.may(P.REQUEST_SERVICE) else ""
    partner["emergency"] = acts.address("cases:emergency_ask") if actor.may(P.ASK_EMERGENCY) else ""
    if request.htmx:
        return page(request, "desk/parts/owing.html", {"owing": queries.owing(actor, whole=whole), "news": queries.news(actor)})
    found = queries.home(actor, whole=whole)
    if any(n.is_new for n in found.news):  # the newest are shown, so an older one was seen before
        notices.mark_seen(desk_id=actor.desk)
    if found.left:
        audit.record("read", "hand_over", found.left[0].id, fields=["text"], detail=str(len(found.left)))
    return page(request, "desk/home.html", {"home": found, "owing": found.owing, "new_report": new_report, **partner})


def _elsewhere(request: Request) -> str:
    """The first page of somebody who has no work of a desk."""
    found = (acts.address(name) for permission, name in acts.HOMES if permission in request.actor.permissions)
    return next((url for url in found if url), acts.address("directory:account"))


FILTERS = {"": gettext_noop("All"), "promises": gettext_noop("Promises"), "papers": gettext_noop("Papers"), "law": gettext_noop("Law")}


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def case(request: Request, case_id: UUID) -> HttpResponse:
    """The file and its timeline on one page in one request. Its title says nothing; it is never stored."""
    only = request.GET.get("only", "")
    only = only if only in FILTERS else ""
    found = queries.case_page(request.actor, case_id, only=only)
    if any(life.opened for life in found.lives):
        audit.record("read", "case", case_id, case_id=case_id, fields=["promise_note"])
    filters = [(code, _(words)) for code, words in FILTERS.items()]
    return page(request, "desk/case.html", {"c": found, "only": only, "filters": filters})


@require_GET
@screen(Purpose.CASE_WORK, P.MATCH_PERSONS)
def known(request: Request) -> HttpResponse:
    """Perhaps known: what may be asked about today, and hints about what other organisations sent. Nothing typed is ever compared."""
    require(may_ask_known(request.actor))
    return page(request, "desk/known.html", {"known": queries.known_page(request.actor)})


@screen(Purpose.CASE_WORK, P.MATCH_PERSONS)
def known_one(request: Request, kind: str, subject_id: UUID) -> HttpResponse:
    """Ask about something stored, and see for the rest of the day who is perhaps meant. Rationed, logged, the unit's own desk alone."""
    actor = request.actor
    require(may_ask_known(actor))
    if request.method == "POST":
        asked, case_id = queries.subject(actor, kind, subject_id)
        people.ask_known(by=actor, subject_kind=asked.kind, subject_id=asked.id, case_id=case_id)
        return redirect("desk:known_one", kind, subject_id)
    return page(request, "desk/known_one.html", {"answer": queries.answer(actor, kind, subject_id)})


@screen(Purpose.CASE_WORK, P.MATCH_PERSONS)
def known_pair(request: Request, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two registrations beside one another, for whoever sees both files; linked as one person with a reason."""
    form = forms.LinkForm(request.POST or None)
    if form.is_valid():
        people.link(by=request.actor, person_id=person_id, same_as_id=other_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("Linked: one person in the counts, two files."))
        return redirect("desk:known_pair", person_id, other_id)
    return _pair(request, person_id, other_id, form)


@require_POST
@screen(Purpose.CASE_WORK, P.MATCH_PERSONS)
def known_undo(request: Request, person_id: UUID, other_id: UUID) -> HttpResponse:
    """The link that stands is taken back, with a reason; who linked and who undid it stays on record."""
    form, found = forms.UndoForm(request.POST), links_between(person_id, other_id)
    standing = next((link for link in found if link.stands), None)
    if standing is None:
        raise Http404
    if form.is_valid():
        people.unlink(by=request.actor, link_id=standing.id, reason=form.cleaned_data["reason"])
        messages.success(request, _("The link is undone: two persons again, and neither file knows of the other."))
        return redirect("desk:known_pair", person_id, other_id)
    return _pair(request, person_id, other_id, form)


def _pair(request: Request, person_id: UUID, other_id: UUID, form: ui.Form) -> HttpResponse:
    """The page of two registrations; its form links them, or takes the link back where one stands."""
    found = queries.pair(request.actor, person_id, other_id)
    if found.standing and not form.is_bound:
        form = forms.UndoForm()
    send = "desk:known_undo" if found.standing else "desk:known_pair"
    return form_page(request, form, template="desk/known_pair.html", pair=found, send_to=reverse(send, args=[person_id, other_id]))


@require_GET
@screen(Purpose.DESK)
def help_page(request: Request) -> HttpResponse:
    """The guides of one's own roles on one page, and the numbers for an emergency."""
    return _help(request, queries.guides_for(request.actor))


@require_GET
@screen(Purpose.DESK)
def guide(request: Request, key: str) -> HttpResponse:
    """One guide; everybody may read each of them."""
    try:
        return _help(request, [queries.guide(key)])
    except KeyError:
        raise Http404 from None


def _help(request: Request, shown: list[queries.Guide]) -> HttpResponse:
    context = {"guides": shown, "others": queries.other_guides(shown), "emergency": directory.emergency_numbers()}
    return page(request, "desk/help.html", context)
