"""Who is on duty: the roster, what nobody covers, and what one shift leaves to the next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jejaring.access.actor import Actor
from jejaring.directory import actions, queries, rules
from jejaring.directory.models import Desk, HandOver, Shift
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.vault.models import Wrap
from tests.cast import Cast
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
MONDAY = datetime(2026, 11, 23, 9, tzinfo=WIB)
HOUR = timedelta(hours=1)


def plan(actor: Actor, start: datetime, hours: float, **more: object) -> None:
    with acting_as(actor, "test"):
        actions.plan_shift(by=actor, user_id=actor.id, starts_at=start, ends_at=start + hours * HOUR, **more)


def always_open(cast: Cast, name: str) -> None:
    with acting_as(cast.admin, "administration"):
        Desk.objects.filter(pk=cast.desk_id(name)).update(hours="24 jam")


def home(actor: Actor, client: Client | None = None) -> str:
    return (client or signed_in(actor)).get("/", headers=ENGLISH).content.decode()


moments = st.integers(1_704_067_200, 1_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(moments, st.integers(1, 24), moments, st.booleans(), st.none() | st.integers(0, 60))
def test_a_weekly_shift_is_worked_at_the_same_hour_and_never_after_its_last_day(
    start: datetime, hours: int, at: datetime, weekly: bool, days: int | None
) -> None:
    until = None if days is None or not weekly else start.astimezone(WIB).date() + timedelta(days=days)
    shift = Shift(starts_at=start, ends_at=start + hours * HOUR, weekly=weekly, until=until)
    found = list(rules.occurrences(shift, at, at + timedelta(days=30)))
    slow = [(start + n * rules.WEEK, start + n * rules.WEEK + hours * HOUR) for n in range(200 if weekly else 1)]
    slow = [s for s in slow if until is None or s[0].astimezone(WIB).date() <= until]

    assert found == [s for s in slow if s[1] > at and s[0] < at + timedelta(days=30)]


def test_the_home_says_who_is_on_duty_and_two_may_overlap(cast: Cast) -> None:
    plan(cast.duty, MONDAY, 8)
    plan(cast.manager, MONDAY - 2 * HOUR, 8)
    with standing_at(MONDAY + HOUR):
        page = home(cast.duty)

    assert "On duty now" in page
    assert "Petugas duty" in page
    assert "Petugas manager" in page


def test_a_desk_with_nobody_on_duty_is_shown_on_its_home_in_the_directory_and_to_the_chair(cast: Cast) -> None:
    always_open(cast, "unit")
    plan(cast.duty, MONDAY, 8)
    with acting_as(cast.police, "test"):
        pass
    with standing_at(MONDAY + 12 * HOUR):
        page = home(cast.duty)
        directory = signed_in(cast.police).get("/directory/", headers=ENGLISH).content.decode()
        with acting_as(cast.chair, "test"):
            assert queries.deserted() == {cast.desk_id("unit")}
    assert "nobody is on duty now" in page
    assert directory.count("nobody on duty") == 1
    assert "Petugas duty" not in directory


def test_a_desk_that_is_closed_or_plans_nothing_is_not_called_deserted(cast: Cast) -> None:
    plan(cast.duty, MONDAY, 4)
    with standing_at(MONDAY + 12 * HOUR), acting_as(cast.police, "test"):
        assert queries.deserted() == frozenset(), "it has office hours, and nobody else has a roster"
    with standing_at(MONDAY + 12 * HOUR):
        assert "Closed now." in home(cast.duty)
        assert "Nobody is on the duty roster yet." in home(cast.police)


def test_a_weekly_shift_covers_every_week_until_its_last_day(cast: Cast) -> None:
    always_open(cast, "unit")
    plan(cast.duty, MONDAY, 8, weekly=True, until=date(2026, 12, 7))
    with acting_as(cast.chair, "test"):
        for weeks, there in ((0, True), (1, True), (2, True), (3, False)):
            with standing_at(MONDAY + weeks * rules.WEEK + HOUR), acting_as(cast.chair, "test"):
                assert (cast.desk_id("unit") not in queries.deserted()) is there


def test_the_roster_shows_the_gaps_of_the_next_days(cast: Cast) -> None:
    plan(cast.duty, MONDAY.replace(hour=7, minute=30), 4, weekly=True)
    with standing_at(MONDAY):
        with acting_as(cast.duty, "test"):
            found = queries.roster(cast.duty)
        page = signed_in(cast.duty).get("/roster/", headers=ENGLISH).content.decode()

    assert found.gaps[0] == (MONDAY.replace(hour=11, minute=30), MONDAY.replace(hour=16))
    assert "Nobody on duty" in page
    assert "every week" in page


def test_a_shift_is_planned_and_taken_off_on_the_screen(cast: Cast) -> None:
    client = signed_in(cast.duty)
    typed = {"user_id": str(cast.manager.id), "day": "23/11/2026", "hours_0": "20.00", "hours_1": "08.00", "weekly": "on"}
    with standing_at(MONDAY):
        assert client.post("/roster/new/", {**typed, "submission": str(uuid7())}).status_code == 302
        with acting_as(cast.duty, "test"):
            shift = Shift.objects.get()
        assert shift.ends_at - shift.starts_at == 12 * HOUR
        assert signed_in(cast.police).post(f"/roster/{shift.pk}/off/").status_code == 404
        assert client.post(f"/roster/{shift.pk}/off/").status_code == 302
        assert "Nobody is on the roster." in client.get("/roster/", headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("hours", "more", "field"), [(0, {}, "ends_at"), (25, {}, "ends_at"), (8, {"weekly": True, "until": date(2026, 11, 1)}, "until")]
)
def test_what_cannot_be_a_shift_is_refused_with_the_field(cast: Cast, hours: float, more: dict[str, object], field: str) -> None:
    with standing_at(MONDAY), pytest.raises(Refused) as refused:
        plan(cast.duty, MONDAY, hours, **more)
    assert refused.value.field == field


def test_nobody_of_another_desk_is_put_on_the_roster(cast: Cast) -> None:
    with acting_as(cast.duty, "test"), pytest.raises(Refused) as refused:
        actions.plan_shift(by=cast.duty, user_id=cast.police.id, starts_at=MONDAY, ends_at=MONDAY + HOUR)
    assert refused.value.field == "user_id"


def test_what_a_shift_leaves_is_shown_to_the_others_until_one_of_them_has_read_it(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        note = actions.write_hand_over(by=cast.duty, text="Ibu A menelepon lagi pukul tujuh")
    assert "Ibu A menelepon" not in home(cast.duty)
    assert "Ibu A menelepon lagi pukul tujuh" in home(cast.manager)
    assert "Ibu A menelepon" not in home(cast.police)

    assert signed_in(cast.duty).post(f"/hand-over/{note}/read/").status_code == 409, "whoever wrote it does not confirm it"
    assert signed_in(cast.police).post(f"/hand-over/{note}/read/").status_code == 404
    assert signed_in(cast.manager).post(f"/hand-over/{note}/read/").status_code == 302
    assert "Ibu A menelepon" not in home(cast.supervisor)
    assert "read by Petugas manager" in signed_in(cast.supervisor).get("/hand-over/", headers=ENGLISH).content.decode()


def test_a_note_is_sealed_in_the_desks_own_domain_made_once(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        for text in ("Satu", "Dua"):
            actions.write_hand_over(by=cast.duty, text=text)
        assert Wrap.objects.filter(domain=cast.duty.desk).values("key_class").distinct().count() == Wrap.objects.filter(
            domain=cast.duty.desk
        ).count()
        assert b"Satu" not in bytes(HandOver.objects.earliest("at").text)
    with acting_as(cast.police, "test"):
        assert not HandOver.objects.exists()
        assert not Wrap.objects.filter(domain=cast.duty.desk).exists()
