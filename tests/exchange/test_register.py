"""The worklist of the entry clerk, the entry of a victim, and the entry sheet, through the screens."""

import io
import re
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty, law
from jejaring.cases.models import Case, Participant
from jejaring.exchange.models import RegisterEntry
from jejaring.exchange.queries import sheets
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from tests.cases.files import at_home, later, open_file, victim_of, wife_hit
from tests.cast import Cast
from tests.downloads import logged
from tests.screens import signed_in

LIST = "/simfoni/"
WITH_NAMES = {"reason": "register", "identity": "on"}


def victim(cast: Cast, case: Case) -> Any:
    with acting_as(cast.manager, "test"):
        return victim_of(case)


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def note(client: Client, victim_id: Any, **typed: Any) -> Any:
    """The form of an entry as a browser sends it."""
    plain = {"state": "entered", "number": "S-1", "case_number": "C-9", "entered_on": "1/11/2026", "submission": str(uuid7())}
    return client.post(f"{LIST}{victim_id}/", plain | typed)


def workbook(client: Client, query: str, **typed: Any) -> dict[str, list[list[Any]]]:
    """The entry sheet as a spreadsheet reads it: rows by sheet."""
    answer = client.post(f"{LIST}sheet/{query}", {"reason": "register"} | typed)
    assert answer.status_code == 200, text_of(answer)
    assert (answer["Cache-Control"], "lembar-entri" in answer["Content-Disposition"]) == ("no-store", True)
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def cell(rows: list[list[Any]], head: str, row: int = 1) -> Any:
    return rows[row][rows[0].index(head)]


def test_who_is_not_entered_yet_is_listed_with_what_is_missing(cast: Cast, case: Case) -> None:
    page = signed_in(cast.manager).get(LIST)

    text = text_of(page)
    assert "Anak perempuan, 17" in text
    assert case.reference in text
    assert "kecamatan dan kelurahan kejadian , layanan yang diberikan" not in text, "education lies between"
    for words in ("kecamatan dan kelurahan kejadian", "pendidikan", "layanan yang diberikan, dengan tanggalnya", "proses hukum"):
        assert words in text
    assert "hubungan terlapor" not in text
    assert "Bunga" not in text


def test_each_gap_leads_to_the_act_that_fills_it(cast: Cast, case: Case) -> None:
    client = signed_in(cast.manager)
    page = client.get(LIST).content.decode()

    links = re.findall(r'href="(/cases/[^"]+)"', page)
    assert {link.split("/")[3] for link in links} == {"incident", "party", "service", "law"}
    assert {client.get(link).status_code for link in set(links)} == {200}


def test_an_entry_is_noted_with_its_numbers_and_leaves_the_list(cast: Cast, case: Case) -> None:
    client, who = signed_in(cast.manager), victim(cast, case)

    answer = note(client, who)

    assert (answer.status_code, answer["Location"]) == (302, LIST)
    with acting_as(cast.manager, "test"):
        assert Participant.objects.get(pk=who).simfoni_number == "S-1"
        assert Case.objects.get(pk=case.pk).simfoni_number == "C-9"
        row = RegisterEntry.objects.get(victim_id=who)
    assert (str(row.state), str(row.entered_on), row.by) == ("entered", "2026-11-01", cast.manager.id)
    assert case.reference not in text_of(client.get(LIST))
    shown = text_of(client.get(f"{LIST}?state=entered"))
    assert "nomor S-1 · Petugas manager" in shown
    assert [e.act for e in logged(cast, "register_entry")] == ["register_entry"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": ""}, "Tulis nomor yang diberikan"),
        ({"entered_on": "1/1/2099"}, "belum terjadi"),
        ({"state": "x"}, "tidak ada di antara pilihan"),
    ],
)
def test_an_entry_without_its_number_or_in_the_future_is_refused_with_what_was_typed(
    cast: Cast, case: Case, typed: dict[str, str], words: str
) -> None:
    answer = note(signed_in(cast.manager), victim(cast, case), case_number="C-77", **typed)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="C-77"' in answer.content.decode()


def test_the_same_form_sent_twice_notes_one_entry(cast: Cast, case: Case) -> None:
    client, who, sent = signed_in(cast.manager), victim(cast, case), str(uuid7())
    for _n in range(2):
        note(client, who, submission=sent)

    with acting_as(cast.manager, "test"):
        assert RegisterEntry.objects.count() == 1


