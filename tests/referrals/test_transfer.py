"""Handing over: which referral keeps the promise, and what a transfer that is accepted inside the system changes on both sides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from jejaring.audit.models import Event
from jejaring.cases.models import Case
from jejaring.cases.queries import summary
from jejaring.commitments.models import CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals import queries
from jejaring.referrals.models import Referral
from tests.cast import Cast
from tests.referrals.sent import TO_REGION, TO_SOCIAL, act, owed, send
from tests.screens import signed_in
from tests.triage import told


def to_be_handed_over(cast: Cast, outcome: str) -> Case:
    """A case of which triage decided that it is another body's."""
    whose = {"jurisdiction": "transfer_region", "region": "15.05"} if outcome == "transfer" else {"jurisdiction": "other_body"}
    done = told.decide(cast, told.report(cast, told.AUNT), kind="violence_against_children", outcomes=(outcome,), **whose)
    with acting_as(cast.manager, "test"):
        return Case.objects.get(pk=done.case_id)


@pytest.fixture
def region(cast: Cast) -> Case:
    return to_be_handed_over(cast, "transfer")


@pytest.fixture
def body(cast: Cast) -> Case:
    return to_be_handed_over(cast, "refer_out")


@pytest.fixture
def handed(cast: Cast, region: Case) -> Referral:
    """The transfer has been sent to the unit next door, which uses the system."""
    return send(cast, region, "other_unit", **TO_REGION)


def hand_over(cast: Cast, case: Case) -> str:
    return owed(cast.manager, case.pk)["hand_over"]


@pytest.mark.parametrize("outcome", ["transfer", "refer_out"])
def test_a_first_referral_for_something_else_hands_nothing_over(cast: Cast, outcome: str) -> None:
    case = to_be_handed_over(cast, outcome)
    assert hand_over(cast, case) == "open"

    send(cast, case, "police")
    send(cast, case, "social", **TO_SOCIAL)

    assert hand_over(cast, case) == "open"


def test_the_transfer_keeps_the_promise_to_hand_over(cast: Cast, region: Case) -> None:
    send(cast, region, "police")

    send(cast, region, "other_unit", **TO_REGION)

    assert hand_over(cast, region) == "kept"


def test_so_does_the_referral_to_the_responsible_body(cast: Cast, body: Case) -> None:
    send(cast, body, "social", handover="refer_out", **TO_SOCIAL)

    assert hand_over(cast, body) == "kept"


def test_referring_out_leaves_the_file_with_the_sender(cast: Cast, body: Case) -> None:
    row = send(cast, body, "social", handover="refer_out", **TO_SOCIAL)

    act(cast, "social", "accept", row)

    with acting_as(cast.manager, "test"):
        assert summary(cast.manager, body.pk).state == "open"


def form_of(cast: Cast, case: Case, purpose: str) -> str:
    return signed_in(cast.manager).get(f"/referrals/new/{case.pk}/?purpose={purpose}").content.decode()


def test_the_form_asks_whether_this_is_the_responsible_body_only_where_it_is_owed(cast: Cast, body: Case, region: Case, case: Case) -> None:
    assert 'name="hands_over"' in form_of(cast, body, "social")
    assert 'name="hands_over"' not in form_of(cast, region, "transfer")
    assert 'name="hands_over"' not in form_of(cast, case, "social")


def test_a_tick_on_the_form_hands_over(cast: Cast, body: Case) -> None:
    browser, address = signed_in(cast.manager), f"/referrals/new/{body.pk}/?purpose=social"
    page = browser.get(address).content.decode()
    submission = page.split('name="submission" value="')[1].split('"')[0]
    asked = {
        "to_desk": str(cast.desk_id("social")), "hands_over": "on", "services": ["shelter"], "request": "Mohon ditangani",
        "basis": "public_task", "consent_by": "", "basis_reason": "Wewenang mereka", "expires_days": "90", "submission": submission,
        "step": "preview",
    }  # fmt: skip
    preview = browser.post(address, asked).content.decode()
    seen = preview.split('name="seen" value="')[1].split('"')[0]

    sent = browser.post(address, asked | {"step": "send", "seen": seen, "agreed": "on"})

    assert sent.status_code == 302
    assert hand_over(cast, body) == "kept"


def test_an_accepted_transfer_makes_the_case_theirs(cast: Cast, region: Case, handed: Referral) -> None:
    assert summary_state(cast, region) == "open"

    with standing_at(now() + timedelta(hours=3)):
        act(cast, "stranger", "accept", handed)

    with acting_as(cast.manager, "test"):
        after = summary(cast.manager, region.pk)
        assert (after.state, after.version) == ("transferred", region.version + 1)
        assert after.closed_at is not None
        assert after.closed_at - now() > timedelta(hours=2)
        assert Notice.objects.filter(kind="referral_accepted", subject_id=handed.pk).exists()


