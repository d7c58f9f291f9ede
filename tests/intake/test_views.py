"""The screens of a report, through the real middleware."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.guard.context import acting_as
from jejaring.intake.forms import AWARENESS
from jejaring.intake.models import Report, Response
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.people.queries import contact_wish
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import as_shown, receive, signed_in, text_of, typed

pytestmark = pytest.mark.django_db
NEW = "/reports/new/"
OF_THE_TEST = ("SAVEPOINT", "RELEASE")  # in a test a request is a savepoint; on a server it is the transaction


@pytest.fixture
def duty(cast: Cast) -> Client:
    return signed_in("duty")


def rows(cast: Cast) -> list[Report]:
    with acting_as(cast.duty, "test"):
        return list(Report.objects.order_by("pk"))


def moment_on(client: Client, report: Report) -> dict[str, str]:
    """The moment that the page for a response offers."""
    page = client.get(f"/reports/{report.pk}/respond/").content.decode()
    return dict(re.findall(r'name="(at_\d)" value="([^"]*)"', page))


def test_five_fields_receive_a_report(cast: Cast, duty: Client) -> None:
    answer = duty.post(NEW, typed())

    (row,) = rows(cast)
    assert (answer.status_code, answer["Location"]) == (302, f"/reports/{row.pk}/")
    assert (row.state, row.danger_signs, row.complete) == (ReportState.WAITING, ["weapon"], False)
    page = text_of(duty.get(answer["Location"]))
    assert "Tetangga saya dipukuli" in page
    assert "Risiko tinggi" in page
    assert "<title>Jejaring</title>" in page


def test_the_page_puts_limits_first_then_danger_then_the_story(duty: Client) -> None:
    page = text_of(duty.get(NEW))
    marks = ("tiga kali 24 jam", 'name="limits_read"', 'value="weapon"', 'name="narrative"', 'name="reporter_kind"', 'name="channel"')

    assert sorted(marks, key=page.index) == list(marks)
    assert "Lima isian bernomor" in page


def test_an_empty_form_names_each_of_the_five_beside_its_field_and_above(cast: Cast, duty: Client) -> None:
    answer = duty.post(NEW, {"submission": str(uuid7())})
    page = text_of(answer)

    assert answer.status_code == 422
    for name in ("limits_read", "danger_signs_0", "narrative", "reporter_kind_0", "channel"):
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name.removesuffix("_0")}_error"' in page
    assert rows(cast) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"incident_on": "31/2/2026"}, "incident_on"),
        ({"incident_on": "besok"}, "incident_on"),
        ({"victim_age": "121"}, "victim_age"),
        ({"victim_age": "-1"}, "victim_age"),
        ({"victim_age": "tua"}, "victim_age"),
        ({"victim_count": "999"}, "victim_count"),
        ({"received_at_0": "besok", "received_at_1": "09.00"}, "received_at"),
        ({"received_at_0": "kemarin", "received_at_1": "25.61"}, "received_at"),
        ({"contact_window_0": "13.00", "contact_window_1": "13.00"}, "contact_window"),
        ({"contact_window_0": "13.00", "contact_window_1": ""}, "contact_window"),
        ({"contact_channels": ["sms"], "contact_never": ["sms"]}, "contact_never"),
        ({"danger_answer": ["none"]}, "danger_answer"),
        ({"danger_signs": [], "danger_answer": ["none", "not_asked"]}, "danger_answer"),
        ({"narrative": "x" * 20_001}, "narrative"),
        ({"channel": "pigeon"}, "channel"),
        ({"area": "99.99"}, "area"),
    ],
)
def test_a_refused_form_keeps_every_word(cast: Cast, duty: Client, wrong: dict[str, Any], field: str) -> None:
    answer = duty.post(NEW, typed(victim_name="سيتي 🌸", reporter_name="Sri") | wrong)
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    for kept in ("سيتي 🌸", "Sri", wrong.get("narrative", "Tetangga saya dipukuli"), wrong.get("incident_on", "")):
        assert kept in page
    assert rows(cast) == []


def test_a_story_that_is_too_long_is_told_by_how_much(duty: Client) -> None:
    page = text_of(duty.post(NEW, typed(narrative="x" * 20_345)))

    assert "20345 huruf" in page
    assert "maxlength" not in page.partition("<textarea")[2].partition(">")[0]


def test_a_line_end_counts_as_one_character(cast: Cast, duty: Client) -> None:
    assert duty.post(NEW, typed(narrative="a\r\n" * 9_999 + "bc")).status_code == 302


def test_a_planned_wedding_is_no_incident_and_the_page_says_what_to_do(duty: Client) -> None:
    wedding = (today() + timedelta(days=7)).isoformat()
    page = text_of(duty.post(NEW, typed(incident_on=wedding)))

    assert "Rencana perkawinan atau keberangkatan bukan kejadian" in page


@pytest.mark.parametrize(("as_typed", "precision"), [("3/3/2026", "day"), ("Maret 2026", "month"), ("2026", "year"), ("", "unknown")])
def test_a_date_is_kept_as_far_as_it_is_known(cast: Cast, duty: Client, as_typed: str, precision: str) -> None:
    duty.post(NEW, typed(incident_on=as_typed))

    assert rows(cast)[0].incident_precision == precision


def test_a_reason_stands_for_limits_that_were_not_read(cast: Cast, duty: Client) -> None:
    duty.post(NEW, typed(limits_read="", limits_not_read_reason="emergency", danger_signs=[], danger_answer=["none"]))

    (row,) = rows(cast)
    assert (row.limits_read, row.limits_not_read_reason, row.no_danger_asked) == (False, "emergency", True)


def test_safe_contact_is_on_every_page_from_which_somebody_could_be_called(cast: Cast, duty: Client) -> None:
    wish = {"contact_channels": ["whatsapp"], "contact_never": ["phone"], "contact_window_0": "13", "contact_window_1": "15"}
    where = duty.post(NEW, typed(**wish))["Location"]

    for page in (where, f"{where}complete/", f"{where}respond/"):
        assert "13.00–15.00" in text_of(duty.get(page)), page


def test_the_same_form_sent_twice_is_one_report(cast: Cast, duty: Client) -> None:
    form = typed(submission=str(uuid7()))
    places = {duty.post(NEW, form)["Location"] for _ in range(2)}

    assert len(places) == len(rows(cast)) == 1


def test_a_draft_is_kept_listed_and_received_later(cast: Cast, duty: Client) -> None:
    kept = duty.post(NEW, {"narrative": "Ponakan saya 15 tahun", "draft": "1", "submission": str(uuid7())})
    (draft,) = rows(cast)
    where = f"/reports/{draft.pk}/complete/"

    assert (kept["Location"], draft.state) == ("/reports/", ReportState.DRAFT)
    assert where in text_of(duty.get("/reports/"))
    page = text_of(duty.get(where))
    assert "Ponakan saya 15 tahun" in page
    version = typed(version="1", narrative="Ponakan saya 15 tahun mau dinikahkan", submission=str(uuid7()))
    assert duty.post(where, version)["Location"] == f"/reports/{draft.pk}/"
    assert rows(cast)[0].state == ReportState.WAITING


def test_nothing_at_all_is_no_draft(cast: Cast, duty: Client) -> None:
    assert duty.post(NEW, {"draft": "1", "victim_count": "1", "victim_sex": "unknown"}).status_code == 422
    assert rows(cast) == []


def test_an_impossible_date_is_refused_in_a_draft_too(cast: Cast, duty: Client) -> None:
    assert duty.post(NEW, {"draft": "1", "narrative": "x", "incident_on": "31/2/2026"}).status_code == 422


def test_the_complete_page_shows_the_report_again_and_stores_it_unchanged(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty, victim_name="Bunga", victim_sex="female", area="15.71.07", danger_signs=("captivity", "pregnant"))
    page = duty.get(f"/reports/{row.pk}/complete/")
    form = page.content.decode()
    sent = dict(re.findall(r'<input type="(?:text|hidden|tel)" name="(\w+)" value="([^"]*)"', form))
    sent |= {"limits_read": "on", "danger_signs": "captivity", "other_signs": "pregnant", "reporter_kind": "victim", "channel": "whatsapp"}
    sent |= {"victim_sex": "female", "area": "15.71.07", "contact_channels": "whatsapp", "contact_never": "phone", "contact_watched": "on"}
    answer = duty.post(f"/reports/{row.pk}/complete/", {k: v for k, v in sent.items() if k != "csrfmiddlewaretoken"})

    assert answer.status_code == 302, text_of(answer)
    again = rows(cast)[0]
    same = ("danger_signs", "victim_sex", "victim_age", "victim_count", "area", "incident_on", "reporter_kind", "channel")
    assert {n: getattr(again, n) for n in same} == {n: getattr(row, n) for n in same}
    with acting_as(cast.duty, "test"):
        assert vault.read(again, "victim_name") == "Bunga"
        wish = contact_wish(row.pk)
        assert wish is not None
        assert (wish.number, wish.channels) == ("0812-7400-1188", ("whatsapp",))


def test_the_same_completion_sent_twice_is_one_and_no_quarrel(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty)
    sent = as_shown(duty, row) | {"victim_name": "Bunga"}

    assert [duty.post(f"/reports/{row.pk}/complete/", sent).status_code for _ in range(2)] == [302, 302]
    assert rows(cast)[0].version == 2


def test_an_unsafe_contact_is_refused_with_the_reason_beside_the_banner(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty)
    form = {"kind": "attempt", "channel": "phone", "note": "Saya telepon", **moment_on(duty, row)}
    refused = duty.post(f"/reports/{row.pk}/respond/", form)
    page = text_of(refused)

    assert refused.status_code == 422
    assert "Saluran ini jangan pernah digunakan" in page.partition('id="id_channel_error"')[2]
    assert "Saya telepon" in page
    with acting_as(cast.duty, "test"):
        assert not Response.objects.exists()


def test_a_safety_action_is_recorded_with_one_form(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty)
    answer = duty.post(f"/reports/{row.pk}/respond/", {"kind": "safety_action", "channel": "", "note": "Patroli", **moment_on(duty, row)})

    assert answer["Location"] == f"/reports/{row.pk}/"
    assert "Patroli" in text_of(duty.get(answer["Location"]))


def test_names_stay_closed_until_asked_for(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty, victim_name="Bunga", reporter_name="Sri")

    assert "Bunga" not in text_of(duty.get(f"/reports/{row.pk}/"))
    assert "Bunga" not in text_of(duty.get(f"/reports/{row.pk}/?names=1")), "an address alone opens nothing"
    assert "Bunga" not in text_of(duty.get(f"/reports/{row.pk}/names/"))
    unsaid = duty.post(f"/reports/{row.pk}/names/", {"reason": ""})
    assert (unsaid.status_code, "Bunga" in text_of(unsaid)) == (422, False)
    with acting_as(cast.privacy, "test"):
        assert not Event.objects.filter(act="revealed").exists()

    shown = text_of(duty.post(f"/reports/{row.pk}/names/", {"reason": "contact"}))
    assert "Bunga" in shown
    assert "Sri" in shown
    with acting_as(cast.privacy, "test"):
        logged = Event.objects.get(act="revealed")
    assert (logged.actor, logged.subject_kind, logged.subject_id, logged.detail) == (cast.duty.id, "report", row.pk, "contact")


def test_a_stranger_finds_nothing_and_the_police_learn_nothing(cast: Cast) -> None:
    row = receive(cast.duty)
    for tail in ("", "complete/", "respond/"):
        for pk in (row.pk, uuid7()):
            assert signed_in("stranger").get(f"/reports/{pk}/{tail}").status_code == 404
            assert signed_in("police").get(f"/reports/{pk}/{tail}").status_code == 403
    assert row.reference not in text_of(signed_in("stranger").get("/reports/"))


def test_pages_have_their_filters_and_refuse_no_strange_address(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty)

    for query in ("?state=waiting", "?state=nonsense", f"?q={row.reference}", "?after=nonsense"):
        assert row.reference in text_of(duty.get(f"/reports/{query}")), query
    assert "Tidak ada laporan meja ini dengan nomor tersebut" in text_of(duty.get("/reports/?q=L-99-9999-Z"))


def test_the_short_words_of_awareness_are_the_codes_of_the_list() -> None:
    assert [code for code, _ in AWARENESS] == [code for code, _ in reference.choices("survivor_awareness")]


@pytest.mark.parametrize(("path", "most"), [("/reports/", 10), ("report", 13), (NEW, 15)])
def test_a_whole_request_stays_within_its_statements(cast: Cast, duty: Client, path: str, most: int) -> None:
    reports = [receive(cast.duty) for _ in range(3)]
    where = f"/reports/{reports[0].pk}/" if path == "report" else path
    wish = {"contact_channels": ["whatsapp"], "contact_window_0": "13", "contact_window_1": "15", "submission": str(uuid7())}
    with CaptureQueriesContext(connection) as captured:
        answer = duty.post(NEW, typed(**wish)) if path == NEW else duty.get(where)

    counted = [q["sql"] for q in captured if not q["sql"].startswith(OF_THE_TEST)]
    assert answer.status_code == (302 if path == NEW else 200)
    assert len(counted) <= most, "\n".join(counted)
