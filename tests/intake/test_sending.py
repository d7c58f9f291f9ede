"""A partner desk sends a report to the unit: it is the unit's from then on. The sender learns that it was received and answered."""

from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.intake import actions, queries
from jejaring.intake.models import FoundPerson, Report, ReportDetail, SentReport
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.models import SafeContact
from jejaring.people.queries import contact_wish
from jejaring.vault import actions as vault
from jejaring.vault.models import Wrap
from tests.cast import Cast
from tests.intake.conftest import WISH, signed_in, text_of

pytestmark = pytest.mark.django_db
STORY = "Perempuan 19 tahun datang dengan perdarahan, setuju dilaporkan."
FACTS = {"danger_signs": ("captivity",), "victim_sex": "female", "victim_age": 19, "survivor_awareness": "knows", "contact": WISH}
SEND, SENT = "/reports/send/", "/reports/sent/"


def send(cast: Cast, *, by: str = "hospital", to: str = "unit", **changes: Any) -> SentReport:
    actor = cast.actors[by]
    facts: dict[str, Any] = {"channel": "hospital", "narrative": STORY, "details": {"facility_unit": "IGD"}} | FACTS | changes
    with acting_as(actor, "test"):
        return actions.send_report(by=actor, to_desk=cast.desk_id(to), **facts)


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    plain = {
        "to_desk": str(cast.desk_id("unit")), "danger_signs": ["captivity"], "narrative": STORY, "channel": "hospital",
        "victim_sex": "female", "victim_age": "19", "d_facility_unit": "IGD", "submission": str(uuid7()),
    }  # fmt: skip
    return plain | changes


def test_the_report_lies_in_the_units_inbox_with_its_clocks_as_if_the_unit_had_taken_it(cast: Cast) -> None:
    sent = send(cast)

    with acting_as(cast.duty, "test"):
        row = Report.objects.get(pk=sent.report_id)
        view = queries.report_for(cast.duty, row.pk)
        assert (row.desk_id, row.state, row.reporter_kind, row.sent_from) == (
            cast.desk_id("unit"), "waiting", "professional", cast.desk_id("hospital"),
        )  # fmt: skip
        assert (view.narrative, view.details[0].words, view.contact is not None) == (STORY, "IGD", True)
        assert contact_wish(row.pk) == WISH
        owed = {str(c.key): c for c in Commitment.objects.filter(subject_id=row.pk)}
        assert {"first_response", "triage", "safe_contact", "complete_report"} == set(owed)
        assert {c.desk_id for c in owed.values()} == {cast.desk_id("unit")}
        assert owed["first_response"].due_at == sent.due_at
        assert CommitmentEvent.objects.filter(commitment=owed["triage"], act="opened").exists()
        assert Notice.objects.get(kind="report_arrived").from_desk == cast.desk_id("hospital")


def test_the_sender_sees_nothing_of_it_again(cast: Cast) -> None:
    send(cast, people=({"sex": "female", "name": "Bunga"},))

    with acting_as(cast.hospital, "test"):
        for model in (Report, ReportDetail, FoundPerson, SafeContact, Commitment, Notice):
            assert not model.objects.exists(), model
        assert not Wrap.objects.exists(), "no key either"
        (row,) = queries.sent_reports(cast.hospital)
        assert (row.received_at, row.received_by, row.answered_at) == (None, "", None)
    with acting_as(cast.police, "test"):
        assert queries.sent_reports(cast.police) == []


def test_the_sender_learns_by_whom_it_was_received_and_when_it_was_answered(cast: Cast) -> None:
    sent = send(cast)
    officer = signed_in("duty")
    officer.get(f"/reports/{sent.report_id}/")
    signed_in("manager").get(f"/reports/{sent.report_id}/")

    with acting_as(cast.hospital, "test"):
        (row,) = queries.sent_reports(cast.hospital)
        assert row.received_by == "Petugas duty", "the first who opened it"
        assert row.answered_at is None
    with acting_as(cast.duty, "test"):
        actions.record_response(by=cast.duty, report_id=sent.report_id, kind="safety_action", at=now())
    with acting_as(cast.hospital, "test"):
        assert queries.sent_reports(cast.hospital)[0].answered_at
        assert [n.kind for n in Notice.objects.all()] == ["report_answered"]


def test_a_decision_is_an_answer_too_and_is_told_once(cast: Cast) -> None:
    sent = send(cast, danger_signs=())
    with acting_as(cast.duty, "test"):
        actions.record_response(by=cast.duty, report_id=sent.report_id, kind="advice", at=now())
        actions.decide_report(by=cast.duty, report_id=sent.report_id, version=1)
    with acting_as(cast.hospital, "test"):
        assert Notice.objects.filter(kind="report_answered").count() == 1


