"""Everybody at every address: who may open it is in the table, and a thing that one may not see is answered like a thing that is not.

Same status, same headers, same body, same number of statements. The walk goes over the address book, so a new page takes part by itself;
a new kind of thing wants an id in `city.build` and its line in SEES, which says in the words of design.md who sees it.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import unified_diff
from typing import Any
from uuid import UUID

import pytest

from jejaring.config import doors
from jejaring.kernel.clock import now, standing_at
from tests.proof.city import City
from tests.proof.knocking import Answer, Knocker, absent

WHO = (
    "duty", "manager", "companion", "supervisor", "colleague", "stranger", "neighbour", "neighbour_duty", "police",
    "lawyer", "head", "social", "hospital", "therapist", "keeper", "secretary", "chair", "statistician", "privacy", "admin",
    "party", "kin", "kin_officer",
)  # fmt: skip
UNIT = {"duty", "manager", "companion", "supervisor", "colleague"}
ELSE = {"party"}  # is a party to the case, and sees of the desk whatever is not of it
TEAM = {"manager", "companion", "supervisor"}
PACKET = TEAM | {"police", "lawyer", "head"}  # the desk that it was sent to; social's access has expired, the hospital never had any
OFFICE = {"admin"}
# The first thing that an address names decides who sees what is there.
SEES: Mapping[str, set[str]] = {
    "case_id": TEAM, "victim_id": TEAM, "person_id": TEAM, "subject_id": TEAM, "outcome_id": TEAM,
    "report_id": UNIT | ELSE, "commitment_id": UNIT, "note_id": UNIT | ELSE, "shift_id": UNIT | ELSE, "batch_id": {"supervisor"} | ELSE,
    "referral_id": PACKET, "stay_id": {"keeper"},
    "unsealing_id": {"supervisor", "privacy"},
    "organisation_id": OFFICE, "desk_id": OFFICE, "closed_id": OFFICE, "user_id": OFFICE, "membership_id": OFFICE, "number_id": OFFICE,
    "key_id": {"duty"}, "access_id": {"colleague"}, "suspension_id": {"privacy", "admin"},
}  # fmt: skip
SEES_AT: Mapping[str, set[str]] = {
    "cases:emergency_review": TEAM | {"colleague", "neighbour", "privacy"},  # the asker, whose case it is, who reviews, who oversees
    "cases:emergency_stop": TEAM | {"neighbour", "privacy"},
    "desk:card": {"duty"},  # a safety card, not the case
    "referrals:admit": TEAM | {"keeper"},  # sent to the shelter
    "referrals:letter": TEAM, "referrals:print": TEAM, "referrals:acknowledge": TEAM,  # to an office without the system
}  # fmt: skip
WORDS = {"directory:language", "directory:switch", "indicators:reminder", "directory:sign_in_demo"}  # want a word of a form or question
METHODS = ("get", "post")


@pytest.fixture(autouse=True)
def the_clock_stands(city: City) -> Iterator[None]:
    logging.disable(logging.ERROR)  # a refusal is logged with its whole traceback
    with standing_at(now() + timedelta(minutes=1)):
        yield
    logging.disable(logging.NOTSET)


def asked(knocker: Knocker, route: str, names: Mapping[str, Any], *, act: bool = True) -> list[Answer]:
    """By reading and by acting; the act sends a field that no form knows, so that it is an act and not a page."""
    answers = [knocker.asks(route, names)]
    return [*answers, knocker.asks(route, names, "post", {"unknown": "1"})] if act else answers


def differ(knocker: Knocker, route: str, names: Mapping[str, Any], answers: list[Answer], *, but: str = "") -> str:
    """How the address of nothing is answered differently from this one, in words.

    A first difference is asked about once more: what a process holds in memory for a minute may have been read in between.
    """
    of_nothing = absent(names, but=but)
    for _turn in range(2):
        others = asked(knocker, route, of_nothing, act=len(answers) > 1)
        if answers == others:
            return ""
        answers = asked(knocker, route, names, act=len(answers) > 1)
    return "; ".join(_difference(*pair) for pair in zip(METHODS, answers, others, strict=False) if pair[1] != pair[2])


def _difference(method: str, one: Answer, other: Answer) -> str:
    lines = unified_diff(one.body.splitlines(), other.body.splitlines(), n=0, lineterm="")
    said = " ".join(line for line in lines if line[:3] not in ("---", "+++"))[:200]
    return f"{method}: {one.status}, {one.statements} statements; of nothing {other.status}, {other.statements}; {said}"


def sees(who: str, route: doors.Route) -> bool:
    """Whether the thing that the address names first is there for them."""
    return not route.things or who in SEES_AT.get(route.name, SEES[route.things[0]])


def judged(who: str, route: doors.Route, door: doors.Door, answers: list[Answer], roles: frozenset[Any]) -> str:
    """What is wrong with the answers, in words."""
    statuses = {answer.status for answer in answers}
    if any(status >= 500 for status in statuses):
        return f"an error of the server {statuses}"
    if not roles & door.roles:
        return "" if statuses == {403} else f"opened by a role that the table does not name {statuses}"
    if not sees(who, route):
        return "" if statuses in ({404}, {404, 405}) else f"a thing of others answers {statuses}"
    if route.name in WORDS:
        return ""
    return "" if statuses & {200, 302, 409, 422} else f"closed to whom it is for {statuses}"


@pytest.mark.parametrize("who", WHO)
def test_whoever_knocks_is_answered_as_the_table_says_and_learns_nothing_of_what_is_not_theirs(city: City, who: str) -> None:
    actor, wrong = city.cast.actors[who], {}
    knocker = Knocker(actor)

    for route in doors.routes():
        door = doors.table()[route.name]
        names, closed = city.named(route.name, door.names), not actor.roles & door.roles
        read_only = closed or sees(who, route)  # a closed door is closed before anything is read; what one may do is for other tests
        answers = asked(knocker, route.name, names, act=not read_only)
        if answers[0].status == 405:
            answers = asked(knocker, route.name, names)
        wrong[route.name] = judged(who, route, door, answers, actor.roles)
        if route.things and (closed or not sees(who, route)):
            wrong[route.name] += differ(knocker, route.name, names, answers)

    assert {name: said for name, said in wrong.items() if said} == {}


def test_without_signing_in_nothing_is_there_and_everything_asks_to_sign_in(city: City) -> None:
    knocker, wrong = Knocker(None), {}

    for route in doors.routes():
        door = doors.table()[route.name]
        names = city.named(route.name, door.names)
        answers = asked(knocker, route.name, names)
        statuses = [answer.status for answer in answers]
        if not door.visitors and statuses != [302, 401]:
            wrong[route.name] = str(statuses)
        if route.things and (said := differ(knocker, route.name, names, answers)):
            wrong[route.name] = said

    assert wrong == {}


def test_a_closed_door_is_closed_to_acts_as_well(city: City) -> None:
    knocker, chair = Knocker(city.cast.chair), city.cast.chair
    closed = [r for r in doors.routes() if not chair.roles & doors.table()[r.name].roles]

    statuses = {r.name: knocker.asks(r.name, city.named(r.name, r.door.names), "post", {"unknown": "1"}).status for r in closed}

    assert {name: status for name, status in statuses.items() if status != 403} == {}


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
def test_a_foreign_part_under_ones_own_case_is_not_there_either(city: City, who: str) -> None:
    knocker, wrong = Knocker(city.cast.actors[who]), {}

    for route in doors.routes():
        open_to_role = city.cast.actors[who].roles & doors.table()[route.name].roles  # closed doors are walked above
        if open_to_role and route.things[:1] == ("case_id",) and len(route.things) > 1:
            mixed = city.named(route.name, doors.table()[route.name].names) | {"case_id": city.other_case}
            answers = asked(knocker, route.name, mixed)
            statuses = {answer.status for answer in answers}
            wrong[route.name] = "" if statuses in ({404}, {404, 405}) else f"{statuses} "
            wrong[route.name] += differ(knocker, route.name, mixed, answers, but="case_id")

    assert len(wrong) > 15
    assert {name: said for name, said in wrong.items() if said} == {}


def test_a_partner_whose_access_has_expired_finds_nothing_where_the_packet_was(city: City) -> None:
    knocker, expired = Knocker(city.cast.social), city.of_route["expired"]
    of_referrals = [r for r in doors.routes() if r.things == ("referral_id",) and city.cast.social.roles & doors.table()[r.name].roles]
    with standing_at(now() - timedelta(days=8.5)):
        before = knocker.asks("referrals:referral", expired)
        listed = knocker.asks("referrals:referrals", {}).body
    reference = re.findall(r"\bR-\d\d-\d{4}-\w\b", listed)

    wrong = {r.name: differ(knocker, r.name, expired, asked(knocker, r.name, expired)) for r in of_referrals}

    assert before.status == 200, "the packet was open while it lasted"
    assert len(set(reference)) == 1
    assert reference[0] not in knocker.asks("referrals:referrals", {}).body
    assert len(wrong) > 8
    assert {name: said for name, said in wrong.items() if said} == {}


def test_every_kind_of_thing_that_an_address_names_takes_part(city: City) -> None:
    named = {name for route in doors.routes() for name in route.things}

    assert named - set(city.things) == set()
    assert {route.things[0] for route in doors.routes() if route.things} - set(SEES) == set()
    assert all(isinstance(city.things[name], UUID) for name in named)
    assert set(WHO) == set(city.cast.actors)
    assert {role for who in WHO for role in city.cast.actors[who].roles} == set(doors.Role)
