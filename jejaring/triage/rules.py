"""Risk from danger signs, what may be decided together, and when an adult was not asked. Plain Python.

Points are our proposal, to be confirmed by the unit: the ministry's standard names the three criteria (kind, risk, jurisdiction) but no
arithmetic. Only the forcing by critical signs is fixed. The result is the same as that of an assessment of the case.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jejaring.cases.rules import MANY_SIGNS
from jejaring.kernel.identifiers import normal_phone, parse_nik
from jejaring.kernel.ids import reference_is_valid
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.rules import is_child
from jejaring.reference.rules import HOME_CITY
from jejaring.triage.states import Jurisdiction, OutcomeKind, Risk

CRITICAL_POINTS = HIGH_FROM = MANY_SIGNS  # a critical sign weighs as much as that many others
ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)

INFORMATION_ONLY = "information_only"
CHILD_KINDS = frozenset({"violence_against_children", "child_special_protection", "child_in_conflict_with_law"})
NOT_ASKED = frozenset({"not_yet_reached", "does_not_know", "does_not_want"})
OPENING = frozenset({OutcomeKind.OPEN_CASE, OutcomeKind.REFER_OUT, OutcomeKind.TRANSFER})
SOUGHT = ("first", "second")  # the fields of a silent check: two identifiers at most
NO_IDENTIFIER = _("This is neither a telephone number nor a NIK.")
NOTHING_SOUGHT = _("Write one or two identifiers: a telephone number or a NIK.")
NOBODY_CHOSEN = _("Choose at least one of the people, or leave the case unopened.")
FOUND_ARE_VICTIMS = _("Nobody of those found or handed over is made a respondent here: they are victims until somebody finds otherwise.")
CASE_PREFIX = "K-"
NO_SUCH_CASE = _("There is no such case at this desk: the report can only go back.")
NOT_YET = _(
    "This is an adult who was not asked. Arrange a safe approach first; the promise of the first response stays open. "
    "Open a case with the person's agreement, or when a sign of danger to life is recorded."
)


EVENT_PASSED = _("This day has passed, or lies more than a year ahead. Check the year.")
IMMINENT = frozenset({"imminent_wedding", "imminent_departure"})
FARTHEST_EVENT = timedelta(days=366)


def is_imminent(signs: Collection[str]) -> bool:
    """Whether a wedding or a departure is about to take place: what is promised then must not miss it."""
    return bool(IMMINENT & set(signs))


def may_come(day: date | None, today: date) -> bool:
    """Whether a future event may lie on this day: today at the earliest, within a year; nothing is no day."""
    return day is None or today <= day <= today + FARTHEST_EVENT


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


def exact(text: str) -> tuple[str, str] | None:
    """Kind and one spelling of an identifier that can be looked for exactly: a NIK, else a telephone number; None for anything else."""
    if nik := parse_nik(text):
        return "nik", nik.digits
    phone = normal_phone(text)
    return ("phone", phone) if phone else None


def sought_problems(sought: Sequence[str]) -> dict[str, str]:
    """What cannot be looked for, by field: one or two identifiers, each a telephone number or a NIK."""
    found = {name: NO_IDENTIFIER for name, text in zip(SOUGHT, sought, strict=False) if text.strip() and exact(text) is None}
    if not any(text.strip() for text in sought) or len(sought) > len(SOUGHT):
        found.setdefault(SOUGHT[0], NOTHING_SOUGHT)
    return found


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


def lowers(chosen: str, computed: str) -> bool:
    """Whether the chosen risk is below the computed one; raising is always free."""
    return ORDER.index(Risk(chosen)) < ORDER.index(Risk(computed))


def opens_a_file(outcomes: Collection[str]) -> bool:
    """Opening, referring out and transferring need a case file: nothing about a person leaves without one."""
    return bool(OPENING & set(outcomes))


def outcomes_fit(outcomes: Collection[str], *, kind: str) -> Verdict:
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


def region_fits(region: str, outcomes: Collection[str]) -> Verdict:
    """A transfer names the region that takes over, which is not our own city."""
    if OutcomeKind.TRANSFER in outcomes and region in ("", HOME_CITY):
        return Verdict(False, _("Choose the region that takes over."))
    return YES


def jurisdiction_fits(jurisdiction: str, outcomes: Collection[str]) -> Verdict:
    """Another region's report is transferred there or only advised; what is ours is not transferred."""
    transfer, elsewhere = OutcomeKind.TRANSFER in outcomes, jurisdiction == Jurisdiction.TRANSFER_REGION
    if transfer and not elsewhere:
        return Verdict(False, _("A transfer goes to another region: choose so here, or leave the transfer out."))
    if elsewhere and opens_a_file(outcomes) and not transfer:
        return Verdict(False, _("Another region is responsible: transfer it there, or choose here that it is ours."))
    return YES


