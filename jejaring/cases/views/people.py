"""People in a case: add, correct, reveal, reach, assign."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.actions import NewParty
from jejaring.cases.queries import CaseSummary, PartyFacts
from jejaring.cases.states import PartyRole
from jejaring.cases.views.acting import act_page, kicker, perform
from jejaring.kernel.verdict import require
from jejaring.people import queries as people
from jejaring.people.forms import born
from jejaring.people.queries import Identity
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
    """Correct what is known of somebody. The identity stays hidden until a reason is given: an empty field leaves what is stored."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    row = queries.party(case, party_id=party_id)
    form = _correction(request, case, row)

    def act() -> None:
        actions.update_party(by=request.actor, case_id=case_id, party_id=party_id, **form.changes())
        _warn_of_conflict(request, case, party_id)

    reveal_url = f"{reverse('cases:reveal', args=[case_id, row.person_id])}?party={party_id}" if form.masked else ""
    words = {"done": _("The correction was saved."), "lead": _lead(row), "template": PARTY}
    return perform(request, case, form, act, reveal_url=reveal_url, **words)


def _lead(row: PartyFacts) -> str:
    return f"{_(row.role.label)} · {row.words}"


def _correction(request: Request, case: CaseSummary, row: PartyFacts, known: Identity | None = None) -> forms.PartyEditForm:
    """The form that corrects somebody, as sent, or with the identity where it was just shown."""
    initial = {name: getattr(row, name) for name in ("sex", "age", "minor", "coerced", "conflict", "note", "relation", "lives_together")}
    stored = people.unopened(row.person_id) if row.person_id and not known else None
    initial |= forms.PartyEditForm.initial_of(known) if known else {"person_version": stored.version} if stored else {"unknown": True}
    sent = None if known else request.POST or None
    return forms.PartyEditForm(sent, case=case, person_id=row.person_id, role=row.role, stored=stored, initial=initial)


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
    """Show an identity once, for a reason; both are logged. Where somebody is to be corrected, it is shown in the fields of the form."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_reveal(request.actor, case))
    row = queries.party(case, person_id=person_id)
    form = forms.RevealForm(request.POST if request.method == "POST" else None, initial={"party": request.GET.get("party", "")})
    if not form.is_valid():
        return act_page(request, case, form, lead=_lead(row))
    shown = actions.reveal(by=request.actor, case_id=case_id, person_id=person_id, reason=form.cleaned_data["reason"])
    if party_id := form.cleaned_data["party"]:
        return _shown_to_correct(request, case, party_id, shown)
    around = {"case": case, "kicker": kicker(case), "contact": queries.safe_contact(case)}
    found = {"party": row, "who": shown, "born": born(shown.birth_date) or "", "lead": _lead(row), "reason": form.cleaned_data["reason"]}
    found["may_correct"] = permissions.may_work(request.actor, case)
    return page(request, "cases/revealed.html", around | found)


def _shown_to_correct(request: Request, case: CaseSummary, party_id: UUID, shown: Identity) -> HttpResponse:
    """The form of the correction with everything that is stored in its fields."""
    require(permissions.may_work(request.actor, case))
    row = queries.party(case, party_id=party_id)
    if row.person_id != shown.id:
        raise Http404
    form, where = _correction(request, case, row, shown), reverse("cases:party_edit", args=[case.id, party_id])
    return act_page(request, case, form, lead=_lead(row), template=PARTY, action=where)


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
