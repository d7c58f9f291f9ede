"""Perhaps known: what the unit is answered, what nobody learns, and links that can be undone. As the application role."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jejaring.access.actor import Actor
from jejaring.audit.models import Event
from jejaring.audit.states import ACTS
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, TeamMember
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import figures
from jejaring.kernel.clock import now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused, Spent
from jejaring.people import actions, queries, rules
from jejaring.people.models import BlindToken, KnownHint, KnownQuestion, Person, PersonLink
from jejaring.people.states import LinkReason, MatchKind, UndoReason
from jejaring.referrals import actions as referrals
from tests.cases.files import open_file
from tests.cast import Cast
from tests.indicators import rows

pytestmark = pytest.mark.django_db
NIK = "1571074512080001"
HERSELF = {"sex": "female", "age": 31, "name": "Siti Noerhaliza", "phone": "0812-7400-1188"}


def person(cast: Cast, case: Case, **facts: Any) -> UUID:
    """Somebody registered in a case by its manager."""
    with acting_as(cast.supervisor, "test"):
        return actions.register_person(by=cast.supervisor, case_id=case.pk, **facts).pk


def elsewhere(cast: Cast) -> Case:
    """A case of the same desk that the manager does not work on."""
    return open_file(cast, manager=cast.supervisor.id, companion=None, parties=())


@pytest.fixture
def old(cast: Cast) -> Case:
    return open_file(cast, parties=())


@pytest.fixture
def new(cast: Cast) -> Case:
    return open_file(cast, parties=())


def asked(cast: Cast, subject: UUID, *, by: str = "manager") -> list[queries.Hint]:
    """The question and its answer."""
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        actions.ask_known(by=actor, subject_kind="person", subject_id=subject)
        return queries.known(actor, subject)


@pytest.mark.parametrize(
    ("there", "here", "kinds"),
    [
        (HERSELF, {"name": "Siti", "age": 31}, {MatchKind.WORD}),
        (HERSELF, {"name": "Sitti Nurhalisa", "age": 30}, {MatchKind.NAME}),
        (HERSELF, {"name": "Siti Nurhaliza", "age": 31, "phone": "+62 812 7400 1188"}, {MatchKind.PHONE, MatchKind.NAME}),
        (HERSELF, {"name": "Siti Maryam", "age": 31}, set()),
        (HERSELF, {"name": "Siti Nurhaliza", "age": 40}, set()),
        (HERSELF, {"name": "Siti Nurhaliza"}, set()),
        ({"nik": NIK, "age": 18}, {"nik": NIK, "name": "Lain", "age": 17}, {MatchKind.NIK}),
        ({"nik": NIK, "age": 18}, {"nik": NIK, "name": "Anak", "age": 4}, {MatchKind.NIK_SHARED}),
        ({"name": "Nurhayati", "birth_date": "1990"}, {"name": "Nur Hayati", "birth_date": "1990-05-05"}, {MatchKind.NAME}),
        ({"name": "Rina", "alias": "Mawar", "age": 20}, {"name": "Mawar", "age": 20}, {MatchKind.NAME}),
    ],
)
def test_somebody_is_perhaps_known_by_what_both_files_say(
    cast: Cast, old: Case, new: Case, there: dict[str, Any], here: dict[str, Any], kinds: set[MatchKind]
) -> None:
    known, subject = person(cast, old, **there), person(cast, new, **here)

    hints = asked(cast, subject)

    assert {kind for hint in hints for kind in hint.kinds} == kinds
    assert all((hint.person_id, hint.case_id, hint.linked) == (known, old.pk, False) for hint in hints)


def test_a_file_that_the_actor_does_not_see_is_in_no_answer_but_in_the_supervisors(cast: Cast, new: Case) -> None:
    known, subject = person(cast, elsewhere(cast), **HERSELF), person(cast, new, **HERSELF)

    assert asked(cast, subject) == []
    assert [hint.person_id for hint in asked(cast, subject, by="supervisor")] == [known]


@pytest.mark.parametrize("by", ["manager", "supervisor"])
def test_an_answer_takes_as_many_statements_whether_there_is_somebody_or_nobody(cast: Cast, old: Case, new: Case, by: str) -> None:
    person(cast, old, **HERSELF)
    person(cast, elsewhere(cast), name="Melati Hutan", age=30)
    subjects = [
        person(cast, new, **HERSELF),
        person(cast, new, name="Tidak Dikenal", age=60, phone="0899 0000 1111"),
        person(cast, new, name="Melati Hutan", age=30, phone="0899 0000 2222"),
    ]
    counted = []
    for subject in subjects:
        with CaptureQueriesContext(connection) as statements:
            asked(cast, subject, by=by)
        counted.append([re.sub(r"\d+", "", statement["sql"][:40]) for statement in statements])

    assert counted[0] == counted[1] == counted[2]


@pytest.mark.parametrize("by", ["duty", "companion", "police", "social", "secretary", "chair", "admin", "privacy"])
def test_nobody_but_managers_and_supervisors_of_a_unit_may_ask(cast: Cast, new: Case, by: str) -> None:
    subject = person(cast, new, **HERSELF)
    with acting_as(cast.actors[by], "test"), pytest.raises(Refused):
        actions.ask_known(by=cast.actors[by], subject_kind="person", subject_id=subject)


def test_a_manager_at_a_desk_that_is_no_protection_units_is_refused(cast: Cast) -> None:
    visiting = Actor(cast.manager.id, cast.desk_id("police"), cast.police.organisation, cast.manager.roles, cast.manager.name)
    with acting_as(visiting, "test"), pytest.raises(Refused, match="protection unit"):
        actions.ask_known(by=visiting, subject_kind="person", subject_id=uuid7())


def test_another_organisation_sees_no_token_no_link_no_hint_and_no_question(cast: Cast, old: Case, new: Case) -> None:
    one, other = person(cast, old, **HERSELF), person(cast, new, **HERSELF)
    asked(cast, one)
    with acting_as(cast.manager, "test"):
        actions.link(by=cast.manager, person_id=one, same_as_id=other, reason=LinkReason.SAYS_SO)
        assert (PersonLink.objects.count(), KnownQuestion.objects.count()) == (1, 1)
    for name in ("stranger", "police", "hospital", "duty", "chair", "privacy"):
        with acting_as(cast.actors[name], "test"):
            found = [model.objects.count() for model in (BlindToken, PersonLink, KnownHint, KnownQuestion)]
            assert found == [0, 0, 0, 0], name


def test_questions_are_rationed_by_the_day_and_the_same_one_again_costs_nothing(cast: Cast, new: Case) -> None:
    subject = person(cast, new, **HERSELF)
    with acting_as(cast.manager, "test"):
        for _n in range(rules.DAILY_QUESTIONS - 1):
            actions.ask_known(by=cast.manager, subject_kind="report", subject_id=uuid7())
        for _n in range(3):
            actions.ask_known(by=cast.manager, subject_kind="person", subject_id=subject)
        assert queries.ration().left == 0
        with pytest.raises(Spent, match="as often today as one person") as spent:
            actions.ask_known(by=cast.manager, subject_kind="report", subject_id=uuid7())
    assert spent.value.ration == "account"
    with acting_as(cast.supervisor, "test"):
        assert queries.ration().left == rules.DAILY_QUESTIONS
    with standing_at(now() + timedelta(days=1)), acting_as(cast.manager, "test"):
        assert queries.ration().left == rules.DAILY_QUESTIONS


def use_up(cast: Cast, *names: str, each: int = rules.DAILY_QUESTIONS) -> None:
    """So many questions of each of these on one day, as rows; whoever may not ask by a page is as good as any other for the count."""
    for name in names:
        actor = cast.actors[name]
        with acting_as(actor, "test"):
            for _n in range(each):
                KnownQuestion.objects.create(
                    by=actor.id, desk=actor.desk, subject_kind="report", subject_id=uuid7(), day=today(), at=now()
                )  # fmt: skip


def test_a_desk_has_a_ration_too_so_that_nobody_asks_by_turns(cast: Cast, new: Case) -> None:
    subject = person(cast, new, **HERSELF)
    use_up(cast, "duty", "companion")
    with acting_as(cast.manager, "test"):
        for _n in range(rules.DESK_QUESTIONS - 2 * rules.DAILY_QUESTIONS - 1):
            actions.ask_known(by=cast.manager, subject_kind="report", subject_id=uuid7())
        actions.ask_known(by=cast.manager, subject_kind="person", subject_id=subject)
    with acting_as(cast.supervisor, "test"):
        assert queries.ration() == rules.Asked(0, rules.DESK_QUESTIONS)
        with pytest.raises(Spent, match="Your desk has asked") as spent:
            actions.ask_known(by=cast.supervisor, subject_kind="report", subject_id=uuid7())
    with acting_as(cast.manager, "test"):
        actions.ask_known(by=cast.manager, subject_kind="person", subject_id=subject)  # the same once more costs nothing
    with acting_as(cast.stranger, "test"):
        assert queries.ration() == rules.Asked(0, 0)  # another desk

    assert spent.value.ration == "desk"
    with standing_at(now() + timedelta(days=1)), acting_as(cast.supervisor, "test"):
        actions.ask_known(by=cast.supervisor, subject_kind="person", subject_id=subject)


ASK = """insert into people_knownquestion (id, "by", desk, subject_kind, subject_id, day, at)
    select uuidv7(), %s, %s, 'report', uuidv7(), %s, now() from generate_series(1, %s)"""


@pytest.mark.parametrize(("many", "fits"), [(rules.DAILY_QUESTIONS, True), (rules.DAILY_QUESTIONS + 1, False)])
def test_raw_sql_asks_no_more_often_than_an_account_may_not_even_in_one_statement(cast: Cast, many: int, fits: bool) -> None:
    me = cast.manager
    with acting_as(me, "test"), connection.cursor() as cursor:
        if fits:
            cursor.execute(ASK, [me.id, me.desk, today(), many])
            return
        with pytest.raises(DatabaseError, match="used up"), transaction.atomic():
            cursor.execute(ASK, [me.id, me.desk, today(), many])
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            cursor.execute(ASK, [me.id, me.desk, today() - timedelta(days=1), 1])


def test_raw_sql_asks_no_more_often_than_a_desk_may(cast: Cast) -> None:
    use_up(cast, "duty", "companion", "supervisor")
    me = cast.manager
    with acting_as(me, "test"), connection.cursor() as cursor, pytest.raises(DatabaseError, match="used up"), transaction.atomic():
        cursor.execute(ASK, [me.id, me.desk, today(), 1])


def test_every_question_and_every_answer_is_in_the_log_and_says_nothing_of_anybody(cast: Cast, old: Case, new: Case) -> None:
    person(cast, old, **HERSELF)
    subject = person(cast, new, **HERSELF)
    with acting_as(cast.manager, "test"):
        actions.ask_known(by=cast.manager, subject_kind="person", subject_id=subject, case_id=new.pk)
        queries.known(cast.manager, subject)
    with acting_as(cast.supervisor, "test"):
        found = {e.act: e for e in Event.objects.filter(subject_id=subject, act__startswith="known_")}

    assert set(found) == {"known_asked", "known_read"} <= set(ACTS)
    assert {e.case_id for e in found.values()} == {new.pk}
    assert found["known_read"].fields == "name,phone"
    assert {e.detail for e in found.values()} == {""}


def test_tokens_of_an_earlier_spelling_are_renewed_when_somebody_asks(cast: Cast, old: Case, new: Case) -> None:
    known, subject = person(cast, old, **HERSELF), person(cast, new, **HERSELF)
    with acting_as(cast.manager, "test"):
        BlindToken.objects.filter(person_id=known).delete()
        made = {"organisation": cast.manager.organisation, "case_id": old.pk, "kind": "name_year", "token": b"earlier"}
        BlindToken(person_id=known, **made).save(force_insert=True)

    assert [hint.person_id for hint in asked(cast, subject)] == [known]
    with acting_as(cast.manager, "test"):
        assert not BlindToken.objects.filter(kind="name_year").exists()


def linked(cast: Cast, one: UUID, other: UUID) -> UUID:
    with acting_as(cast.manager, "test"):
        return actions.link(by=cast.manager, person_id=one, same_as_id=other, reason=LinkReason.SAME_CARD)


def test_two_registrations_are_linked_once_from_either_side_and_the_hint_says_so(cast: Cast, old: Case, new: Case) -> None:
    one, other = person(cast, old, **HERSELF), person(cast, new, **HERSELF)
    linked(cast, other, one)

    with acting_as(cast.manager, "test"):
        with pytest.raises(Refused, match="already"):
            actions.link(by=cast.manager, person_id=one, same_as_id=other, reason=LinkReason.SAYS_SO)
        with pytest.raises(Refused, match="different"):
            actions.link(by=cast.manager, person_id=one, same_as_id=one, reason=LinkReason.SAYS_SO)
        assert Person.objects.count() == 2, "rows are never merged"
    assert [hint.linked for hint in asked(cast, other)] == [True]


def test_whoever_sees_one_file_alone_can_neither_link_nor_see_nor_undo_a_link(cast: Cast, new: Case) -> None:
    one, other = person(cast, elsewhere(cast), **HERSELF), person(cast, new, **HERSELF)
    with acting_as(cast.manager, "test"), pytest.raises(Http404):
        actions.link(by=cast.manager, person_id=one, same_as_id=other, reason=LinkReason.SAYS_SO)
    with acting_as(cast.supervisor, "test"):
        pk = actions.link(by=cast.supervisor, person_id=one, same_as_id=other, reason=LinkReason.SAYS_SO)
    with acting_as(cast.manager, "test"):
        assert queries.links_of([one, other]) == []
        with pytest.raises(Http404):
            actions.unlink(by=cast.manager, link_id=pk, reason=UndoReason.OTHER_PERSON)


def test_the_database_refuses_a_link_into_a_file_that_the_actor_does_not_see(cast: Cast, new: Case) -> None:
    hidden = elsewhere(cast)
    one, other = person(cast, hidden, **HERSELF), person(cast, new, **HERSELF)
    facts: dict[str, Any] = {"organisation": cast.manager.organisation, "by": cast.manager.id, "at": now(), "reason": "says_so"}
    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        PersonLink(person_id=one, same_as_id=other, case_id=hidden.pk, same_as_case_id=new.pk, **facts).save(force_insert=True)


def test_a_wrong_link_is_undone_and_stays_as_history_without_a_trace_of_one_file_in_the_other(cast: Cast, old: Case, new: Case) -> None:
    one, other = person(cast, old, **HERSELF), person(cast, new, **HERSELF)
    pk = linked(cast, one, other)
    with acting_as(cast.supervisor, "test"):
        actions.unlink(by=cast.supervisor, link_id=pk, reason=UndoReason.OTHER_PERSON)
        with pytest.raises(Refused, match="already"):
            actions.unlink(by=cast.supervisor, link_id=pk, reason=UndoReason.OTHER_PERSON)

        history = queries.links_between(one, other)
        assert [(h.stands, h.by, h.undone_by, h.undone_reason) for h in history] == [
            (False, "Petugas manager", "Petugas supervisor", UndoReason.OTHER_PERSON)
        ]
        assert queries.links_of([one], standing=True) == []
        of_case = {c.pk: str(list(Event.objects.filter(case_id=c.pk).values_list("act", "subject_id", "detail"))) for c in (old, new)}
    assert str(other) not in of_case[old.pk]
    assert str(one) not in of_case[new.pk]
    assert not any("link" in told for told in of_case.values())
    with acting_as(cast.privacy, "test"):
        acts = Event.objects.filter(subject_id=pk).values_list("act", "case_id", "subject_kind")
        assert set(acts) == {("persons_linked", None, "link"), ("link_undone", None, "link")}
    relinked = linked(cast, one, other)
    assert relinked != pk


def counted(cast: Cast, unit: str) -> int:
    with acting_as(cast.chair, "figures"):
        asked = figures.question(unit=unit, basis="registered", since=date(2024, 1, 1), until=today(), by=(), where=())
        return figures.count(cast.chair, asked).total


@pytest.fixture
def victims(cast: Cast) -> list[UUID]:
    """Six cases with one victim each."""
    return [rows.case(cast)[0] for _n in range(6)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] != p[1]), max_size=6, unique=True))
def test_the_figure_of_persons_is_the_number_of_groups_that_links_make(
    cast: Cast, victims: list[UUID], pairs: list[tuple[int, int]]
) -> None:
    undo = transaction.savepoint()
    try:
        for one, other in pairs:
            rows.same(cast, victims[one], victims[other])
        groups = rules.components(pairs)
        alone = set(range(6)).difference(*groups) if groups else set(range(6))

        assert counted(cast, "persons") == len(groups) + len(alone)
        assert counted(cast, "cases") == 6
    finally:
        transaction.savepoint_rollback(undo)


def referred(cast: Cast, **facts: Any) -> Any:
    """A victim of the neighbouring unit is referred to ours: its manager sends what a transfer carries."""
    case = open_file(cast, by="stranger", manager=cast.stranger.id, companion=None, parties=(NewParty("victim", **facts),))
    with acting_as(cast.stranger, "test"):
        return referrals.send(
            by=cast.stranger, case_id=case.pk, to_desk=cast.desk_id("unit"), purpose="transfer", services=("case_management",),
            basis="consent", consent_by="person", basis_reason="Dengan persetujuan", request="Mohon tindak lanjut",
        )  # fmt: skip


def test_what_another_unit_sends_is_compared_after_it_was_sent_and_the_hint_is_the_teams_alone(cast: Cast, old: Case) -> None:
    known = person(cast, old, **HERSELF)

    sent = referred(cast, **HERSELF)

    for name, found in (("manager", 1), ("supervisor", 1), ("duty", 0), ("stranger", 0), ("police", 0)):
        with acting_as(cast.actors[name], "test"):
            assert KnownHint.objects.count() == found, name
    with acting_as(cast.manager, "test"):
        (hint,) = queries.hints_sent(cast.manager)
        assert (hint.subject_id, hint.hint.person_id, hint.hint.case_id) == (sent.pk, known, old.pk)
        assert hint.hint.kinds == (MatchKind.PHONE, MatchKind.NAME)


def test_a_sender_cannot_tell_from_the_statements_whether_somebody_is_known(cast: Cast, old: Case) -> None:
    person(cast, old, **HERSELF)
    counted = []
    nobody = {"sex": "female", "age": 50, "name": "Orang Lain", "phone": "0899 1234 5678"}
    referred(cast, **nobody)  # what a process holds from its first question on is held now
    for facts in (HERSELF, nobody):
        with CaptureQueriesContext(connection) as statements:
            referred(cast, **facts)
        counted.append(len(statements))

    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    "refused",
    [
        lambda cast, pk: KnownHint(desk=cast.desk_id("unit"), subject_kind="referral", subject_id=pk, case_id=pk, person_id=pk, at=now()),
        lambda cast, pk: KnownQuestion(
            by=cast.duty.id, desk=cast.manager.desk, subject_kind="report", subject_id=pk, day=today(), at=now()
        ),
    ],
)
def test_nobody_writes_a_hint_or_asks_in_somebody_elses_name(cast: Cast, refused: Callable[[Cast, UUID], Any]) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError), transaction.atomic():
        refused(cast, uuid7()).save(force_insert=True)


def test_a_case_that_changes_hands_takes_its_answers_along(cast: Cast, old: Case, new: Case) -> None:
    person(cast, old, **HERSELF)
    subject = person(cast, new, **HERSELF)
    with acting_as(cast.supervisor, "test"):
        TeamMember.objects.filter(case=old, user=cast.manager.id).update(until=now())

    assert asked(cast, subject) == []
