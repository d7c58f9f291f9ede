"""Safety plans, returns home, checks after closure."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import permissions, queries
from jejaring.cases.actions import checks as checking
from jejaring.cases.actions import returning
from jejaring.cases.actions import safety as acts
from jejaring.cases.forms import safety as forms
from jejaring.cases.queries import safety as reading
from jejaring.cases.queries.safety import ReturnFile
from jejaring.cases.queries.sections.safety import ReturnRow
from jejaring.cases.views.acting import kicker, perform
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import require
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, page


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def safety(request: Request, case_id: UUID) -> HttpResponse:
    """The safety plan of every victim."""
    file = reading.safety_for(request.actor, case_id)
    may = permissions.may_work(request.actor, file.head)
    return page(request, "cases/safety.html", {"f": file, "case": file.head, "kicker": kicker(file.head), "may": may})


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def safety_plan(request: Request, case_id: UUID, victim_id: UUID) -> HttpResponse:
    """Write a victim's safety plan, or review it."""
    file = reading.safety_for(request.actor, case_id)
    require(permissions.may_work(request.actor, file.head))
    row = file.of(victim_id)
    form = forms.SafetyForm(request.POST or None, initial=forms.SafetyForm.initial_of(row.plan, file.head.known_signs))

    def act() -> None:
        acts.write_safety_plan(by=request.actor, case_id=case_id, victim_id=victim_id, submission=form.submission_id, **form.values)

    title = _("Review the safety plan") if row.plan else _("Write a safety plan")
    said = {"title": title, "lead": row.victim.words, "to": "cases:safety", "contact": file.contact, "template": "cases/safety_plan.html"}
    return perform(request, file.head, form, act, done=_("The plan was saved; the next review is due by the risk."), **said)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def home_return(request: Request, case_id: UUID) -> HttpResponse:
    """The returns home of a case."""
    file = reading.returns_for(request.actor, case_id)
    may = permissions.may_work(request.actor, file.head)
    return page(request, "cases/home_return.html", {"f": file, "case": file.head, "kicker": kicker(file.head), "may": may})


def _returning(request: Request, case_id: UUID) -> ReturnFile:
    file = reading.returns_for(request.actor, case_id)
    require(permissions.may_work(request.actor, file.head))
    return file


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def return_new(request: Request, case_id: UUID) -> HttpResponse:
    """Prepare a return home."""
    file = _returning(request, case_id)
    form = forms.ReturnForm(request.POST or None, victims=file.head.victims, desks=directory.partner_desks())

    def act() -> None:
        returning.plan_return(
            by=request.actor, case_id=case_id, victim_id=form.victim_id, submission=form.submission_id, **form.facts()
        )  # fmt: skip

    said = {"title": _("Prepare a return home"), "to": "cases:home_return", "contact": file.contact, "template": "cases/of_victim.html"}
    return perform(request, file.head, form, act, done=_("The return was saved."), **said)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def return_change(request: Request, case_id: UUID, return_id: UUID) -> HttpResponse:
    """Correct a return before anybody left."""
    file = _returning(request, case_id)
    row = file.one(return_id)
    initial = forms.ReturnForm.initial_of(row)
    form = forms.ReturnChangeForm(request.POST or None, victims=file.head.victims, desks=directory.partner_desks(), initial=initial)

    def act() -> None:
        version = form.values["version"]
        returning.change_return(by=request.actor, case_id=case_id, return_id=return_id, version=version, **form.facts())

    said = {"title": _("Correct the return"), "to": "cases:home_return", "contact": file.contact, "template": "cases/of_victim.html"}
    return perform(request, file.head, form, act, done=_("The return was saved."), **said)


def _of_return(
    request: Request, case_id: UUID, return_id: UUID, kind: type[Form], act: Callable[..., Any], done: str
) -> HttpResponse:  # fmt: skip
    """An act on one return: its form carries the version that was seen."""
    file = _returning(request, case_id)
    row: ReturnRow = file.one(return_id)
    form = kind(request.POST or None, initial={"version": row.version})

    def go() -> None:
        act(by=request.actor, case_id=case_id, return_id=return_id, **form.values)

    lead = " · ".join(part for part in (row.words, row.place) if part)
    return perform(request, file.head, form, go, done=done, to="cases:home_return", contact=file.contact, lead=lead)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def return_hand_over(request: Request, case_id: UUID, return_id: UUID) -> HttpResponse:
    """The record of the hand-over."""
    return _of_return(request, case_id, return_id, forms.HandOverForm, returning.hand_over, _("The hand-over was recorded."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def return_confirm(request: Request, case_id: UUID, return_id: UUID) -> HttpResponse:
    """The confirmation of the receiver."""
    return _of_return(request, case_id, return_id, forms.ConfirmReturnForm, returning.confirm_return, _("The confirmation was recorded."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def return_cancel(request: Request, case_id: UUID, return_id: UUID) -> HttpResponse:
    """Why it does not take place."""
    return _of_return(request, case_id, return_id, forms.CancelReturnForm, returning.cancel_return, _("The return was cancelled."))


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def checks(request: Request, case_id: UUID) -> HttpResponse:
    """The checks after closure."""
    file = reading.checks_for(request.actor, case_id)
    may = permissions.may_plan_checks(request.actor, file.head)
    return page(request, "cases/checks.html", {"f": file, "case": file.head, "kicker": kicker(file.head), "may": may & file.agreed})


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def check_new(request: Request, case_id: UUID) -> HttpResponse:
    """Plan one more check."""
    file = reading.checks_for(request.actor, case_id)
    require(permissions.may_plan_checks(request.actor, file.head) & file.agreed)
    form = forms.CheckForm(request.POST or None)

    def act() -> None:
        checking.plan_check(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, file.head, form, act, done=_("The check was planned."), to="cases:checks", contact=file.contact)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def checks_stop(request: Request, case_id: UUID) -> HttpResponse:
    """The person no longer wants to be asked."""
    file = reading.checks_for(request.actor, case_id)
    require(permissions.may_plan_checks(request.actor, file.head) & file.agreed)
    form = forms.WithdrawForm(request.POST or None)

    def act() -> None:
        checking.withdraw_agreement(by=request.actor, case_id=case_id, **form.values)

    said = {"title": _("The person no longer wants to be asked"), "verb": _("End the checks"), "danger": True, "contact": file.contact}
    return perform(request, file.head, form, act, done=_("The checks were ended."), to="cases:checks", **said)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def follow_up(request: Request, case_id: UUID) -> HttpResponse:
    """Write down how the person fares after closure."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_follow_up(request.actor, case))
    form = forms.FollowUpForm(request.POST or None)

    def act() -> None:
        checking.follow_up(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The follow-up was saved."))
