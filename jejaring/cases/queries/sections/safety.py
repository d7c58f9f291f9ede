"""Safety: when plans were written (what they say opens on their own page alone), returns home, checks after closure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import ClosureCheck, HomeReturn, SafetyPlan
from jejaring.cases.queries.sections.assessments import risk_words
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.sections.law import parties_of, who_of
from jejaring.cases.queries.sections.people import PARTICIPANTS
from jejaring.cases.queries.sections.services import desk_words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import safety
from jejaring.cases.states import ReturnDirection, ReturnState
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

CLEAR = (
    "victim_id", "direction", "applied_on", "region", "office", "desk_id", "leaves_on", "transport", "handed_over_at", "confirmed_on",
    "cancelled_at", "at", "version",
)  # fmt: skip
SEALED = ("escorts", "safe_there", "handed_to", "condition", "things", "confirmation", "cancel_reason")
DESK = """select json_build_array(d.name, o.short_name) from directory_desk d join directory_organisation o on o.id = d.organisation_id
    where d.id = {row}.desk_id"""


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a safety plan, sealed: whose, when, with which danger signs and risk."""

    id: UUID
    victim_id: UUID
    words: str
    danger_signs: tuple[str, ...]
    risk: str
    written_with: bool
    at: datetime
    by: str

    @property
    def risk_label(self) -> str:
        """The risk in words."""
        return risk_words(self.risk)

    @property
    def sign_labels(self) -> tuple[str, ...]:
        """The danger signs in words."""
        return reference.labels("danger_sign", self.danger_signs)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return home."""

    id: UUID
    victim_id: UUID
    words: str
    direction: ReturnDirection
    applied_on: date
    region: str
    office: str
    desk_id: UUID | None
    desk: str
    leaves_on: date | None
    transport: str
    escorts: str
    safe_there: str
    handed_over_at: datetime | None
    handed_to: str
    condition: str
    things: str
    confirmed_on: date | None
    confirmation: str
    cancelled_at: datetime | None
    cancel_reason: str
    at: datetime
    by: str
    version: int

    @property
    def state(self) -> ReturnState:
        """Where it stands."""
        return safety.return_state(self.handed_over_at, self.confirmed_on, self.cancelled_at)

    @property
    def place(self) -> str:
        """The region and the body at the other end."""
        return words(reference.area_path(self.region) if self.region else "", self.office or self.desk)

    @property
    def transport_label(self) -> str:
        """How they travel, in words."""
        return reference.label("transport", self.transport) if self.transport else ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check after closure."""

    id: UUID
    due_on: date
    done_on: date | None
    outcome: str
    cancelled_at: datetime | None
    by: str
    at: datetime

    @property
    def outcome_label(self) -> str:
        """How the person was, in words."""
        return reference.label("check_outcome", self.outcome) if self.outcome else ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.cancelled_at is None


def _plans(found: Brought) -> tuple[PlanVersion, ...]:
    parties = parties_of(found)
    return tuple(
        PlanVersion(
            p.pk, p.victim_id, who_of(parties.get(p.victim_id)), tuple(p.danger_signs), p.risk, p.written_with, p.at, p.author or "",
        ) for p in found.of(SafetyPlan)
    )  # fmt: skip


def _tell_plans(_head: CaseSummary, plans: tuple[PlanVersion, ...]) -> Iterator[Moment]:
    first = {p.victim_id: p.id for p in plans}  # newest first: the last one that remains is the oldest
    for p in plans:
        title = _("Safety plan written") if first[p.victim_id] == p.id else _("Safety plan reviewed")
        yield Moment(p.at, "kept", title, text=words(p.words, p.risk_label), by=p.by)


def _return(r: Any, who: str) -> ReturnRow:
    clear: dict[str, Any] = {name: getattr(r, name) for name in CLEAR}
    texts: dict[str, Any] = {name: vault.read(r, name) for name in SEALED}
    return ReturnRow(id=r.pk, words=who, desk=desk_words(r.at_desk), by=r.author or "", **clear, **texts)


def _returns(found: Brought) -> tuple[ReturnRow, ...]:
    parties = parties_of(found)
    return tuple(_return(r, who_of(parties.get(r.victim_id))) for r in found.of(HomeReturn))


def _tell_returns(_head: CaseSummary, rows: tuple[ReturnRow, ...]) -> Iterator[Moment]:
    for r in rows:
        title = _("Return home prepared: %(how)s") % {"how": _(r.direction.label)}
        yield Moment(r.at, "plain", title, text=words(r.words, r.place), by=r.by)
        if r.handed_over_at:
            yield Moment(r.handed_over_at, "sent", _("Handed over for the return home"), text=words(r.words, r.place))


def _checks(found: Brought) -> tuple[CheckRow, ...]:
    return tuple(
        CheckRow(c.pk, c.due_on, c.done_on, c.outcome, c.cancelled_at, c.author or "", c.at)
        for c in found.of(ClosureCheck)
    )


PLANS = Section(
    "safety", _plans, tells=_tell_plans,
    brings=(PARTICIPANTS, Branch(SafetyPlan, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR})),
)  # fmt: skip
RETURNS = Section(
    "returns", _returns, tells=_tell_returns, opens=("home_return",),
    brings=(PARTICIPANTS, Branch(HomeReturn, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR, "at_desk": DESK})),
)  # fmt: skip
CHECKS = Section(
    "checks", _checks, brings=(Branch(ClosureCheck, order="{row}.due_on, {row}.id", also={"author": AUTHOR}),)
)  # fmt: skip
