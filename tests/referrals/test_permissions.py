"""Who may do what with a referral: side, role and state."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.cases.states import CaseState
from jejaring.kernel.ids import uuid7
from jejaring.referrals import actions, permissions
from jejaring.referrals.actions.answering import ACTS
from jejaring.referrals.states import REFERRAL, Handover, ReferralState

OURS, THEIRS = uuid7(), uuid7()
MANAGER = Actor(uuid7(), OURS, roles=frozenset({Role.MANAGER}))
COMPANION = Actor(uuid7(), OURS, roles=frozenset({Role.COMPANION}))
PARTNER = Actor(uuid7(), THEIRS, roles=frozenset({Role.PARTNER}))
STRANGER = Actor(uuid7(), uuid7(), roles=frozenset({Role.MANAGER}))


@dataclass
class Row:
    """As much of a referral as is asked."""

    state: ReferralState = ReferralState.SENT
    by_letter: bool = False
    from_desk_id: UUID = OURS
    to_desk_id: UUID = THEIRS
    handover: Handover = Handover.REFERRAL


def may(actor: Actor, row: Row) -> set[str]:
    return {act for act in permissions.SIDES if permissions.may_do(actor, row, act)}


def test_every_act_has_a_side_an_action_and_a_place_in_the_table() -> None:
    assert set(permissions.SIDES) == set(ACTS) == {act for _state, act in REFERRAL.table}
    assert all(hasattr(actions, "acknowledge_letter" if act == "acknowledge" else act) for act in ACTS)


@pytest.mark.parametrize(
    ("state", "receiver", "sender"),
    [
        (ReferralState.SENT, {"accept", "decline", "unavailable", "refuse"}, {"withdraw"}),
        (ReferralState.ACCEPTED, {"serve", "report_back", "refuse"}, {"withdraw"}),
        (ReferralState.DECLINED, set(), set()),
        (ReferralState.UNAVAILABLE, set(), set()),
        (ReferralState.REFUSED, set(), set()),
        (ReferralState.DONE, set(), set()),
        (ReferralState.WITHDRAWN, set(), set()),
    ],
)
def test_the_receiver_answers_and_the_sender_withdraws(state: ReferralState, receiver: set[str], sender: set[str]) -> None:
    row = Row(state)

    assert (may(PARTNER, row), may(MANAGER, row)) == (receiver, sender)
    assert may(STRANGER, row) == may(COMPANION, row) == set()


def test_the_answers_of_a_desk_without_the_system_are_written_down_by_the_sender() -> None:
    assert may(MANAGER, Row(by_letter=True)) == {"acknowledge", "decline", "unavailable", "refuse", "withdraw"}
    assert may(MANAGER, Row(ReferralState.ACCEPTED, by_letter=True)) == {"report_back", "refuse", "withdraw"}
    assert may(COMPANION, Row(by_letter=True)) == set()


@pytest.mark.parametrize("handover", list(Handover))
def test_a_transfer_is_taken_back_only_before_it_is_accepted(handover: Handover) -> None:
    assert "withdraw" in may(MANAGER, Row(handover=handover))
    assert ("withdraw" in may(MANAGER, Row(ReferralState.ACCEPTED, handover=handover))) is (handover != Handover.TRANSFER)


def test_a_refusal_says_whose_act_it_is() -> None:
    assert "other desk" in permissions.may_do(MANAGER, Row(), "accept").reason


@pytest.mark.parametrize("state", list(CaseState))
def test_only_those_who_lead_refer_and_only_while_the_case_is_worked_on(state: CaseState) -> None:
    working = state in (CaseState.OPEN, CaseState.CLOSURE_PROPOSED)

    assert permissions.may_send(MANAGER, state).ok is working
    assert not permissions.may_send(COMPANION, state)
    assert not permissions.may_send(PARTNER, state)