def test_several_people_of_a_raid_come_along(cast: Cast) -> None:
    people = ({"sex": "female", "age": 16, "name": "Bunga"}, {"sex": "male", "minor": True})
    sent = send(cast, by="social", channel="raid", people=people, victim_sex="unknown", victim_age=None)

    with acting_as(cast.duty, "test"):
        listed = queries.people_for(cast.duty, sent.report_id)
        assert [(p.sex, p.age, p.minor, p.name) for p in listed] == [("female", 16, None, "Bunga"), ("male", None, True, "")]
        assert Report.objects.get(pk=sent.report_id).victim_count == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"narrative": " "}, "narrative"), ({"channel": ""}, "channel"), ({"victim_age": 121}, "victim_age"), ({"to": "social"}, "to_desk"),
     ({"to": "letters"}, "to_desk")],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_at_its_field_and_nothing_is_written(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        send(cast, **changes)

    assert refused.value.field == field
    with acting_as(cast.duty, "test"):
        assert not Report.objects.exists()


def test_the_same_form_sent_twice_is_one_report(cast: Cast) -> None:
    submission = uuid7()
    assert send(cast, submission=submission).pk == send(cast, submission=submission).pk
    with acting_as(cast.duty, "test"):
        assert Report.objects.count() == 1


@pytest.mark.parametrize("name", ["duty", "manager", "secretary", "stranger"])
def test_only_a_partner_desk_sends_reports(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        send(cast, by=name)


def test_the_database_lets_nobody_add_to_a_report_of_another_desk(cast: Cast) -> None:
    sent = send(cast)
    planted = {
        "by_the_police": (cast.police, sent.report_id),
        "after_the_unit_touched_it": (cast.hospital, sent.report_id),
    }
    with acting_as(cast.duty, "test"):
        actions.list_people(by=cast.duty, report_id=sent.report_id, version=1, people=[{"sex": "female"}])
    for actor, report_id in planted.values():
        row = SafeContact(
            domain=uuid7(), organisation=actor.organisation, desk=cast.desk_id("unit"), subject_id=report_id, recorded_at=now()
        )
        with acting_as(actor, "test"), pytest.raises(ProgrammingError) as refused, transaction.atomic():
            row.save(force_insert=True)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_it_is_sent_from_the_partners_own_home_with_its_own_channel(cast: Cast) -> None:
    browser = signed_in("hospital")
    assert SEND in text_of(browser.get("/"))
    page = text_of(browser.get(SEND))
    assert '<option value="hospital" selected>' in page
    assert 'name="incident_at_0"' in page
    assert "Hanya bila jamnya tidak diketahui: harinya" in page, "the time of the incident is asked once"
    assert "sebelum telepon ditutup" not in page
    assert 'name="limits_read"' not in page
    assert 'name="p0-sex"' not in page
    assert 'value="raid"' in text_of(signed_in("social").get(SEND))


def test_what_is_sent_on_the_screen_is_listed_as_sent(cast: Cast) -> None:
    browser = signed_in("hospital")
    answer = browser.post(SEND, typed(cast, contact_channels=["whatsapp"], contact_never=["phone"]))

    assert answer["Location"] == SENT
    page = text_of(browser.get(SENT))
    assert "belum dibuka" in page
    assert STORY not in page
    with acting_as(cast.duty, "test"):
        row = Report.objects.get()
        assert vault.read(row, "narrative") == STORY
    seen = text_of(signed_in("duty").get(f"/reports/{row.pk}/"))
    assert "RSUD Contoh" in seen
    assert "diterima oleh Petugas duty" in text_of(browser.get(SENT))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"narrative": ""}, "narrative"), ({"to_desk": ""}, "to_desk"), ({"to_desk": "moon"}, "to_desk"),
        ({"channel": "hotline"}, "channel"),
        ({"danger_signs": []}, "danger_signs"), ({"victim_age": "121"}, "victim_age"),
        ({"incident_at_0": "besok", "incident_at_1": "9"}, "incident_at"),
        ({"contact_channels": ["sms"], "contact_never": ["sms"]}, "contact_never"),
    ],
)  # fmt: skip
def test_a_refused_form_says_why_and_keeps_every_word(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    answer = signed_in("hospital").post(SEND, typed(cast, victim_name="سيتي 🌸") | wrong)
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "سيتي 🌸" in page
    with acting_as(cast.duty, "test"):
        assert not Report.objects.exists()


def test_rows_of_a_raid_are_checked_and_more_can_be_had(cast: Cast) -> None:
    browser = signed_in("social")
    sent = typed(cast, channel="raid", count="3") | {"p0-sex": "female", "p0-name": "Bunga", "p1-age": "200"}

    more = text_of(browser.post(SEND, sent | {"more": "1"}))
    wrong = browser.post(SEND, sent)
    assert more.count("<legend>Orang ") == 8
    assert "Bunga" in more
    assert wrong.status_code == 422
    assert 'id="id_p1-age_error"' in text_of(wrong)
    assert browser.post(SEND, sent | {"p1-age": "20"})["Location"] == SENT
    with acting_as(cast.duty, "test"):
        assert FoundPerson.objects.count() == 2


def test_the_screens_belong_to_partner_desks(cast: Cast) -> None:
    for path in (SEND, SENT):
        assert signed_in("duty").get(path).status_code == 403
        assert signed_in("police").get(path).status_code == 200


def test_a_hand_over_that_says_everything_about_its_people_owes_no_completion(cast: Cast) -> None:
    """The police list people instead of describing one victim: the first of them is whom the report speaks of."""
    sent = typed(cast, channel="police") | {"p0-sex": "male", "p0-age": "15", "p0-name": "Banyu", "incident_on": "1/3/2026"}
    sent |= {"survivor_awareness": "knows", "area": "15.71.07", "contact_channels": ["whatsapp"]}
    del sent["victim_sex"], sent["victim_age"]

    assert signed_in("police").post("/reports/send/", sent).status_code == 302

    with acting_as(cast.duty, "test"):
        report = Report.objects.get()
        assert (report.victim_sex, report.victim_age, report.complete) == ("male", 15, True)
        assert not Commitment.objects.filter(subject_id=report.pk, key="complete_report").exists()
