"""Lists of referrals, one referral, its letter."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.kernel.clock import WIB
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.referrals import permissions, queries
from jejaring.referrals.queries import ReferralRow
from jejaring.referrals.states import DeskNoteKind
from jejaring.ui.http import Request, page

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


@require_GET
@screen(Purpose.REFERRAL, P.SEND_REFERRAL, P.ANSWER_REFERRAL)
def referrals(request: Request) -> HttpResponse:
    """What was referred to this desk, or what it sent: waiting first, soonest due."""
    sent = request.GET.get("show", "received" if not request.actor.may(P.SEND_REFERRAL) else "sent") == "sent"
    before = _moment(request.GET.get("before", ""))
    rows = (queries.outbox if sent else queries.inbox)(request.actor, before=before)
    waiting = [r for r in rows if r.waits]
    settled = [r for r in rows if not r.waits]
    show = "sent" if sent else "received"
    more = f"?show={show}&before={settled[-1].sent_at.astimezone(WIB):%Y-%m-%dT%H:%M:%S.%f}" if len(settled) == queries.PAGE else ""
    context = {"show": show, "waiting": waiting, "settled": settled, "next_url": more, "first_url": f"?show={show}" if before else ""}
    return page(request, "referrals/list.html", context)


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
