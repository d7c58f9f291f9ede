"""A partner desk asks the unit for a companion, a psychologist or a place: a referral towards the unit, with the same clock."""

from datetime import timedelta
from typing import Any

import pytest

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.rules import ContactWish
from jejaring.referrals import actions, queries, rules
from jejaring.referrals.actions import Described
from jejaring.referrals.models import Referral
from jejaring.referrals.states import ReferralPurpose
from tests.cast import Cast
from tests.screens import signed_in
from tests.triage.test_views import text_of

pytestmark = pytest.mark.django_db
WOMAN = Described(
    sex="female", age=19, name="Bunga Rekaan", area="15.71.07", place="IGD RSUD", condition="Sadar, perdarahan teratasi",
    danger_signs=("captivity",), needs=("same_sex_officer",),
)  # fmt: skip
WISH = ContactWish(("whatsapp",), ("phone",), number="0812-1111")
ASK = "/referrals/request/"


def ask(cast: Cast, *, by: str = "hospital", to: str = "unit", **changes: Any) -> Referral:
    actor = cast.actors[by]
    facts: dict[str, Any] = {
        "purpose": "companion", "request": "Pendamping selama visum", "basis": "consent", "consent_by": "person",
        "basis_reason": "Ia setuju", "person": WOMAN, "contact": WISH,
    }  # fmt: skip
    with acting_as(actor, "test"):
        return actions.request_service(by=actor, to_desk=cast.desk_id(to), **(facts | changes))


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    plain = {
        "to_desk": str(cast.desk_id("unit")), "purpose": "psychological", "request": "Pendampingan psikolog malam ini", "sex": "female",
        "age": "19", "name": "Bunga Rekaan", "danger_signs": ["captivity"], "basis": "vital_interest", "basis_reason": "Nyawa terancam",
        "contact_channels": ["whatsapp"], "contact_never": ["phone"], "submission": str(uuid7()),
    }  # fmt: skip
    return plain | changes


def test_the_unit_receives_it_with_the_clock_of_an_answer(cast: Cast) -> None:
    row = ask(cast)

    with acting_as(cast.manager, "test"):
        (found,) = queries.inbox(cast.manager)
        view = queries.referral_for(cast.manager, row.pk)
        owed = Commitment.objects.get(subject_id=row.pk, key="referral_answer")
        assert (found.id, found.risk, found.sex, found.age, found.area) == (row.pk, "high", "female", 19, "15.71.07")
        assert (owed.desk_id, owed.owed_to_desk_id) == (cast.desk_id("unit"), cast.desk_id("hospital"))
        assert owed.due_at == owed.started_at + timedelta(hours=1)
        assert Notice.objects.filter(kind="referral_received").exists()
    assert view.request == "Pendamping selama visum"
    assert view.contact is not None
    assert view.contact.never == ["Telepon"]
    carried = {f.name: f.value for f in view.carried}
    assert carried == {
        "risk": "Risiko tinggi", "danger_signs": carried["danger_signs"], "victim": "Perempuan, 19", "victim_name": "Bunga Rekaan",
        "victim_domicile": "IGD RSUD", "needs": carried["needs"], "condition": "Sadar, perdarahan teratasi",
    }  # fmt: skip


@pytest.mark.parametrize("purpose", rules.REQUESTED)
def test_no_purpose_carries_more_than_it_allows(cast: Cast, purpose: ReferralPurpose) -> None:
    row = ask(cast, purpose=purpose)
    with acting_as(cast.manager, "test"):
        view = queries.referral_for(cast.manager, row.pk)

    assert {f.name for f in view.fields} <= set(rules.FIELDS_OF_PURPOSE[purpose])
    assert row.services == [rules.SERVICES_OF_PURPOSE[purpose][0]]


def test_where_nobody_asked_how_to_reach_the_person_the_packet_says_so(cast: Cast) -> None:
    row = ask(cast, contact=None)
    with acting_as(cast.manager, "test"):
        assert queries.referral_for(cast.manager, row.pk).contact is None