def summary_state(cast: Cast, case: Case) -> str:
    with acting_as(cast.manager, "test"):
        return summary(cast.manager, case.pk).state


def test_nothing_is_owed_by_the_sender_any_more_and_each_ending_is_on_record(cast: Cast, region: Case, handed: Referral) -> None:
    act(cast, "stranger", "accept", handed)

    states = owed(cast.manager, region.pk)
    assert "open" not in states.values()
    assert owed(cast.manager, region.opened_from)["first_response"] == "cancelled", "nor on the report that it came from"
    assert states["assessment"] == states["plan"] == states["review"] == "cancelled"
    with acting_as(cast.manager, "test"):
        ended = CommitmentEvent.objects.filter(commitment__subject_id=region.pk, act="cancelled")
        assert {(event.by, event.desk) for event in ended} == {(cast.stranger.id, cast.stranger.desk)}
    assert owed(cast.stranger, handed.pk) == {"referral_answer": "kept", "first_service": "open"}


def test_the_taking_over_is_in_the_log(cast: Cast, region: Case, handed: Referral) -> None:
    act(cast, "stranger", "accept", handed)

    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="case_transferred", subject_id=region.pk, actor=cast.stranger.id).count() == 1


def test_the_receiver_sees_the_packet_and_not_the_file(cast: Cast, region: Case, handed: Referral) -> None:
    act(cast, "stranger", "accept", handed)

    with acting_as(cast.stranger, "test"):
        view = queries.referral_for(cast.stranger, handed.pk)
        assert "victim" in [field.name for field in view.fields]
        with pytest.raises(Http404):
            summary(cast.stranger, region.pk)


def test_what_was_taken_over_stays_when_the_access_of_a_referral_would_have_ended(cast: Cast, region: Case, handed: Referral) -> None:
    other = send(cast, region, "other_unit", purpose="social", services=("shelter",), basis="public_task")
    act(cast, "stranger", "accept", handed)

    with standing_at(now() + timedelta(days=400)), acting_as(cast.stranger, "test"):
        assert queries.referral_for(cast.stranger, handed.pk).fields
        assert queries.row_for(cast.stranger, handed.pk).access_ends is None
        assert not Referral.objects.filter(pk=other.pk).exists()


def test_an_accepted_transfer_cannot_be_taken_back(cast: Cast, handed: Referral) -> None:
    act(cast, "stranger", "accept", handed)

    with pytest.raises(Refused, match="theirs"):
        act(cast, "manager", "withdraw", handed, note="Keliru")


def test_a_declined_transfer_leaves_everything_as_it_was(cast: Cast, region: Case, handed: Referral) -> None:
    act(cast, "stranger", "decline", handed, reason="outside_area")

    assert summary_state(cast, region) == "open"
    assert owed(cast.manager, region.pk)["assessment"] == "open"


def test_a_plain_referral_to_another_unit_moves_nothing(cast: Cast, case: Case) -> None:
    row = send(cast, case, "other_unit", purpose="social", services=("shelter",), basis="public_task")

    act(cast, "stranger", "accept", row)

    assert summary_state(cast, case) == "open"


def test_a_case_on_which_nobody_works_any_more_is_not_taken_over(cast: Cast, region: Case, handed: Referral) -> None:
    with acting_as(cast.manager, "test"):
        Case.objects.filter(pk=region.pk).update(state="closure_proposed")

    with pytest.raises(Refused, match="not working"):
        act(cast, "stranger", "accept", handed)

    assert owed(cast.stranger, handed.pk) == {"referral_answer": "open"}
    assert summary_state(cast, region) == "closure_proposed"


def test_nobody_but_the_receiver_of_an_accepted_transfer_can_move_a_case(cast: Cast, region: Case, case: Case, handed: Referral) -> None:
    plain = send(cast, case)
    act(cast, "police", "accept", plain)

    for who, row in (("police", plain), ("police", handed), ("stranger", handed), ("manager", handed)):
        with pytest.raises(Exception, match="no rows"), acting_as(cast.actors[who], "test"):
            moved(row)
    assert summary_state(cast, region) == summary_state(cast, case) == "open"


def moved(row: Referral) -> None:
    """As the act does it, without its checks."""
    with connection.cursor() as cursor:
        cursor.execute("select transfer_by_referral(%s, %s)", [row.pk, now()])
