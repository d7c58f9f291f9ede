"""What the timeline tells of a case: built from the file, so that a page which has it asks nothing again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases.queries import file as tree
from jejaring.cases.queries.loading import case_for
from jejaring.cases.states import ClosureState, NoteKind, ServiceFactKind, TeamRole
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.ui import when

AT_ONCE = timedelta(seconds=1)  # what came with the opening is no moment of its own
FACT_LOOK = {ServiceFactKind.GIVEN: "kept", ServiceFactKind.REFUSED: "plain", ServiceFactKind.UNAVAILABLE: "late"}
NOTE_LOOK = {NoteKind.REVIEW: "kept", NoteKind.FOLLOW_UP: "kept"}


def _risk(code: str) -> str:
    return {"high": _("high risk"), "medium": _("medium risk"), "low": _("low risk")}.get(code, code)


def _opened(f: tree.CaseFile) -> Iterator[Moment]:
    h = f.head
    yield Moment(h.registered_at, "plain", _("Case opened"), text=" · ".join(h.category_labels))
    for m in h.team:
        if m.role in (TeamRole.MANAGER, TeamRole.COMPANION) and m.since - h.registered_at > AT_ONCE:
            yield Moment(m.since, "plain", _("%(role)s: %(name)s") % {"role": _(m.role.label), "name": m.name})


def _incidents(f: tree.CaseFile) -> Iterator[Moment]:
    for i in f.incidents:
        title = _("Incident recorded: %(when)s") % {"when": i.when}
        yield Moment(i.recorded_at, "told", title, text=" · ".join((*i.form_labels, i.where)))


def _parties(f: tree.CaseFile) -> Iterator[Moment]:
    for p in f.parties:
        if p.recorded_at - f.head.recorded_at > AT_ONCE:
            yield Moment(p.recorded_at, "plain", _("Added: %(role)s") % {"role": _(p.role.label)}, text=p.words)


def screen_words(s: tree.Screen) -> str:
    """The two results of a screen in a sentence: indications, never a verdict."""
    services = _("identified for services") if s.identified_for_services else _("not identified for services so far")
    charge = _("elements for a charge present") if s.elements_for_charge else _("elements for a charge incomplete")
    return _("Two results: %(services)s · %(charge)s. Indication, not a verdict.") % {"services": services, "charge": charge}


def _screens(f: tree.CaseFile) -> Iterator[Moment]:
    for s in f.screens:
        found = "; ".join(", ".join(part) for part in (s.act_labels, s.means_labels, s.purpose_labels) if part)
        yield Moment(s.at, "plain", _("Trafficking screen"), text=f"{screen_words(s)} {found}".strip(), by=s.by)


def _sightings(f: tree.CaseFile) -> Iterator[Moment]:
    for i in f.sightings:
        yield Moment(i.at, "told", _("Identifier sighted: %(label)s") % {"label": i.label}, text=_(i.use.label), by=i.by)


def _assessments(f: tree.CaseFile) -> Iterator[Moment]:
    for a in f.assessments:
        yield Moment(a.at, "kept", _("Assessment: %(risk)s") % {"risk": _risk(a.risk)}, text=", ".join(a.sign_labels), by=a.by)


def _plan(f: tree.CaseFile) -> Iterator[Moment]:
    at_once: dict[tuple[datetime, str], list[tree.Need]] = {}
    for need in f.plan:
        at_once.setdefault((need.at, need.by), []).append(need)
    for (at, by), needs in at_once.items():
        yield Moment(at, "plain", _("Plan: %(services)s") % {"services": ", ".join(n.label for n in needs)}, by=by)
    for fact in f.facts:
        title = f"{fact.label}: {_(fact.kind.label)}"
        text = " · ".join(part for part in (when.day(fact.happened_on), fact.desk, fact.note) if part)
        yield Moment(fact.at, FACT_LOOK[fact.kind], title, text=text, by=fact.by)


def _notes(f: tree.CaseFile) -> Iterator[Moment]:
    for n in f.notes:
        text = _("Locked: your organisation does not hold the key of clinical notes.") if n.locked else n.text
        yield Moment(n.at, NOTE_LOOK.get(n.kind, "plain"), _(n.kind.label), text=text, by=n.by)


def _law(f: tree.CaseFile) -> Iterator[Moment]:
    if f.police_recorded_at and f.head.police_reported_on:
        text = f"{f.police_number} · {when.day(f.head.police_reported_on)}"
        yield Moment(f.police_recorded_at, "kept", _("Police report"), text=text, group="law")


def _closures(f: tree.CaseFile) -> Iterator[Moment]:
    for c in f.closures:
        what = f"{c.reason_label} · {reference.label('closure_outcome', c.outcome)}"
        yield Moment(c.proposed_at, "plain", _("Closure proposed"), text=what, by=c.proposed_by)
        if c.decided_at:
            look, title = ("plain", _("Closure declined")) if c.state == ClosureState.DECLINED else ("kept", _("Case closed"))
            yield Moment(c.decided_at, look, title, text=c.decision_note, by=c.decided_by)


def moments_of(f: tree.CaseFile) -> list[Moment]:
    """The moments of a file that was read already, newest first. No statement."""
    parts = (_opened, _incidents, _parties, _screens, _sightings, _assessments, _plan, _notes, _law, _closures)
    return sorted((moment for part in parts for moment in part(f)), key=lambda moment: moment.at, reverse=True)


def moments(actor: Actor, case_id: UUID, *, file: tree.CaseFile | None = None) -> list[Moment]:
    """Everything that happened in a case, newest first. Give the file where the page has it: then nothing is asked and logged twice."""
    return moments_of(file or case_for(actor, case_id))
