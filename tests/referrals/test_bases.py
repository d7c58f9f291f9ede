"""Basis and consent: what is stored, what a withdrawal ends in the same request, and what it never stops."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.utils import IntegrityError

from jejaring.cases.models import Case, Participant
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.rules import ContactWish
from jejaring.referrals import actions, queries
from jejaring.referrals.models import Referral, SharingBasis
from jejaring.referrals.rules import Facts, Fate, fate_of, not_recalled, withdrawal_fits
from jejaring.referrals.states import ReferralPurpose
from jejaring.vault import actions as vault
from jejaring.vault.models import Wrap
from tests.cases import files
from tests.cast import Cast
from tests.referrals.sent import act, owed, send
from tests.screens import signed_in

MOTHER = files.NewParty("guardian", "female", 40, name="Ibu Wali Contoh")
TO_HOSPITAL = {"purpose": "health", "services": ("health",), "basis": "consent", "consent_by": "person"}


@pytest.fixture
def woman(cast: Cast) -> Case:
    """A woman hit at home, medium risk: an adult who decides in person."""
    return files.wife_hit(cast, contact=ContactWish(("whatsapp",), ("phone",)))


@pytest.fixture
def girl(cast: Cast) -> Case:
    """A girl with a mother to rely on."""
    return files.open_file(cast, parties=(files.GIRL, files.RECRUITER, MOTHER))


def consent(cast: Cast, case: Case, **changes: Any) -> SharingBasis:
    """A consent on record: of the first victim, spoken, to the hospital."""
    with acting_as(cast.manager, "test"):
        facts = {"victim": files.victim_of(case), "to_desk": cast.desk_id("hospital"), "purpose": "health", "reason": "Dijelaskan"}
        return actions.record_consent(by=cast.manager, case_id=case.pk, **(facts | changes))


def guardian(cast: Cast, case: Case) -> Any:
    """The guardian's participant."""
    with acting_as(cast.manager, "test"):
        return Participant.objects.get(case_id=case.pk, role="guardian")


def withdraw(cast: Cast, basis: Any, **changes: Any) -> SharingBasis:
    """The person takes it back."""
    with acting_as(cast.manager, "test"):
        version = SharingBasis.objects.get(pk=basis.pk).version
        facts: dict[str, Any] = {"basis_id": basis.pk, "version": version, "withdrawn_for": "person"}
        return actions.withdraw_consent(by=cast.manager, **(facts | changes))


def sharing(cast: Cast, row: Referral) -> SharingBasis:
    """The stored basis of a referral."""
    with acting_as(cast.manager, "test"):
        found = Referral.objects.select_related("sharing").get(pk=row.pk).sharing
        assert found is not None
        return found


def test_every_sending_from_a_case_stores_its_basis(cast: Cast, woman: Case) -> None:
    kept = {}
    for to, facts in (("social", {}), ("hospital", TO_HOSPITAL)):
        row = send(cast, woman, to, **facts)
        kept[to] = sharing(cast, row)

    assert (kept["social"].basis, kept["social"].consent_by, kept["social"].wording) == ("public_task", "", "")
    assert (kept["hospital"].basis, kept["hospital"].consent_by, kept["hospital"].evidence) == ("consent", "person", "spoken")
    assert kept["hospital"].wording == "2026-1"


def test_a_consent_on_record_carries_the_sending_and_ends_the_access_with_itself(cast: Cast, woman: Case) -> None:
    basis = consent(cast, woman, days=10)

    row = send(cast, woman, "hospital", **TO_HOSPITAL, expires_days=90)

    assert sharing(cast, row).pk == basis.pk
    assert row.expires_at == basis.until
    with acting_as(cast.manager, "test"):
        assert SharingBasis.objects.filter(case_id=woman.pk).count() == 1


def test_a_childs_consent_is_a_guardians_and_keeps_what_the_child_says(cast: Cast, girl: Case) -> None:
    mother = guardian(cast, girl)

    for wrong, field in (
        ({}, "guardian"),
        ({"guardian": mother.pk}, "child_view"),
        ({"guardian": mother.pk, "child_view": "Mau", "reason": " "}, "reason"),
        ({"guardian": mother.pk, "child_view": "Mau", "days": 0}, "days"),
        ({"guardian": mother.pk, "child_view": "Mau", "evidence": "paper"}, "document"),
    ):
        with pytest.raises(Refused) as refused:
            consent(cast, girl, **wrong)
        assert refused.value.field == field
    basis = consent(cast, girl, guardian=mother.pk, child_view="Mau, asal ditemani")

    with acting_as(cast.manager, "test"):
        row = SharingBasis.objects.get(pk=basis.pk)
        assert (row.consent_by, row.guardian_id, row.guardian_conflict) == ("guardian", mother.pk, False)
        assert vault.read(row, "child_view") == "Mau, asal ditemani"
        assert b"ditemani" not in bytes(SharingBasis.objects.filter(pk=row.pk).values_list("child_view", flat=True)[0])