def test_a_fact_that_changed_after_the_entry_asks_for_a_correction(cast: Cast, case: Case) -> None:
    client, who = signed_in(cast.manager), victim(cast, case)
    note(client, who)
    with later(days=1), acting_as(cast.manager, "test"):
        cases.add_incident(by=cast.manager, case_id=case.pk, incident=at_home())

    assert "Berubah sejak dientri" in text_of(client.get(f"{LIST}?state=entered"))
    note(client, who)
    assert "Berubah sejak dientri" not in text_of(client.get(f"{LIST}?state=entered"))


def test_a_stranger_and_a_partner_find_nothing(cast: Cast, case: Case) -> None:
    who = victim(cast, case)

    assert case.reference not in text_of(signed_in(cast.stranger).get(LIST))
    assert signed_in(cast.stranger).get(f"{LIST}{who}/").status_code == 404
    assert signed_in(cast.stranger).post(f"{LIST}sheet/?victim={who}", {"reason": "register"}).status_code == 409
    assert signed_in(cast.police).get(LIST).status_code == 403


def test_the_sheet_holds_the_facts_in_long_tables_without_a_name(cast: Cast, case: Case) -> None:
    book = workbook(signed_in(cast.manager), f"?case={case.pk}")

    assert list(book) == [
        "kasus", "korban", "pelaku", "korban_kekerasan", "korban_layanan", "pelaku_proses_hukum", "keterangan",
    ]  # fmt: skip
    assert [cell(book["kasus"], h) for h in ("no_registrasi", "tempat_kejadian", "kecamatan", "tppo", "sumber_laporan")] == [
        case.reference, "lainnya", "Kota Baru", "ya", "WhatsApp",
    ]  # fmt: skip
    assert [cell(book["korban"], h) for h in ("id_korban", "jenis_kelamin", "usia", "kelompok_usia", "anak_dewasa", "status_entri")] == [
        f"{case.reference}/K1", "P", 17.0, "13-17", "anak", "Belum dientri",
    ]  # fmt: skip
    assert cell(book["pelaku"], "hubungan_dengan_korban") == "lainnya"
    assert cell(book["pelaku"], "hubungan_rinci") == "Perekrut, agen, atau mucikari"
    assert {row[2] for row in book["korban_kekerasan"][1:]} == {"trafficking", "seksual", "eksploitasi"}
    assert len(book["korban_kekerasan"]) == 4, "one row for each form"
    assert len(book["pelaku_proses_hukum"]) == 1
    assert "Bunga" not in str(book)
    assert "nama" not in book["korban"][0]


def test_names_leave_only_when_chosen_and_each_opening_is_in_the_log(cast: Cast, case: Case) -> None:
    book = workbook(signed_in(cast.manager), f"?case={case.pk}", identity="on")

    assert cell(book["korban"], "nama") == "Bunga Contoh"
    assert cell(book["korban"], "telepon") == "0812-1111-2222"
    (made,) = logged(cast, "entry_sheet_made")
    assert (made.detail, made.case_id, made.purpose) == ("register 1", case.pk, "register")
    assert "nik" in made.fields
    (read,) = [e for e in logged(cast, "read") if e.purpose == "register"]
    assert set(read.fields.split(",")) == {"name", "phone"}


def test_a_sheet_needs_a_reason(cast: Cast, case: Case) -> None:
    answer = signed_in(cast.manager).post(f"{LIST}sheet/?case={case.pk}", {"reason": ""})

    assert answer.status_code == 422
    assert logged(cast, "entry_sheet_made") == []


def test_services_stand_in_rows_of_their_own_with_the_organisation(cast: Cast, case: Case) -> None:
    with later(), acting_as(cast.manager, "test"):
        for service in ("medical_treatment", "shelter"):
            cases.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service=service)
        cases.record_service_fact(by=cast.manager, case_id=case.pk, kind="refused", service="mediation")

    rows = workbook(signed_in(cast.manager), f"?case={case.pk}")["korban_layanan"]

    assert [row[2:5] for row in rows[1:]] == [
        ["kesehatan", "Perawatan medis", "UPTD PPA Contoh"],
        ["rehabilitasi sosial", "Penampungan sementara atau rumah aman", "UPTD PPA Contoh"],
    ]


