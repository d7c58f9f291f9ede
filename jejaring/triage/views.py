"""Screens of triage: one report, its decision, and the answer to a proposal to join a case."""

from itertools import chain, repeat
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.cases.actions import NewParty
from jejaring.cases.states import PartyRole
from jejaring.intake import queries as intake
from jejaring.intake.queries import ReportView
from jejaring.intake.states import ReportState
from jejaring.kernel.verdict import Refused, require
from jejaring.reference import queries as reference
from jejaring.triage import actions, permissions, queries
from jejaring.triage.forms import DecideForm, SilentCheckForm
from jejaring.triage.queries import RiskView
from jejaring.triage.states import Grouping, JoinState
from jejaring.ui.http import Request, form_page, page, tried, version_in


@screen(Purpose.TRIAGE, P.TRIAGE)
def decide(request: Request, report_id: UUID) -> HttpResponse:
    """One report with its story at the side, and the decision; once decided, what was decided."""
    report = intake.report_for(request.actor, report_id, names=False)
    if report.state == ReportState.DRAFT:
        return redirect("intake:report", report_id)
    if report.state == ReportState.DECIDED and request.method != "POST":
        return _decided(request, report)
    risk = queries.risk_of(report)
    form = _form(request, report, risk)
    if form.is_valid() and (answer := _act(request, form, report)):
        return answer
    known = {"risk": risk, "asked": queries.was_asked(report, risk), **_told(report)}
    return form_page(request, form, template="triage/decide.html", **known)


def _told(report: ReportView) -> dict[str, Any]:
    return {"report": report, "area": reference.area_path(report.area) if report.area else ""}


def _decided(request: Request, report: ReportView) -> HttpResponse:
    made = queries.decision_of(request.actor, report.id)
    opened = queries.opened_cases(request.actor, made) if made else []
    check = queries.silent_check_of(request.actor, report.id, made.kind) if made else None
    return page(request, "triage/decided.html", {"made": made, "opened": opened, "check": check, **_told(report)})


def _form(request: Request, report: ReportView, risk: RiskView) -> DecideForm:
    actor = request.actor
    people = {"managers": queries.managers(actor), "companions": queries.companions(actor)}
    return DecideForm(request.POST or None, report=report, risk=risk, may_lower=permissions.may_lower_risk(actor), **people)


def _act(request: Request, form: DecideForm, report: ReportView) -> HttpResponseRedirect | None:
    """Decide, or put what was refused onto the form; the version is the one of the page that was filled in."""
    try:
        done = actions.decide(
            by=request.actor, report_id=report.id, version=version_in(request), submission=form.submission_id,
            **_arguments(form),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None
    if done.case_id and len(done.case_ids) == 1 and queries.sees_case(request.actor, done.case_id):
        return redirect("desk:case", done.case_id)
    return redirect("triage:decide", report.id)  # what was decided, the number of the case, and the silent check after a question


def _arguments(form: DecideForm) -> dict[str, Any]:
    plain = ("kind", "forms", "risk", "lowered_reason", "jurisdiction", "region", "reason", "outcomes", "join_reference", "learned_abroad")
    v = form.values
    chosen = {name: UUID(v[name]) if v[name] else None for name in ("manager", "companion")}
    people = {"people": [UUID(pk) for pk in v["people"]], "grouping": v["grouping"] or Grouping.TOGETHER} if form.report.people else {}
    people |= {"event_on": v.get("event_on")}
    return {name: v[name] for name in plain} | chosen | people | {"victims": _victims(form), "respondents": _respondents(v)}


def _victims(form: DecideForm) -> list[NewParty]:
    """The first as described, the others as not known yet; none where the report lists its people."""
    if form.report.people:
        return []
    sexes = chain([form.values["victim_sex"]], repeat("unknown"))
    return [NewParty(PartyRole.VICTIM, sex=sex, age=v.age, minor=v.minor) for v, sex in zip(form.victims(), sexes, strict=False)]


def _respondents(v: dict[str, Any]) -> list[NewParty]:
    count = v["respondent_count"] or (1 if v["relation"] else 0)
    return [NewParty(PartyRole.RESPONDENT, relation=v["relation"], known=False)] * count


@screen(Purpose.TRIAGE, P.TRIAGE)
def silent(request: Request, report_id: UUID) -> HttpResponse:
    """The unit looks for whom a caller asked about. Found or not, the answer is the same."""
    report = intake.report_facts(request.actor, report_id)
    check = queries.silent_check_of(request.actor, report_id, queries.kind_of(request.actor, report_id))
    form = SilentCheckForm(request.POST or None)

    def act() -> None:
        actions.check_silently(by=request.actor, report_id=report_id, sought=form.sought(), submission=form.submission_id)

    if tried(form, act):
        messages.success(request, _("The silent check was made. What it finds goes to whoever must act; nothing of it is shown here."))
        return redirect("triage:decide", report_id)
    if request.method != "POST":
        require(check.may if check else permissions.may_check_silently(request.actor, "", made=False))
    lead = _("Only exact matches in the open cases of this unit. You will not learn whether there is one.")
    back = reverse("triage:decide", args=[report_id])
    return form_page(request, form, template="triage/silent.html", lead=lead, kicker=report.reference, back_url=back)




@screen(Purpose.TRIAGE, P.WORK_CASE)
def join(request: Request, outcome_id: UUID) -> HttpResponse:
    """A report is proposed to join a case: its team takes it in or sends it back."""
    proposal = queries.proposal_for(request.actor, outcome_id)
    if request.method != "POST":
        report = intake.report_for(request.actor, proposal.report_id, names=False)
        return page(request, "triage/join.html", {"proposal": proposal, **_told(report)})
    done = actions.answer_join(by=request.actor, outcome_id=outcome_id, accept="accept" in request.POST)
    if done.case_id and done.join_state == JoinState.ACCEPTED:
        return redirect("desk:case", done.case_id)
    return redirect("intake:report", proposal.report_id)