def reference_fits(text: str) -> Verdict:
    """A case is named by its reference, whose last letter must fit the rest; whether such a case exists is not said."""
    wanted = text.strip().upper()
    if wanted.startswith(CASE_PREFIX) and reference_is_valid(wanted):
        return YES
    return Verdict(False, _("This is not a case reference: look at its letters and digits again."))


def was_asked(*, third_party: bool, awareness: str, kind: str, victims: Collection[Someone], critical: bool) -> Verdict:
    """An adult who was never asked does not become a case because somebody else called, unless life is in danger.

    A child is protected without being asked; somebody whose age nobody knows counts as an adult unless the kind says child.
    """
    child = kind in CHILD_KINDS or any(v.is_child for v in victims)
    if not third_party or awareness not in NOT_ASKED or child or critical:
        return YES
    return Verdict(False, NOT_YET)


def risk_fits(risk: str, computed: str, *, reason: str, may_lower: Verdict) -> dict[str, str]:
    """A risk below the computed one needs a supervisor and a reason; what is lacking, by field."""
    if not risk:
        return {"risk": _("Choose a risk.")}
    if not lowers(risk, computed):
        return {}
    if not may_lower:
        return {"risk": may_lower.reason}
    return {} if reason.strip() else {"lowered_reason": _("Say why the risk is lower than the danger signs say.")}


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as it was filled in, with what the report says, before it is checked."""

    kind: str
    outcomes: Collection[str]
    jurisdiction: str
    computed: str
    critical: bool
    third_party: bool
    awareness: str
    risk: str = ""
    lowered_reason: str = ""
    region: str = ""
    reason: str = ""
    manager: object | None = None
    join_reference: str = ""
    victims: Collection[Someone] = ()
    may_lower: Verdict = YES


def problems(d: Draft) -> dict[str, str]:
    """What of a decision cannot stand, by field, the first reason each (message ids); empty when it can be taken."""
    found: dict[str, str] = {}
    verdicts = {"outcomes": outcomes_fit(d.outcomes, kind=d.kind), "jurisdiction": jurisdiction_fits(d.jurisdiction, d.outcomes)}
    verdicts["region"] = region_fits(d.region, d.outcomes)
    if OutcomeKind.JOIN_CASE in d.outcomes:
        verdicts["join_reference"] = reference_fits(d.join_reference)
    if not d.reason.strip():
        verdicts["reason"] = Verdict(False, _("Say in a sentence why this is decided."))
    if d.kind != INFORMATION_ONLY:
        found |= risk_fits(d.risk, d.computed, reason=d.lowered_reason, may_lower=d.may_lower)
    if opens_a_file(d.outcomes) and verdicts["outcomes"]:
        verdicts["manager"] = YES if d.manager else Verdict(False, _("Choose who manages the case."))
        verdicts["outcomes"] = was_asked(
            third_party=d.third_party, awareness=d.awareness, kind=d.kind, victims=d.victims, critical=d.critical
        )
    return found | {field: verdict.reason for field, verdict in verdicts.items() if not verdict}