def test_a_guardian_in_conflict_consents_to_nothing_and_what_was_given_carries_nothing(cast: Cast, girl: Case) -> None:
    mother = guardian(cast, girl)
    consent(cast, girl, guardian=mother.pk, child_view="Mau")
    with acting_as(cast.manager, "test"):
        Participant.objects.filter(pk=mother.pk).update(conflict=True)

    with pytest.raises(Refused) as anew:
        consent(cast, girl, guardian=mother.pk, child_view="Mau")
    with pytest.raises(Refused) as on_it:
        send(cast, girl, "hospital", **(TO_HOSPITAL | {"consent_by": "guardian"}))
    page = signed_in(cast.manager).get(f"/referrals/basis/{girl.pk}/")

    assert (anew.value.field, on_it.value.field) == ("guardian", "basis")
    assert "Tidak berlaku" in page.content.decode()


def test_a_withdrawal_ends_sight_keys_and_promises_in_the_same_request(cast: Cast, woman: Case) -> None:
    """The receiver reads it; the sender posts the withdrawal; the receiver's very next request finds nothing."""
    row = send(cast, woman, "hospital", **TO_HOSPITAL)
    act(cast, "hospital", "accept", row)
    basis, there = sharing(cast, row), signed_in(cast.hospital)
    assert there.get(f"/referrals/{row.pk}/").status_code == 200

    address = f"/referrals/basis/{woman.pk}/{basis.pk}/withdraw/"
    mine = signed_in(cast.manager)
    asked = mine.get(address).content.decode()
    done = mine.post(address, {"withdrawn_for": "person", "version": basis.version, "note": "Saya takut"})

    assert "akses berakhir seketika" in asked
    assert done.status_code == 302
    assert there.get(f"/referrals/{row.pk}/").status_code == 404
    assert row.reference not in there.get("/referrals/?show=received").content.decode()
    with acting_as(cast.hospital, "test"), connection.cursor() as cursor:
        for table in ("referral where id", "packet where referral_id", "referralevent where referral_id"):
            cursor.execute(f"select count(*) from referrals_{table} = %s", [row.pk])
            assert cursor.fetchone() == (0,), table
        assert not Wrap.objects.filter(domain=row.domain).exists()
        assert Commitment.objects.filter(subject_id=row.pk, state="open").count() == 0
    assert owed(cast.manager, basis.pk) == {"consent_withdrawal": "open"}


def test_the_receiver_is_told_without_a_word_about_the_person(cast: Cast, woman: Case) -> None:
    row = send(cast, woman, "hospital", **TO_HOSPITAL)
    withdraw(cast, sharing(cast, row), note="Kata-kata rahasia")

    with acting_as(cast.hospital, "test"):
        told = Notice.objects.get(kind="consent_withdrawn")
    home = signed_in(cast.hospital).get("/").content.decode()

    assert (told.desk, told.subject_kind, told.subject_id) == (cast.desk_id("hospital"), "sharing", row.pk)
    assert "Persetujuan di balik sebuah rujukan ditarik" in home
    assert not {"Kata-kata rahasia", "Ibu Contoh", row.reference} & set(home.split())


def test_nothing_more_is_sent_until_somebody_has_asked_again(cast: Cast, woman: Case) -> None:
    basis = consent(cast, woman)
    withdraw(cast, basis)

    with pytest.raises(Refused) as refused:
        send(cast, woman, "hospital", **TO_HOSPITAL)
    with acting_as(cast.manager, "test"), pytest.raises(IntegrityError), transaction.atomic():
        past_the_act(cast, woman, basis).save(force_insert=True)
    with standing_at(now() + timedelta(minutes=1)):
        again = consent(cast, woman)
        row = send(cast, woman, "hospital", **TO_HOSPITAL)

    assert refused.value.field == "basis"
    assert sharing(cast, row).pk == again.pk


