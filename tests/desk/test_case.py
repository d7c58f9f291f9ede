"""The list of cases and the case file: everything on one page in one request, and nobody's name."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty, claims, law, returning, safety
from jejaring.cases.models import Case
from jejaring.cases.states import PartyRole
from jejaring.guard.context import acting_as
from jejaring.intake import actions as intake
from jejaring.intake import queries as intake_queries
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.people.rules import ContactWish
from jejaring.triage import actions as triage
from tests.cases import files
from tests.cases.test_queries import work_on
from tests.cast import Cast
from tests.referrals.sent import send
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def file_of(cast: Cast, case: Case, *, actor: str = "manager", query: str = "") -> str:
    return signed_in(cast.actors[actor]).get(f"/cases/{case.pk}/{query}", headers=ENGLISH).content.decode()


def test_the_file_says_who_without_a_name_and_shows_how_contact_is_safe(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)

    assert case.reference in page
    assert re.search(r"<h1>Girl, 17 · \w+", page)
    assert "High risk" in page
    assert "WhatsApp" in page[page.index('class="safe"') :]
    assert "Bunga" not in page
    assert "1111" not in page


def test_the_title_says_nothing_and_the_page_is_never_stored(cast: Cast, case: Case) -> None:
    answer = signed_in(cast.manager).get(f"/cases/{case.pk}/", headers=ENGLISH)

    assert "<title>Jejaring</title>" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_what_is_owed_on_the_case_stands_there_with_its_acts(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)
    owed = page[page.index("Owed on this case") : page.index("Journey")]

    assert owed.index("Assessment") < owed.index("Plan")
    assert "Report to the police (3×24 hours)" in owed
    assert f"/cases/{case.pk}/assess/" in owed
    assert owed.count("btn primary") == 1


def test_the_timeline_joins_what_every_app_knows(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), files.later(hours=2):
        cases.write_note(by=cast.manager, case_id=case.pk, text="Catatan contoh")
    page = file_of(cast, case)
    line = page[page.index("Journey") :]

    assert line.index("Catatan contoh") < line.index("Case opened")


def test_the_timeline_shows_one_group_alone(cast: Cast, case: Case) -> None:
    promises = file_of(cast, case, query="?only=promises")
    law = file_of(cast, case, query="?only=law")

    assert re.search(r"<summary>.*Assessment", promises)
    assert "Case opened" not in promises
    assert "Nothing of this kind yet." in law


def test_a_promise_kept_by_an_act_is_a_badge_on_it(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), files.later(hours=2):
        version = Case.objects.get(pk=case.pk).version
        cases.assess(by=cast.manager, case_id=case.pk, version=version, danger_signs=(), factors=(), condition="", wishes="")
    page = file_of(cast, case)

    assert re.search(r"Assessment: kept\s+in 2 hours", page)


def test_opening_the_file_is_one_entry_of_the_read_log(cast: Cast, case: Case) -> None:
    file_of(cast, case)
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="read", case_id=case.pk, actor=cast.manager.id).count() == 1


@pytest.mark.parametrize("actor", ["stranger", "supervisor", "companion"])
def test_the_team_and_its_supervisor_see_it_and_a_stranger_finds_nothing(cast: Cast, case: Case, actor: str) -> None:
    status = signed_in(cast.actors[actor]).get(f"/cases/{case.pk}/").status_code

    assert status == (404 if actor == "stranger" else 200)


def test_a_foreign_case_and_one_that_never_was_are_one_answer(cast: Cast, case: Case) -> None:
    client = signed_in(cast.stranger)

    assert [client.get(f"/cases/{pk}/").status_code for pk in (case.pk, uuid7())] == [404, 404]


@pytest.mark.parametrize("actor", ["duty", "police", "chair", "admin"])
def test_who_does_not_work_on_cases_has_neither_list_nor_file(cast: Cast, case: Case, actor: str) -> None:
    client = signed_in(cast.actors[actor])

    assert [client.get(url).status_code for url in ("/cases/", f"/cases/{case.pk}/")] == [403, 403]


def from_report(cast: Cast) -> UUID:
    """A case opened from a report that was answered first; its id."""
    with acting_as(cast.duty, "test"):
        report = intake.receive_report(
            by=cast.duty, channel="whatsapp", narrative="Cerita contoh", reporter_kind="victim", limits_read=True, complete=True,
            contact=ContactWish(("whatsapp",), ("phone",)), victim_sex="female", victim_age=17,
        )  # fmt: skip
        intake.record_response(by=cast.duty, report_id=report.pk, kind="safety_action", note="Patroli contoh")
        girl = NewParty("victim", "female", 17, name="Bunga Contoh")
        decided = triage.decide(
            by=cast.duty, report_id=report.pk, version=intake_queries.report_facts(cast.duty, report.pk).version, kind="trafficking",
            risk="high", jurisdiction="own", reason="Alasan contoh", outcomes=["open_case"], manager=cast.manager.id, victims=[girl],
        )  # fmt: skip
    assert decided.case_id
    return decided.case_id


def test_the_journey_begins_with_the_report_and_its_first_response(cast: Cast) -> None:
    page = signed_in(cast.manager).get(f"/cases/{from_report(cast)}/", headers=ENGLISH).content.decode()
    line = page[page.index("Journey") :]
    told = [line.index(words) for words in ("Case opened", "Triage: open a case", "Patroli contoh", "Report told")]

    assert told == sorted(told)
    assert re.search(r"Triage: open a case <span[^>]*>Triage: kept in", line)


def statements(client: Client, url: str) -> int:
    """What a page asks of the database in all, sign-in and context included, once the process holds the code lists."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_file_costs_the_same_whatever_it_holds(cast: Cast) -> None:
    case_id, client = from_report(cast), signed_in(cast.manager)
    small = statements(client, f"/cases/{case_id}/")
    with acting_as(cast.manager, "test"):
        work_on(cast, Case.objects.get(pk=case_id))
    send(cast, case_id)
    big = statements(client, f"/cases/{case_id}/")

    assert small == big == 14


