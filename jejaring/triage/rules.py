"""Risk from danger signs, what may be decided together, and when an adult was not asked. Plain Python.

Points are our proposal, to be confirmed by the unit: the ministry's standard names the three criteria (kind, risk, jurisdiction) but no
arithmetic. Only the forcing by critical signs is fixed. The result is the same as that of an assessment of the case.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jejaring.cases.rules import MANY_SIGNS, is_child
from jejaring.kernel.ids import reference_is_valid
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.triage.states import Jurisdiction, OutcomeKind, Risk

CRITICAL_POINTS = HIGH_FROM = MANY_SIGNS  # a critical sign weighs as much as that many others
ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)

INFORMATION_ONLY = "information_only"
CHILD_KINDS = frozenset({"violence_against_children", "child_special_protection", "child_in_conflict_with_law"})
NOT_ASKED = frozenset({"not_yet_reached", "does_not_know", "does_not_want"})
OPENING = frozenset({OutcomeKind.OPEN_CASE, OutcomeKind.REFER_OUT, OutcomeKind.TRANSFER})
CASE_PREFIX = "K-"


@dataclass(frozen=True, slots=True)
class Points:
    """What one danger sign adds to the score."""

    sign: str
    points: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Someone:
    """As much of a victim as the rules need."""

    age: int | None = None
    minor: bool | None = None

    @property
    def is_child(self) -> bool:
        """Under 18, or known to be a child without an age."""
        return is_child(self.age, self.minor)


def points(signs: Iterable[str], critical: Collection[str]) -> list[Points]:
    """What each sign adds: a critical one 4, any other 1; the heaviest first."""
    found = [Points(s, CRITICAL_POINTS if s in critical else 1, s in critical) for s in set(signs)]
    return sorted(found, key=lambda p: (-p.points, p.sign))


def score(signs: Iterable[str], critical: Collection[str], *, asked: bool = True) -> tuple[int, Risk]:
    """The points of the signs and the risk: one critical sign forces high; else 4 points are high, 1 to 3 medium.

    Without a sign the risk is low only when somebody asked: "not asked" is medium.
    """
    each = points(signs, critical)
    total = sum(p.points for p in each)
    if total >= HIGH_FROM:
        return total, Risk.HIGH
    return total, Risk.MEDIUM if each or not asked else Risk.LOW


def lowers(chosen: Risk, computed: Risk) -> bool:
    """Whether the chosen risk is below the computed one; raising is always free."""
    return ORDER.index(chosen) < ORDER.index(computed)


def opens_a_file(outcomes: Collection[OutcomeKind]) -> bool:
    """Opening, referring out and transferring need a case file: nothing about a person leaves without one."""
    return bool(OPENING & set(outcomes))


def outcomes_fit(outcomes: Collection[OutcomeKind], *, kind: str) -> Verdict:
    """One or more outcomes that do not contradict one another; a request for information is only ever advised."""
    chosen = set(outcomes)
    if not chosen:
        return Verdict(False, _("Choose at least one outcome."))
    if kind == INFORMATION_ONLY and chosen != {OutcomeKind.ADVISE}:
        return Verdict(False, _("A request for information is not a case: advise and close, nothing else."))
    if OutcomeKind.JOIN_CASE in chosen and len(chosen) > 1:
        return Verdict(False, _("A report that joins a case opens nothing of its own; its team refers on from there."))
    if {OutcomeKind.ADVISE, OutcomeKind.OPEN_CASE} <= chosen:
        return Verdict(False, _("Advise and close, or open a case: not both."))
    return YES


def jurisdiction_fits(jurisdiction: Jurisdiction, region: str, outcomes: Collection[OutcomeKind], *, home: str) -> Verdict:
    """Another region's report is transferred there, or advised; a transfer names a region other than our own."""
    transfer = OutcomeKind.TRANSFER in outcomes
    if transfer and jurisdiction != Jurisdiction.TRANSFER_REGION:
        return Verdict(False, _("A transfer goes to another region: choose so under jurisdiction."))
    if jurisdiction == Jurisdiction.TRANSFER_REGION and opens_a_file(outcomes) and not transfer:
        return Verdict(False, _("Another region is responsible: transfer it there, or choose that it is ours."))
    if jurisdiction == Jurisdiction.TRANSFER_REGION and transfer and region in ("", home):
        return Verdict(False, _("Choose the region that takes over."))
    return YES


def reference_fits(text: str) -> Verdict:
    """A case is named by its reference, whose last letter must fit the rest; whether such a case exists is not said."""
    wanted = text.strip().upper()
    if wanted.startswith(CASE_PREFIX) and reference_is_valid(wanted):
        return YES
    return Verdict(False, _("This is not a case reference: look at the last letter again."))


def was_asked(*, third_party: bool, awareness: str, kind: str, victims: Collection[Someone], critical: bool) -> Verdict:
    """An adult who was never asked does not become a case because somebody else called, unless life is in danger.

    A child is protected without being asked, and somebody whose age nobody knows counts as an adult unless the kind says child.
    """
    child = kind in CHILD_KINDS or any(v.is_child for v in victims)
    if not third_party or awareness not in NOT_ASKED or child or critical:
        return YES
    return Verdict(
        False,
        _(
            "This is an adult who was not asked. Arrange a safe approach first; the promise of the first response stays open. "
            "Open a case with the person's agreement, or when a sign of danger to life is recorded."
        ),
    )
