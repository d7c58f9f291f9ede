"""Who may do what with a case in which state: the whole truth table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.cases import permissions
from jejaring.cases.states import CaseState
from jejaring.kernel.ids import uuid7

LEADER, OTHER = uuid7(), uuid7()


@dataclass
class Case:
    state: CaseState = CaseState.OPEN
    manager_id: UUID | None = LEADER
    proposed_by: UUID | None = None
    categories: tuple[str, ...] = ()
    police_known: bool = False


def actor(role: Role, pk: UUID = OTHER) -> Actor:
    return Actor(id=pk, roles=frozenset({role}))


ACTORS = {
    "its_manager": actor(Role.MANAGER, LEADER), "another_manager": actor(Role.MANAGER), "companion": actor(Role.COMPANION),
    "supervisor": actor(Role.SUPERVISOR), "duty": actor(Role.DUTY), "partner": actor(Role.PARTNER), "chair": actor(Role.CHAIR),
    "admin": actor(Role.ADMIN),
}  # fmt: skip
TEAM = {"its_manager", "another_manager", "companion", "supervisor"}
LEAD = {"its_manager", "supervisor"}
ACTIVE = {CaseState.OPEN, CaseState.CLOSURE_PROPOSED}
CLOSED = {CaseState.CLOSED, CaseState.LEGAL_WATCH}
EVERY = set(CaseState)
TABLE: dict[str, tuple[set[str], set[CaseState]]] = {
    "may_work": (TEAM, ACTIVE),
    "may_lead": (LEAD, EVERY),
    "may_assess": (LEAD, ACTIVE),
    "may_assign": (LEAD, EVERY - {CaseState.TRANSFERRED}),
    "may_report_to_police": (TEAM, ACTIVE | {CaseState.LEGAL_WATCH}),
    "may_give_ground": ({"supervisor"}, ACTIVE),
    "may_propose_closure": (LEAD, {CaseState.OPEN}),
    "may_decide_closure": ({"supervisor"}, {CaseState.CLOSURE_PROPOSED}),
    "may_reopen": (LEAD, CLOSED),
    "may_end_watch": (LEAD, {CaseState.LEGAL_WATCH}),
    "may_follow_up": (TEAM, CLOSED),
    "may_transfer": (TEAM, {CaseState.OPEN}),
    "may_record_law": (TEAM, ACTIVE | {CaseState.LEGAL_WATCH}),
    "may_record_payment": (TEAM, EVERY - {CaseState.TRANSFERRED}),
    "may_plan_checks": (TEAM, CLOSED),
    "may_reveal": (TEAM, EVERY),
    "may_attach": (TEAM, ACTIVE | {CaseState.LEGAL_WATCH}),
    "may_issue": (LEAD, EVERY),
}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("who", ACTORS)
def test_a_permission_holds_for_these_roles_in_these_states_and_else_says_why(name: str, state: CaseState, who: str) -> None:
    roles, states = TABLE[name]
    rule: Any = getattr(permissions, name)
    verdict = rule(ACTORS[who], Case(state))
    assert verdict.ok is (who in roles and state in states)
    assert bool(verdict.reason) is not verdict.ok


def test_the_table_names_every_permission_about_a_case() -> None:
    alone = {  # each has tests of its own
        "may_ask_emergency", "may_ask_unsealing", "may_confirm_unsealing", "may_declare_conflict", "may_lower", "may_open",
        "may_read_papers", "may_remove", "may_restore", "may_restore_emergency", "may_review_emergency", "may_seal", "may_seal_paper",
        "may_stop_emergency", "may_tell_conflict",
    }  # fmt: skip
    assert {name for name in vars(permissions) if name.startswith("may_")} == set(TABLE) | alone


def test_who_proposed_a_closure_does_not_decide_it() -> None:
    case = Case(CaseState.CLOSURE_PROPOSED, proposed_by=OTHER)
    assert not permissions.may_decide_closure(actor(Role.SUPERVISOR, OTHER), case)
    assert permissions.may_decide_closure(actor(Role.SUPERVISOR, uuid7()), case)


def test_a_police_report_is_recorded_once() -> None:
    assert not permissions.may_report_to_police(ACTORS["its_manager"], Case(police_known=True))


def test_only_a_supervisor_lowers_a_risk_and_only_who_decides_about_reports_opens() -> None:
    assert [who for who, a in ACTORS.items() if permissions.may_lower(a)] == ["supervisor"]
    assert [who for who, a in ACTORS.items() if permissions.may_open(a)] == ["its_manager", "another_manager", "supervisor", "duty"]
