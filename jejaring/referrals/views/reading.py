"""Lists of referrals, one referral, its letter."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.kernel.clock import WIB
from jejaring.kernel.ids import NIL, uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.referrals import permissions, queries
from jejaring.referrals.forms import ReferralFilter
from jejaring.referrals.queries import ReferralRow
from jejaring.referrals.states import DeskNoteKind
from jejaring.ui import downloads
from jejaring.ui.downloads import DownloadForm
from jejaring.ui.http import Request, form_page, page

Found = TypeVar("Found")
VERBS = {
    "accept": _("Accept"),
    "admit": _("Admit"),
    "serve": _("Record a service"),
    "report_back": _("Report back"),
    "acknowledge": _("Record the acknowledgement"),
    "decline": _("Decline"),
    "unavailable": _("Not available"),
    "refuse": _("The person declines"),
    "withdraw": _("Withdraw"),
}
FIRST = ("acknowledge", "accept", "admit", "serve", "report_back")  # the one main act, in this order


def found_or_404(ask: Callable[[], Found]) -> Found:
    """What a query answers; nothing there and not yours are the same page."""
    try:
        return ask()
    except ObjectDoesNotExist:
        raise Http404


def _filter(request: Request) -> ReferralFilter:
    """The question, with the half that is shown. Whoever sends none begins with what was received."""
    typed = request.GET.copy()
    typed["show"] = "sent" if typed.get("show", "sent" if request.actor.may(P.SEND_REFERRAL) else "") == "sent" else "received"
    return ReferralFilter(typed)


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL)
def referrals(request: Request) -> HttpResponse:
    """What was referred to this desk, or what it sent: waiting first, soonest due. Narrowed by what stands in the address."""
    form, before = _filter(request), _moment(request.GET.get("before", ""))
    rows = (queries.outbox if form.sent else queries.inbox)(request.actor, before=before, **form.asked)
    waiting, settled = [r for r in rows if r.waits], [r for r in rows if not r.waits]
    more = form.address(before=f"{settled[-1].sent_at.astimezone(WIB):%Y-%m-%dT%H:%M:%S.%f}") if len(settled) == queries.PAGE else ""
    urls = {"next_url": more, "first_url": form.address() if before else ""}
    urls["download_url"] = reverse("referrals:download") + form.address()
    return page(
        request, "referrals/list.html", {"show": form["show"].value(), "form": form, "waiting": waiting, "settled": settled, **urls}
    )


@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL)
def download(request: Request) -> HttpResponse:
    """The same referrals as a file, in clear facts alone. What it is for is asked, and is an entry of the log."""
    narrow, form = _filter(request), DownloadForm(request.POST or None)
    if form.is_valid():
        table = queries.referral_table(request.actor, sent=narrow.sent, limit=downloads.MOST_ROWS, **narrow.asked)
        audit.record("list_downloaded", "list", NIL, detail=f"referrals {form.values['reason']} {len(table.rows)}")
        return downloads.answer([table], form.values["format"], "rujukan")
    back = reverse("referrals:referrals") + narrow.address()
    return form_page(request, form, template="ui/download.html", title=gettext("Download the referrals"), back_url=back)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=WIB)
    except ValueError:
        return None


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.WORK_CASE)
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    """One referral for either side: how to contact safely, what is asked, the packet, the clock, and what can be done."""
    view = found_or_404(lambda: queries.referral_for(request.actor, referral_id))
    may = _possible(request, view)
    main = next((act for act in FIRST if act in may), "")
    others = [(act, VERBS[act]) for act in may if act != main]
    may_note = permissions.may_write_desk_note(request.actor, view.row, DeskNoteKind.CARE)
    acts = {"main": main, "verb": VERBS.get(main, ""), "others": others, "may_note": may_note, "submission": uuid7()}
    acts["takes_up"] = view.report_id is None and bool(permissions.may_take_up(request.actor, view.row))
    return page(request, "referrals/referral.html", {"r": view, **acts})


def _possible(request: Request, view: queries.ReferralView) -> list[str]:
    """The acts in the order of their buttons. Whoever was to come to a shelter and is not there yet arrives first."""
    here = any(stay.row.left_at is None for stay in view.stays)
    admits = "shelter" in view.row.services and not here and bool(permissions.may_admit(request.actor, view.row))
    return [act for act in VERBS if (admits if act == "admit" else view.may[act])]


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL)
def letter(request: Request, referral_id: UUID) -> HttpResponse:
    """The numbered letter, ready to be printed."""
    return page(request, "referrals/letter.html", {"l": found_or_404(lambda: queries.letter_for(request.actor, referral_id))})


def row_or_404(request: Request, referral_id: UUID) -> ReferralRow:
    """A referral in clear codes."""
    return found_or_404(lambda: queries.row_for(request.actor, referral_id))
