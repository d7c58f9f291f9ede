"""What becomes of a referral, by either side."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from jejaring.cases import queries as cases
from jejaring.cases.actions import NewNeed, plan_services
from jejaring.cases.models import Case, ServiceFact
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals import actions, queries
from jejaring.referrals.models import Referral, ReferralEvent
from jejaring.vault.models import Wrap
from tests import databases
from tests.cases.files import open_file, victim_of
from tests.cast import Cast, assemble
from tests.referrals.sent import act, owed, send


def told(cast: Cast, desk: str) -> list[str]:
    """The kinds of notices that a desk of the cast has got, oldest first."""
    with acting_as(cast.actors[desk], "test"):
        return list(Notice.objects.order_by("at", "pk").values_list("kind", flat=True))


def test_s02_police_and_social_affairs_each_answer_give_and_report_back(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        wanted = [NewNeed("law_enforcement", cast.desk_id("police")), NewNeed("shelter", cast.desk_id("social"))]
        plan_services(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), needs=wanted)
    police, social = send(cast, case), send(cast, case, "social")

    act(cast, "police", "accept", police)
    assert owed(cast.police, police.pk) == {"referral_answer": "kept", "first_service": "open"}
    act(cast, "police", "serve", police, service="law_enforcement", happened_on=today(), note="Laporan dibuat")
    assert owed(cast.police, police.pk) == {"referral_answer": "kept", "first_service": "kept", "service_feedback": "open"}
    act(cast, "police", "report_back", police, note="Perekrut ditangkap")
    act(cast, "social", "accept", social)
    act(cast, "social", "serve", social, service="shelter", happened_on=today())
    act(cast, "social", "report_back", social, note="Ditampung di rumah aman")

    for row, who in ((police, cast.police), (social, cast.social)):
        assert set(owed(who, row.pk).values()) == {"kept"}
    with acting_as(cast.manager, "test"):
        facts = {f.service: f for f in ServiceFact.objects.filter(case=case)}
        assert set(facts) == {"law_enforcement", "shelter"}
        assert {f.by_desk_id for f in facts.values()} == {cast.desk_id("police"), cast.desk_id("social")}
        assert {f.referral_id for f in facts.values()} == {police.pk, social.pk}
        assert {n.service: n.state for n in cases.case_for(cast.manager, case.pk).plan} == {"law_enforcement": "given", "shelter": "given"}
        assert queries.referral_for(cast.manager, police.pk).events[-1].note == "Perekrut ditangkap"
    assert [k for k in told(cast, "manager") if k.startswith("referral")] == [
        "referral_accepted", "referral_done", "referral_accepted", "referral_done",
    ]  # fmt: skip


def test_a_partner_that_gave_a_service_sees_neither_the_fact_nor_the_case(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    act(cast, "police", "accept", row)
    act(cast, "police", "serve", row, service="law_enforcement", happened_on=today())

    with acting_as(cast.police, "test"), connection.cursor() as cursor:
        assert not ServiceFact.objects.exists()
        cursor.execute("select (select count(*) from cases_servicefact), (select count(*) from cases_case)")
        assert cursor.fetchone() == (0, 0)


def test_the_next_packet_carries_what_the_first_partner_gave(cast: Cast, case: Case) -> None:
    first = send(cast, case, "social")
    act(cast, "social", "accept", first)
    act(cast, "social", "serve", first, service="shelter", happened_on=today())

    second = send(cast, case)

    with acting_as(cast.police, "test"):
        given = next(f.value for f in queries.referral_for(cast.police, second.pk).fields if f.name == "given_services")
        assert "Dinas Sosial Contoh" in given


def test_a_refusal_of_the_desk_is_an_answer_with_its_reason(cast: Cast, case: Case) -> None:
    row = send(cast, case, "social")

    act(cast, "social", "decline", row, reason="no_capacity", note="Penuh sampai Jumat")

    assert owed(cast.social, row.pk) == {"referral_answer": "kept"}
    with acting_as(cast.manager, "test"):
        event = queries.referral_for(cast.manager, row.pk).events[-1]
        assert (event.act, event.reason, event.note) == ("declined", "no_capacity", "Penuh sampai Jumat")
    assert "referral_declined" in told(cast, "manager")


def test_not_available_is_an_answer_too(cast: Cast, case: Case) -> None:
    row = send(cast, case, "social")

    done = act(cast, "social", "unavailable", row)

    assert (done.state, owed(cast.social, row.pk)) == ("unavailable", {"referral_answer": "kept"})


@pytest.mark.parametrize("accepted", [False, True])
def test_when_the_person_declines_nothing_more_is_owed(cast: Cast, case: Case, accepted: bool) -> None:
    row = send(cast, case, "social")
    if accepted:
        act(cast, "social", "accept", row)

    act(cast, "social", "refuse", row)

    assert "open" not in owed(cast.social, row.pk).values()
    assert owed(cast.social, row.pk)["referral_answer"] == "kept"


def test_no_answer_is_no_state_but_a_promise_past_its_moment(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    with standing_at(now() + timedelta(days=4)), acting_as(cast.manager, "test"):
        found = queries.row_for(cast.manager, row.pk)
        (due,) = [o for o in queries.referral_for(cast.manager, row.pk).promises if o.late]
        assert (found.state, due.key, due.desk_id) == ("sent", "referral_answer", cast.desk_id("police"))


def test_feedback_needs_a_word_and_a_service_a_day_that_has_come(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    act(cast, "police", "accept", row)

    with pytest.raises(Refused) as refused:
        act(cast, "police", "report_back", row, note="  ")
    assert refused.value.field == "note"
    with pytest.raises(Refused) as refused:
        act(cast, "police", "serve", row, service="law_enforcement", happened_on=today() + timedelta(1))
    assert refused.value.field == "happened_on"
    with pytest.raises(Refused, match="Check the year"):
        act(cast, "police", "serve", row, service="law_enforcement", happened_on=today() - timedelta(31))


def test_several_services_owe_one_feedback(cast: Cast, case: Case) -> None:
    row = send(cast, case, "social")
    act(cast, "social", "accept", row)

    for service in ("shelter", "social_assistance"):
        act(cast, "social", "serve", row, service=service, happened_on=today())

    with acting_as(cast.social, "test"):
        assert Commitment.objects.filter(subject_id=row.pk, key="service_feedback").count() == 1
    with acting_as(cast.manager, "test"):
        assert ServiceFact.objects.filter(case=case).count() == 2


def test_the_second_of_two_is_told_and_a_second_press_does_nothing(cast: Cast, case: Case) -> None:
    row, press = send(cast, case), uuid7()
    with acting_as(cast.police, "test"):
        actions.accept(by=cast.police, referral_id=row.pk, version=1, submission=press)
        actions.accept(by=cast.police, referral_id=row.pk, version=1, submission=press)

        with pytest.raises(Refused, match="in the meantime"):
            actions.decline(by=cast.police, referral_id=row.pk, version=1, reason="no_capacity")

        assert list(ReferralEvent.objects.filter(referral=row).values_list("act", flat=True)) == ["sent", "accepted"]


@pytest.mark.parametrize(("who", "name"), [("manager", "accept"), ("companion", "withdraw"), ("police", "withdraw")])
def test_each_act_belongs_to_its_side(cast: Cast, case: Case, who: str, name: str) -> None:
    row = send(cast, case)

    with pytest.raises(Refused):
        act(cast, who, name, row)


def test_a_stranger_finds_nothing_to_answer(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    with acting_as(cast.social, "test"), pytest.raises(Http404):
        actions.accept(by=cast.social, referral_id=row.pk, version=1)


def test_a_withdrawn_referral_leaves_the_receiver_neither_row_nor_key_and_says_so(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    act(cast, "police", "accept", row)

    act(cast, "manager", "withdraw", row, note="Persetujuan ditarik")

    with acting_as(cast.police, "test"), connection.cursor() as cursor:
        for table in ("referrals_referral", "referrals_packet", "referrals_referralevent", "vault_wrap"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table
        assert not Wrap.objects.exists()
    assert "open" not in owed(cast.police, row.pk).values()
    assert told(cast, "police")[-1] == "referral_withdrawn"
    with acting_as(cast.manager, "test"):
        view = queries.referral_for(cast.manager, row.pk)
        assert (view.row.state, view.events[-1].note) == ("withdrawn", "Persetujuan ditarik")
        assert view.acts == []


def test_after_the_access_has_ended_nothing_can_be_answered(cast: Cast, case: Case) -> None:
    row = send(cast, case, expires_days=2)
    act(cast, "police", "accept", row)

    with standing_at(now() + timedelta(days=3)), acting_as(cast.police, "test"), pytest.raises(Http404):
        actions.serve(by=cast.police, referral_id=row.pk, version=2, service="law_enforcement", happened_on=today())
    with acting_as(cast.manager, "test"):
        assert not ServiceFact.objects.filter(case=case).exists()
        assert Referral.objects.get(pk=row.pk).state == "accepted"


def test_two_officers_at_the_same_instant_give_one_answer(own_database: databases.Clone) -> None:
    city = assemble()
    row = send(city, open_file(city), "social")
    answers: list[Any] = []
    together = threading.Barrier(2)

    def press(name: str, facts: dict[str, Any]) -> None:
        try:
            together.wait()
            with acting_as(city.social, "test"):
                answers.append(getattr(actions, name)(by=city.social, referral_id=row.pk, version=1, **facts))
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=a) for a in (("accept", {}), ("decline", {"reason": "no_capacity"}))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()

    assert sorted(type(a).__name__ for a in answers) == ["Referral", "Refused"]
    with acting_as(city.social, "test"):
        assert ReferralEvent.objects.filter(referral=row).count() == 2
