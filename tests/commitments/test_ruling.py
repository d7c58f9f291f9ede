"""The screens of rules: everybody reads them, the administrator publishes after a look at worked examples; days off move promises."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from jejaring.commitments import actions, jobs, queries, rules
from jejaring.commitments.actions import About
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import KEPT_BY, OPENED_BY, ClockKind, RuleKey
from jejaring.directory.models import CalendarChange, Desk
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at, today
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.reference import queries as reference
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TYPED = {
    "clock": "working_hours", "counts_from": "opening", "high": "3", "medium": "12,5", "low": "20",
    "ladder_desk": "50", "ladder_head": "100", "ladder_agency": "200", "legal_basis": "local_procedure", "valid_from": "27/11/2026",
}  # fmt: skip
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=WIB)


@pytest.fixture
def cast(cast: Cast) -> Iterator[Cast]:
    """What the process keeps of rules and days off is no older than this test."""
    queries.forget()
    reference.forget()
    yield cast
    queries.forget()
    reference.forget()


def look(client: Client, **changes: str) -> tuple[int, str]:
    answer = client.post("/rules/review/new/", TYPED | {"look": "1"} | changes, headers=ENGLISH)
    return answer.status_code, answer.content.decode()


def hours(cast: Cast, name: str, text: str) -> None:
    with acting_as(cast.admin, "administration"):
        Desk.objects.filter(pk=cast.desk_id(name)).update(hours=text)


def test_every_kind_of_promise_says_what_keeps_it() -> None:
    assert set(KEPT_BY) == set(OPENED_BY) == set(RuleKey)


@pytest.mark.parametrize("who", ["duty", "police", "chair", "admin"])
def test_everybody_reads_the_rules_and_only_the_administrator_publishes(cast: Cast, who: str) -> None:
    client = signed_in(cast.actors[who])
    listed, one = (client.get(url, headers=ENGLISH).content.decode() for url in ("/rules/", "/rules/first-response/"))

    assert "15 minutes" in listed
    assert "to be verified" in listed
    assert "when due: the head of that desk" in one
    assert ("New version" in one) is (who == "admin")
    assert client.get("/rules/review/new/").status_code == (200 if who == "admin" else 403)
    assert client.get("/rules/nothing/").status_code == 404


def test_a_version_is_seen_in_worked_examples_before_it_is_published(cast: Cast) -> None:
    client = signed_in(cast.admin)
    with standing_at(FRIDAY):
        status, page = look(client)
        assert status == 200
        assert "Promised on Friday, 27 November 2026 15:00 · High risk" in page
        assert "due on Monday, 30 November 2026 09:30" in page, "one hour on Friday, two on Monday"
        assert "The last examples run over the day off" in page
        with acting_as(cast.admin, "test"):
            assert len(queries.versions(RuleKey.REVIEW)) == 1

        seen = re.search(r'name="seen" value="(\w+)"', page)
        assert seen
        other = client.post("/rules/review/new/", TYPED | {"publish": "1", "seen": seen[1], "high": "4"}, headers=ENGLISH)
        assert other.status_code == 200, "what was not seen is not published, it is shown first"
        answer = client.post("/rules/review/new/", TYPED | {"publish": "1", "seen": seen[1]}, headers=ENGLISH)
        assert answer.status_code == 302
        with acting_as(cast.admin, "test"):
            newest = queries.versions(RuleKey.REVIEW)[0]
        assert (newest.version, newest.clock, newest.medium) == (2, ClockKind.WORKING_HOURS, 12.5)
        assert newest.steps == "50 desk; 100 head; 200 agency"
        assert "Version 2, in force" in client.get("/rules/review/", headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("high", {"high": "0"}, "can never be kept"),
        ("high", {"high": "30"}, "More risk is never later"),
        ("ladder_desk", {"ladder_desk": "soon"}, "is not a percentage"),
        ("ladder_head", {"ladder_head": "", "ladder_agency": ""}, "Nobody is told after the due moment"),
        ("ladder_head", {"ladder_agency": "50"}, "only the desk and its head"),
        ("valid_from", {"valid_from": "1/1/2026"}, "never changed for the past"),
        ("clock", {"counts_from": "incident"}, "runs by the wall clock"),
    ],
)
def test_every_problem_stands_beside_its_field(cast: Cast, field: str, changes: dict[str, str], words: str) -> None:
    with standing_at(FRIDAY):
        status, page = look(signed_in(cast.admin), **changes)

    assert status == 422
    assert words in page[page.index(f'id="id_{field}_error"') :][:600]
    assert "Publish this version" not in page


def test_a_working_clock_is_refused_while_a_desk_has_no_working_day_that_can_be_read(cast: Cast) -> None:
    hours(cast, "hospital", "telepon dahulu")
    with standing_at(FRIDAY):
        status, page = look(signed_in(cast.admin))
        assert status == 422
        assert "no working day that can be read" in page
        assert look(signed_in(cast.admin), clock="wall")[0] == 200
        rule = replace(queries.terms(RuleKey.REVIEW), clock=ClockKind.WORKING_HOURS, valid_from=today(), valid_until=None)
        with acting_as(cast.admin, "test"), pytest.raises(Refused) as refused:
            actions.publish(by=cast.admin, terms=rule)
    assert refused.value.field == "clock"


def test_a_ladder_without_people_is_refused(cast: Cast) -> None:
    with acting_as(cast.admin, "administration"):
        from jejaring.directory.models import Membership

        Membership.objects.filter(role="chair").update(valid_until=date(2025, 1, 1))
    with standing_at(FRIDAY):
        assert "Nobody works behind one of these steps" in look(signed_in(cast.admin), ladder_chair="400")[1]


def working_promise(cast: Cast) -> Commitment:
    """A promise of three working days, made on the Monday."""
    with acting_as(cast.admin, "test"):
        plain = replace(queries.terms(RuleKey.REVIEW), clock=ClockKind.WORKING_DAYS, valid_from=today(), valid_until=None)
        actions.publish(by=cast.admin, terms=replace(plain, high=3, medium=3, low=3))
    queries.forget()
    with acting_as(cast.duty, "test"):
        return actions.promise(RuleKey.REVIEW, by=cast.duty, about=About("report", uuid7()))


def due(cast: Cast, owed: Commitment) -> datetime:
    with acting_as(cast.duty, "test"):
        return Commitment.objects.get(pk=owed.pk).due_at


def test_a_day_off_is_announced_and_taken_back_and_the_worker_moves_the_promises(cast: Cast) -> None:
    client = signed_in(cast.admin)
    with standing_at(datetime(2027, 8, 2, 9, tzinfo=WIB)):
        owed = working_promise(cast)
        assert due(cast, owed).date() == date(2027, 8, 5)
        typed = {"day": "4/8/2027", "name": "Hari libur yang baru diumumkan", "kind": "national"}
        assert client.post("/rules/days-off/new/", typed).status_code == 302
        page = client.get("/rules/days-off/?year=2027", headers=ENGLISH).content.decode()
        assert "Hari libur yang baru diumumkan" in page
        assert "The worker begins within a minute." in page

        assert [jobs.recompute_changes(), jobs.recompute_changes()] == [1, 0]
        assert due(cast, owed).astimezone(WIB).date() == date(2027, 8, 6)
        assert "Done: 1 promise moved." in client.get("/rules/days-off/?year=2027", headers=ENGLISH).content.decode()

        assert client.post("/rules/days-off/2027-08-04/take-back/").status_code == 302
        assert jobs.recompute_changes() == 1
        assert due(cast, owed).astimezone(WIB).date() == date(2027, 8, 5)
        assert client.post("/rules/days-off/2027-08-04/take-back/").status_code == 409
        assert client.post("/rules/days-off/new/", typed | {"day": "1/8/2027"}).status_code == 422, "yesterday stays as it was"


@pytest.mark.parametrize("who", ["duty", "chair"])
def test_only_the_administrator_changes_days_off(cast: Cast, who: str) -> None:
    client = signed_in(cast.actors[who])

    assert client.get("/rules/days-off/").status_code == 200
    assert client.post("/rules/days-off/new/", {}).status_code == 403
    assert client.post("/rules/days-off/2030-01-01/take-back/").status_code == 403


def test_a_closed_day_of_one_desk_moves_its_promises_alone(cast: Cast) -> None:
    client, calendar = signed_in(cast.admin), f"/organisations/desks/{cast.desk_id('unit')}/calendar/"
    with standing_at(datetime(2027, 8, 2, 9, tzinfo=WIB)):
        owed = working_promise(cast)
        assert client.post(calendar, {"first": "4/8/2027", "last": "5/8/2027", "reason": "Rapat kerja"}).status_code == 302
        assert jobs.recompute_changes() == 1
        assert due(cast, owed).astimezone(WIB).date() == date(2027, 8, 9)
        with acting_as(cast.admin, "test"):
            assert CalendarChange.objects.get().desk_id == cast.desk_id("unit")
        assert "Rapat kerja" in client.get(calendar, headers=ENGLISH).content.decode()


def test_a_desk_is_not_left_without_a_working_day(cast: Cast) -> None:
    client, calendar = signed_in(cast.admin), f"/organisations/desks/{cast.desk_id('unit')}/calendar/"
    with standing_at(FRIDAY):
        first = today()
        for n in range(0, 62, 31):
            days = {"first": f"{first + timedelta(days=n):%d/%m/%Y}", "last": f"{first + timedelta(days=n + 30):%d/%m/%Y}"}
            answer = client.post(calendar, days, headers=ENGLISH)
    assert answer.status_code == 422
    assert "no working day in the next sixty days" in answer.content.decode()
    edit = client.post(f"/organisations/desks/{cast.desk_id('unit')}/edit/", {"name": "Meja", "hours": "telepon dahulu"}, headers=ENGLISH)
    assert "No working day can be read here" in edit.content.decode()


def publish(cast: Cast, **changes: object) -> str:
    """The field at which a version of the review is refused when somebody publishes it without the screens."""
    with acting_as(cast.admin, "test"), pytest.raises(Refused) as refused:
        actions.publish(by=cast.admin, terms=replace(queries.terms(RuleKey.REVIEW), valid_from=today(), valid_until=None, **changes))
    return refused.value.field


def test_what_can_never_be_kept_is_refused_at_publishing_and_never_at_run_time(cast: Cast) -> None:
    with standing_at(FRIDAY):
        assert publish(cast, high=0) == "high", "a rule that can never be kept"
        assert publish(cast, steps="50 desk; 100 desk") == "steps", "a ladder that ends with nobody"
        actions_before = len(versions(cast))
        with acting_as(cast.admin, "test"):
            actions.publish(
                by=cast.admin, terms=replace(queries.terms(RuleKey.REVIEW), valid_from=today() + timedelta(9), valid_until=None)
            )
        assert publish(cast) == "valid_from", "overlapping effective dates"
        assert len(versions(cast)) == actions_before + 1


def versions(cast: Cast) -> list[object]:
    with acting_as(cast.admin, "test"):
        return list(queries.versions(RuleKey.REVIEW))


def test_a_desk_whose_own_days_off_never_end_is_refused(cast: Cast) -> None:
    from jejaring.directory.models import ClosedDay

    with standing_at(FRIDAY):
        days = [today() + timedelta(n) for n in range(4100)]
        with acting_as(cast.admin, "administration"):
            ClosedDay.objects.bulk_create(
                [ClosedDay(desk_id=cast.desk_id("hospital"), day=day, reason="Tutup") for day in days]
            )
        assert publish(cast, clock=ClockKind.WORKING_HOURS) == "clock", "a calendar with no working day"


def test_a_desk_that_is_closed_for_good_holds_up_no_rule_and_owes_nothing(cast: Cast) -> None:
    from jejaring.directory import actions as directory

    with standing_at(FRIDAY):
        with acting_as(cast.duty, "test"):
            actions.promise(RuleKey.REVIEW, by=cast.duty, about=About("report", uuid7()))
        with acting_as(cast.admin, "administration"), pytest.raises(Refused, match="Masih ada 1 janji"):
            directory.close_desk(by=cast.admin, desk_id=cast.desk_id("unit"), reason="Pindah")
        hours(cast, "hospital", "telepon dahulu")
        assert publish(cast, clock=ClockKind.WORKING_HOURS) == "clock"
        with acting_as(cast.admin, "administration"):
            directory.close_desk(by=cast.admin, desk_id=cast.desk_id("hospital"), reason="Ditutup")
        with acting_as(cast.admin, "test"):
            assert queries.problems(replace(queries.terms(RuleKey.REVIEW), clock=ClockKind.WORKING_HOURS, valid_from=today())) == {}


def test_a_safe_window_of_zero_hours_is_no_window(cast: Cast) -> None:
    typed = {"channel": "whatsapp", "contact_window_0": "13", "contact_window_1": "13"}
    page = signed_in(cast.duty).post("/reports/new/", typed, headers=ENGLISH)
    assert page.status_code == 422
    assert "The end is the same as the beginning." in page.content.decode()
    with pytest.raises(ValueError, match="zero hours"):
        Window(time(13), time(13))


def test_every_rule_that_comes_with_the_program_could_be_published(cast: Cast) -> None:
    with acting_as(cast.admin, "test"):
        for key in RuleKey:
            wanted = replace(queries.terms(key), valid_from=today(), valid_until=None)
            assert rules.problems(wanted, earlier=(), today=today(), reachable=queries.reachable()) == {}, key
            assert reference.legal_basis(wanted.legal_basis) is not None, key


def test_a_rule_for_yesterday_is_refused_and_no_promise_moves(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        owed = actions.promise(RuleKey.REVIEW, by=cast.duty, about=About("report", uuid7()))
    wanted = replace(queries.terms(RuleKey.REVIEW), valid_from=today() - timedelta(1), valid_until=None, high=1, medium=1, low=1)
    with acting_as(cast.admin, "test"), pytest.raises(Refused) as refused:
        actions.publish(by=cast.admin, terms=wanted)
    assert refused.value.field == "valid_from"
    jobs.tick()
    assert due(cast, owed) == owed.due_at
