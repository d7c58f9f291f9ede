"""Who can do this, for this person, at this hour? The directory's answers, its hours in words, its file and its plan."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from jejaring.access.actor import VISITOR
from jejaring.directory import actions, queries, rules
from jejaring.directory.models import ClosedDay, Organisation
from jejaring.directory.queries.hours import opening, week_in_words
from jejaring.directory.queries.opening import opens_before
from jejaring.directory.states import EntryPart
from jejaring.guard.context import acting_as
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.hours import ALWAYS, read_hours
from tests.cast import Cast, assemble
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=WIB)
OFFICE = "Senin–Jumat 07.30–16.00"
HOLIDAY = datetime(2026, 12, 25, 10, 0, tzinfo=WIB)


@pytest.fixture
def cast() -> Iterator[Cast]:
    """Social affairs in office hours with a shelter for women and girls, a hospital at every hour, police with hours nobody can read."""
    with standing_at(TUESDAY):
        cast = assemble()
        with acting_as(VISITOR, "administration"):
            correct(cast, "social", hours=OFFICE, area="15.71.07.1001", serves=["15.71.07", "15.71.01"], phone="0741 555-07")
            correct(cast, "hospital", hours="24 jam", accessible="yes", interpreter="isyarat", area="15.71.04.1004")
            correct(cast, "police", hours="Hubungi dahulu")
            actions.describe_service(
                by=VISITOR, desk_id=cast.desk_id("social"), service="shelter", sex="female", maximum_age=17, wait_days=0, capacity=12,
                documents="=1+1",
            )  # fmt: skip
        yield cast


def correct(cast: Cast, key: str, **facts: Any) -> None:
    desk = cast.desks[key]
    services = list(desk.services.values_list("service", flat=True))
    actions.correct_desk(by=VISITOR, desk_id=desk.pk, services=services, **facts)


def found(**wanted: Any) -> list[str]:
    return [entry.organisation for entry in queries.find(queries.Wanted(**wanted))]


def test_a_service_for_a_person_is_answered_by_who_takes_that_person(cast: Cast) -> None:
    assert found(service="shelter") == ["Dinas Sosial Contoh", "Rumah Aman Contoh"]
    assert found(service="shelter", sex="female", age=17) == ["Dinas Sosial Contoh", "Rumah Aman Contoh"]
    assert found(service="shelter", sex="male", age=17) == ["Rumah Aman Contoh"]
    assert found(service="shelter", sex="female", age=18) == ["Rumah Aman Contoh"]
    assert "Dinas Sosial Contoh" in found(sex="male"), "another service of the same desk takes him"


@pytest.mark.parametrize(
    ("asked", "fits"),
    [({}, True), ({"sex": "female"}, True), ({"sex": "male"}, False), ({"age": 12}, True), ({"age": 11}, False), ({"age": 18}, False)],
)
def test_what_is_not_known_of_somebody_excludes_nobody(asked: dict[str, Any], fits: bool) -> None:
    assert rules.fits("female", 12, 17, **{"sex": "", "age": None} | asked) is fits


def test_needs_and_district_narrow_the_answer_and_the_nearest_come_first(cast: Cast) -> None:
    assert found(need="access") == ["RSUD Contoh"]
    assert found(need="interpreter") == ["RSUD Contoh"]
    assert "Dinas Sosial Contoh" not in found(area="15.71.05")
    assert found(area="15.71.07")[0] == "Dinas Sosial Contoh"
    assert len(found(area="15.71.05")) == len(found()) - 1, "who names no district serves all of them"


def test_at_an_hour_the_open_come_first_and_the_unknown_last(cast: Cast) -> None:
    def states(**wanted: Any) -> dict[str, bool | None]:
        return {e.organisation: e.opening.open for e in queries.find(queries.Wanted(**wanted))}

    night = datetime(2026, 3, 3, 22, 0, tzinfo=WIB)
    assert states()["Dinas Sosial Contoh"] is True
    assert "Dinas Sosial Contoh" not in states(at=night, open_only=True)
    assert next(iter(states(at=night, open_only=True))) == "RSUD Contoh"
    assert states(at=night, open_only=True)["Polresta Contoh"] is None, "it may be the only one"


def test_a_day_on_which_the_desk_is_closed_counts(cast: Cast) -> None:
    with acting_as(VISITOR, "administration"):
        ClosedDay.objects.create(desk=cast.desks["social"], day=TUESDAY.date())

    with override("en"):
        (entry,) = queries.find(queries.Wanted(service="shelter", words="dinas SOSIAL"))
    assert (entry.opening.open, entry.opening.words) == (False, "Opens tomorrow 07:30")


def test_a_desk_that_never_closes_is_open_on_a_holiday_in_every_answer(cast: Cast) -> None:
    with standing_at(HOLIDAY), override("en"), acting_as(VISITOR, "administration"):
        said = {e.organisation: e.opening for e in queries.find(queries.Wanted())}
        assert said["RSUD Contoh"].words == "Open at every hour"
        assert said["Dinas Sosial Contoh"].words == "Opens Monday 07:30", "an office is closed, and so is the weekend after it"
        assert [queries.calendar_of(cast.desk_id(key)).is_working_day(HOLIDAY.date()) for key in ("hospital", "social")] == [True, False]
        assert opens_before(cast.desk_id("hospital"), HOLIDAY.date() + timedelta(1))
        assert not opens_before(cast.desk_id("social"), HOLIDAY.date() + timedelta(1))


def test_a_desk_keeps_the_hours_of_its_region_and_the_screen_says_them_in_ours(cast: Cast) -> None:
    with acting_as(VISITOR, "administration"):
        Organisation.objects.filter(pk=cast.desks["social"].organisation_id).update(region="73.71")

    with override("en"):
        (entry,) = queries.find(queries.Wanted(service="shelter", words="dinas SOSIAL"))
    assert entry.opening.words == "Open now, until 15:00", "16.00 in Makassar"


def desk_of(hours: str) -> Calendar | None:
    week = read_hours(hours)
    return Calendar(week) if week else None


@pytest.mark.parametrize(
    ("hours", "at", "words"),
    [
        (OFFICE, TUESDAY, "Open now, until 16:00"),
        (OFFICE, TUESDAY.replace(hour=6), "Opens today 07:30"),
        (OFFICE, TUESDAY.replace(hour=16), "Opens tomorrow 07:30"),
        (OFFICE, datetime(2026, 3, 6, 17, 0, tzinfo=WIB), "Opens Monday 07:30"),
        ("24 jam", TUESDAY, "Open at every hour"),
        ("Hubungi dahulu", TUESDAY, "Hours not known: call first"),
        ("Senin–Minggu 18.00–23.59", TUESDAY.replace(hour=20), "Open now, until 24:00"),
    ],
)
def test_open_or_not_is_said_in_words(hours: str, at: datetime, words: str) -> None:
    with override("en"):
        assert opening(desk_of(hours), at, asked=False).words == words


def test_of_another_moment_it_says_then() -> None:
    with override("en"):
        assert opening(desk_of(OFFICE), TUESDAY, asked=True).words == "Open then, until 16:00"
        assert opening(desk_of(OFFICE), TUESDAY.replace(hour=20), asked=True).words == "Closed then; opens tomorrow 07:30"
        assert opening(Calendar({}), TUESDAY, asked=False).words == "Closed"


def test_a_week_is_said_with_equal_days_together() -> None:
    halves = {0: ((time(8), time(12)), (time(13), time(16))), 2: ((time(8), time(12)),)}

    assert week_in_words(read_hours("Senin–Jumat 07.30–16.00, Sabtu 07.30–14.00") or {}) == "Senin–Jumat 07.30–16.00, Sabtu 07.30–14.00"
    assert week_in_words(halves) == "Senin 08.00–12.00 & 13.00–16.00, Rabu 08.00–12.00"
    with override("en"):
        assert week_in_words(ALWAYS) == "At every hour"


def test_an_entry_says_what_it_lacks(cast: Cast) -> None:
    desk = cast.desk_id("social")
    assert set(queries.lacking(desk)) == {EntryPart.ADDRESS, EntryPart.ACCESS, EntryPart.FOR_WHOM, EntryPart.CHECKED}

    with acting_as(VISITOR, "administration"):
        correct(cast, "social", accessible="no", verified_on=TUESDAY.date())
        actions.describe_service(by=VISITOR, desk_id=desk, service="social_rehabilitation", documents="Laporan sosial")
        Organisation.objects.filter(pk=cast.desks["social"].organisation_id).update(address="Jalan Rekaan 7")
    assert queries.lacking(desk) == ()
    with standing_at(TUESDAY.replace(year=2027)):
        assert queries.lacking(desk) == (EntryPart.CHECKED,)


def test_the_page_answers_with_a_telephone_to_tap(cast: Cast) -> None:
    page = signed_in(cast.police).get("/directory/?service=shelter&sex=female&age=15&hour=now").content.decode()

    assert 'href="tel:074155507"' in page
    assert "perempuan, sampai 17 tahun" in page
    assert "12 tempat" in page
    assert "Buka sekarang, sampai 16.00" in page
    assert "RSUD Contoh" not in page
    assert "Lengkapi entri ini" not in page


def test_whoever_administers_is_led_to_what_is_missing(cast: Cast) -> None:
    page = signed_in(cast.admin).get("/directory/?service=shelter").content.decode()

    assert f'href="/organisations/desks/{cast.desk_id("social")}/"' in page
    assert "Lengkapi entri ini" in page


@pytest.mark.parametrize("question", ["?age=abc", "?service=x&sex=y&day=9&hour=77", "?area=%00", "?q=" + "a" * 500, "?age=-1"])
def test_a_question_that_cannot_be_read_narrows_nothing(cast: Cast, question: str) -> None:
    answer = signed_in(cast.police).get("/directory/" + question)

    assert answer.status_code == 200
    assert "Dinas Sosial Contoh" in answer.content.decode()


def test_the_file_is_the_same_list_and_runs_no_formula(cast: Cast) -> None:
    with acting_as(VISITOR, "administration"):
        correct(cast, "social", email="@cmd", name="=Meja")
    answer = signed_in(cast.police).get("/directory/list.csv?service=shelter&q=dinas")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith("attachment")
    assert len(lines) == 2
    assert lines[1][:4] == ["Dinas Sosial Contoh", "'=Meja", "0741 555-07", "'@cmd"]
    assert lines[1][-1].startswith("Bawa: =1+1")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in lines for cell in line)


def test_the_plan_counts_desks_where_they_are_and_leads_to_their_district(cast: Cast) -> None:
    plan = queries.plan(["15.71.07.1001", "15.71.07", "15.05"], "15.71.07", lambda code: f"?area={code}")

    assert plan is not None
    tiles = {t.name: t for t in plan.tiles}
    assert len(tiles) == 11
    assert (tiles["Kota Baru"].count, tiles["Kota Baru"].url, tiles["Kota Baru"].chosen) == (2, "?area=", True)
    assert plan.elsewhere == 1
    places = {(t.x, t.y) for t in plan.tiles}
    assert len(places) == 11, "no tile lies on another"
    assert all(t.x + plan.wide <= plan.width and t.y + plan.high <= plan.height for t in plan.tiles)


def test_the_answer_costs_the_same_however_many_desks_there_are(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client: Client = signed_in(cast.police)
    client.get("/directory/")
    with django_assert_max_num_queries(12):
        client.get("/directory/?hour=now&area=15.71.07")


def test_the_administrator_says_for_whom_a_service_is(cast: Cast) -> None:
    admin, desk = signed_in(cast.admin), cast.desk_id("hospital")
    typed = {"sex": "", "minimum_age": "12", "maximum_age": "17", "documents": "Kartu identitas", "wait_days": "0", "capacity": ""}

    wrong = admin.post(f"/organisations/desks/{desk}/services/health/", typed | {"maximum_age": "3"})
    admin.post(f"/organisations/desks/{desk}/services/health/", typed)

    assert wrong.status_code == 422
    (row,) = [o for o in queries.offers_of(desk) if o.service == "health"]
    assert (row.minimum_age, row.maximum_age, row.documents, row.wait_days, row.capacity) == (12, 17, "Kartu identitas", 0, None)
    assert "12–17 tahun" in admin.get(f"/organisations/desks/{desk}/").content.decode()
    assert admin.get(f"/organisations/desks/{desk}/services/shelter/").status_code == 404