def test_legal_steps_stand_in_rows_of_their_own_without_what_was_corrected(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        (respondent,) = case.participants.filter(role="respondent").values_list("pk", flat=True)
        told = {"by": cast.manager, "case_id": case.pk, "respondent_id": respondent, "happened_on": today()}
        law.record_step(stage="police_report", office="Polresta Contoh", **told)
        wrong = law.record_step(stage="arrest", **told)
        law.correct_step(
            by=cast.manager, case_id=case.pk, step_id=wrong, void=True, reason="Keliru orang", stage="arrest", happened_on=today()
        )

    client = signed_in(cast.manager)
    rows = workbook(client, f"?case={case.pk}")["pelaku_proses_hukum"]

    assert [row[1:5] for row in rows[1:]] == [[f"{case.reference}/T1", "pemeriksaan", "Laporan polisi", "Polresta Contoh"]]
    assert "proses hukum" not in text_of(client.get(LIST)).partition("Cara kerjanya")[0].partition("Belum ada")[2]


def test_schooling_work_and_disability_are_rolled_up_and_no_longer_missing(cast: Cast) -> None:
    facts = {
        "education": "lower_secondary",
        "occupation": "student",
        "marital_status": "unmarried",
        "disabilities": ("sight", "hearing_or_speech"),
    }
    case = open_file(cast, parties=(NewParty("victim", "female", 15, **facts),))

    client = signed_in(cast.manager)
    korban = workbook(client, f"?case={case.pk}")["korban"]

    heads = ("pendidikan", "pekerjaan", "status_perkawinan", "difabel", "jenis_difabel")
    assert [cell(korban, head) for head in heads] == [
        "SLTP", "pelajar", "belum menikah", "ya", "Sensorik penglihatan; Sensorik pendengaran atau wicara",
    ]  # fmt: skip
    assert "disabilitas" not in text_of(client.get(LIST))


def test_two_victims_with_other_ties_are_told_apart(cast: Cast) -> None:
    case = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        cases.add_party(by=cast.manager, case_id=case.pk, party=NewParty("victim", "male", 9, name="Anak Contoh"))

    book = workbook(signed_in(cast.manager), f"?case={case.pk}")

    assert [row[1] for row in book["korban"][1:]] == [f"{case.reference}/K1", f"{case.reference}/K2"]
    assert cell(book["pelaku"], "hubungan_dengan_korban") == "suami/istri"
    assert cell(book["korban"], "kdrt") == "ya"
    assert [row[1][-2:] for row in book["korban_kekerasan"][1:]] == ["K1", "K2"]


def test_a_month_holds_the_cases_registered_in_it(cast: Cast, case: Case) -> None:
    client = signed_in(cast.supervisor)
    other = wife_hit(cast)

    march, this_month = (workbook(client, f"?month={m}")["kasus"] for m in ("2026-03", f"{now():%Y-%m}"))

    assert [row[0] for row in march[1:]] == [case.reference]
    assert [row[0] for row in this_month[1:]] == [other.reference]
    assert client.post(f"{LIST}sheet/?month=2020-01", {"reason": "register"}).status_code == 409


def test_chosen_victims_alone_are_on_the_sheet(cast: Cast, case: Case) -> None:
    other = wife_hit(cast)

    book = workbook(signed_in(cast.manager), f"?victim={victim(cast, other)}")

    assert [row[0] for row in book["korban"][1:]] == [other.reference]


@pytest.mark.parametrize(("query", "status"), [("", 409), ("?victim=nonsense", 404), ("?month=2026-13", 404), ("?case=1", 404)])
def test_a_sheet_of_nothing_is_refused(cast: Cast, query: str, status: int) -> None:
    assert signed_in(cast.manager).get(f"{LIST}sheet/{query}").status_code == status


def test_a_formula_in_a_name_stays_text(cast: Cast) -> None:
    case = open_file(cast, parties=(NewParty("victim", "female", 20, name="=HYPERLINK(1)"),))

    assert cell(workbook(signed_in(cast.manager), f"?case={case.pk}", identity="on")["korban"], "nama") == "=HYPERLINK(1)"


def test_what_was_handed_over_is_entered_where_it_went(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        Case.objects.filter(pk=case.pk).update(state="transferred")

    assert case.reference not in text_of(signed_in(cast.supervisor).get(LIST))


def test_a_long_list_costs_no_more_statements(cast: Cast, case: Case) -> None:
    client = signed_in(cast.supervisor)
    client.get(LIST)
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        counts.append(len(seen))
        for _m in range(5):
            open_file(cast)

    assert counts[0] == counts[1] <= 18


def test_every_value_of_our_lists_has_a_word_of_the_ministry() -> None:
    assert len(sheets.IDENTITY) == len(sheets.IDENTITY_HEADS)
    assert len(set(sheets.CASE)) == len(sheets.CASE)
