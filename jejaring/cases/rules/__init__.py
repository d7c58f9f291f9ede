"""What follows from the facts of a case. Plain Python: categories, screening, risk, plan, closure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from jejaring.cases.states import NeedState, Precision
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.rules import is_child

CATEGORIES = (
    "violence_against_women", "violence_against_children", "violence_against_men", "domestic_violence", "sexual_violence",
    "online_violence", "dating_violence", "trafficking", "child_special_protection", "child_in_conflict_with_law", "other",
)  # fmt: skip
OF_PERSONS = frozenset({"violence_against_women", "violence_against_children", "violence_against_men", "other"})
NO_VIOLENCE = frozenset({"child_special_protection", "child_in_conflict_with_law", "other"})  # as long as no form is told
HOUSEHOLD = frozenset({"spouse", "parent", "step_parent", "foster_parent", "child"})  # UU 23/2004 article 2, wherever they live
IF_LIVING_IN = frozenset({"sibling", "uncle_or_aunt", "grandparent", "in_law", "other_family", "employer"})
DATING = frozenset({"dating_partner", "former_dating_partner"})
SEXUAL_PURPOSES = frozenset({"sexual_exploitation", "physical_or_sexual_use"})
ONLINE_SUB_FORMS = frozenset({"electronic_sexual_violence", "threatening_messages"})
RISKS = ("low", "medium", "high")
MANY_SIGNS = 4  # so many danger signs together are as grave as a critical one


class Victim(Protocol):
    """What the rules ask about somebody."""

    @property
    def sex(self) -> str: ...
    @property
    def age(self) -> int | None: ...
    @property
    def minor(self) -> bool | None: ...


class Screened(Protocol):
    """What the rules ask about a trafficking screen."""

    @property
    def identified_for_services(self) -> bool: ...
    @property
    def purposes(self) -> Sequence[str]: ...


def _of_one(victim: Victim, kind: str, elsewhere: bool) -> str:
    if is_child(victim.age, victim.minor):
        return "violence_against_children"
    if victim.age is None and victim.minor is None and kind == "violence_against_children":
        return kind  # what triage heard, until an age says otherwise
    if victim.sex == "female":
        return "violence_against_women"
    if victim.sex == "male":
        return "" if elsewhere else "violence_against_men"
    return kind if kind in OF_PERSONS else ""


def _of_relations(relations: Iterable[tuple[str, bool]]) -> set[str]:
    found = set()
    for relation, lives_together in relations:
        if relation in HOUSEHOLD or (lives_together and relation in IF_LIVING_IN):
            found.add("domestic_violence")
        if relation in DATING:
            found.add("dating_violence")
    return found


def _of_deeds(forms: Collection[tuple[str, str]], place: Collection[str], screens: Iterable[Screened]) -> set[str]:
    names = {form for form, _sub in forms}
    found = {"sexual_violence"} if "sexual" in names else set()
    if "online" in place or any(sub in ONLINE_SUB_FORMS for _form, sub in forms):
        found.add("online_violence")
    for screen in screens:
        if screen.identified_for_services:
            found.add("trafficking")
            if SEXUAL_PURPOSES & set(screen.purposes):
                found.add("sexual_violence")  # UU 12/2022 article 4(2)g
    return found | ({"trafficking"} if "trafficking" in names else set())


def categories(
    kind: str,
    forms: Collection[tuple[str, str]],
    relations: Iterable[tuple[str, bool]],
    victims: Collection[Victim],
    place: Collection[str] = (),
    screens: Iterable[Screened] = (),
) -> tuple[str, ...]:
    """Every category that the facts give a case, computed and in the order of the list; any victim counts, nobody is hidden.

    `forms` are pairs of form and sub-form, `relations` pairs of a relation and whether they live together, `place` the incidents' places.
    A boy is a child victim. A man counts under domestic violence or trafficking, elsewhere under violence against men. The kind that
    triage chose stays, unless it names persons that the victims turn out not to be.
    """
    found = _of_relations(relations) | _of_deeds(forms, place, screens)
    if kind not in OF_PERSONS:
        found.add(kind)
    elsewhere = bool(found & {"domestic_violence", "trafficking"})
    if forms or kind not in NO_VIOLENCE:
        found |= {c for v in victims if (c := _of_one(v, kind, elsewhere))}
    if not victims or not found:
        found.add(kind)
    return tuple(c for c in CATEGORIES if c in found)


def is_sexual(kind: str, forms: Iterable[tuple[str, str]]) -> bool:
    """Whether sexual violence is told: it must go to the police within three days (UU 12/2022), and is never mediated."""
    return kind == "sexual_violence" or any(form == "sexual" for form, _sub in forms)


@dataclass(frozen=True, slots=True)
class Elements:
    """Which elements of trafficking a screen found, and what that indicates. Never a verdict."""

    act: bool
    means: bool
    purpose: bool
    child: bool

    @property
    def identified_for_services(self) -> bool:
        """An act and a purpose; for an adult also means (Palermo Protocol article 3: a child's means are not asked)."""
        return self.act and self.purpose and (self.means or self.child)

    @property
    def elements_for_charge(self) -> bool:
        """An act, means and a purpose: what UU 21/2007 article 1(1) asks for."""
        return self.act and self.means and self.purpose

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences (message ids)."""
        said = [
            _("An act is present.") if self.act else _("No act yet: was somebody recruited, moved, sent, housed or received?"),
            _("Means are present.") if self.means else _("No means yet: force, deceit, debt, or the use of a weak position?"),
            _("A purpose of exploitation is present.") if self.purpose else _("No purpose yet: for which exploitation?"),
        ]
        if self.child:
            said.append(_("For a child no means are needed to be identified for services."))
        if self.identified_for_services and not self.elements_for_charge:
            said.append(_("Services start now; means can still be found for the charge."))
        return tuple(said)


def elements(
    acts: Collection[str], means: Collection[str], purposes: Collection[str], age: int | None, minor: bool | None = None
) -> Elements:
    """What a screen found, in the elements of UU 21/2007 article 1(1). Consent plays no part."""
    return Elements(bool(acts), bool(means), bool(purposes), is_child(age, minor))


def screen(
    acts: Collection[str], means: Collection[str], purposes: Collection[str], age: int | None, minor: bool | None = None
) -> tuple[bool, bool]:
    """Two indications: identified for services, and elements for the charge."""
    found = elements(acts, means, purposes, age, minor)
    return found.identified_for_services, found.elements_for_charge


def computed_risk(signs: Collection[str], critical: Collection[str]) -> str:
    """Risk from danger signs: a critical one or four together are high, any is medium, none is low."""
    if set(signs) & set(critical) or len(set(signs)) >= MANY_SIGNS:
        return "high"
    return "medium" if signs else "low"


def higher_risk(one: str, other: str) -> str:
    """The higher of two risks; an unknown one counts as the lowest."""
    return max(one, other, key=lambda risk: RISKS.index(risk) if risk in RISKS else -1)


def is_lower(chosen: str, than: str) -> bool:
    """Whether a chosen risk is below another."""
    return chosen != than and higher_risk(chosen, than) == than


class Fact(Protocol):
    """What the rules ask about a service fact."""

    @property
    def kind(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def at(self) -> datetime: ...


def need_state(facts: Collection[Fact]) -> NeedState:
    """Where a need stands: what its latest fact says, by the day it happened and then by when it was written down."""
    latest = max(facts, key=lambda f: (f.happened_on, f.at), default=None)
    return NeedState(latest.kind) if latest else NeedState.NEEDED


def may_mediate(cats: Collection[str], signs: Collection[str] | None, risk: str) -> Verdict:
    """Mediation is never offered for sexual violence, nor in domestic violence with danger signs or before they were asked about.

    `signs` are those of the latest assessment, None before the first.
    """
    if "sexual_violence" in cats:
        return Verdict(False, _("Sexual violence is never mediated (UU 12/2022)."))
    if "domestic_violence" not in cats:
        return YES
    if signs is None:
        return Verdict(False, _("Assess the danger first: mediation can put the person at risk."))
    if signs or risk == "high":
        return Verdict(False, _("There are signs of danger: mediation would put the person at risk."))
    return YES


def may_have_happened(on: date | None, precision: str, today: date) -> Verdict:
    """An incident has a past or present date, or none with the precision that says so."""
    if on is None:
        return YES if precision == Precision.UNKNOWN else Verdict(False, _("Give the date, or say that it is not known."))
    if precision == Precision.UNKNOWN:
        return Verdict(False, _("A date without its precision: say how exactly it is known."))
    begin = {"month": on.replace(day=1), "year": on.replace(month=1, day=1)}.get(precision, on)
    return YES if begin <= today else Verdict(False, _("This date lies in the future."))


PACKET = {
    "reference": _("Case reference"),
    "kind": _("Kind of case"),
    "risk": _("Risk"),
    "victim": _("Victim"),
    "victim_name": _("Victim's name"),
    "victim_nik": _("Victim's NIK"),
    "victim_birth_date": _("Victim's birth date"),
    "victim_phone": _("Victim's phone"),
    "victim_address": _("Address on the identity card"),
    "victim_domicile": _("Where the victim is now"),
    "victim_origin": _("Where the victim is from"),
    "needs": _("What the victim needs to take part"),
    "safe_contact": _("Safe contact"),
    "guardian": _("Guardian"),
    "forms": _("Forms of violence"),
    "incident_when": _("When it happened"),
    "incident_where": _("Where it happened"),
    "incident_story": _("What happened"),
    "respondent": _("Respondent"),
    "relation": _("Respondent's relation to the victim"),
    "respondent_name": _("Respondent's name"),
    "witnesses": _("Witnesses"),
    "trafficking": _("Trafficking indication"),
    "identifiers_for_police": _("Identifiers that may go to the police"),
    "identifiers": _("Identifiers given to get help only"),
    "danger_signs": _("Signs of danger"),
    "condition": _("Condition"),
    "wishes": _("The victim's wishes"),
    "needed_services": _("Services needed"),
    "given_services": _("Services given so far"),
    "police_report": _("Police report"),
    "manager": _("Case manager"),
}
"""Everything that a packet could carry, by name, with its words (message ids). Which purpose carries what is decided above."""
