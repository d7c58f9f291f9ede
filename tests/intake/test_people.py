"""Several people at once: a raid or a hand-over lists them one by one, with as much or little as is known."""

from typing import Any

import pytest
from django.test import Client

from jejaring.guard.context import acting_as
from jejaring.intake import actions, queries
from jejaring.intake.models import FoundPerson, Report
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.intake.conftest import promises, receive, signed_in, text_of, typed

pytestmark = pytest.mark.django_db
GIRL = {"sex": "female", "age": "16", "name": "Bunga Rekaan", "injured": "yes"}
WOMAN = {"sex": "female", "grown": "adult", "nationality": "vnm", "interpreter": "on", "language": "Vietnam"}
BOY = {"sex": "male", "grown": "child"}


@pytest.fixture
def duty(cast: Cast) -> Client:
    return signed_in("duty")


@pytest.fixture
def raid(cast: Cast) -> Report:
    return receive(cast.duty, channel="raid", reporter_kind="professional", victim_count=3, victim_age=None, contact=None)


def where(row: Report) -> str:
    return f"/reports/{row.pk}/people/"


def rows_of(*people: dict[str, str], version: int = 1, **more: str) -> dict[str, str]:
    """What a browser sends."""
    sent = {f"p{n}-{name}": value for n, person in enumerate(people) for name, value in person.items()}
    return sent | {"version": str(version), "count": str(len(people)), "submission": str(uuid7())} | more


def listed(cast: Cast, row: Report) -> list[Any]:
    with acting_as(cast.duty, "test"):
        return queries.people_for(cast.duty, row.pk)


def test_after_a_raid_is_received_the_list_comes_next_with_a_row_for_each(cast: Cast, duty: Client) -> None:
    answer = duty.post("/reports/new/", typed(channel="raid", victim_count="4"))
    page = text_of(duty.get(answer["Location"]))

    assert answer["Location"].endswith("/people/")
    assert page.count("<legend>Orang ") == 4


def test_each_row_keeps_what_is_known_of_one_person(cast: Cast, duty: Client, raid: Report) -> None:
    answer = duty.post(where(raid), rows_of(GIRL, WOMAN, BOY))

    assert answer["Location"] == f"/reports/{raid.pk}/"
    girl, woman, boy = listed(cast, raid)
    assert (girl.sex, girl.age, girl.minor, girl.name, girl.injured) == ("female", 16, None, "Bunga Rekaan", "yes")
    assert (woman.minor, woman.nationality, woman.interpreter, woman.language) == (False, "vnm", True, "Vietnam")
    assert (boy.sex, boy.age, boy.minor, boy.nationality, boy.injured) == ("male", None, True, "", "")
    page = text_of(duty.get(answer["Location"]))
    assert "perlu juru bahasa (Vietnam)" in page
    assert "terluka" in page
    assert "Bunga Rekaan" not in page
    assert "Bunga Rekaan" in text_of(duty.post(answer["Location"] + "names/", {"reason": "contact"}))


def test_names_and_languages_lie_sealed(cast: Cast, duty: Client, raid: Report) -> None:
    duty.post(where(raid), rows_of(GIRL, WOMAN))
    with acting_as(cast.duty, "test"):
        rows = list(FoundPerson.objects.order_by("position"))
        assert b"Bunga" not in bytes(rows[0].name)
        assert b"Vietnam" not in bytes(rows[1].language)


def test_the_number_of_victims_follows_the_list_and_empty_rows_are_none(cast: Cast, duty: Client, raid: Report) -> None:
    duty.post(where(raid), rows_of(GIRL, {}, {"sex": "unknown"}, BOY))

    with acting_as(cast.duty, "test"):
        row = Report.objects.get(pk=raid.pk)
    assert (row.victim_count, row.victim_sex, row.victim_age, row.version) == (2, "female", 16, 2)
    assert promises(cast.duty, raid)["triage"].about_age == 16


def test_a_row_is_corrected_and_one_written_by_mistake_is_taken_back_but_not_deleted(cast: Cast, duty: Client, raid: Report) -> None:
    duty.post(where(raid), rows_of(GIRL, BOY))
    girl, boy = listed(cast, raid)
    again = rows_of(GIRL | {"id": str(girl.id), "age": "17"}, BOY | {"id": str(boy.id), "taken_back": "on"}, version=2)
    duty.post(where(raid), again)

    assert [(p.id, p.age) for p in listed(cast, raid)] == [(girl.id, 17)]
    with acting_as(cast.duty, "test"):
        assert FoundPerson.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"), [({"age": "121"}, "age"), ({"age": "tua"}, "age"), ({"nationality": "xx"}, "nationality"), ({"sex": "x"}, "sex")]
)
def test_what_is_wrong_in_a_row_is_said_beside_it_and_no_row_is_lost(
    cast: Cast, duty: Client, raid: Report, wrong: dict[str, str], field: str
) -> None:
    answer = duty.post(where(raid), rows_of(GIRL, BOY | wrong))
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_p1-{field}_error"' in page
    assert "2. " in page.partition('class="errors"')[2].partition("</div>")[0]
    assert "Bunga Rekaan" in page
    assert listed(cast, raid) == []


def test_more_rows_keep_what_was_typed(duty: Client, raid: Report) -> None:
    answer = duty.post(where(raid), rows_of(GIRL, more="1"))
    page = text_of(answer)

    assert answer.status_code == 200
    assert page.count("<legend>Orang ") == 6
    assert "Bunga Rekaan" in page
    assert 'name="count" value="6"' in page


def test_the_second_of_two_sees_the_list_as_it_is_and_replaces_it_only_on_purpose(cast: Cast, duty: Client, raid: Report) -> None:
    signed_in("manager").post(where(raid), rows_of(WOMAN))
    mine = rows_of(GIRL)

    lost = duty.post(where(raid), mine)
    page = text_of(lost)
    assert lost.status_code == 422
    assert "perlu juru bahasa (Vietnam)" in page
    assert "Bunga Rekaan" in page
    assert duty.post(where(raid), mine).status_code == 422
    assert duty.post(where(raid), mine | {"overwrite": "on"}).status_code == 422, "a tick beside no list"
    assert duty.post(where(raid), mine | {"overwrite": "on", "seen": "2"}).status_code == 302
    assert {p.nationality for p in listed(cast, raid)} == {"", "vnm"}, "nobody's row is lost"


def test_the_same_list_sent_twice_is_one(cast: Cast, duty: Client, raid: Report) -> None:
    sent = rows_of(GIRL, BOY)

    assert [duty.post(where(raid), sent).status_code for _ in range(2)] == [302, 302]
    assert len(listed(cast, raid)) == 2


def test_a_decided_report_lists_nobody_any_more(cast: Cast, duty: Client, raid: Report) -> None:
    with acting_as(cast.duty, "test"):
        actions.decide_report(by=cast.duty, report_id=raid.pk, version=1)

    assert duty.get(where(raid)).status_code == 409
    with acting_as(cast.duty, "test"), pytest.raises(Refused, match="decided"):
        actions.list_people(by=cast.duty, report_id=raid.pk, version=2, people=[{"sex": "male"}])


def test_more_than_fifty_are_refused(cast: Cast, raid: Report) -> None:
    with acting_as(cast.duty, "test"), pytest.raises(Refused, match="50"):
        actions.list_people(by=cast.duty, report_id=raid.pk, version=1, people=[{"sex": "male"}] * 51)


def test_other_desks_find_nothing(cast: Cast, raid: Report) -> None:
    assert signed_in("stranger").get(where(raid)).status_code == 404
    assert signed_in("police").get(where(raid)).status_code == 403
