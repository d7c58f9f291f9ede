"""Perhaps known, on the screen: the repeat victim is found by the unit, linked, one person in two cases; a wrong link is undone."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from jejaring.audit.models import Event
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import figures
from jejaring.intake import actions as intake
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.people import actions as people
from jejaring.people.models import PersonLink
from jejaring.people.states import LinkReason
from jejaring.triage import actions as triage
from jejaring.triage.states import OutcomeKind
from tests.cases.files import open_file
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TOLD = (
    "Nama saya Siti, 31 tahun, suami tidak kasih nafkah dua tahun, sekarang mau ambil rumah. Dulu saya pernah lapor di sini tahun lalu soal"
    " dipukul."
)


@pytest.fixture
def cast(cast: Cast) -> Any:
    yield cast
    translation.deactivate()


def get(cast: Cast, by: str, name: str, *ids: Any) -> Any:
    return signed_in(cast.actors[by]).get(reverse(f"desk:{name}", args=ids), headers=ENGLISH)


def post(cast: Cast, by: str, name: str, *ids: Any, **data: str) -> Any:
    return signed_in(cast.actors[by]).post(reverse(f"desk:{name}", args=ids), data, headers=ENGLISH)


def file_of(cast: Cast, name: str = "Siti Nurhaliza", *, by: str = "manager", **facts: Any) -> tuple[Case, UUID]:
    """A case with one victim, managed by somebody of the unit, and the victim's registration."""
    who = {"sex": "female", "age": 30, "phone": "0812-7400-1188"} | facts
    case = open_file(cast, manager=cast.actors[by].id, companion=None, parties=(NewParty("victim", name=name, **who),))
    with acting_as(cast.supervisor, "test"):
        person = Participant.objects.get(case=case, role="victim").person_id
    assert person
    return case, person


def report(cast: Cast) -> Any:
    """S08 as the officer takes it down."""
    with acting_as(cast.duty, "test"):
        return intake.receive_report(
            by=cast.duty, channel="walk_in", narrative=TOLD, reporter_kind="victim", limits_read=True, reporter_name="Siti",
            reporter_contact="0812 7400 1188", victim_sex="female", victim_age=31, no_danger_asked=True,
        )  # fmt: skip


def counted(cast: Cast, unit: str) -> int:
    with acting_as(cast.chair, "figures"):
        asked = figures.question(unit=unit, basis="registered", since=date(2024, 1, 1), until=today(), by=(), where=())
        return figures.count(cast.chair, asked).total


def test_s08_the_repeat_victim_is_found_by_the_unit_linked_and_is_one_person_with_two_cases(cast: Cast) -> None:
    earlier, before = file_of(cast)
    told = report(cast)

    assert post(cast, "supervisor", "known_one", "report", told.pk).status_code == 302
    page = get(cast, "supervisor", "known_one", "report", told.pk).content.decode()
    assert f"Your file {earlier.reference}" in page
    assert "the same telephone" in page

    with acting_as(cast.manager, "test"):
        opened = triage.decide(
            by=cast.manager, report_id=told.pk, version=1, kind="violence_against_women", forms=("neglect",), risk="medium",
            jurisdiction="own", reason="Penelantaran", outcomes=[OutcomeKind.OPEN_CASE], manager=cast.manager.id,
        )  # fmt: skip
        now_ = Participant.objects.get(case_id=opened.case_id, role="victim").person_id
    assert (counted(cast, "persons"), counted(cast, "cases")) == (2, 2)

    post(cast, "manager", "known_one", "person", now_)
    answer = get(cast, "manager", "known_one", "person", now_).content.decode()
    assert f"Your file {earlier.reference}" in answer
    assert reverse("desk:known_pair", args=[now_, before]) in answer
    both = get(cast, "manager", "known_pair", now_, before).content.decode()
    assert "Siti Nurhaliza" in both
    assert earlier.reference in both
    assert post(cast, "manager", "known_pair", now_, before, reason="says_so").status_code == 302

    assert (counted(cast, "persons"), counted(cast, "cases")) == (1, 2)
    file = signed_in(cast.manager).get(f"/cases/{opened.case_id}/", headers=ENGLISH).content.decode()
    assert f'the same person as in <a href="/cases/{earlier.pk}/">{earlier.reference}</a>' in file


def test_a_wrong_link_is_undone_and_neither_file_knows_of_the_other(cast: Cast) -> None:
    (one_case, one), (other_case, other) = file_of(cast), file_of(cast, "Siti Maryam")
    post(cast, "manager", "known_pair", one, other, reason="known_to_staff")
    page = get(cast, "manager", "known_pair", one, other).content.decode()
    assert "Linked as one person" in page
    assert post(cast, "manager", "known_undo", one, other, reason="").status_code == 422

    assert post(cast, "manager", "known_undo", one, other, reason="other_person").status_code == 302

    assert "undone by Petugas manager" in get(cast, "manager", "known_pair", one, other).content.decode()
    assert post(cast, "manager", "known_undo", one, other, reason="other_person").status_code == 404
    for case, elsewhere in ((one_case, other_case), (other_case, one_case)):
        file = signed_in(cast.manager).get(f"/cases/{case.pk}/", headers=ENGLISH).content.decode()
        assert elsewhere.reference not in file
        assert str(elsewhere.pk) not in file
    assert counted(cast, "persons") == 2


