"""People in a case: add, correct, reveal, reach, assign."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.actions import NewParty
from jejaring.cases.queries import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.cases.views.acting import act_page, kicker, perform
from jejaring.kernel.verdict import require
from jejaring.people import queries as people
from jejaring.people.forms import born
from jejaring.ui.http import Request, page, tried

PARTY = "cases/party.html"


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def party(request: Request, case_id: UUID) -> HttpResponse:
    """Add somebody who takes part."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    role = request.GET.get("role", "")
    initial = {"role": role} if role in {r.value for r in PartyRole} else {}
    form = forms.PartyForm(request.POST or None, case=case, initial=initial)

    def act() -> None:
        party_id = actions.add_party(by=request.actor, case_id=case_id, party=NewParty(**form.facts()), submission=form.submission_id)
        _warn_of_conflict(request, case, party_id)

    return perform(request, case, form, act, done=_("The person was added."), verb=_("Add"), template=PARTY)


def _warn_of_conflict(request: Request, case: CaseSummary, party_id: UUID) -> None:
    """Say at once that a guardian gives no consent: somebody else must be found who does."""
    if queries.party(case, party_id=party_id).conflict:
        messages.warning(request, _("This guardian is in conflict of interest and gives no consent. Find another guardian for the child."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def party_edit(request: Request, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Correct what is known of somebody. Opening the page opens the identity, and is logged."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    row = queries.party(case, party_id=party_id)
    known = people.identity(request.actor, row.person_id, case_id=case_id) if row.person_id else None
    facts = {name: getattr(row, name) for name in ("sex", "age", "minor", "coerced", "conflict", "note", "relation", "lives_together")}
    initial = facts | forms.PartyEditForm.initial_of(known)
    form = forms.PartyEditForm(request.POST or None, case=case, person_id=row.person_id, role=row.role, initial=initial)

    def act() -> None:
        actions.update_party(by=request.actor, case_id=case_id, party_id=party_id, **form.changes())
        _warn_of_conflict(request, case, party_id)

    lead = f"{_(row.role.label)} · {row.words}"
    return perform(request, case, form, act, done=_("The correction was saved."), lead=lead, template=PARTY)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def kin(request: Request, case_id: UUID) -> HttpResponse:
    """Who is what to whom in a case: what was said, and one more relation."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    family = queries.family(case_id)
    form = forms.RelateForm(request.POST or None, family=family)
    if tried(form, lambda: actions.relate(by=request.actor, case_id=case_id, **form.facts())):
        messages.success(request, _("The relation was added."))
        return redirect("cases:kin", case_id)
    return act_page(request, case, form, template="cases/kin.html", family=family)


@require_POST
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def kin_end(request: Request, case_id: UUID, relation_id: UUID) -> HttpResponse:
    """A relation does not hold, or no longer."""
    actions.end_relation(by=request.actor, case_id=case_id, relation_id=relation_id)
    messages.success(request, _("The relation was ended; that it was said stays on record."))
    return redirect("cases:kin", case_id)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def household(request: Request, case_id: UUID) -> HttpResponse:
    """Who lives under one roof."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    form = forms.HouseholdForm(request.POST or None, family=queries.family(case_id))
    if tried(form, lambda: actions.set_household(by=request.actor, case_id=case_id, members=form.chosen)):
        messages.success(request, _("The household was saved."))
        return redirect("cases:kin", case_id)
    return act_page(request, case, form, lead=_("Whoever belonged to another household of this case leaves it."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def contact(request: Request, case_id: UUID) -> HttpResponse:
    """Note how the person can be reached safely."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    known = queries.safe_contact(case)
    form = forms.ContactForm(request.POST or None, initial=forms.ContactForm.initial_of(known.wish() if known else None))

    def act() -> None:
        actions.change_contact(by=request.actor, case_id=case_id, wish=form.wish())

    return perform(request, case, form, act, done=_("The way to reach the person was saved."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def reveal(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Show an identity once, for a reason; both are logged."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_reveal(request.actor, case))
    row = queries.party(case, person_id=person_id)
    lead = f"{_(row.role.label)} · {row.words}"
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return act_page(request, case, form, lead=lead)
    shown = actions.reveal(by=request.actor, case_id=case_id, person_id=person_id, reason=form.cleaned_data["reason"])
    around = {"case": case, "kicker": kicker(case), "contact": queries.safe_contact(case)}
    found = {"party": row, "who": shown, "born": born(shown.birth_date) or "", "lead": lead}
    found["may_correct"] = permissions.may_work(request.actor, case)
    return page(request, "cases/revealed.html", around | found)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def assign(request: Request, case_id: UUID) -> HttpResponse:
    """Change who manages and who accompanies. Whoever leaves the team no longer sees the file."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_assign(request.actor, case))
    form = forms.AssignForm(request.POST or None, case=case)
    if not tried(form, lambda: actions.assign(by=request.actor, case_id=case_id, **form.changes())):
        return act_page(request, case, form, lead=_("Whoever leaves the team no longer sees the file."))
    messages.success(request, _("The team was changed."))
    still_there = queries.visible_to(request.actor).filter(pk=case_id).exists()
    return redirect("desk:case", case_id) if still_there else redirect("desk:cases")
