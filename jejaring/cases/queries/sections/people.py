"""The people of a case and the trafficking screens of its victims. Names stay sealed: a party carries the id by which one is revealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases import rules
from jejaring.cases.models import Participant, Relation, TraffickingScreen
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.people.queries import words_for
from jejaring.people.rules import is_child
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

PARTICIPANTS = Branch(Participant, order="{row}.recorded_at, {row}.id")
AT_ONCE = timedelta(seconds=1)  # who came with the opening is no moment of its own


@dataclass(frozen=True, slots=True)
class Tie:
    """What a respondent is to a victim."""

    victim_id: UUID
    respondent_id: UUID
    relation: str
    lives_together: bool

    @property
    def label(self) -> str:
        """In words."""
        words, together = reference.label("relation", self.relation), _("living together")
        return f"{words}, {together}" if self.lives_together else words


@dataclass(frozen=True, slots=True)
class Screen:
    """A trafficking screen: two indications and what they rest on."""

    id: UUID
    victim_id: UUID
    acts: tuple[str, ...]
    means: tuple[str, ...]
    purposes: tuple[str, ...]
    control: tuple[str, ...]
    identified_for_services: bool
    elements_for_charge: bool
    elements: rules.Elements
    note: str
    at: datetime
    by: str

    @property
    def act_labels(self) -> tuple[str, ...]:
        """Acts in words."""
        return reference.labels("trafficking_act", self.acts)

    @property
    def means_labels(self) -> tuple[str, ...]:
        """Means in words."""
        return reference.labels("trafficking_means", self.means)

    @property
    def purpose_labels(self) -> tuple[str, ...]:
        """Purposes in words."""
        return reference.labels("trafficking_purpose", self.purposes)

    @property
    def control_labels(self) -> tuple[str, ...]:
        """Methods of control in words."""
        return reference.labels("trafficking_control", self.control)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return tuple(_(reason) for reason in self.elements.reasons)

    @property
    def words(self) -> str:
        """The two results in a sentence: indications, never a verdict."""
        services = _("identified for services") if self.identified_for_services else _("not identified for services so far")
        charge = _("elements for a charge present") if self.elements_for_charge else _("elements for a charge incomplete")
        return _("Two results: %(services)s · %(charge)s. Indication, not a verdict.") % {"services": services, "charge": charge}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the case, in one role. Without a person nobody knows who it is."""

    id: UUID
    role: PartyRole
    person_id: UUID | None
    sex: str
    age: int | None
    minor: bool | None
    coerced: bool
    conflict: bool
    note: str
    recorded_at: datetime
    ties: tuple[Tie, ...]  # of a respondent to the victims
    screens: tuple[Screen, ...]  # of a victim, newest first

    @property
    def known(self) -> bool:
        """Whether a person is registered."""
        return self.person_id is not None

    @property
    def is_child(self) -> bool:
        """Under eighteen, as far as known."""
        return is_child(self.age, self.minor)

    @property
    def words(self) -> str:
        """Without a name: "Girl, 17"."""
        return words_for(self.sex, self.age, self.minor)

    @property
    def relation(self) -> str:
        """What this respondent is to the victims, in words."""
        return ", ".join(dict.fromkeys(tie.label for tie in self.ties))

    @property
    def screen(self) -> Screen | None:
        """The newest screen."""
        return self.screens[0] if self.screens else None


def _build(found: Brought) -> tuple[Party, ...]:
    ties, screens = found.by(Relation, "respondent_id"), found.by(TraffickingScreen, "victim_id")
    return tuple(_party(p, ties.get(p.pk, []), screens.get(p.pk, [])) for p in found.of(Participant))


def _party(p: Any, ties: list[Any], screens: list[Any]) -> Party:
    said = tuple(Tie(t.victim_id, p.pk, t.relation, t.lives_together) for t in ties)
    clear = (p.pk, p.role, p.person_id, p.sex, p.age, p.minor, p.coerced, p.conflict)
    return Party(*clear, vault.read(p, "note"), p.recorded_at, said, tuple(_screen(p, s) for s in screens))


def _screen(p: Any, s: Any) -> Screen:
    codes = (tuple(s.acts), tuple(s.means), tuple(s.purposes), tuple(s.control))
    elements = rules.elements(s.acts, s.means, s.purposes, p.age, p.minor)
    results = (s.identified_for_services, s.elements_for_charge)
    return Screen(s.pk, p.pk, *codes, *results, elements, vault.read(s, "note"), s.at, s.author or "")


def _tell(head: CaseSummary, parties: tuple[Party, ...]) -> Iterator[Moment]:
    for p in parties:
        if p.recorded_at - head.recorded_at > AT_ONCE:
            yield Moment(p.recorded_at, "plain", _("Added: %(role)s") % {"role": _(p.role.label)}, text=p.words)
        for s in p.screens:
            found = "; ".join(", ".join(part) for part in (s.act_labels, s.means_labels, s.purpose_labels) if part)
            yield Moment(s.at, "plain", _("Trafficking screen"), text=f"{s.words} {found}".strip(), by=s.by)


SECTION = Section(
    "parties", _build, tells=_tell, opens=("participants", "screens"),
    brings=(
        PARTICIPANTS,
        Branch(Relation),
        Branch(TraffickingScreen, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),
    ),
)  # fmt: skip
