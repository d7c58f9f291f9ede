"""What leaves with a referral, under the policies and keys of the real city."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from jejaring.audit.models import Event
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals import queries
from jejaring.referrals.models import Packet, Referral
from jejaring.referrals.states import ReferralPurpose
from jejaring.vault.models import Wrap
from tests.cases.files import open_file, wife_hit
from tests.cast import Cast
from tests.referrals.sent import carried, owed, send
from tests.triage import told


def test_the_packet_is_what_was_shown_before_and_nothing_else(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        shown = queries.preview_of(cast.manager, case.pk, ReferralPurpose.LAW_ENFORCEMENT)

    row = send(cast, case, seen=shown.fingerprint)

    with acting_as(cast.police, "test"):
        view = queries.referral_for(cast.police, row.pk)
        assert [(f.name, f.value) for f in view.fields] == [(f.name, f.value) for f in shown.fields]
        assert (view.contact.channels, view.contact.never) == (["WhatsApp"], ["Telepon"])  # type: ignore[union-attr]
    assert carried(cast, row)["victim_name"] == "Bunga Contoh"


def test_nothing_is_sent_when_the_file_changed_after_it_was_looked_at(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        shown = queries.preview_of(cast.manager, case.pk, ReferralPurpose.LAW_ENFORCEMENT)
        cases.assess(by=cast.manager, case_id=case.pk, danger_signs=["weapon"])

    with pytest.raises(Refused, match="look again"):
        send(cast, case, seen=shown.fingerprint)

    with acting_as(cast.manager, "test"):
        assert not Referral.objects.exists()


def test_who_reported_is_in_no_packet_of_any_purpose(cast: Cast) -> None:
    report = told.report(cast, told.NEIGHBOUR, danger_signs=("weapon",))
    case_id = told.decide(cast, report, kind="violence_against_women", forms=("physical",)).case_id
    with acting_as(cast.manager, "test"):
        cases.add_party(by=cast.manager, case_id=case_id, party=NewParty("reporter", name="Tetangga Rahasia", phone="0813-9999-8888"))
        cases.add_party(by=cast.manager, case_id=case_id, party=NewParty("witness", name="Tetangga Rahasia", phone="0813-9999-8888"))
        for purpose in ReferralPurpose:
            leaves = json.dumps([f.value for f in queries.preview(cast.manager, case_id, purpose)])
            assert "Tetangga" not in leaves, purpose
            assert "8888" not in leaves, purpose
            assert "jangan sebut" not in leaves, purpose


def test_identifiers_go_to_the_police_as_allowed_and_to_nobody_else(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        sight = {"by": cast.manager, "case_id": case.pk, "kind": "phone", "role": "recruiter"}
        cases.sight_identifier(value="0812-7400-1188", use="may_go_to_police", **sight)
        cases.sight_identifier(value="0812-5555-6666", use="help_only", **sight)

    police, social = carried(cast, send(cast, case)), carried(cast, send(cast, case, "social"))

    assert "+6281274001188" in police["identifiers_for_police"]
    assert "6281255556666" not in json.dumps(police)
    assert "62812" not in json.dumps([v for name, v in social.items() if name != "safe_contact"])


def test_clinical_notes_stay(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        cases.write_note(by=cast.manager, case_id=case.pk, text="Diagnosis rahasia", clinical=True)
        leaves = [f.value for p in ReferralPurpose for f in queries.preview(cast.manager, case.pk, p)]

    assert "Diagnosis" not in json.dumps(leaves)


def test_earlier_services_travel_so_that_nobody_asks_twice(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        cases.record_service_fact(
            by=cast.manager, case_id=case.pk, service="outreach", kind="given", happened_on=today() - timedelta(1),
            by_desk=cast.desk_id("unit"),
        )  # fmt: skip

    packet = carried(cast, send(cast, case, "social"), by=cast.social)

    assert "Penjangkauan" in packet["given_services"]
    assert str((today() - timedelta(1)).year) in packet["given_services"]


def test_single_fields_are_left_out_but_not_what_keeps_her_safe(cast: Cast, case: Case) -> None:
    row = send(cast, case, left_out=("victim_name", "victim_nik"))
    assert "victim_name" not in carried(cast, row)
    with acting_as(cast.manager, "test"):
        assert "victim_name" not in Packet.objects.get(referral=row).field_names
    with pytest.raises(Refused):
        send(cast, case, left_out=("safe_contact",))


def test_the_receiver_holds_the_packets_key_until_the_access_ends_and_no_key_of_the_case(cast: Cast, case: Case) -> None:
    row = send(cast, case, expires_days=30)

    with acting_as(cast.police, "test"):
        wraps = list(Wrap.objects.values_list("domain", "key_class", "expires_at"))
        assert {(d, k) for d, k, _e in wraps} == {(row.pk, "general"), (row.pk, "identity")}
        assert {e - row.sent_at for _d, _k, e in wraps} == {timedelta(days=30)}
        assert not Case.objects.filter(pk=case.pk).exists()


def test_after_the_access_has_ended_the_receiver_finds_no_row_and_no_key(cast: Cast, case: Case) -> None:
    row = send(cast, case, expires_days=30)

    with standing_at(now() + timedelta(days=31)):
        with acting_as(cast.police, "test"), connection.cursor() as cursor:
            cursor.execute("select count(*) from referrals_referral")
            assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from referrals_packet")
            assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from referrals_referralevent")
            assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from vault_wrap where domain = %s", [row.pk])
            assert cursor.fetchone() == (0,)
            with pytest.raises(ObjectDoesNotExist):
                queries.referral_for(cast.police, row.pk)
        with acting_as(cast.manager, "test"):
            assert queries.referral_for(cast.manager, row.pk).fields


def test_a_packet_is_frozen(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    for who in (cast.manager, cast.police):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(who, "test"):
            Packet.objects.filter(referral=row).update(field_names=[])


def test_no_word_of_it_stands_readable_in_the_database(cast: Cast, case: Case) -> None:
    row = send(cast, case, request="Mohon dijemput malam ini")

    with acting_as(cast.police, "test"), connection.cursor() as cursor:
        cursor.execute("select (r.*)::text || (p.*)::text from referrals_referral r join referrals_packet p on p.referral_id = r.id")
        ((text,),) = cursor.fetchall()
        for word in ("Bunga", "dijemput", "Terancam"):
            assert word not in text
            assert word.encode().hex() not in text
    assert row.reference in text


def test_other_desks_do_not_see_it(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    for who in ("social", "stranger", "duty", "chair", "privacy", "admin"):
        with acting_as(cast.actors[who], "test"):
            assert not Referral.objects.filter(pk=row.pk).exists(), who


def test_sending_opens_the_promise_of_an_answer_and_tells_the_desk_without_a_word(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    assert owed(cast.police, row.pk) == owed(cast.manager, row.pk) == {"referral_answer": "open"}
    with acting_as(cast.police, "test"):
        notice = Notice.objects.get(kind="referral_received")
        assert (notice.subject_id, notice.from_desk) == (row.pk, cast.desk_id("unit"))


def test_the_same_form_sent_twice_is_one_referral(cast: Cast, case: Case) -> None:
    press = uuid7()

    assert send(cast, case, submission=press).pk == send(cast, case, submission=press).pk
    with acting_as(cast.manager, "test"):
        assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": "consent", "consent_by": "guardian"}, "basis"),
        ({"basis": "consent"}, "basis"),
        ({"basis": "legal_duty"}, "basis"),
        ({"basis": "vital_interest"}, "basis"),
        ({"basis_reason": " "}, "basis_reason"),
        ({"request": ""}, "request"),
        ({"expires_days": 400}, "expires_days"),
        ({"purpose": "law_enforcement"}, "to_desk"),
        ({"purpose": "transfer"}, "to_desk"),
        ({"services": ("mediation",)}, "services"),
    ],
)
def test_what_may_not_be_sent_is_refused_at_its_field(cast: Cast, changes: dict[str, str], field: str) -> None:
    case = wife_hit(cast)

    with pytest.raises(Refused) as refused:
        send(cast, case, "social", **changes)

    assert refused.value.field == field
    with acting_as(cast.manager, "test"):
        assert not Referral.objects.exists()


def test_a_guardian_in_conflict_gives_no_consent(cast: Cast) -> None:
    girl = NewParty("victim", "female", 15, name="Anak Contoh")
    case = open_file(cast, parties=(girl, NewParty("guardian", "male", 40, name="Paman Contoh", conflict=True)))
    with pytest.raises(Refused, match="conflict"):
        send(cast, case, "social", basis="consent", consent_by="guardian")

    with acting_as(cast.manager, "test"):
        cases.add_party(by=cast.manager, case_id=case.pk, party=NewParty("guardian", "female", 38, name="Ibu Contoh"))
    row = send(cast, case, "social", basis="consent", consent_by="guardian")

    assert (row.basis, row.consent_by) == ("consent", "guardian")


def test_only_those_who_lead_the_case_may_send(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused):
        send(cast, case, by=cast.companion)
    with pytest.raises(Http404):
        send(cast, case, by=cast.stranger)


def test_sending_is_in_the_log_with_codes_only(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    with acting_as(cast.supervisor, "test"):
        event = Event.objects.get(act="referral_sent")
        assert (event.subject_id, event.case_id, event.detail) == (row.pk, case.pk, "law_enforcement,vital_interest")


def test_the_desks_that_offer_the_service_come_first_and_those_without_the_system_say_so(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        social = queries.desks_for(cast.manager, ReferralPurpose.SOCIAL)
        transfer = queries.desks_for(cast.manager, ReferralPurpose.TRANSFER)
        police = queries.desks_for(cast.manager, ReferralPurpose.LAW_ENFORCEMENT)

    assert social[0].desk.id == cast.desk_id("social")
    assert [o.desk.id for o in police] == [cast.desk_id("police")]
    assert {o.desk.id: o.desk.uses_system for o in transfer} == {cast.desk_id("other_unit"): True, cast.desk_id("letters"): False}
    assert [o.words.endswith(")") for o in transfer] == [not o.desk.uses_system for o in transfer]
