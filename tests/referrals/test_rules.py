"""What may leave, on which basis and to whom: truth tables without a database."""

import pytest

from jejaring.cases.rules import PACKET
from jejaring.referrals import rules
from jejaring.referrals.rules import Facts
from jejaring.referrals.states import Handover, ReferralPurpose

P = ReferralPurpose
ADULT = Facts(risk="medium", kinds=frozenset({"domestic_violence"}), adult=True, body="social")
CHILD = Facts(risk="high", kinds=frozenset({"trafficking"}), forms=frozenset({"sexual"}), adult=False, body="police")


def test_every_purpose_has_its_fields_and_services_and_all_of_them_are_known() -> None:
    assert set(rules.FIELDS_OF_PURPOSE) == set(rules.SERVICES_OF_PURPOSE) == set(P)
    assert {name for names in rules.FIELDS_OF_PURPOSE.values() for name in names} <= set(PACKET)
    assert all(rules.FIELDS_OF_PURPOSE.values())


@pytest.mark.parametrize("purpose", list(P))
def test_safe_contact_and_earlier_services_go_along_always(purpose: P) -> None:
    assert set(rules.ALWAYS) <= set(rules.FIELDS_OF_PURPOSE[purpose])
    found = rules.chosen({"safe_contact": {"channels": ["visit"]}, "given_services": "Penyelamatan", "risk": "tinggi"}, purpose, PACKET)
    assert [name for name, _value in found] == ["safe_contact", "given_services"]


@pytest.mark.parametrize("purpose", list(P))
def test_nobody_gets_what_was_said_for_help_only_nor_witnesses_nor_our_reference(purpose: P) -> None:
    assert not {"identifiers", "witnesses", "reference"} & set(rules.FIELDS_OF_PURPOSE[purpose])
    assert not [name for name in rules.FIELDS_OF_PURPOSE[purpose] if "reporter" in name or "clinical" in name]


def test_identifiers_that_may_go_to_the_police_go_to_law_enforcement_alone() -> None:
    assert [p for p in P if "identifiers_for_police" in rules.FIELDS_OF_PURPOSE[p]] == [P.LAW_ENFORCEMENT]


def test_a_school_learns_nothing_of_what_happened() -> None:
    told = {"forms", "incident_story", "incident_when", "respondent", "trafficking", "risk", "kind", "danger_signs", "condition"}
    assert not told & set(rules.FIELDS_OF_PURPOSE[P.EDUCATION])


def test_what_is_not_known_does_not_leave_as_an_empty_field() -> None:
    assert rules.chosen({"victim_name": "", "risk": "tinggi"}, P.HEALTH) == [("risk", "tinggi")]


def test_the_digest_sees_every_change() -> None:
    first = rules.fingerprint([("risk", "tinggi")])
    assert first == rules.fingerprint([("risk", "tinggi")])
    assert len({first, rules.fingerprint([("risk", "sedang")]), rules.fingerprint([])}) == 3


@pytest.mark.parametrize(
    ("facts", "giver", "ok"),
    [
        (ADULT, "person", True),
        (ADULT, "guardian", False),
        (ADULT, "", False),
        (CHILD, "person", False),
        (CHILD, "guardian", True),
        (Facts(adult=False, guardians=(True,)), "guardian", False),
        (Facts(adult=False, guardians=(True, False)), "guardian", True),
    ],
)
def test_consent_comes_from_the_adult_or_from_a_guardian_without_conflict(facts: Facts, giver: str, ok: bool) -> None:
    assert rules.basis_fits("consent", facts, purpose=P.SOCIAL, giver=giver).ok is ok


@pytest.mark.parametrize(("risk", "ok"), [("high", True), ("medium", False), ("low", False), ("", False)])
def test_vital_interest_is_for_danger(risk: str, ok: bool) -> None:
    assert rules.basis_fits("vital_interest", Facts(risk=risk), purpose=P.HEALTH).ok is ok


