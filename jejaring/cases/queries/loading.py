"""Reading a case file: one statement for each kind of row, whatever their number, and one entry in the read log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import rules
from jejaring.cases.models import (
    Assessment,
    Case,
    Closure,
    Identifier,
    Incident,
    IncidentForm,
    Note,
    Participant,
    PlannedService,
    Relation,
    ServiceFact,
    TraffickingScreen,
)
from jejaring.cases.queries import file as tree
from jejaring.cases.queries.standing import name_of, summary
from jejaring.cases.states import NoteKind
from jejaring.directory.models import Desk
from jejaring.vault import actions as vault

OPENED = ("police_number", "narrative", "identifiers", "assessment", "plan", "services", "notes", "closure")


def _by(rows: Any) -> Any:
    return rows.annotate(author=name_of("by"))


def _desk(desk: Desk | None) -> str:
    if desk is None:
        return ""
    return desk.name if desk.organisation.short_name in desk.name else f"{desk.organisation.short_name}, {desk.name}"


def _parties(case_id: UUID) -> tuple[tree.Party, ...]:
    relations = Relation.objects.filter(respondent=OuterRef("pk")).order_by("pk")
    screens = _by(TraffickingScreen.objects.filter(victim=OuterRef("pk"))).order_by("-at", "-pk")
    tie = JSONObject(victim="victim_id", relation="relation", lives_together="lives_together")
    names = ("id", "acts", "means", "purposes", "control", "identified_for_services", "elements_for_charge", "at")
    screen = JSONObject(by="author", **{name: name for name in names})
    rows = Participant.objects.filter(case_id=case_id).order_by("recorded_at", "pk")
    rows = rows.annotate(tie_rows=ArraySubquery(relations.values(json=tie)), screen_rows=ArraySubquery(screens.values(json=screen)))
    return tuple(_party(p) for p in rows)


def _party(p: Any) -> tree.Party:
    ties = tuple(tree.Tie(UUID(t["victim"]), p.pk, t["relation"], t["lives_together"]) for t in p.tie_rows)
    screens = tuple(_screen(p, s) for s in p.screen_rows)
    clear = (p.pk, p.role, p.person_id, p.sex, p.age, p.minor, p.coerced, p.conflict)
    return tree.Party(*clear, vault.read(p, "note"), p.recorded_at, ties, screens)


def _screen(p: Any, s: dict[str, Any]) -> tree.Screen:
    found = rules.elements(s["acts"], s["means"], s["purposes"], p.age, p.minor)
    codes = (tuple(s["acts"]), tuple(s["means"]), tuple(s["purposes"]), tuple(s["control"]))
    results = (s["identified_for_services"], s["elements_for_charge"])
    return tree.Screen(UUID(s["id"]), p.pk, *codes, *results, found, datetime.fromisoformat(s["at"]), s["by"] or "")


def _incidents(case_id: UUID) -> tuple[tree.IncidentRow, ...]:
    forms = IncidentForm.objects.filter(incident=OuterRef("pk")).order_by("pk")
    forms_of = ArraySubquery(forms.values(json=JSONObject(form="form", sub_form="sub_form")))
    rows = Incident.objects.filter(case_id=case_id).annotate(form_rows=forms_of).order_by("recorded_at", "pk")
    return tuple(
        tree.IncidentRow(
            i.pk, i.happened_on, i.precision, i.place, i.area, vault.read(i, "narrative"),
            tuple(tree.FormRow(f["form"], f["sub_form"]) for f in i.form_rows), i.recorded_at,
        ) for i in rows
    )  # fmt: skip


def _sightings(case_id: UUID) -> tuple[tree.Sighting, ...]:
    rows = _by(Identifier.objects.filter(case_id=case_id)).order_by("-at", "-pk")
    return tuple(
        tree.Sighting(i.pk, i.kind, i.role, i.use, vault.read(i, "value"), vault.read(i, "raw"), i.at, i.author or "") for i in rows
    )


def _assessments(case_id: UUID) -> tuple[tree.AssessmentRow, ...]:
    rows = _by(Assessment.objects.filter(case_id=case_id)).order_by("-at", "-pk")
    return tuple(
        tree.AssessmentRow(
            a.pk, tuple(a.danger_signs), a.risk_computed, a.risk, vault.read(a, "lowered_reason"), tuple(a.factors),
            vault.read(a, "condition"), vault.read(a, "wishes"), a.at, a.author or "",
        ) for a in rows
    )  # fmt: skip


def _facts(case_id: UUID) -> list[tree.FactRow]:
    rows = _by(ServiceFact.objects.filter(case_id=case_id).select_related("by_desk__organisation")).order_by("happened_on", "at", "pk")
    return [
        tree.FactRow(
            f.pk, f.planned_id, f.victim_id, f.service, f.kind, _desk(f.by_desk), f.referral_id, f.happened_on, vault.read(f, "note"),
            f.at, f.author or "",
        ) for f in rows
    ]  # fmt: skip


def _plan(case_id: UUID, facts: Iterable[tree.FactRow]) -> tuple[tree.Need, ...]:
    of: dict[UUID | None, list[tree.FactRow]] = defaultdict(list)
    for fact in facts:
        of[fact.planned_id].append(fact)
    rows = _by(PlannedService.objects.filter(case_id=case_id).select_related("by_desk__organisation")).order_by("at", "pk")
    return tuple(
        tree.Need(
            n.pk, n.victim_id, n.service, n.by_desk_id, _desk(n.by_desk), n.wanted_by, vault.read(n, "goal"), tuple(of[n.pk]),
            rules.need_state(of[n.pk]), n.at, n.author or "",
        ) for n in rows
    )  # fmt: skip


def _note(n: Any) -> tree.NoteRow:
    if n.kind != NoteKind.CLINICAL:
        return tree.NoteRow(n.pk, n.kind, vault.read(n, "text"), False, n.at, n.author or "")
    try:
        return tree.NoteRow(n.pk, n.kind, vault.read(n, "clinical_text"), False, n.at, n.author or "")
    except vault.KeyMissing:
        return tree.NoteRow(n.pk, n.kind, "", True, n.at, n.author or "")


def _closures(case_id: UUID) -> tuple[tree.ClosureRow, ...]:
    rows = Closure.objects.filter(case_id=case_id).annotate(proposer=name_of("proposed_by"), decider=name_of("decided_by"))
    return tuple(
        tree.ClosureRow(
            c.pk, c.state, c.reason, c.outcome, vault.read(c, "account"), c.follow_up_agreed, c.watch_law, c.proposer or "", c.proposed_at,
            c.decider or "", c.decided_at, vault.read(c, "decision_note"),
        ) for c in rows.order_by("-proposed_at", "-pk")
    )  # fmt: skip


def case_for(actor: Actor, case_id: UUID) -> tree.CaseFile:
    """The whole file for whoever sees the case: clear facts and opened texts, no names. Http404 for everybody else.

    At most twelve statements, one entry in the read log.
    """
    head = summary(actor, case_id)
    vault.preload([head.domain, *([head.opened_from] if head.opened_from else [])])  # a report is its own domain
    case = Case.objects.only("domain", "police_number", "police_recorded_at").get(pk=case_id) if head.police_known else None
    facts = _facts(case_id)
    found = tree.CaseFile(
        head=head,
        police_number=vault.read(case, "police_number") if case else "",
        police_recorded_at=case.police_recorded_at if case else None,
        parties=_parties(case_id),
        incidents=_incidents(case_id),
        sightings=_sightings(case_id),
        assessments=_assessments(case_id),
        plan=_plan(case_id, facts),
        other_facts=tuple(f for f in facts if f.planned_id is None),
        notes=tuple(_note(n) for n in _by(Note.objects.filter(case_id=case_id)).order_by("-at", "-pk")),
        closures=_closures(case_id),
    )
    audit.record("read", "case", case_id, case_id=case_id, fields=OPENED)
    return found
