"""What happened: incidents, the trafficking screen, identifiers."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.actions import NewIncident
from jejaring.cases.views.acting import act_page, perform
from jejaring.kernel.verdict import require
from jejaring.ui.http import Request, page


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def incident(request: Request, case_id: UUID) -> HttpResponse:
    """Record something that happened."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    form = forms.IncidentForm(request.POST or None)

    def act() -> None:
        actions.add_incident(by=request.actor, case_id=case_id, incident=NewIncident(**form.facts()), submission=form.submission_id)

    return perform(request, case, form, act, done=_("The incident was recorded."), template="cases/incident.html")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def correct_incident(request: Request, case_id: UUID, incident_id: UUID) -> HttpResponse:
    """Put right what was told of an incident. Whoever sends second sees what the first one changed."""
    file = queries.incident_for(request.actor, case_id, incident_id)
    require(permissions.may_work(request.actor, file.head))
    form = forms.CorrectIncidentForm(request.POST or None, file=file)

    def act() -> None:
        facts = {"incident": NewIncident(**form.facts()), "reason": form.cleaned_data["reason"], "submission": form.submission_id}
        actions.correct_incident(by=request.actor, case_id=case_id, incident_id=file.row.id, **facts)

    done = _("The correction was saved; the earlier entry stays.")
    return perform(request, file.head, form, act, done=done, contact=file.contact, template="cases/incident.html")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def screen_victim(request: Request, case_id: UUID) -> HttpResponse:
    """Screen one victim for trafficking; asked for a preview it only says what the ticks indicate."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_assess(request.actor, case))
    form = forms.ScreenForm(request.POST or None, victims=case.victims)
    if "preview" in request.POST and request.htmx:
        return page(request, "cases/parts/indication.html", {"found": form.elements(), "form": form})
    lead = _("Two questions: may this person have the services for victims of trafficking, and are the elements of the law there?")
    shown: dict[str, Any] = {"template": "cases/screen.html", "found": form.elements(), "lead": lead}
    if "preview" in request.POST:
        return act_page(request, case, form, **shown)

    def act() -> None:
        actions.screen_trafficking(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    return perform(request, case, form, act, done=_("The screen was saved."), **shown)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def identifier(request: Request, case_id: UUID) -> HttpResponse:
    """Keep a number, account or plate that was mentioned."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    form = forms.IdentifierForm(request.POST or None)

    def act() -> None:
        actions.sight_identifier(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The identifier was kept."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def identifier_use(request: Request, case_id: UUID, identifier_id: UUID) -> HttpResponse:
    """Change what the person allows with an identifier."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    words, use = queries.identifier_use(case, identifier_id)
    form = forms.UseForm(request.POST or None, initial={"use": use})

    def act() -> None:
        actions.allow_use(by=request.actor, case_id=case_id, identifier_id=identifier_id, **form.values)

    return perform(request, case, form, act, done=_("What it may be used for was changed."), lead=words)