@pytest.mark.parametrize(
    ("kinds", "forms", "body", "purpose", "ok"),
    [
        ({"sexual_violence"}, set(), "police", P.LAW_ENFORCEMENT, True),
        ({"trafficking"}, {"sexual"}, "police", P.LAW_ENFORCEMENT, True),
        ({"domestic_violence"}, {"physical"}, "police", P.LAW_ENFORCEMENT, False),
        ({"sexual_violence"}, set(), "prosecutor", P.LAW_ENFORCEMENT, False),
        ({"sexual_violence"}, set(), "health", P.HEALTH, False),
        ({"sexual_violence"}, set(), "police", P.SOCIAL, False),
    ],
)
def test_the_legal_duty_covers_sexual_violence_towards_the_police(
    kinds: set[str], forms: set[str], body: str, purpose: P, ok: bool
) -> None:
    facts = Facts(kinds=frozenset(kinds), forms=frozenset(forms), body=body)

    assert rules.basis_fits("legal_duty", facts, purpose=purpose).ok is ok


@pytest.mark.parametrize(("body", "ok"), [("social", True), ("police", True), ("legal_aid", False), ("community", False)])
def test_the_public_task_binds_public_bodies(body: str, ok: bool) -> None:
    assert rules.basis_fits("public_task", Facts(body=body), purpose=P.LEGAL_AID).ok is ok


def test_a_basis_that_is_none_is_refused() -> None:
    assert not rules.basis_fits("", ADULT, purpose=P.SOCIAL)
    assert not rules.basis_fits("curiosity", ADULT, purpose=P.SOCIAL)


@pytest.mark.parametrize(
    ("purpose", "handover", "facts", "ok"),
    [
        (P.LAW_ENFORCEMENT, Handover.REFERRAL, Facts(body="police"), True),
        (P.LAW_ENFORCEMENT, Handover.REFERRAL, Facts(body="health"), False),
        (P.HEALTH, Handover.REFERRAL, Facts(body="health"), True),
        (P.TRANSFER, Handover.TRANSFER, Facts(body="protection_unit"), True),
        (P.TRANSFER, Handover.TRANSFER, Facts(body="police"), False),
        (P.TRANSFER, Handover.REFERRAL, Facts(body="protection_unit"), False),
        (P.SOCIAL, Handover.TRANSFER, Facts(body="social"), False),
        (P.SOCIAL, Handover.REFERRAL, Facts(body="social", own_desk=True), False),
    ],
)
def test_a_purpose_goes_to_a_body_that_has_it(purpose: P, handover: Handover, facts: Facts, ok: bool) -> None:
    assert rules.address_fits(purpose, handover, facts).ok is ok
    assert rules.handover_of(purpose) == (Handover.TRANSFER if purpose == P.TRANSFER else Handover.REFERRAL)


@pytest.mark.parametrize(
    ("kinds", "forms", "risk", "ok"),
    [
        ({"sexual_violence"}, set(), "low", False),
        ({"trafficking"}, {"sexual"}, "low", False),
        ({"domestic_violence"}, set(), "medium", False),
        ({"domestic_violence"}, set(), "low", True),
        ({"other"}, set(), "medium", True),
    ],
)
def test_no_mediation_where_it_puts_somebody_at_risk(kinds: set[str], forms: set[str], risk: str, ok: bool) -> None:
    facts = Facts(risk=risk, kinds=frozenset(kinds), forms=frozenset(forms))

    assert rules.services_fit(("legal_aid", "mediation"), facts).ok is ok
    assert rules.services_fit(("legal_aid",), facts).ok


@pytest.mark.parametrize(("days", "ok"), [(0, False), (1, True), (90, True), (365, True), (366, False), (-3, False)])
def test_access_always_ends(days: int, ok: bool) -> None:
    assert rules.lasting_fits(days).ok is ok
