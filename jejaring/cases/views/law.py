"""The law around a case: its page, and the acts on tracks and restitution."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases import permissions
from jejaring.cases.actions import claims
from jejaring.cases.actions import law as acts
from jejaring.cases.forms import law as forms
from jejaring.cases.queries import law as reading
from jejaring.cases.queries.law import LawFile
from jejaring.cases.queries.sections.law import TrackRow
from jejaring.cases.views.acting import kicker, perform
from jejaring.kernel.verdict import require
from jejaring.ui.forms import Form
from jejaring.ui.http import Request, page

BACK = {"to": "cases:law"}


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def law(request: Request, case_id: UUID) -> HttpResponse:
    """Everything that the law has to do with a case."""
    file = reading.law_for(request.actor, case_id)
    may = permissions.may_record_law(request.actor, file.head)
    pay = permissions.may_record_payment(request.actor, file.head)
    return page(request, "cases/law.html", {"f": file, "case": file.head, "kicker": kicker(file.head), "may": may, "pay": pay})


def _opened(request: Request, case_id: UUID) -> LawFile:
    """The law of a case for somebody who may write it down."""
    file = reading.law_for(request.actor, case_id)
    require(permissions.may_record_law(request.actor, file.head))
    return file


def _done(request: Request, file: LawFile, form: Form, act: Callable[[], Any], *, done: str, **context: Any) -> HttpResponse:
    return perform(request, file.head, form, act, done=done, contact=file.contact, **BACK, **context)


def _step(request: Request, file: LawFile, track: TrackRow, **target: Any) -> HttpResponse:
    """The form of one more step of a track."""
    around = reading.around(file.head.id, track.kind, child=track.child)
    first = forms.StepForm.initial_of_report(file.head.police_reported_on, file.police) if track.is_criminal and not track.steps else {}
    form = forms.StepForm(
        request.POST or None, known=track.steps, around=around, case=file.head, diversion=track.diversion, initial=first
    )  # fmt: skip

    def act() -> None:
        acts.record_step(by=request.actor, case_id=file.head.id, submission=form.submission_id, **target, **form.values)

    said = {"title": _("Record a step"), "lead": track.title, "template": "cases/law_step.html", "track": track, "side": True}
    return _done(request, file, form, act, done=_("The step was recorded."), **said)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def step(request: Request, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Write down a step against a respondent."""
    file = _opened(request, case_id)
    return _step(request, file, file.track(party_id=party_id), respondent_id=party_id)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def court_step(request: Request, case_id: UUID, track_id: UUID) -> HttpResponse:
    """Write down a step before another court."""
    file = _opened(request, case_id)
    return _step(request, file, file.track(track_id=track_id), track_id=track_id)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def correct_step(request: Request, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Put a step right; the earlier entry stays."""
    file = _opened(request, case_id)
    track, row = file.step(step_id)
    others = [s for s in track.steps if s.id != step_id]
    around = reading.around(case_id, track.kind, child=track.child)
    form = forms.CorrectStepForm(
        request.POST or None, known=others, around=around, case=file.head, diversion=track.diversion,
        initial=forms.CorrectStepForm.initial_of(row),
    )  # fmt: skip

    def act() -> None:
        acts.correct_step(by=request.actor, case_id=case_id, step_id=step_id, submission=form.submission_id, **form.values)

    said = {"lead": f"{track.title} · {row.label}", "template": "cases/law_step.html", "track": track, "side": True}
    return _done(request, file, form, act, done=_("The correction was saved; the earlier entry stays."), **said)


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def court(request: Request, case_id: UUID) -> HttpResponse:
    """Open a track before another court or office."""
    file = _opened(request, case_id)
    form = forms.CourtForm(request.POST or None, victims=file.head.victims)

    def act() -> None:
        acts.open_track(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    return _done(request, file, form, act, done=_("The track was opened."), template="cases/of_victim.html")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def amount(request: Request, case_id: UUID) -> HttpResponse:
    """Enter an amount of restitution; payments also after the case is closed."""
    file = reading.law_for(request.actor, case_id)
    require(permissions.may_record_payment(request.actor, file.head))
    form = forms.AmountForm(
        request.POST or None, victims=file.head.victims, entries={row.victim_id: row.entries for row in file.ledgers},
        around=reading.around(case_id),
    )  # fmt: skip

    def act() -> None:
        claims.record_amount(by=request.actor, case_id=case_id, submission=form.submission_id, **form.facts())

    return _done(request, file, form, act, done=_("The amount was entered."), template="cases/of_victim.html")


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def correct_amount(request: Request, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Put an amount right; the earlier entry stays."""
    file = reading.law_for(request.actor, case_id)
    require(permissions.may_record_payment(request.actor, file.head))
    row = file.entry(entry_id)
    form = forms.CorrectAmountForm(request.POST or None, initial=forms.CorrectAmountForm.initial_of(row))

    def act() -> None:
        claims.correct_amount(by=request.actor, case_id=case_id, entry_id=entry_id, submission=form.submission_id, **form.values)

    return _done(request, file, form, act, done=_("The correction was saved; the earlier entry stays."), lead=_(row.kind.label))
