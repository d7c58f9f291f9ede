"""Closing by two people, reopening, the watch on the law."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import actions, forms, permissions, queries
from jejaring.cases.queries.law import criminal_states
from jejaring.cases.rules.law import may_stop_watching
from jejaring.cases.views.acting import perform
from jejaring.kernel.verdict import require
from jejaring.ui.http import Request


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def close(request: Request, case_id: UUID) -> HttpResponse:
    """Propose to close; somebody else decides."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_propose_closure(request.actor, case))
    runs = not may_stop_watching(criminal_states(case_id))
    left = queries.still_open(case)
    form = forms.CloseForm(request.POST or None, initial={"version": case.version, "watch_law": runs}, something_open=bool(left))

    def act() -> None:
        actions.propose_closure(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    shown = {"template": "cases/close.html", "left": left}
    return perform(request, case, form, act, done=_("Closure was proposed. A second person decides."), **shown)


@screen(Purpose.SUPERVISION, P.CONFIRM_CLOSURE)
def confirm(request: Request, case_id: UUID) -> HttpResponse:
    """Decide on a proposed closure."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_decide_closure(request.actor, case))
    form = forms.ConfirmForm(request.POST or None, initial={"version": case.version})

    def act() -> None:
        facts = {"by": request.actor, "case_id": case_id, "note": form.values["note"], "version": form.values["version"]}
        if form.values["decision"] == "confirm":
            actions.confirm_closure(**facts)
        else:
            actions.decline_closure(**facts)

    shown = {"template": "cases/confirm.html", "closure": queries.waiting_closure(case), "left": queries.still_open(case)}
    return perform(request, case, form, act, done=_("The decision was recorded."), **shown)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def reopen(request: Request, case_id: UUID) -> HttpResponse:
    """Work on a closed case again."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_reopen(request.actor, case))
    form = forms.ReasonForm(request.POST or None, initial={"version": case.version})

    def act() -> None:
        actions.reopen(by=request.actor, case_id=case_id, **form.values)

    shown = {
        "title": _("Reopen the case"),
        "verb": _("Reopen"),
        "lead": _("Everything in the file is kept. Assessment and review are due again."),
    }
    return perform(request, case, form, act, done=_("The case is open again."), **shown)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def end_watch(request: Request, case_id: UUID) -> HttpResponse:
    """End the watch on the law."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_end_watch(request.actor, case))
    form = forms.ReasonForm(request.POST or None, initial={"version": case.version})

    def act() -> None:
        actions.end_watch(by=request.actor, case_id=case_id, **form.values)

    shown = {"title": _("End the watch on the law"), "verb": _("End the watch")}
    return perform(request, case, form, act, done=_("The case is closed."), **shown)
