"""The list of cases, and the case file: everything of a case on one page, joined in one request."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.cases.queries import CaseFile, CaseRow
from jejaring.cases.queries.sections.people import Party
from jejaring.cases.states import CaseState, NeedState, PartyRole
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed, Step
from jejaring.desk import acts
from jejaring.desk.queries import timeline
from jejaring.desk.queries.blocks import BLOCKS, Act, Block, Missing, missing
from jejaring.desk.queries.lives import Life, lives
from jejaring.desk.queries.promises import PromiseRow, awaited, risk, rows_of_case
from jejaring.kernel.clock import WIB
from jejaring.kernel.moments import Moment
from jejaring.kernel.verdict import Verdict
from jejaring.people.queries import unnamed
from jejaring.people.states import SubjectKind
from jejaring.referrals import permissions as referring
from jejaring.referrals import queries as referrals
from jejaring.referrals.queries import ReferralRow
from jejaring.referrals.states import ReferralState as S
from jejaring.triage import queries as triage
from jejaring.triage.queries import Proposal
from jejaring.triage.states import JoinState
from jejaring.ui import when

NEED_TONES = {"given": "kept", "unavailable": "late"}
REFERRAL_TONES = {S.ACCEPTED: "kept", S.DONE: "kept", S.DECLINED: "late", S.UNAVAILABLE: "late"}
MAIN = ("note", "review", "close", "confirm", "reopen", "follow_up", "end_watch", "refer")  # the acts in the head of the page
SHOWN = 8  # moments of the timeline that stand open; the earlier ones are folded


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the case without a name, and where the name can be shown."""

    words: str
    marks: list[str]
    reveal_url: str
    what: str
    edit_url: str  # nothing where nothing can be corrected now
    stored: bool = True  # whether anything that names the person was ever written down
    known_url: str = ""  # where one may ask whether somebody is perhaps known


@dataclass(frozen=True, slots=True)
class StateRow:
    """A need of the plan, a service given, a referral: how it stands, what it is, with whom."""

    badge: str
    tone: str
    label: str
    desk: str = ""
    text: str = ""
    url: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that the page of a case shows."""

    file: CaseFile
    kicker: str
    tags: list[str]
    risk: str
    people: list[tuple[str, list[PersonRow]]]
    plan: list[StateRow]
    owed: list[PromiseRow]
    awaited: list[PromiseRow]
    lines: list[timeline.Line]
    lives: list[Life]  # of its promises, where they are asked for
    referrals: list[StateRow]
    sharing: list[StateRow]
    proposals: list[Proposal]
    acts: Mapping[str, Act]

    @property
    def blocks(self) -> list[Block]:
        """The short blocks beside the journey that hold something."""
        return [block for block in BLOCKS if block.relevant(self) and block.filled(self)]

    @property
    def missing(self) -> list[Missing]:
        """What is not recorded yet, and its acts."""
        return missing(self, self.acts)

    @property
    def main_acts(self) -> list[Act]:
        """The acts on the whole case that are possible now."""
        return [act for name in MAIN if (act := self.acts.get(name)) and act.verdict]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What is not possible, the acts of one reason together: reason and acts."""
        found: dict[str, list[str]] = {}
        for act in self.acts.values():
            if not act.verdict:
                found.setdefault(_(act.verdict.reason), []).append(act.label)
        return [(reason, ", ".join(labels)) for reason, labels in found.items()]

    @property
    def recent(self) -> list[timeline.Line]:
        """The newest moments."""
        return self.lines[:SHOWN]

    @property
    def earlier(self) -> list[timeline.Line]:
        """What lies before them."""
        return self.lines[SHOWN:]


@dataclass(frozen=True, slots=True)
class CasesRow:
    """A case in the list."""

    url: str
    title: str
    about: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CasesPage:
    """One page of the list and the key of the next one."""

    rows: list[CasesRow]
    next_key: str


def cases_page(actor: Actor, *, before: str, rows: int = 0, **asked: Any) -> CasesPage:
    """The cases that the actor works on or supervises, newest first, each with its soonest promise; `asked` as `cases` has it.
    One statement."""
    found = cases.cases(actor, before=before, **({"limit": rows} if rows else {}), **asked)
    return CasesPage([_cases_row(row) for row in found.rows], found.next_key)


def _cases_row(row: CaseRow) -> CasesRow:
    title = " · ".join(part for part in (row.title, row.kind_label) if part)
    state = _(row.state.label) if row.state != CaseState.OPEN else ""
    since = _("since %(day)s") % {"day": when.day(row.registered_at)}
    about = " · ".join(part for part in (row.area_name, risk(row.risk), row.reference, since, state) if part)
    return CasesRow(acts.address("desk:case", row.id), title, about, row.due_at)


def case_page(actor: Actor, case_id: UUID, *, only: str = "") -> CasePage:
    """Everything of a case for whoever sees it, its timeline whole or one group of it; the read is logged. Http404 for everybody else.

    Eight statements, whatever the case holds: the file (three), the promises, the decisions, the referrals, their bases, who has no
    name.
    """
    file = cases.case_for(actor, case_id)
    steps = commitments.steps_of_case(case_id, opened_from=file.head.opened_from)
    decided, proposals = triage.of_case(actor, case_id, file.head.opened_from)
    sent, journey = referrals.journey(actor, case_id, [s.commitment for s in steps])
    ours_told = [m for m in journey if only or not _is_told(m, file)]
    moments = [*file.told, *decided, *cases.moments_of(file), *ours_told, *_joined(proposals)]
    ours, theirs = _open_promises(actor, steps)
    offered = cases.acts(actor, file)
    return CasePage(
        file,
        _kicker(file),
        _tags(file),
        risk(file.head.risk),
        _people(
            file,
            editing=any(verdict for _label, name, verdict in offered if name == "cases:party"),
            asking=bool(actor.may(P.MATCH_PERSONS)),
            unnamed=unnamed(case_id),
        ),
        _plan(file),
        rows_of_case(actor, ours, {name: verdict for _label, name, verdict in offered}),
        awaited(theirs, short=True),
        timeline.lines(moments, steps, only=only),
        lives(actor, steps) if only == "promises" else [],
        [_referral(r) for r in sent],
        [StateRow(b.state_words, b.tone, b.to_desk, text=f"{b.purpose_words} · {b.basis_words}") for b in referrals.bases_brief(case_id)],
        [p for p in proposals if p.state == JoinState.PROPOSED],
        _acts(actor, file, offered),
    )


