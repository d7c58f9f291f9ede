"""The work: assessment, plan, services, notes, reviews, the police report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.actions import NewNeed
from jejaring.cases.views.acting import perform
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import require
from jejaring.reference import queries as reference
from jejaring.ui.http import Request


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def assess(request: Request, case_id: UUID) -> HttpResponse:
    """Write down what the team found, and set the risk."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_assess(request.actor, case))
    known = {"danger_signs": case.known_signs, "version": case.version}
    form = forms.AssessForm(request.POST or None, initial=known, may_lower=bool(permissions.may_lower(request.actor)))

    def act() -> None:
        actions.assess(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The assessment was saved."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def plan(request: Request, case_id: UUID) -> HttpResponse:
    """Plan what a victim needs, several services at once."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_assess(request.actor, case))
    mediation, planned = queries.may_mediate(case), queries.planned(queries.needs(case))
    form = forms.PlanForm(request.POST or None, case=case, desks=directory.partner_desks(), planned=planned, mediation=mediation)

    def act() -> None:
        needs = [NewNeed(**need) for need in form.needs()]
        actions.plan_services(by=request.actor, case_id=case_id, victim_id=form.victim_id, needs=needs, submission=form.submission_id)

    shown = {"template": "cases/plan.html", "mediation": mediation, "mediation_words": reference.label("service", "mediation")}
    return perform(request, case, form, act, done=_("The plan was saved."), **shown)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def service(request: Request, case_id: UUID) -> HttpResponse:
    """Record that a service was given, refused or unavailable."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_work(request.actor, case))
    form = forms.ServiceForm(
        request.POST or None, case=case, needs=queries.needs(case), desks=directory.partner_desks(),
        mediation=queries.may_mediate(case), initial={"need": request.GET.get("need", "")},
    )  # fmt: skip

    def act() -> None:
        actions.record_service_fact(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    return perform(request, case, form, act, done=_("The service was recorded."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def note(request: Request, case_id: UUID) -> HttpResponse:
    """Write a note; after closure it is a follow-up."""
    case = queries.summary(request.actor, case_id)
    if permissions.may_follow_up(request.actor, case):
        return redirect("cases:follow_up", case_id)
    require(permissions.may_work(request.actor, case))
    form = forms.NoteForm(request.POST or None)

    def act() -> None:
        actions.write_note(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The note was saved."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def review(request: Request, case_id: UUID) -> HttpResponse:
    """Look at the whole case again."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_assess(request.actor, case))
    hint = _("What changed since the last time? Is the plan still right? What is next, and who does it?")
    form = forms.TextForm(request.POST or None, label=_("Review"), hint=hint)

    def act() -> None:
        actions.review(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The review was saved; the next one is due by the risk."), title=_("Review"))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def police(request: Request, case_id: UUID) -> HttpResponse:
    """Record the police report."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_report_to_police(request.actor, case))
    form = forms.PoliceForm(request.POST or None)

    def act() -> None:
        actions.report_to_police(by=request.actor, case_id=case_id, **form.values)

    ground = permissions.may_give_ground(request.actor, case)
    return perform(request, case, form, act, done=_("The police report was recorded."), template="cases/police.html", ground=ground)


@screen(Purpose.CASE_WORK, P.CONFIRM_CLOSURE)
def untold(request: Request, case_id: UUID) -> HttpResponse:
    """A supervisor writes down why the police are not told."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_give_ground(request.actor, case))
    form = forms.TextForm(request.POST or None, label=_("Ground"), hint=_("It stays in the file. The promise to report falls away."))

    def act() -> None:
        actions.leave_police_untold(by=request.actor, case_id=case_id, ground=form.values["text"])

    return perform(request, case, form, act, done=_("The ground was recorded."), title=_("No police report"))