def test_the_answer_is_the_same_for_nobody_and_for_a_file_that_one_does_not_see(cast: Cast) -> None:
    hidden, _person = file_of(cast, by="supervisor")
    _case, subject = file_of(cast)
    _other, alone = file_of(cast, "Nama Lain Sekali", age=60, phone="")
    pages = []
    for asked in (subject, alone):
        post(cast, "manager", "known_one", "person", asked)
        page = get(cast, "manager", "known_one", "person", asked).content.decode()
        pages.append(page[page.index('class="nothing') : page.index("</main>")])

    assert pages[0] == pages[1]
    assert "Nobody among the files that you see" in pages[0]
    assert hidden.reference in post_and_see(cast, "supervisor", subject)


def post_and_see(cast: Cast, by: str, subject: UUID) -> str:
    post(cast, by, "known_one", "person", subject)
    return str(get(cast, by, "known_one", "person", subject).content.decode())


def test_nothing_is_answered_before_it_is_asked(cast: Cast) -> None:
    earlier, _before = file_of(cast)
    _case, subject = file_of(cast)

    page = get(cast, "manager", "known_one", "person", subject).content.decode()

    assert earlier.reference not in page
    assert "One question of today" in page
    with acting_as(cast.supervisor, "test"):
        assert not Event.objects.filter(act__startswith="known").exists()


def test_the_page_takes_as_many_statements_for_nobody_as_for_somebody(cast: Cast) -> None:
    file_of(cast)
    subjects = [file_of(cast)[1], file_of(cast, "Nama Lain Sekali", age=60, phone="0899 1111 2222")[1]]
    counts = []
    post_and_see(cast, "manager", subjects[0])  # warm
    for subject in subjects:
        post(cast, "manager", "known_one", "person", subject)
        with CaptureQueriesContext(connection) as statements:
            get(cast, "manager", "known_one", "person", subject)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_a_day_has_so_many_questions_and_the_refusal_says_so_and_is_logged(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _case, subject = file_of(cast)
    with acting_as(cast.manager, "test"):
        for _n in range(20):
            people.ask_known(by=cast.manager, subject_kind="report", subject_id=uuid7())

    answer = post(cast, "manager", "known_one", "person", subject)

    assert answer.status_code == 409
    assert "as often today as one person may" in answer.content.decode()
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="ration_spent", detail="account", subject_id=subject, actor=cast.manager.id).count() == 1
        assert not Event.objects.filter(act="refused").exists()
    page = get(cast, "manager", "known").content.decode()
    assert "0 more today" in page
    assert "00.00 WIB" in page
    assert 'href="/cases/emergency/"' in page
    one = get(cast, "manager", "known_one", "person", subject).content.decode()
    assert "00.00 WIB" in one
    assert "<button" not in one.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("by", ["duty", "companion", "police", "chair", "privacy", "admin"])
def test_nobody_else_opens_these_pages(cast: Cast, by: str) -> None:
    (_one, one), (_other, other) = file_of(cast), file_of(cast)
    for name, ids in (("known", ()), ("known_one", ("person", one)), ("known_pair", (one, other))):
        assert get(cast, by, name, *ids).status_code == 403


def test_a_stranger_and_whoever_sees_one_file_alone_see_no_pair(cast: Cast) -> None:
    (_hidden, one), (_seen, other) = file_of(cast, by="supervisor"), file_of(cast)
    for by in ("stranger", "manager"):
        assert get(cast, by, "known_pair", one, other).status_code == 404
        assert post(cast, by, "known_pair", one, other, reason="says_so").status_code == 404
        assert post(cast, by, "known_undo", one, other, reason="not_sure").status_code == 404
    assert get(cast, "stranger", "known_one", "person", other).status_code == 404
    assert get(cast, "manager", "known_one", "person", uuid7()).status_code == 404
    assert get(cast, "manager", "known_one", "word", other).status_code == 404
    assert get(cast, "manager", "known_pair", other, other).status_code == 404


def test_the_list_names_nobody_and_shows_reports_and_new_people_to_ask_about(cast: Cast) -> None:
    case, _person = file_of(cast)
    told = report(cast)

    page = get(cast, "supervisor", "known").content.decode()

    assert case.reference in page
    assert told.reference in page
    assert "Siti" not in page
    assert "20 more today" in page


def test_both_readings_of_a_pair_are_logged_each_with_its_own_case(cast: Cast) -> None:
    (one_case, one), (other_case, other) = file_of(cast), file_of(cast)
    get(cast, "manager", "known_pair", one, other)

    with acting_as(cast.supervisor, "test"):
        found = set(Event.objects.filter(act="read", subject_kind="person").values_list("subject_id", "case_id"))
    assert found == {(one, one_case.pk), (other, other_case.pk)}


def test_a_link_needs_a_reason(cast: Cast) -> None:
    (_one, one), (_other, other) = file_of(cast), file_of(cast)

    assert post(cast, "manager", "known_pair", one, other, reason="").status_code == 422
    with acting_as(cast.manager, "test"):
        assert not PersonLink.objects.exists()
        people.link(by=cast.manager, person_id=one, same_as_id=other, reason=LinkReason.SAYS_SO)
    assert post(cast, "manager", "known_pair", one, other, reason="says_so").status_code == 409