def _joined(proposals: list[Proposal]) -> list[Moment]:
    """The reports that were taken into the case."""
    title, link = _("Another report joined"), _("Open the report")
    accepted = (p for p in proposals if p.state == JoinState.ACCEPTED)
    return [Moment(p.at, "told", title, url_name="intake:report", url_id=p.report_id, link=link) for p in accepted]


def _is_told(m: Moment, file: CaseFile) -> bool:
    """Whether the file tells it as a service already: a partner's service is a moment of the referral and a fact of the case."""
    return any(f.referral_id == m.url_id and abs(f.at - m.at) < timeline.SAME_ACT for f in file.facts)


def _open_promises(actor: Actor, steps: list[Step]) -> tuple[list[Owed], list[Owed]]:
    """The open promises of the case, soonest first: ours, and those of other desks."""
    found = {s.commitment.id: s.commitment for s in steps if s.commitment.state == "open"}
    soonest = sorted(found.values(), key=lambda owed: owed.due_at)
    return [o for o in soonest if o.desk_id == actor.desk], [o for o in soonest if o.desk_id != actor.desk]


def _tags(file: CaseFile) -> list[str]:
    head = file.head
    places = dict.fromkeys(place for i in file.incidents if (place := i.where.partition(",")[0]))
    found = [*head.category_labels, *places, _(head.state.label) if head.state != CaseState.OPEN else ""]
    return [words for words in (*found, _("Invented for the demo") if head.synthetic else "") if words]


def _kicker(file: CaseFile) -> str:
    head = file.head
    manager = _("manager: %(name)s") % {"name": head.manager} if head.manager else ""
    opened = _("opened %(day)s") % {"day": when.day(head.registered_at)}
    return " · ".join(part for part in (head.reference, opened, manager) if part)


def _people(file: CaseFile, *, editing: bool, asking: bool, unnamed: Set[UUID]) -> list[tuple[str, list[PersonRow]]]:
    """The people by role, in the order of the roles; roles that nobody has are left out."""
    groups = [(role, [p for p in file.parties if p.role == role]) for role in PartyRole]
    rows = {p.id: _person(file, p, editing, asking, p.person_id not in unnamed) for p in file.parties}
    return [(_(role.label), [rows[p.id] for p in found]) for role, found in groups if found]


def _person(file: CaseFile, p: Party, editing: bool, asking: bool, stored: bool) -> PersonRow:
    marks = [p.relation, _("not known by name") if not p.known else "", _("was forced into an offence") if p.coerced else ""]
    marks += [_("conflict of interest: gives no consent") if p.conflict else "", p.note]
    url = acts.address("cases:reveal", file.head.id, p.person_id) if p.person_id else ""
    edit = acts.address("cases:party_edit", file.head.id, p.id) if editing else ""
    known = acts.address("desk:known_one", SubjectKind.PERSON.value, p.person_id) if asking and p.person_id else ""
    return PersonRow(p.words, [m for m in marks if m], url, _("the name of: %(who)s") % {"who": p.words}, edit, stored, known)


def _plan(file: CaseFile) -> list[StateRow]:
    """The needs in the order in which they were planned, then what was given without a plan."""
    needs = [
        StateRow(_(n.state.label), NEED_TONES.get(n.state, "calm"), n.label, n.desk, n.goal, due_at=_end_of(n.wanted_by, n.state))
        for n in file.plan
    ]
    return needs + [StateRow(_(f.kind.label), NEED_TONES.get(f.kind, "calm"), f.label, f.desk, f.note) for f in file.other_facts]


def _end_of(day: date | None, state: NeedState) -> datetime | None:
    """The moment until which a need that still waits is wanted: the end of its day in Asia/Jakarta."""
    return datetime.combine(day, time(23, 59), WIB) if day and state == NeedState.NEEDED else None


def _referral(r: ReferralRow) -> StateRow:
    waits_until = r.due.due_at if r.waits and r.due else None
    url = acts.address("referrals:referral", r.id)
    return StateRow(_(r.state.label), REFERRAL_TONES.get(r.state, "calm"), r.to_desk, text=_(r.purpose.label), url=url, due_at=waits_until)


def _acts(actor: Actor, file: CaseFile, offered: list[tuple[str, str, Verdict]]) -> dict[str, Act]:
    """Every act of the case by the last part of its name, possible or not."""
    case_id = file.head.id
    found = {name.partition(":")[2]: Act(_(label), acts.address(name, case_id), verdict) for label, name, verdict in offered}
    if "review" in found:
        found["review"] = replace(found["review"], label=_("Review the case"))
    keeps = referring.may_keep_consents(actor)
    found["bases"] = Act(_("Basis and consent"), acts.address("referrals:bases", case_id), keeps)
    refer = Act(_("Refer to another desk"), acts.address("referrals:new", case_id), referring.may_send(actor, file.head.state))
    return {name: act for name, act in (found | {"refer": refer}).items() if act.url}
