"""Which promises follow from what happened and from a plan: the windows of medical help and of the law, protection, content that is online,
and the seven days after trafficking.

Plain Python; the amounts stand in the rules as data (domain: UU 21/2007 article 52, UU 12/2022 articles 42 to 46, UU 23/2004 article
16, UU 1/2023 articles 29 and 463).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jejaring.cases.rules import Victim
from jejaring.cases.states import Precision
from jejaring.commitments.states import RuleKey as K
from jejaring.kernel.clock import day_after, midnight
from jejaring.people.rules import is_child

HEALTH = frozenset({"health", "medical_treatment"})
KEPT_BY_SERVICE: Mapping[str, tuple[K, ...]] = {  # a service on record keeps these; the same list stands in guard/sql/30_partners_keep.sql
    "health": (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION),
    "medical_treatment": (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION),
    "forensic_examination": (K.TRACES,),
    "police_protection": (K.TEMPORARY_PROTECTION,),
    "witness_protection": (K.WITNESS_PROTECTION,),
    "content_takedown": (K.TAKEDOWN,),
}
COMPLAINT = (K.COMPLAINT_PERIOD, K.COMPLAINT_PERIOD_ABROAD)
KEPT_BY_RIGHT: Mapping[str, tuple[K, ...]] = {  # explained to a victim
    "pregnancy_after_rape": (K.PREGNANCY_AFTER_RAPE,),
    "complaint": COMPLAINT,
}
SEVEN_DAYS = frozenset({"health", "medical_treatment", "psychological", "social_rehabilitation", "reintegration"})  # UU 21/2007 article 52
ORDERS = (K.PROTECTION_ORDER, K.RESTRAINT_ORDER)  # of a court, before the protection by the police ends
PROTECTION = (K.TEMPORARY_PROTECTION, K.WITNESS_PROTECTION)  # what a victim may ask for when the police are told
YOUNGEST, OLDEST = 9, 55  # years: whoever may become pregnant, or whose age is not known
RAPE = frozenset({"rape", "sexual_act_with_child"})
ON_COMPLAINT = frozenset({"sexual_harassment_non_physical", "sexual_harassment_physical"})  # of adults: UU 12/2022 article 7
ONLINE = "electronic_sexual_violence"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a case when its windows are asked for. `given` are services of others, before the case."""

    sexual: bool
    sub_forms: Collection[str]
    categories: Collection[str]
    victims: Sequence[Victim]
    given: Collection[str] = ()
    police_known: bool = False
    abroad: bool = False  # where the victim was when she learned of it


def from_incident(told: Told) -> tuple[K, ...]:
    """Which windows run from what happened; whether they have passed is for the clock to say."""
    found = list(medical(told.victims, sexual=told.sexual, given=told.given))
    if told.sexual and "forensic_examination" not in told.given:
        found.append(K.TRACES)
    if RAPE & set(told.sub_forms) and _may_conceive(told.victims):
        found.append(K.PREGNANCY_AFTER_RAPE)
    if _on_complaint(told) and not told.police_known:
        found.append(K.COMPLAINT_PERIOD_ABROAD if told.abroad else K.COMPLAINT_PERIOD)
    return tuple(found)


def medical(victims: Sequence[Victim], *, sexual: bool, given: Collection[str]) -> tuple[K, ...]:
    """Which windows of medical help run after sexual violence, unless a hospital has treated her already."""
    if not sexual or HEALTH & set(given):
        return ()
    return (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION) if _may_conceive(victims) else (K.PROPHYLAXIS,)


def _may_conceive(victims: Sequence[Victim]) -> bool:
    return any(v.sex == "female" and (v.age is None or YOUNGEST <= v.age <= OLDEST) for v in victims)


def _on_complaint(told: Told) -> bool:
    """Domestic violence and harassment are prosecuted on complaint; no child has to complain. To be verified by article."""
    if all(is_child(v.age, v.minor) for v in told.victims):
        return False
    return "domestic_violence" in told.categories or bool(ON_COMPLAINT & set(told.sub_forms))


def is_online(told: Told) -> bool:
    """Whether something of a sexual kind may have to be taken down."""
    return ONLINE in told.sub_forms


def moments_of(happened_at: datetime | None, happened_on: date | None, precision: Precision | str) -> tuple[datetime, datetime] | None:
    """The first and the last moment at which it can have happened: the hour, else the whole day; nothing where not even the day is known.

    A window is due by the first of them, never later than it really ends, and is promised while it may be open by the last.
    """
    if happened_at:
        return happened_at, happened_at
    if happened_on and precision == Precision.DAY:
        return midnight(happened_on), day_after(happened_on)
    return None


def kept_by(service: str, kind: str) -> tuple[K, ...]:
    """What a fact about a service keeps: given, or not wanted by the person; that it cannot be had keeps nothing."""
    if kind == "unavailable":
        return ()
    without = ORDERS if (service, kind) == ("police_protection", "refused") else ()
    return KEPT_BY_SERVICE.get(service, ()) + without


def kept_by_rights(rights: Collection[str]) -> tuple[K, ...]:
    """What explaining these rights to a victim keeps."""
    return tuple(key for right, keys in KEPT_BY_RIGHT.items() if right in rights for key in keys)


def court_order(categories: Collection[str]) -> K:
    """What is asked of a court before the protection by the police ends: after seven days in a household (UU 23/2004 article 16), after
    fourteen for sexual violence outside of one (UU 12/2022 articles 42 and 45). Where both may hold, the earlier one.
    """
    outside = "sexual_violence" in categories and "domestic_violence" not in categories
    return K.RESTRAINT_ORDER if outside else K.PROTECTION_ORDER


def runs_seven_days(categories: Collection[str], service: str) -> bool:
    """Whether a planned service is one that a victim of trafficking gets within seven days of asking."""
    return "trafficking" in categories and service in SEVEN_DAYS
