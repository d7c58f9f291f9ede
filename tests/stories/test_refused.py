"""Bad input at the screens: said clearly, row and field; what was typed stays, and nothing is half done."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from jejaring.cases.models import Case, Document, Participant
from jejaring.commitments.models import Commitment
from jejaring.exchange.models import ImportBatch
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.people.models import Person
from jejaring.referrals import actions as referrals
from jejaring.referrals.models import Referral, ReferralEvent, Stay
from tests.cases import files
from tests.cast import Cast
from tests.exchange import lists
from tests.referrals.sent import send
from tests.stories.reader import Reader
from tests.ui import hostile

NIK = "1571015502100001"  # a girl born on 15 February 2010
TO_HOUSE: dict[str, Any] = {"purpose": "shelter", "services": ("shelter",), "basis": "public_task"}
MARKED = "konflik kepentingan: tidak memberi persetujuan"
BIG = 200_000_000


def written(cast: Cast, who: str, *models: Any) -> list[int]:
    """How many rows of each kind somebody sees."""
    with acting_as(cast.actors[who], "test"):
        return [model.objects.count() for model in models]


def somebody_is_entered(manager: Reader, case: Case, role: str, name: str, **facts: str) -> Reader:
    """A person is written into the case's form; not sent yet."""
    manager.opens(f"/cases/{case.pk}/party/").ticks("role", role).writes("name", name)
    for field, value in facts.items():
        manager.ticks(field, value) if field == "sex" else manager.writes(field, value)
    return manager


def test_two_siblings_with_one_nik_are_said_beside_the_number_and_the_second_is_not_half_there(cast: Cast) -> None:
    case, manager = files.open_file(cast), Reader(cast.manager)
    somebody_is_entered(manager, case, "victim", "Kakak Contoh", sex="female", nik=NIK).submits()
    before = written(cast, "manager", Person, Participant)

    somebody_is_entered(manager, case, "victim", "Adik Contoh", sex="female", nik=NIK).submits()

    manager.is_told_beside("nik", "NIK yang sama")
    assert (manager.value_of("name"), manager.value_of("nik")) == ("Adik Contoh", NIK)
    assert written(cast, "manager", Person, Participant) == before
    manager.ticks("nik_as_on_card").submits()  # a wrong card is a fact too: both are kept
    assert manager.path == f"/cases/{case.pk}/"
    assert written(cast, "manager", Person, Participant) == [before[0] + 1, before[1] + 1]


def test_a_guardian_who_is_the_respondent_is_marked_and_is_offered_nowhere_as_who_consents(cast: Cast) -> None:
    case = files.open_file(cast, parties=(files.GIRL, files.HUSBAND), kind="violence_against_children")
    manager = Reader(cast.manager)
    with acting_as(cast.manager, "test"):
        husband = Participant.objects.get(case=case, role="respondent")
        girl = Participant.objects.get(case=case, role="victim")

    manager.opens(f"/cases/{case.pk}/party/").ticks("role", "guardian").chooses("person", husband.person_id)
    manager.ticks("guardian_of", str(girl.person_id)).submits()

    manager.sees("berbenturan kepentingan dan tidak memberi persetujuan")
    manager.sees(MARKED)
    assert manager.opens(f"/referrals/consent/{case.pk}/").offers("guardian") in ([], [""])
    manager.opens(f"/referrals/new/{case.pk}/?purpose=social").chooses("to_desk", cast.desk_id("social")).writes("request", "Mohon dibantu")
    manager.ticks("basis", "consent").ticks("consent_by", "guardian").writes("basis_reason", "Ayah setuju").submits()
    manager.is_told_beside("basis", "Wali bertentangan dengan kepentingan anak")
    assert manager.value_of("basis_reason") == "Ayah setuju"
    assert written(cast, "manager", Referral) == [0]


def test_a_birth_after_what_happened_is_said_beside_the_date_and_kept_only_as_told(cast: Cast) -> None:
    case, manager = files.wife_hit(cast), Reader(cast.manager)
    before, born = written(cast, "manager", Person, Participant), today()

    somebody_is_entered(manager, case, "victim", "Bayi Contoh", birth_date=f"{born.day}/{born.month}/{born.year}").submits()

    manager.is_told_beside("birth_date", "sesudah kejadian")
    assert (manager.value_of("name"), written(cast, "manager", Person, Participant)) == ("Bayi Contoh", before)


def test_a_shelter_that_is_full_when_it_confirms_says_so_and_promises_no_bed(cast: Cast) -> None:
    manager, keeper = Reader(cast.manager), Reader(cast.keeper)
    keeper.opens("/referrals/shelter/beds/").writes("beds", "1").submits().sees("1")
    first, second = send(cast, files.open_file(cast), "house", **TO_HOUSE), send(cast, files.wife_hit(cast), "house", **TO_HOUSE)
    keeper.opens(f"/referrals/{first.pk}/").presses("Terima")
    before = written(cast, "keeper", ReferralEvent, Stay, Commitment)

    keeper.opens(f"/referrals/{second.pk}/").presses("Terima")

    keeper.is_refused("penuh")
    assert written(cast, "keeper", ReferralEvent, Stay, Commitment) == before
    keeper.opens("/").sees("Jawaban rujukan").opens(f"/referrals/{second.pk}/").sees("Tidak tersedia")
    manager.opens(f"/referrals/{second.pk}/").sees_nothing_of("Diterima")


