"""The desk's home: what it owes, soonest first, each with one click to the act that keeps it."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.access.actor import Actor
from jejaring.commitments.actions import About, pause, promise
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import RuleKey
from jejaring.desk import acts
from jejaring.directory import actions as duty
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.notices.actions import Word, tell, tell_all
from jejaring.notices.states import NoticeKind
from tests.cases import files
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 in Jambi


def owe(actor: Actor, key: RuleKey, *, hours: float = 5, window: Window | None = None, **about: object) -> Commitment:
    facts = {"sex": "female", "age": 24, "area": "15.71", "kind": "domestic_violence", "risk": "high", **about}
    with acting_as(actor, "test"):
        return promise(key, by=actor, about=About("report", uuid7(), **facts), window=window, start=NOON,
                       due_at=None if window else NOON + timedelta(hours=hours))  # fmt: skip


def test_every_kind_of_promise_has_an_act_and_its_words() -> None:
    assert set(acts.ACTS) == set(RuleKey)
    assert all(act.verb and ":" in act.url_name and act.needs for act in acts.ACTS.values())


def test_the_home_says_how_many_promises_are_open_late_and_next(cast: Cast) -> None:
    owe(cast.duty, RuleKey.TRIAGE, hours=0)
    owe(cast.duty, RuleKey.FIRST_RESPONSE, hours=1.5)
    with standing_at(NOON + timedelta(hours=1, minutes=5)):
        page = signed_in(cast.duty).get("/", headers={"accept-language": "en"}).content.decode()

    assert "2 open · 1 late · next in 25 minutes" in page


def test_the_soonest_promise_stands_first_and_names_nobody(cast: Cast) -> None:
    owe(cast.duty, RuleKey.TRIAGE, hours=9, reference="L-26-0002-X")
    owe(cast.duty, RuleKey.FIRST_RESPONSE, hours=2, reference="L-26-0001-X")
    with standing_at(NOON):
        page = signed_in(cast.duty).get("/", headers={"accept-language": "en"}).content.decode()

    assert page.index("L-26-0001-X") < page.index("L-26-0002-X")
    assert 'Woman, 24 · Kota Jambi · Domestic violence · High risk · <span class="ref">L-26-0001-X</span>' in page


def test_a_promise_of_contact_shows_the_safe_hours(cast: Cast) -> None:
    owe(cast.duty, RuleKey.SAFE_CONTACT, window=Window(time(13), time(15)))
    with standing_at(NOON):
        page = signed_in(cast.duty).get("/").content.decode()

    assert "mulai 13.00" in page
    assert "13–15" in page


def test_a_desk_without_promises_says_what_will_appear(cast: Cast) -> None:
    page = signed_in(cast.police).get("/", headers={"accept-language": "en"}).content.decode()

    assert "Nothing is owed now." in page
    assert "Nothing is due." in page
    assert "Receive report" not in page


def test_what_other_desks_owe_to_us_is_beside_it(cast: Cast) -> None:
    with acting_as(cast.manager, "test"):
        promise(RuleKey.REFERRAL_ANSWER, by=cast.manager, about=About("referral", uuid7()), desk_id=cast.police.desk,
                owed_to_desk_id=cast.manager.desk)  # fmt: skip
    page = signed_in(cast.manager).get("/", headers={"accept-language": "en"}).content.decode()

    assert "Polresta Contoh" in page[page.index("Promised to us") :]


def test_notices_are_new_once_and_tell_nothing_of_whom(cast: Cast) -> None:
    with acting_as(cast.police, "test"):
        accepted = {"kind": NoticeKind.REFERRAL_ACCEPTED, "subject_kind": "referral", "subject_id": uuid7()}
        tell(desk_id=cast.duty.desk, from_desk=cast.police.desk, **accepted)
    client = signed_in(cast.manager)
    first, second = (client.get("/", headers={"accept-language": "en"}).content.decode() for _ in range(2))

    assert "A referral was accepted" in first
    assert "Polresta Contoh" in first
    assert ">new<" in first
    assert ">new<" not in second


def test_only_one_act_is_the_main_one(cast: Cast) -> None:
    for _ in range(3):
        owe(cast.duty, RuleKey.TRIAGE)
    page = signed_in(cast.duty).get("/").content.decode()

    assert len(re.findall(r'class="btn primary"', page)) <= 1


def test_the_list_alone_is_answered_to_htmx_and_keeps_notices_new(cast: Cast) -> None:
    with acting_as(cast.police, "test"):
        tell(desk_id=cast.duty.desk, kind=NoticeKind.REFERRAL_ACCEPTED, subject_kind="referral", subject_id=uuid7())
    client = signed_in(cast.duty)
    part = client.get("/", headers={"hx-request": "true"}).content.decode()

    assert '<div id="owing"' in part
    assert 'hx-swap-oob="true">Nothing is owed now.' in part.replace("Tidak ada janji yang terbuka.", "Nothing is owed now.")
    assert "<html" not in part
    assert ">new<" in client.get("/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("role", ["chair", "secretary", "statistician", "privacy", "admin"])
def test_who_has_no_work_of_a_desk_is_led_to_their_own_page(cast: Cast, role: str) -> None:
    answer = signed_in(cast.actors[role]).get("/")

    assert answer.status_code == 302
    assert answer["Location"] != "/"


@pytest.mark.parametrize("actor", ["duty", "manager", "supervisor"])
def test_a_longer_list_costs_no_more_statements(cast: Cast, actor: str) -> None:
    client = signed_in(cast.actors[actor])
    client.get("/")
    counted = []
    for more in (1, 12):
        for _ in range(more):
            owe(cast.duty, RuleKey.TRIAGE)
        with CaptureQueriesContext(connection) as statements:
            client.get("/")
        counted.append(len(statements))

    assert counted == [11, 11]


def test_the_promises_of_cases_stand_first_at_who_works_on_them(cast: Cast) -> None:
    ours, others = files.open_file(cast), files.wife_hit(cast, manager=cast.supervisor.id, companion=None)
    seen = {name: signed_in(cast.actors[name]).get("/").content.decode() for name in ("manager", "supervisor")}
    whole = signed_in(cast.manager).get("/?all=1").content.decode()

    assert ours.reference in seen["manager"]
    assert others.reference not in seen["manager"]
    assert ours.reference in seen["supervisor"]
    assert others.reference in seen["supervisor"]
    assert others.reference in whole
    assert f"/cases/{others.pk}/assess/" not in whole


def test_an_officer_sees_first_what_the_own_role_keeps_and_all_of_it_on_request(cast: Cast) -> None:
    owe(cast.duty, RuleKey.ASSESSMENT, hours=1, reference="K-26-0001-X")
    owe(cast.duty, RuleKey.TRIAGE, hours=2, reference="L-26-0002-X")
    client = signed_in(cast.duty)
    with standing_at(NOON):
        own, whole = (client.get(url, headers={"accept-language": "en"}).content.decode() for url in ("/", "/?all=1"))

    assert "K-26-0001-X" not in own
    assert "1 more of this desk: later, or for a colleague." in own
    assert "2 open" in own
    assert whole.index("K-26-0001-X") < whole.index("L-26-0002-X")


def test_a_notice_leads_only_where_the_role_may_go(cast: Cast) -> None:
    case = uuid7()
    with acting_as(cast.manager, "test"):
        tell(desk_id=cast.duty.desk, kind=NoticeKind.CASE_ASSIGNED, subject_kind="case", subject_id=case)

    assert f"/cases/{case}/" not in signed_in(cast.duty).get("/").content.decode()
    assert f"/cases/{case}/" in signed_in(cast.manager).get("/").content.decode()


def test_what_waits_for_somebody_is_asked_for_only_where_something_waits_and_shows_its_reference_as_one(cast: Cast) -> None:
    client, counted = signed_in(cast.duty), []
    client.get("/")
    for more in (False, True):
        row = owe(cast.duty, RuleKey.COMPLETE_REPORT, reference="L-26-0417-X")
        if more:
            with acting_as(cast.duty, "test"):
                pause(commitment_id=row.pk, by=cast.duty, waits_for="person")
        with CaptureQueriesContext(connection) as statements:
            page = client.get("/").content.decode()
        counted.append(len(statements))

    assert counted[1] == counted[0] + 1
    assert page[page.index(f"/promises/{row.pk}/") :].count(' · <span class="ref">L-26-0417-X</span>') == 1


def test_a_full_home_stays_within_its_statements(cast: Cast) -> None:
    owed = owe(cast.duty, RuleKey.TRIAGE)
    with acting_as(cast.duty, "test"):
        pause(commitment_id=owe(cast.duty, RuleKey.COMPLETE_REPORT).pk, by=cast.duty, waits_for="person")
        duty.write_hand_over(by=cast.duty, text="Catatan contoh", attached=[owed.pk])
        duty.plan_shift(by=cast.duty, user_id=cast.duty.id, starts_at=now(), ends_at=now() + timedelta(hours=8))
    client = signed_in(cast.manager)
    client.get("/")
    with acting_as(cast.police, "test"):
        tell(desk_id=cast.duty.desk, kind=NoticeKind.REFERRAL_ACCEPTED, subject_kind="referral", subject_id=uuid7())
    with CaptureQueriesContext(connection) as statements:
        page = client.get("/").content.decode()

    assert "Catatan contoh" in page
    assert f"/promises/{owed.pk}/" in page[: page.index('id="owing"')]
    assert sum("SAVEPOINT" not in s["sql"] for s in statements.captured_queries) <= 15


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [
        (NoticeKind.PROMISE_LATE, 4, "4 promises are late"), (NoticeKind.PROMISE_LATE, 1, "A promise is late"),
        (NoticeKind.PROMISE_DUE, 2, "2 promises will be due soon"),
        (NoticeKind.LETTER_DUE, 3, "Reminders by letter are to be written for 3 late promises"),
    ],
)  # fmt: skip
def test_a_digest_says_how_many_and_leads_to_the_desks_list(cast: Cast, kind: NoticeKind, count: int, words: str) -> None:
    with acting_as(cast.duty, "test"):
        tell_all([Word(cast.duty.desk, kind, "desk", cast.duty.desk, count)])
    page = signed_in(cast.duty).get("/", headers={"accept-language": "en"}).content.decode()

    assert f'<a href="/?all=1">{words}</a>' in page


def test_what_is_asked_for_again_brings_the_sentence_and_the_notices_along(cast: Cast) -> None:
    with acting_as(cast.police, "test"):
        tell(desk_id=cast.duty.desk, kind=NoticeKind.REFERRAL_ACCEPTED, subject_kind="referral", subject_id=uuid7())
    part = signed_in(cast.duty).get("/", headers={"hx-request": "true", "accept-language": "en"}).content.decode()

    assert part.count('hx-swap-oob="true"') == 2
    assert "A referral was accepted" in part
