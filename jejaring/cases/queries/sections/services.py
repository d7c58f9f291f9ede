"""The plan and what became of it: needs, and facts of services given, refused or unavailable."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases import rules
from jejaring.cases.models import PlannedService, ServiceFact
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import NeedState, ServiceFactKind
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault

LOOK = {ServiceFactKind.GIVEN: "kept", ServiceFactKind.REFUSED: "plain", ServiceFactKind.UNAVAILABLE: "late"}
DESK = """select json_build_array(d.name, o.short_name) from directory_desk d join directory_organisation o on o.id = d.organisation_id
    where d.id = {row}.by_desk_id"""


@dataclass(frozen=True, slots=True)
class FactRow:
    """Given, refused or unavailable."""

    id: UUID
    planned_id: UUID | None
    victim_id: UUID | None
    service: str
    kind: ServiceFactKind
    desk: str
    referral_id: UUID | None
    happened_on: date
    note: str
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """The service in words."""
        return reference.label("service", self.service)

    @property
    def giver(self) -> str:
        """Who gave it: the desk; for what came along with a report no desk of ours, but whom its letter names."""
        return self.desk or self.note


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the plan with what became of it, oldest fact first."""

    id: UUID
    victim_id: UUID
    service: str
    desk_id: UUID | None
    desk: str
    wanted_by: date | None
    goal: str
    facts: tuple[FactRow, ...]
    state: NeedState
    at: datetime
    by: str

    @property
    def label(self) -> str:
        """The service in words."""
        return reference.label("service", self.service)


def desk_words(found: list[str] | None) -> str:
    """Organisation and desk, once where the desk's name says both."""
    if not found:
        return ""
    name, short = found
    return name if short in name else f"{short}, {name}"


def _facts(rows: Iterable[Any]) -> tuple[FactRow, ...]:
    return tuple(
        FactRow(
            f.pk, f.planned_id, f.victim_id, f.service, f.kind, desk_words(f.desk), f.referral_id, f.happened_on, vault.read(f, "note"),
            f.at, f.author or "",
        ) for f in rows
    )  # fmt: skip


def _build(found: Brought) -> tuple[Need, ...]:
    of = found.by(ServiceFact, "planned_id")
    return tuple(_need(n, _facts(of.get(n.pk, []))) for n in found.of(PlannedService))


def _need(n: Any, facts: tuple[FactRow, ...]) -> Need:
    wanted = (n.by_desk_id, desk_words(n.desk), n.wanted_by, vault.read(n, "goal"))
    return Need(n.pk, n.victim_id, n.service, *wanted, facts, rules.need_state(facts), n.at, n.author or "")


def _unplanned(found: Brought) -> tuple[FactRow, ...]:
    return _facts(f for f in found.of(ServiceFact) if f.planned_id is None)


def _tell(head: CaseSummary, plan: tuple[Need, ...]) -> Iterator[Moment]:
    at_once: dict[tuple[datetime, str], list[Need]] = {}
    for need in plan:
        at_once.setdefault((need.at, need.by), []).append(need)
    for (at, by), needs in at_once.items():
        yield Moment(at, "plain", _("Plan: %(services)s") % {"services": ", ".join(n.label for n in needs)}, by=by)
    for need in plan:
        yield from _tell_facts(head, need.facts)


def _tell_facts(_head: CaseSummary, facts: tuple[FactRow, ...]) -> Iterator[Moment]:
    for f in facts:
        text = words(when.day(f.happened_on), f.desk, f.note)
        yield Moment(f.at, LOOK[f.kind], f"{f.label}: {_(f.kind.label)}", text=text, by=f.by)


FACTS = Branch(ServiceFact, order="{row}.happened_on, {row}.at, {row}.id", also={"author": AUTHOR, "desk": DESK})
SECTION = Section(
    "plan", _build, tells=_tell, opens=("plan", "services"),
    brings=(Branch(PlannedService, order="{row}.at, {row}.id", also={"author": AUTHOR, "desk": DESK}), FACTS),
)  # fmt: skip
UNPLANNED = Section("other_facts", _unplanned, tells=_tell_facts, brings=(FACTS,))