def past_the_act(cast: Cast, case: Case, basis: SharingBasis) -> Referral:
    """A row written past the act, on a basis that was withdrawn."""
    facts: dict[str, Any] = {"purpose": "health", "basis": "consent", "sent_at": now(), "expires_at": now() + timedelta(9)}
    where = {"from_desk_id": cast.manager.desk, "to_desk_id": cast.desk_id("hospital"), "case_id": case.pk, "domain": case.domain}
    return Referral(reference="R-00", sent_by=cast.manager.id, recorded_at=now(), sharing_id=basis.pk, **where, **facts)


def test_the_database_alone_hides_what_rests_on_a_withdrawn_consent(cast: Cast, woman: Case) -> None:
    """Even if state, expiry and keys of the referral were left as they are."""
    row = send(cast, woman, "hospital", **TO_HOSPITAL)
    with acting_as(cast.hospital, "test"):
        before = Referral.objects.filter(pk=row.pk).count()
    with acting_as(cast.manager, "test"):
        SharingBasis.objects.filter(pk=sharing(cast, row).pk).update(withdrawn_at=now())

    with acting_as(cast.hospital, "test"):
        assert (before, Referral.objects.filter(pk=row.pk).count()) == (1, 0)


def test_a_withdrawal_never_stops_the_duty_to_report_sexual_violence(cast: Cast, girl: Case) -> None:
    to_police = {"purpose": "law_enforcement", "services": ("law_enforcement",), "basis": "consent", "consent_by": "guardian"}
    row = send(cast, girl, "police", **to_police)

    withdraw(cast, sharing(cast, row), withdrawn_for="guardian")

    assert signed_in(cast.police).get(f"/referrals/{row.pk}/").status_code == 200
    now_on = sharing(cast, row)
    assert (now_on.basis, now_on.withdrawn_at) == ("legal_duty", None)


def test_what_protects_a_life_in_danger_goes_on_with_a_reason(cast: Cast, woman: Case, girl: Case) -> None:
    calm, row = send(cast, woman, "hospital", **TO_HOSPITAL), send(cast, girl, "hospital", **(TO_HOSPITAL | {"consent_by": "guardian"}))

    with pytest.raises(Refused) as refused:
        withdraw(cast, sharing(cast, calm), kept_for_life="Takut saja")
    withdraw(cast, sharing(cast, row), withdrawn_for="person", kept_for_life="Pendarahan belum berhenti")

    assert refused.value.field == "kept_for_life"
    assert sharing(cast, row).basis == "vital_interest"
    assert signed_in(cast.hospital).get(f"/referrals/{row.pk}/").status_code == 200


def test_a_basis_that_is_no_consent_is_nobodys_to_withdraw(cast: Cast, woman: Case) -> None:
    row = send(cast, woman, "social")

    with pytest.raises(Refused):
        withdraw(cast, sharing(cast, row))
    with pytest.raises(IntegrityError), acting_as(cast.manager, "test"), transaction.atomic():
        SharingBasis.objects.filter(pk=sharing(cast, row).pk).update(withdrawn_at=now())


def test_what_is_done_already_loses_its_access_too_and_stays_done(cast: Cast, woman: Case) -> None:
    row = send(cast, woman, "hospital", **TO_HOSPITAL)
    act(cast, "hospital", "accept", row)
    act(cast, "hospital", "report_back", row, note="Selesai")

    withdraw(cast, sharing(cast, row))

    assert signed_in(cast.hospital).get(f"/referrals/{row.pk}/").status_code == 404
    with acting_as(cast.manager, "test"):
        assert Referral.objects.get(pk=row.pk).state == "done"


def test_the_promise_is_kept_by_what_the_receivers_said_and_due_in_three_days(cast: Cast, woman: Case) -> None:
    row = send(cast, woman, "hospital", **TO_HOSPITAL)
    basis = sharing(cast, row)
    at = now()
    with standing_at(at):
        withdraw(cast, basis)
    with acting_as(cast.manager, "test"):
        promised = Commitment.objects.get(subject_id=basis.pk)

    browser, address = signed_in(cast.manager), f"/referrals/basis/{woman.pk}/{basis.pk}/settle/"
    empty = browser.post(address, {"version": 2, "settlement": ""})
    done = browser.post(address, {"version": 2, "settlement": "Rumah sakit berhenti; rekam medis tetap."})

    assert promised.due_at == at + timedelta(hours=72)
    assert (empty.status_code, done.status_code) == (422, 302)
    assert owed(cast.manager, basis.pk) == {"consent_withdrawal": "kept"}
    assert "rekam medis tetap" in browser.get(f"/referrals/basis/{woman.pk}/").content.decode()