def test_both_desks_follow_it_to_its_end(cast: Cast) -> None:
    row = ask(cast)
    with acting_as(cast.manager, "test"):
        row = actions.accept(by=cast.manager, referral_id=row.pk, version=row.version)
        row = actions.serve(by=cast.manager, referral_id=row.pk, version=2, service="case_management", happened_on=today())
        actions.report_back(by=cast.manager, referral_id=row.pk, version=3, note="Sudah didampingi")
    with acting_as(cast.hospital, "test"):
        (sent,) = queries.outbox(cast.hospital)
        assert sent.state == "done"
        assert queries.referral_for(cast.hospital, row.pk).events[-1].note == "Sudah didampingi"
        assert [n.kind for n in Notice.objects.order_by("at")] == ["referral_accepted", "referral_done"]


def test_the_sender_may_withdraw_it_and_the_unit_no_longer_sees_it(cast: Cast) -> None:
    row = ask(cast)
    answer = signed_in(cast.hospital).post(f"/referrals/{row.pk}/withdraw/", {"note": "Batal", "version": "1", "submission": str(uuid7())})

    assert answer.status_code == 302
    assert signed_in(cast.manager).get(f"/referrals/{row.pk}/").status_code == 404


def test_other_desks_see_nothing_of_it(cast: Cast) -> None:
    row = ask(cast)
    for name in ("police", "stranger"):
        with acting_as(cast.actors[name], "test"):
            assert not Referral.objects.exists(), name
        assert signed_in(cast.actors[name]).get(f"/referrals/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "law_enforcement"}, "purpose"),
        ({"to": "social"}, "to_desk"),
        ({"to": "letters"}, "to_desk"),
        ({"request": " "}, "request"),
        ({"basis_reason": ""}, "basis_reason"),
        ({"consent_by": ""}, "basis"),
        ({"basis": "legal_duty"}, "basis"),
        ({"basis": "vital_interest", "person": Described(sex="female", age=19)}, "basis"),
        ({"person": Described(sex="female", age=15)}, "basis"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field_and_nothing_is_written(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, **changes)

    assert refused.value.field == field
    with acting_as(cast.hospital, "test"):
        assert not Referral.objects.exists()


@pytest.mark.parametrize("name", ["duty", "manager", "secretary"])
def test_only_partner_desks_ask(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        ask(cast, by=name)


def test_the_same_form_sent_twice_is_one_request(cast: Cast) -> None:
    submission = uuid7()
    assert ask(cast, submission=submission).pk == ask(cast, submission=submission).pk


def test_it_is_asked_from_the_partners_home_and_leads_to_its_clock(cast: Cast) -> None:
    browser = signed_in(cast.hospital)
    assert ASK in text_of(browser.get("/"))
    assert browser.get(ASK).status_code == 200

    answer = browser.post(ASK, typed(cast))
    page = text_of(browser.get(answer["Location"]))

    assert "Pendampingan psikolog malam ini" in page
    assert "Jawaban" in page
    assert "0 menit" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_desk": ""}, "to_desk"), ({"to_desk": "moon"}, "to_desk"), ({"purpose": ""}, "purpose"), ({"purpose": "transfer"}, "purpose"),
        ({"request": ""}, "request"), ({"age": "121"}, "age"), ({"basis": "consent"}, "basis"), ({"danger_signs": []}, "basis"),
        ({"area": "99"}, "area"), ({"contact_never": ["whatsapp"]}, "contact_never"), ({"basis_reason": " "}, "basis_reason"),
    ],
)  # fmt: skip
def test_a_refused_form_says_why_beside_the_field_and_keeps_every_word(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    answer = signed_in(cast.hospital).post(ASK, typed(cast, condition="سيتي 🌸") | wrong)
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "سيتي 🌸" in page
    assert "Bunga Rekaan" in page
    with acting_as(cast.hospital, "test"):
        assert not Referral.objects.exists()


def test_the_screen_belongs_to_partner_desks(cast: Cast) -> None:
    statuses = {name: signed_in(cast.actors[name]).get(ASK).status_code for name in ("police", "social", "duty", "manager", "chair")}

    assert statuses == {"police": 200, "social": 200, "duty": 403, "manager": 403, "chair": 403}


def test_a_case_does_not_refer_for_a_companion() -> None:
    assert ReferralPurpose.COMPANION not in [purpose for purpose, _words in queries.purposes()]