def test_the_list_knows_cases_by_sex_age_kind_and_place(cast: Cast, case: Case) -> None:
    page = signed_in(cast.manager).get("/cases/", headers=ENGLISH).content.decode()

    assert "Girl, 17 · Trafficking in persons" in page
    assert case.reference in page
    assert "Bunga" not in page


def test_the_list_costs_the_same_however_many_cases_there_are(cast: Cast, case: Case) -> None:
    client = signed_in(cast.supervisor)
    small = statements(client, "/cases/")
    for _n in range(3):
        files.wife_hit(cast)

    assert small == statements(client, "/cases/") == 7


def test_what_is_not_recorded_yet_is_one_list_with_its_acts(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)
    yet = page[page.index("Not recorded yet") :]

    assert "Not assessed yet." in yet
    assert f"/cases/{case.pk}/police/" in yet
    assert "No incident is recorded yet." not in page


def test_the_file_leads_to_correcting_a_person_and_to_the_use_of_an_identifier(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl = files.victim_of(case)
        sighted = cases.sight_identifier(by=cast.manager, case_id=case.pk, kind="phone", value="0812-7400-1188", use="help_only")
    page, companion = file_of(cast, case), file_of(cast, case, actor="companion")

    for url in (f"/cases/{case.pk}/party/{girl}/", f"/cases/{case.pk}/identifier/{sighted}/"):
        assert url in page
        assert url in companion
        assert signed_in(cast.manager).get(url).status_code == 200


def test_the_note_of_a_trafficking_screen_is_read_on_the_file(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        cases.screen_trafficking(
            by=cast.manager, case_id=case.pk, victim_id=files.victim_of(case), acts=["recruitment"], means=[], purposes=["forced_labour"],
            note="Catatan penapisan",
        )  # fmt: skip

    assert "Catatan penapisan" in file_of(cast, case)


def test_paper_says_whose_file_it_is_when_it_was_printed_and_that_it_is_confidential(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)
    paper = page[page.index('class="onpaper"') : page.index("<h1>")]

    assert all(words in paper for words in ("Confidential", case.reference, "printed", "Petugas manager"))


def test_the_keyboard_skips_to_what_is_owed_and_to_the_acts(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)

    for target in ("owed", "acts"):
        assert page.index(f'href="#{target}"') < page.index("<main")
        assert f'id="{target}"' in page


def test_the_list_is_searched_by_reference(cast: Cast, case: Case) -> None:
    other = files.wife_hit(cast)
    page = signed_in(cast.supervisor).get(f"/cases/?state=&q={other.reference[-6:].lower()}", headers=ENGLISH).content.decode()

    assert other.reference in page
    assert case.reference not in page


def test_a_search_without_a_find_says_what_was_searched(cast: Cast) -> None:
    page = signed_in(cast.supervisor).get("/cases/?state=&q=K-99", headers=ENGLISH).content.decode()

    assert "Only the cases that you work on or supervise are searched." in page


def test_a_stranger_sees_an_empty_list(cast: Cast, case: Case) -> None:
    assert case.reference not in signed_in(cast.stranger).get("/cases/?state=").content.decode()


def test_a_companion_reads_why_some_acts_are_another_s(cast: Cast, case: Case) -> None:
    page = file_of(cast, case, actor="companion")

    assert "Only the case manager or a supervisor decides this." in page[page.index("Not possible now") :]
    assert f"/cases/{case.pk}/assess/" not in page
    assert f"/cases/{case.pk}/note/" in page


def test_a_proposal_to_join_is_answered_from_the_file(cast: Cast, case: Case) -> None:
    with acting_as(cast.duty, "test"):
        report = intake.receive_report(
            by=cast.duty, channel="whatsapp", narrative="Cerita lain", reporter_kind="victim", limits_read=True, victim_sex="female"
        )
        version = intake_queries.report_facts(cast.duty, report.pk).version
        triage.decide(
            by=cast.duty, report_id=report.pk, version=version, kind="trafficking", risk="high", jurisdiction="own", reason="Alasan contoh",
            outcomes=["join_case"], join_reference=case.reference,
        )  # fmt: skip
    page = file_of(cast, case)
    link = re.search(r'href="(/triage/join/[^"]+)"', page)

    assert "A report is proposed to join this case." in page
    assert link
    assert signed_in(cast.manager).get(link[1]).status_code == 200


def test_law_and_safety_stand_in_a_line_each_and_on_the_journey(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        who = case.participants.get(role="respondent").pk
        by: dict[str, Any] = {"by": cast.manager, "case_id": case.pk}
        law.record_step(respondent_id=who, stage="police_report", happened_on=today(), **by)
        law.record_step(respondent_id=who, stage="prosecution", happened_on=today(), next_on=today() + timedelta(7), **by)
        claims.record_amount(kind="requested", amount=15_000_000, happened_on=today(), **by)
        safety.write_safety_plan(threats="Rahasia contoh", written_with=True, **by)
        returning.plan_return(direction="inbound", applied_on=today(), office="UPTD PPA Batam", **by)
    page = file_of(cast, case)

    side, line = page[page.index("<aside") :], page[page.index("Journey") : page.index("<aside")]
    for words in ("Indictment and prosecution", "next date", "Rp\u00a015,000,000", "UPTD PPA Batam"):
        assert words in side
    for words in ("Police report", "Indictment and prosecution", "Safety plan written", "Restitution: requested", "Return home prepared"):
        assert words in line
    assert f"/cases/{case.pk}/safety/" in side
    assert "Rahasia contoh" not in page
    assert "Attend the hearing" in page[page.index("Owed on this case") : page.index("Journey")]


def test_a_young_file_says_once_that_the_law_and_the_plan_are_missing(cast: Cast, case: Case) -> None:
    page = file_of(cast, case)
    missing = page[page.index("Not recorded yet") :]

    assert f"/cases/{case.pk}/law/" in missing
    assert f"/cases/{case.pk}/safety/" in missing
    assert f"/cases/{case.pk}/return/" in missing, "trafficking: a return home belongs to it"
    assert "/return/" not in file_of(cast, files.wife_hit(cast))


def test_a_name_that_was_never_written_down_is_not_offered(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        cases.add_party(by=cast.manager, case_id=case.pk, party=NewParty(PartyRole.WITNESS, sex="female"))
        cases.add_party(by=cast.manager, case_id=case.pk, party=NewParty(PartyRole.GUARDIAN, sex="male", phone="0812 0000 0000"))
    page = file_of(cast, case)

    assert page.count('<span class="quiet">not recorded yet</span>') == 1, "the guardian has a number that can be shown"
