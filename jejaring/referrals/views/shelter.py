"""The shelter's page, arrivals and exits, and the notes that a receiving desk keeps for itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.kernel.verdict import require
from jejaring.referrals import actions, permissions, queries
from jejaring.referrals.forms import AdmitForm, BedsForm, DeskNoteForm, LeaveForm
from jejaring.referrals.states import DeskNoteKind
from jejaring.referrals.views.reading import found_or_404, row_or_404
from jejaring.ui.http import Request, form_page, page, paper, tried, version_in
from jejaring.ui.papers import printing


@require_GET
@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def shelter(request: Request) -> HttpResponse:
    """Beds free now, who is expected, who stays."""
    return page(request, "referrals/shelter.html", {"s": queries.shelter_page(request.actor), "address": None})


@require_POST
@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def address(request: Request) -> HttpResponse:
    """Show the keepers where the house is; the look is logged."""
    shown = found_or_404(lambda: queries.shelter_address(request.actor))
    return page(request, "referrals/shelter.html", {"s": queries.shelter_page(request.actor), "address": shown or _("not written down")})


@require_GET
@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def stay(request: Request, stay_id: UUID) -> HttpResponse:
    """One stay, its papers and its end."""
    return page(request, "referrals/stay.html", {"stay": found_or_404(lambda: queries.stay_for(request.actor, stay_id))})


@require_POST
@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def stay_paper(request: Request, stay_id: UUID, kind: str) -> HttpResponse:
    """The admission paper of a stay, or the record of its end, as PDF; each printing is logged."""
    if kind not in ("admission", "hand_over"):
        raise Http404
    data, number = found_or_404(lambda: queries.stay_paper(request.actor, stay_id, kind))
    return paper(printing.render(kind, data).pdf, number)


@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def beds(request: Request) -> HttpResponse:
    """How many beds there are."""
    known = queries.beds_of([request.actor.desk]).get(request.actor.desk)
    form = BedsForm(request.POST or None, initial={"beds": known.total if known else None})
    if tried(form, lambda: actions.set_beds(by=request.actor, **form.values)):
        messages.success(request, _("The beds were saved."))
        return redirect("referrals:shelter")
    return form_page(request, form, title=_("Beds of the house"), verb=_("Save"), back_url=reverse("referrals:shelter"))


@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def admit(request: Request, referral_id: UUID) -> HttpResponse:
    """Somebody arrives."""
    row = row_or_404(request, referral_id)
    if request.method != "POST":
        require(permissions.may_admit(request.actor, row))
    form = AdmitForm(request.POST or None, referral=row)
    sent: dict[str, Any] = {"by": request.actor, "referral_id": referral_id, "version": version_in(request)}
    if tried(form, lambda: actions.admit(**sent, submission=form.submission_id, **form.values)):
        messages.success(request, _("The arrival was recorded."))
        return redirect("referrals:referral", referral_id)
    free = queries.beds_of([request.actor.desk]).get(request.actor.desk)
    words = {"title": _("Somebody arrives"), "lead": free.words if free else "", "verb": _("Admit"), "kicker": row.reference, "row": row}
    return form_page(request, form, template="referrals/act.html", back_url=reverse("referrals:referral", args=[referral_id]), **words)


@screen(Purpose.REFERRAL, P.KEEP_SHELTER)
def leave(request: Request, stay_id: UUID) -> HttpResponse:
    """Somebody leaves."""
    here = found_or_404(lambda: queries.stay_row(request.actor, stay_id))
    form = LeaveForm(request.POST or None)
    if tried(form, lambda: actions.leave(by=request.actor, stay_id=stay_id, submission=form.submission_id, **form.values)):
        messages.success(request, _("The departure was recorded; the bed is free."))
        return redirect("referrals:stay", stay_id)
    lead = " · ".join(part for part in (here.who, here.children) if part)
    back = reverse("referrals:stay", args=[stay_id])
    return form_page(request, form, title=_("Somebody leaves"), lead=lead, verb=_("Record the exit"), back_url=back, kicker=here.reference)


@screen(Purpose.REFERRAL, P.ANSWER_REFERRAL)
def desk_note(request: Request, referral_id: UUID) -> HttpResponse:
    """A note that stays at this desk."""
    row = row_or_404(request, referral_id)
    require(permissions.may_write_desk_note(request.actor, row, DeskNoteKind.CARE))
    form = DeskNoteForm(request.POST or None, kinds=permissions.note_kinds(request.actor))

    def act() -> None:
        words: dict[str, Any] = {"kind": DeskNoteKind(form.values["kind"]), "text": form.values["text"], "submission": form.submission_id}
        actions.write_desk_note(by=request.actor, referral_id=referral_id, **words)

    if tried(form, act):
        messages.success(request, _("The note was saved at this desk."))
        return redirect("referrals:referral", referral_id)
    lead = _("It stays at this desk and never goes back to the sender.")
    back = reverse("referrals:referral", args=[referral_id])
    return form_page(request, form, title=_("Note of this desk"), lead=lead, verb=_("Save"), back_url=back, kicker=row.reference)