def test_a_shelter_that_is_full_when_children_arrive_keeps_what_was_typed(cast: Cast) -> None:
    keeper = Reader(cast.keeper)
    with acting_as(cast.keeper, "test"):
        referrals.set_beds(by=cast.keeper, beds=2)
    row = send(cast, files.wife_hit(cast), "house", **TO_HOUSE)
    keeper.opens(f"/referrals/{row.pk}/").presses("Terima").follows("Catat kedatangan")
    keeper.writes("children", "P 3, L 7").writes("condition", "Lelah, tidak terluka").submits()

    keeper.is_told_beside("children", "penuh")
    assert (keeper.value_of("children"), keeper.value_of("condition")) == ("P 3, L 7", "Lelah, tidak terluka")
    assert written(cast, "keeper", Stay) == [0]


BAD_FILES = {
    "of no bytes": (lambda: b"", "Berkas ini kosong: 0 bita"),
    "of 200 megabytes": (lambda: bytes(BIG), "Berkas ini 200 MB"),
    "with a script": (lambda: hostile.SCRIPTS["at opening"], "skrip"),
    "with a disguised script": (lambda: hostile.SCRIPTS["disguised"], "skrip"),
}


@pytest.mark.parametrize(("content", "words"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_kept_is_said_beside_it_and_leaves_nothing(
    cast: Cast, folder: Path, content: Callable[[], bytes], words: str
) -> None:
    case, manager = files.open_file(cast), Reader(cast.manager)

    manager.opens(f"/cases/{case.pk}/papers/attach/").chooses("kind", "police_report").writes("note", "Salinan dari keluarga")
    manager.ticks("decent").attaches("file", "laporan.pdf", content(), "application/pdf").submits()

    manager.is_told_beside("file", words)
    assert (manager.value_of("kind"), manager.value_of("note")) == ("police_report", "Salinan dari keluarga")
    assert written(cast, "manager", Document) == [0]
    assert [f for f in folder.rglob("*") if f.is_file()] == []


def merged(rows: int) -> bytes:
    """A register with a title over all columns and one number of registration over the three victims of each case."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        sheet.merge_range(0, 0, 0, len(lists.HEADS) - 1, "REGISTER PENGADUAN")
        for place, head in enumerate(lists.HEADS):
            sheet.write(1, place, head)
        for number in range(rows):
            for place, value in enumerate(lists.CLEAN[number % 3]):
                sheet.write(number + 2, place, value)
        for top in range(2, rows + 2, 30):
            sheet.merge_range(top, 0, top + 2, 0, str(top))
    return out.getvalue()


def test_a_workbook_of_fifty_thousand_rows_with_merged_cells_is_refused_whole(cast: Cast) -> None:
    supervisor = Reader(cast.supervisor)

    supervisor.opens("/import/").attaches("file", "register.xlsx", merged(50_000), "application/vnd.ms-excel").submits()

    supervisor.is_told_beside("file", "3.000 baris")
    assert written(cast, "supervisor", ImportBatch, Case) == [0, 0]


def a_list_is_brought(supervisor: Reader, cast: Cast, heads_in_row: str) -> Reader:
    """Through sheet, columns, values and the check to the preview."""
    supervisor.writes("header_row", heads_in_row).submits()
    return supervisor.submits().chooses("manager", cast.manager.id).submits().submits()


def test_a_list_with_merged_cells_names_every_row_and_column_and_nothing_of_it_is_taken_in(cast: Cast) -> None:
    supervisor, out = Reader(cast.supervisor), io.BytesIO()
    heads = [*lists.HEADS, "NIK", "Tanggal Lahir"]
    siblings = [[*row, NIK, ""] for row in lists.CLEAN[:2]]
    siblings[0][5] = siblings[1][5] = "15"
    siblings[1][4], siblings[1][2] = "P", "31/2/2025"
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        sheet.merge_range(0, 0, 0, len(heads) - 1, "REGISTER PENGADUAN")
        for number, row in enumerate([heads, *siblings, [*lists.CLEAN[2], "", "9/3/2025"]], 1):
            sheet.write_row(number, 0, row)
        sheet.merge_range(2, 7, 3, 7, "Kota Baru")

    supervisor.opens("/import/").attaches("file", "register.xlsx", out.getvalue(), "application/vnd.ms-excel").submits()
    a_list_is_brought(supervisor.sees("2 rentang sel gabungan"), cast, "2")

    said = [[cell.words for cell in row.all("th", "td")] for row in supervisor.main.all("tr")]
    named = [tuple(row[:3]) for row in said if row[0].isdigit()]
    assert [value.split()[0] for row, column, value in named if (row, column) == ("4", "Tgl Lapor")] == ["31/2/2025"], said
    assert [row[0] for row in said if row[0].isdigit() and "Baris sebelumnya memakai NIK yang sama" in " ".join(row)] == ["4"], said
    assert written(cast, "manager", Case) == [0]


LISTS = {
    "of no bytes": (lambda: b"", "Berkas kosong"),
    "of 200 megabytes": (lambda: bytes(BIG), "Berkas ini 200 MB"),
    "that is a PDF": (lambda: hostile.SCRIPTS["at opening"], "Ini bukan berkas CSV atau XLSX"),
}


@pytest.mark.parametrize(("content", "words"), LISTS.values(), ids=LISTS)
def test_a_file_that_is_no_list_is_said_beside_it(cast: Cast, content: Callable[[], bytes], words: str) -> None:
    supervisor = Reader(cast.supervisor)

    supervisor.opens("/import/").attaches("file", "register.xlsx", content(), "application/vnd.ms-excel").submits()

    supervisor.is_told_beside("file", words)
    assert written(cast, "supervisor", ImportBatch) == [0]
