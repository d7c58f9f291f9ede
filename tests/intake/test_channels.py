"""Every channel asks its own few questions; five fields still suffice; no picture ever comes in."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jejaring.commitments import actions as publishing
from jejaring.commitments import queries as queries_of_rules
from jejaring.commitments.states import RuleKey
from jejaring.guard.context import acting_as
from jejaring.intake import queries, rules
from jejaring.intake.forms.channels import MAKE
from jejaring.intake.models import Report, ReportDetail
from jejaring.intake.queries import ReportView
from jejaring.kernel.clock import WIB, now, standing_at, today
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import as_shown, receive, signed_in, text_of, typed

pytestmark = pytest.mark.django_db
NEW = "/reports/new/"
NIGHT = datetime(2026, 3, 7, 2, 30, tzinfo=WIB)
POLICE = {
    "channel": "police",
    "d_lp_number": "LP/B/12/III/2026",
    "d_lp_date": "5/3/2026",
    "d_letter_number": "B/34",
    "d_investigator": "Unit PPA",
}
RAID = {"channel": "raid", "d_agency": "municipal_police", "d_raid_place": "Kos Melati", "d_raid_at_0": "6/3/2026", "d_raid_at_1": "23.15"}
SCHOOL = {"channel": "school", "d_team_member": "Bu Rina, guru BK", "d_parents_know": "no", "d_child_wish": "not_yet"}
ELSEWHERE = {
    "channel": "referral_in", "d_from_unit": "UPTD PPA Batam", "d_letter_number": "460/77", "d_letter_date": "1/3/2026",
    "d_services_given": ["health", "shelter"], "d_consent_attached": "yes", "d_asked_for": "Pemulangan",
}  # fmt: skip


@pytest.fixture
def duty(cast: Cast) -> Client:
    return signed_in("duty")


def only(cast: Cast) -> ReportView:
    with acting_as(cast.duty, "test"):
        return queries.report_for(cast.duty, Report.objects.get().pk)


def answers(cast: Cast) -> dict[str, str]:
    return {d.field: d.words for d in only(cast).details}


def test_every_channel_of_the_list_is_known_to_the_questions_and_the_other_way_round() -> None:
    channels = {row.code for row in reference.codes("channel")}
    asked = {row.channel for row in reference._channel_fields()}

    assert asked - {"*"} <= channels
    assert channels - asked == {"unit_line", "whatsapp", "web"}, "these ask only what every channel asks"


def test_every_question_has_both_languages_a_known_kind_and_a_list_that_exists() -> None:
    rows = reference._channel_fields()
    assert all(row.label_id and row.label_en and bool(row.hint_id) == bool(row.hint_en) for row in rows)
    assert {row.kind for row in rows} <= {*MAKE, "people"}
    assert all(reference.codes(row.list) for row in rows if row.list)
    assert len({(row.channel, row.field) for row in rows}) == len(rows)
    assert max(len(row.field) for row in rows) <= ReportDetail._meta.get_field("field").max_length


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (POLICE, {"lp_number": "LP/B/12/III/2026", "lp_date": "5 Mar 2026", "letter_number": "B/34", "investigator": "Unit PPA"}),
        (SCHOOL, {"team_member": "Bu Rina, guru BK", "parents_know": "Tidak", "child_wish": "Jangan dahulu"}),
        (ELSEWHERE, {
            "from_unit": "UPTD PPA Batam", "letter_number": "460/77", "letter_date": "1 Mar 2026", "consent_attached": "Ya",
            "services_given": "Layanan kesehatan, Penampungan sementara atau rumah aman", "asked_for": "Pemulangan",
        }),
        (RAID, {"agency": "Satpol PP", "raid_place": "Kos Melati", "raid_at": "6 Mar 2026 23.15"}),
        ({"channel": "village", "d_volunteer": "Pak Amat, ketua RT"}, {"volunteer": "Pak Amat, ketua RT"}),
        ({"channel": "letter", "d_sender": "LSM", "d_letter_date": "3/3/2026"}, {"sender": "LSM", "letter_date": "3 Mar 2026"}),
        ({"channel": "outreach", "d_event": "PITA MOLIN di SMP 5"}, {"event": "PITA MOLIN di SMP 5"}),
    ],
)  # fmt: skip
def test_the_answers_of_a_channel_are_kept_and_shown_in_words(
    cast: Cast, duty: Client, sent: dict[str, Any], words: dict[str, str]
) -> None:
    with standing_at(NIGHT):
        assert duty.post(NEW, typed(**sent)).status_code == 302

        assert answers(cast) == words
        page = text_of(duty.get(f"/reports/{only(cast).id}/"))
    for word in words.values():
        assert word in page


def test_answers_lie_sealed(cast: Cast, duty: Client) -> None:
    with standing_at(NIGHT):
        duty.post(NEW, typed(**POLICE))
    with acting_as(cast.duty, "test"):
        row = ReportDetail.objects.get(field="lp_number")
        assert b"LP/B" not in bytes(row.value)
        assert vault.read(row, "value") == "LP/B/12/III/2026"


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        (POLICE | {"d_lp_date": "31/2/2026"}, "d_lp_date", "31/2/2026"),
        (POLICE | {"d_lp_date": "9/3/2026"}, "d_lp_date", "belum terjadi"),
        (SCHOOL | {"d_parents_know": "perhaps"}, "d_parents_know", ""),
        (SCHOOL | {"d_child_wish": "moon"}, "d_child_wish", ""),
        (ELSEWHERE | {"d_services_given": ["health", "pizza"]}, "d_services_given", ""),
        ({"channel": "raid", "d_raid_at_0": "6/3/2026", "d_raid_at_1": "25.61"}, "d_raid_at", ""),
        ({"channel": "raid", "d_raid_at_0": "besok", "d_raid_at_1": "10"}, "d_raid_at", "belum terjadi"),
        ({"channel": "hospital", "incident_at_0": "7/3/2026", "incident_at_1": "03.30"}, "incident_at", "belum terjadi"),
        (
            {"channel": "hospital", "incident_at_0": "6/3/2026", "incident_at_1": "20", "incident_on": "5/3/2026"},
            "incident_at",
            "bertentangan",
        ),
        ({"channel": "web", "d_content_hash": "xyz"}, "d_content_hash", "Sidik digital"),
        ({"channel": "web", "d_content_address": "data:image/png;base64,iVBORw0KGgo"}, "d_content_address", "Gambarnya"),
        ({"channel": "whatsapp", "d_content_address": "x" * 600}, "d_content_address", "Gambarnya"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, duty: Client, wrong: dict[str, Any], field: str, reason: str
) -> None:
    with standing_at(NIGHT):
        answer = duty.post(NEW, typed(**wrong))
    page = text_of(answer)

    assert answer.status_code == 422
    assert reason in page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]
    kept = [v for name, value in wrong.items() if name not in ("channel", field) for v in ([value] if isinstance(value, str) else value)]
    assert all(text in page for text in (*kept, "Tetangga saya dipukuli"))
    with acting_as(cast.duty, "test"):
        assert not Report.objects.exists()


def test_a_ringing_telephone_still_needs_five_fields(cast: Cast, duty: Client) -> None:
    page = text_of(duty.get(NEW))

    assert page.count('name="d_') == 2, "only what every channel asks, folded away"
    assert duty.post(NEW, typed()).status_code == 302


def test_a_preset_or_a_press_shows_the_questions_and_keeps_what_was_typed(duty: Client) -> None:
    assert 'name="d_agency"' in text_of(duty.get(NEW + "?channel=raid"))
    assert 'name="d_agency"' not in text_of(duty.get(NEW + "?channel=moon"))

    again = duty.post(NEW, typed(channel="school", narrative="Baru setengah", limits_read="", again="1"))
    page = text_of(again)
    assert again.status_code == 200
    assert 'name="d_child_wish"' in page
    assert "Baru setengah" in page
    assert 'class="errors"' not in page


def test_answers_for_a_channel_come_back_when_it_is_chosen_again(duty: Client) -> None:
    page = text_of(duty.post(NEW, typed(**SCHOOL) | {"channel": "police", "again": "1"}))

    assert '<input type="hidden" name="d_team_member" value="Bu Rina, guru BK">' in page
    assert 'name="d_lp_number"' in page


def test_no_file_ever_comes_in(cast: Cast, duty: Client) -> None:
    page = text_of(duty.get(NEW + "?channel=web"))
    assert 'type="file"' not in page
    assert "multipart" not in page

    picture = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff", "image/jpeg")
    duty.post(
        NEW,
        typed(channel="web", d_content_address="https://t.me/grup", d_content_hash="a" * 64) | {"d_picture": picture, "picture": picture},
    )
    assert {d.field for d in only(cast).details} == {"content_address", "content_hash"}


def test_the_hour_of_the_incident_gives_the_limits_of_medical_help(cast: Cast, duty: Client) -> None:
    with standing_at(NIGHT):
        sent = {"channel": "hospital", "incident_at_0": "6/3/2026", "incident_at_1": "20.30", "reporter_kind": "professional"}
        where = duty.post(NEW, typed(**sent))["Location"]
        page, triage = text_of(duty.get(where)), text_of(duty.get(where.replace("reports", "triage")))
        view = only(cast)

    assert view.incident_at == NIGHT - timedelta(hours=6)
    assert (view.incident_on, view.incident_precision) == ((NIGHT - timedelta(hours=6)).date(), "day")
    for text in (page, triage):
        assert "9 Mar 2026 20.30" in text, "72 hours"
        assert "11 Mar 2026 20.30" in text, "120 hours"
        assert "secepat mungkin" in text


HOURS = {RuleKey.PROPHYLAXIS: 72.0, RuleKey.EMERGENCY_CONTRACEPTION: 120.0}


def test_of_a_day_without_its_hour_the_limits_count_from_its_beginning_and_say_so(cast: Cast, duty: Client) -> None:
    with standing_at(NIGHT):
        day = {"channel": "hospital", "incident_on": "6/3/2026", "reporter_kind": "professional"}
        page = text_of(duty.get(duty.post(NEW, typed(**day))["Location"]))
        other = text_of(duty.get(duty.post(NEW, typed(**day | {"channel": "hotline"}))["Location"]))

    assert "9 Mar 2026 00.00" in page, "never later than it really ends"
    assert "Paling lambat: hanya harinya yang diketahui" in page
    assert "9 Mar 2026 00.00" not in other, "where nobody asks for the hour, nothing says that it was such an incident"


def test_the_limits_on_the_screen_are_those_of_the_published_rule(cast: Cast, duty: Client) -> None:
    with standing_at(NIGHT):
        with acting_as(cast.admin, "test"):
            now_in_force = queries_of_rules.terms(RuleKey.PROPHYLAXIS)
            wanted = replace(now_in_force, high=48, medium=48, low=48, valid_from=today())
            publishing.publish(by=cast.admin, terms=wanted)
        queries_of_rules.forget()
        sent = {"channel": "hospital", "incident_at_0": "6/3/2026", "incident_at_1": "20.30", "reporter_kind": "professional"}
        page = text_of(duty.get(duty.post(NEW, typed(**sent))["Location"]))
    queries_of_rules.forget()

    assert "8 Mar 2026 20.30" in page, "48 hours"


def test_limits_are_not_counted_without_an_hour_nor_long_afterwards() -> None:
    assert rules.medical_limits(None, now(), HOURS.__getitem__) == []
    assert rules.medical_limits(NIGHT, NIGHT + timedelta(days=8), HOURS.__getitem__) == []
    limits = rules.medical_limits(NIGHT, NIGHT, HOURS.__getitem__)
    assert [end for _limit, end in limits] == [None, NIGHT + timedelta(hours=72), NIGHT + timedelta(hours=120)]


def test_completing_shows_the_answers_again_and_changes_only_what_was_changed(cast: Cast, duty: Client) -> None:
    with standing_at(NIGHT):
        duty.post(NEW, typed(**ELSEWHERE))
        row = only(cast)
        with acting_as(cast.duty, "test"):
            stored = Report.objects.get(pk=row.id)
        sent = as_shown(duty, stored)
        assert (sent["d_from_unit"], sent["d_services_given"], sent["d_consent_attached"]) == (
            "UPTD PPA Batam",
            ["health", "shelter"],
            "yes",
        )
        duty.post(f"/reports/{row.id}/complete/", sent | {"d_from_unit": "UPTD PPA Kota Batam", "d_asked_for": ""})

        after = answers(cast)
    assert after["from_unit"] == "UPTD PPA Kota Batam"
    assert "asked_for" not in after
    assert after["services_given"] == "Layanan kesehatan, Penampungan sementara atau rumah aman"


def test_two_people_who_answer_a_channels_question_at_once_see_each_other(cast: Cast, duty: Client) -> None:
    row = receive(cast.duty, channel="police", contact=None)
    mine = as_shown(duty, row) | {"d_lp_number": "LP/1"}
    manager = signed_in("manager")
    manager.post(f"/reports/{row.pk}/complete/", as_shown(manager, row) | {"d_lp_number": "LP/2"})

    page = text_of(duty.post(f"/reports/{row.pk}/complete/", mine))

    assert "LP/2" in page.partition('id="id_d_lp_number_error"')[2].partition("</div>")[0]
    assert 'value="LP/1"' in page


@pytest.mark.parametrize("form", ["new", "send", "complete"])
def test_enter_in_a_field_saves_and_does_not_ask_for_the_questions_of_a_channel(cast: Cast, form: str) -> None:
    paths = {"new": NEW, "send": "/reports/send/", "complete": f"/reports/{receive(cast.duty).pk}/complete/"}
    shown = signed_in("police" if form == "send" else "duty").get(paths[form]).content.decode()
    shown = shown[shown.index('<form class="split"') :]
    buttons = [button for button in re.findall(r"<button[^>]*>", shown) if 'type="submit"' in button]
    assert 'name="again"' in shown  # the first button is the one that Enter presses
    assert "name=" not in buttons[0]
