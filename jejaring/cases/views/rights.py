"""Examinations, notices of progress, rights explained, forced offences."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import permissions, queries
from jejaring.cases.actions import rights as acts
from jejaring.cases.forms import rights as forms
from jejaring.cases.queries.law import law_for
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.views.acting import perform
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import require
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.http import Request

OF_VICTIM = {"to": "cases:law", "template": "cases/of_victim.html"}


def _case(request: Request, case_id: UUID) -> CaseSummary:
    """A case whose law the actor may write down."""
    case = queries.summary(request.actor, case_id)
    require(permissions.may_record_law(request.actor, case))
    return case


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def examination(request: Request, case_id: UUID) -> HttpResponse:
    """Write down an investigator's letter that asks for an examination."""
    case = _case(request, case_id)
    form = forms.ExaminationForm(request.POST or None, victims=case.victims, desks=directory.partner_desks())

    def act() -> None:
        acts.request_examination(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    return perform(request, case, form, act, done=_("The request was recorded."), **OF_VICTIM)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def examined(request: Request, case_id: UUID, examination_id: UUID) -> HttpResponse:
    """Write down when somebody was examined and what came of it."""
    file = law_for(request.actor, case_id)
    require(permissions.may_record_law(request.actor, file.head))
    row = file.examination(examination_id)
    form = forms.ExaminationResultForm(request.POST or None, initial=forms.ExaminationResultForm.initial_of(row))

    def act() -> None:
        acts.update_examination(by=request.actor, case_id=case_id, examination_id=examination_id, **form.values)

    lead = f"{_(row.kind.label)} · {row.words} · {row.letter_number}"
    return perform(request, file.head, form, act, done=_("The examination was saved."), to="cases:law", contact=file.contact, lead=lead)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def progress(request: Request, case_id: UUID) -> HttpResponse:
    """Write down a notice of progress."""
    case = _case(request, case_id)
    form = forms.ProgressForm(request.POST or None)

    def act() -> None:
        acts.log_progress(by=request.actor, case_id=case_id, submission=form.submission_id, **form.values)

    return perform(request, case, form, act, done=_("The notice was recorded."), to="cases:law")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def given(request: Request, case_id: UUID, notice_id: UUID) -> HttpResponse:
    """Write down when the victim was given a notice."""
    file = law_for(request.actor, case_id)
    require(permissions.may_record_law(request.actor, file.head))
    row = file.notice(notice_id)
    form = forms.GivenForm(request.POST or None)

    def act() -> None:
        acts.give_progress(by=request.actor, case_id=case_id, notice_id=notice_id, **form.values)

    lead = f"{row.number} · {when.day(row.dated)}"
    return perform(request, file.head, form, act, done=_("The notice was recorded."), to="cases:law", contact=file.contact, lead=lead)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def rights(request: Request, case_id: UUID) -> HttpResponse:
    """Write down which rights were explained, with the list of them and where the law says so."""
    case = _case(request, case_id)
    form = forms.RightsForm(request.POST or None, victims=case.victims)

    def act() -> None:
        acts.explain_rights(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    shown = {"to": "cases:law", "template": "cases/law_rights.html", "side": True, "listed": reference.codes("victim_right")}
    return perform(request, case, form, act, done=_("The rights were recorded."), **shown)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def forced(request: Request, case_id: UUID) -> HttpResponse:
    """Write down an offence that a victim was forced into."""
    case = _case(request, case_id)
    form = forms.ForcedForm(request.POST or None, victims=case.victims)

    def act() -> None:
        acts.record_forced_offence(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    lead = _("UU 21/2007 article 18: a victim who is forced is not punished, and is no respondent.")
    return perform(request, case, form, act, done=_("It was recorded; the sentence for a letter stands below."), lead=lead, **OF_VICTIM)