def test_withdrawing_twice_changes_nothing_and_a_stranger_finds_nothing(cast: Cast, woman: Case) -> None:
    basis = consent(cast, woman)
    first, second = withdraw(cast, basis), withdraw(cast, basis)

    assert first.withdrawn_at == second.withdrawn_at
    assert owed(cast.manager, basis.pk) == {"consent_withdrawal": "open"}
    for who in (cast.stranger, cast.hospital):
        with acting_as(who, "test"):
            assert not SharingBasis.objects.exists()
            with pytest.raises(ObjectDoesNotExist):
                actions.withdraw_consent(by=who, basis_id=basis.pk, version=1, withdrawn_for="person")


def test_a_consent_is_recorded_on_its_screen_and_shown_on_the_file(cast: Cast, woman: Case) -> None:
    browser = signed_in(cast.companion)
    with acting_as(cast.manager, "test"):
        victim = files.victim_of(woman)
    sent = {
        "victim": str(victim), "purpose": "health", "to_desk": str(cast.desk_id("hospital")), "guardian": "", "days": "30",
        "reason": "Dibacakan, ia setuju", "evidence": "spoken", "document": "", "submission": "0193b1de-0000-7000-8000-000000000001",
    }  # fmt: skip

    address = f"/referrals/basis/{woman.pk}/new/"
    refused, done = browser.post(address, sent | {"reason": ""}), browser.post(address, sent)
    again = browser.post(address, sent)

    assert (refused.status_code, done.status_code, again.status_code) == (422, 302, 302)
    assert "Dibacakan" in browser.get(f"/referrals/basis/{woman.pk}/").content.decode()
    assert "Dasar dan persetujuan" in browser.get(f"/cases/{woman.pk}/").content.decode()
    with acting_as(cast.manager, "test"):
        assert SharingBasis.objects.count() == 1


GIRLS = Facts(risk="high", forms=frozenset({"sexual"}), adult=False, body="police")


def test_what_becomes_of_a_referral_by_rule() -> None:
    law, health = ReferralPurpose.LAW_ENFORCEMENT, ReferralPurpose.HEALTH
    hospital = replace(GIRLS, body="health")

    assert fate_of(GIRLS, purpose=law, taken_over=False, kept_for_life=False) == Fate.LEGAL_DUTY
    assert fate_of(hospital, purpose=health, taken_over=False, kept_for_life=False) == Fate.ENDS
    assert fate_of(hospital, purpose=health, taken_over=False, kept_for_life=True) == Fate.VITAL_INTEREST
    assert fate_of(replace(hospital, risk="low"), purpose=health, taken_over=False, kept_for_life=True) == Fate.ENDS
    assert fate_of(hospital, purpose=health, taken_over=True, kept_for_life=True) == Fate.TAKEN_OVER


def test_what_cannot_be_called_back_is_named() -> None:
    everything = {"read": True, "letters": True, "police": True, "services": True, "taken_over": True}

    assert not_recalled(**dict.fromkeys(everything, False)) == ()
    assert not_recalled(**everything) == ("read", "letters", "police", "services", "taken_over")


@pytest.mark.parametrize(
    ("whom", "given", "adult", "guardians", "ok"),
    [
        ("person", "person", True, (), True), ("person", "guardian", False, (False,), True),
        ("guardian", "guardian", False, (False,), True),
        ("guardian", "person", True, (), False), ("guardian", "guardian", False, (True,), False), ("neighbour", "person", True, (), False),
    ],
)  # fmt: skip
def test_who_may_take_a_consent_back(whom: str, given: str, adult: bool, guardians: tuple[bool, ...], ok: bool) -> None:
    assert bool(withdrawal_fits(by_whom=whom, given_by=given, adult=adult, guardians=guardians)) is ok


def test_a_page_of_bases_costs_the_same_for_many(cast: Cast, woman: Case, django_assert_max_num_queries: Any) -> None:
    for to in ("hospital", "social", "police"):
        consent(cast, woman, to_desk=cast.desk_id(to), purpose="health")

    with acting_as(cast.manager, "test"), django_assert_max_num_queries(7):
        from jejaring.cases import queries as cases

        assert len(queries.bases(cast.manager, cases.summary(cast.manager, woman.pk))) == 3
