"""Which promises follow from what happened and from a plan: the windows of medical help, protection, and the seven days after trafficking.

Plain Python; the amounts stand in the rules as data (domain: UU 21/2007 article 52, UU 12/2022 articles 42 and 43, UU 23/2004 article 16).
"""

from collections.abc import Collection, Mapping, Sequence

from jejaring.cases.rules import Victim
from jejaring.commitments.states import RuleKey as K

HEALTH = frozenset({"health", "medical_treatment"})
KEPT_BY_SERVICE: Mapping[str, tuple[K, ...]] = {  # a service on record keeps these; the same list stands in guard/sql/30_partners_keep.sql
    "health": (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION),
    "medical_treatment": (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION),
    "police_protection": (K.TEMPORARY_PROTECTION,),
    "witness_protection": (K.WITNESS_PROTECTION,),
}
SEVEN_DAYS = frozenset({"health", "medical_treatment", "psychological", "social_rehabilitation", "reintegration"})  # UU 21/2007 article 52
PROTECTION = (K.TEMPORARY_PROTECTION, K.WITNESS_PROTECTION)  # what a victim may ask for when the police are told
YOUNGEST, OLDEST = 9, 55  # years: whoever may become pregnant, or whose age is not known


def medical(victims: Sequence[Victim], *, sexual: bool, given: Collection[str]) -> tuple[K, ...]:
    """Which windows of medical help run after sexual violence, unless a hospital has treated her already."""
    if not sexual or HEALTH & set(given):
        return ()
    may_conceive = any(v.sex == "female" and (v.age is None or YOUNGEST <= v.age <= OLDEST) for v in victims)
    return (K.PROPHYLAXIS, K.EMERGENCY_CONTRACEPTION) if may_conceive else (K.PROPHYLAXIS,)


def kept_by(service: str, kind: str) -> tuple[K, ...]:
    """What a fact about a service keeps: given, or not wanted by the person; that it cannot be had keeps nothing."""
    return () if kind == "unavailable" else KEPT_BY_SERVICE.get(service, ())


def runs_seven_days(categories: Collection[str], service: str) -> bool:
    """Whether a planned service is one that a victim of trafficking gets within seven days of asking."""
    return "trafficking" in categories and service in SEVEN_DAYS
