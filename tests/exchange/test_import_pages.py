"""The pages of taking a list in, through the real middleware: every step with good and with bad answers."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from jejaring.cases.models import Case
from jejaring.exchange.models import ImportBatch
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from tests.cast import Cast
from tests.downloads import logged
from tests.exchange import lists
from tests.exchange.lists import CLEAN, checked, csv_of, taken_in, understood, xlsx_of
from tests.screens import signed_in

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def send(client: Client, data: bytes, name: str = "daftar.csv") -> Any:
    return client.post("/import/", {"file": SimpleUploadedFile(name, data)})


def brought(client: Client, data: bytes) -> str:
    """Where the work on a list begins."""
    answer = send(client, data)
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"]).removesuffix("sheet/")


def fields_of(page: Any) -> dict[str, str]:
    """What a browser would send of a form of selects as it stands."""
    html = page.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_list_goes_through_every_page_to_its_cases(cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    at = brought(client, xlsx_of(CLEAN))

    page = client.get(f"{at}sheet/")
    assert "Melati Contoh" in text_of(page)
    assert client.post(f"{at}sheet/", {"sheet": "0", "header_row": "1"})["Location"] == f"{at}columns/"
    page = client.get(f"{at}columns/")
    assert client.post(f"{at}columns/", fields_of(page))["Location"] == f"{at}values/"
    page = client.get(f"{at}values/")
    assert "Semua nilai sudah dikenal" in text_of(page)
    assert client.post(f"{at}values/", fields_of(page) | {"manager": str(cast.manager.id)})["Location"] == f"{at}check/"
    assert "Lanjutkan" in text_of(client.get(f"{at}check/"))
    assert client.post(f"{at}check/")["Location"] == f"{at}preview/"
    page = client.get(f"{at}preview/")
    assert "Tidak ada masalah pada baris mana pun" in text_of(page)
    assert "Ambil 3 kasus" in text_of(page)
    assert client.post(f"{at}preview/", fields_of(page))["Location"] == at

    assert "3 kasus sudah diambil" in text_of(client.get(at))
    with acting_as(cast.manager, "test"):
        assert Case.objects.count() == 3
    assert "K-26-" in text_of(signed_in(cast.manager).get("/cases/"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Berkas kosong"),
        (b"%PDF-1.7", "Ini bukan berkas CSV atau XLSX"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "berkas Excel lama"),
        (b"PK\x03\x04xx", "Berkas rusak"),
        (b"a;b\n" + b"1;2\n" * 50_000, "Lebih dari 3.000 baris"),
    ],
)
def test_what_is_no_list_is_refused_at_its_field(cast: Cast, data: bytes, words: str) -> None:
    answer = send(signed_in(cast.supervisor), data, "daftar.xlsx")

    assert answer.status_code == 422
    assert words in text_of(answer)
    with acting_as(cast.supervisor, "test"):
        assert not ImportBatch.objects.exists()


@override_settings(FILE_LIMIT=1_000_000)
def test_a_file_above_the_limit_is_refused_with_its_size(cast: Cast) -> None:
    answer = send(signed_in(cast.supervisor), b"x" * 4_500_000)

    assert answer.status_code == 422
    assert "Berkas ini 5 MB; daftar paling besar 1 MB" in text_of(answer)


def test_nothing_of_an_upload_touches_the_disk(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILES = str(tmp_path), tmp_path / "files"

    brought(signed_in(cast.supervisor), csv_of(CLEAN * 900))

    assert list(tmp_path.rglob("*")) == []


def test_no_file_is_no_list(cast: Cast) -> None:
    assert "Pilih sebuah berkas" in text_of(signed_in(cast.supervisor).post("/import/", {"submission": "x"}))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sheet": "0", "header_row": "9"}, "Baris ini kosong"), ({"sheet": "0", "header_row": "4"}, "Tidak ada baris di bawah judul"),
        ({"sheet": "0", "header_row": "x"}, "header_row"), ({"sheet": "7", "header_row": "1"}, "7"), ({"submission": "x"}, "Lembar"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_the_list_is_refused(cast: Cast, typed: dict[str, str], words: str) -> None:
    client = signed_in(cast.supervisor)
    at = brought(client, csv_of(CLEAN))

    answer = client.post(f"{at}sheet/", typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_columns_that_contradict_each_other_are_refused_with_what_was_chosen(cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    at = brought(client, csv_of(CLEAN))
    client.post(f"{at}sheet/", {"sheet": "0", "header_row": "1"})
    chosen = fields_of(client.get(f"{at}columns/")) | {"column_4": "victim_age"}

    answer = client.post(f"{at}columns/", chosen)

    assert answer.status_code == 422
    assert "Dua kolom artinya sama" in text_of(answer)
    assert fields_of(answer)["column_4"] == "victim_age"


def test_a_value_that_nobody_knows_is_asked_for_and_may_stay_open(cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    rows = [[*CLEAN[0][:6], "hak asuh", *CLEAN[0][7:]]]
    at = brought(client, csv_of(rows))
    client.post(f"{at}sheet/", {"sheet": "0", "header_row": "1"})
    client.post(f"{at}columns/", fields_of(client.get(f"{at}columns/")))
    page = client.get(f"{at}values/")
    assert "hak asuh" in text_of(page)
    chosen = fields_of(page) | {"manager": str(cast.manager.id)}

    assert client.post(f"{at}values/", chosen).status_code == 422
    unknown = next(name for name, value in chosen.items() if name.startswith("value_") and value == "")
    assert client.post(f"{at}values/", chosen | {unknown: "open"}).status_code == 302
    client.post(f"{at}check/")
    assert "Tidak ada masalah" in text_of(client.get(f"{at}preview/"))


@pytest.mark.parametrize("step", ["sheet", "columns", "values", "check", "preview", "undo"])
def test_steps_out_of_order_lead_to_where_the_list_stands(cast: Cast, step: str) -> None:
    client = signed_in(cast.supervisor)
    early, late = brought(client, csv_of(CLEAN)), f"/import/{taken_in(cast, csv_of(CLEAN))}/"

    assert client.get(f"{early}{step}/", follow=True).status_code in (200, 409)
    assert client.get(f"{late}{step}/", follow=True).status_code in (200, 409)
    assert client.get(early)["Location"] == f"{early}sheet/"


def test_the_preview_is_filtered_and_paged(cast: Cast) -> None:
    rows = [["", "", "lupa", f"Korban {n} Contoh", "P", "30", "KDRT", "", "", "", "", "", ""] for n in range(120)]
    rows += [["", "", "3/3/2025", "Terakhir Contoh", "P", "30", "KDRT", "", "", "", "", "selesai", ""]]
    client, at = signed_in(cast.supervisor), f"/import/{checked(cast, csv_of(rows))}/preview/"

    page = client.get(at)
    assert (text_of(page).count("lupa"), "Berikutnya" in text_of(page)) == (100, True)
    assert text_of(client.get(f"{at}?severity=error&start=100")).count("lupa") == 20
    assert "selesai" in text_of(client.get(f"{at}?severity=left_out"))
    assert client.get(f"{at}?severity=x&start=-1").status_code == 200


def test_taking_in_with_errors_needs_the_tick_and_a_fresh_page(cast: Cast) -> None:
    rows = [CLEAN[0], [*CLEAN[1][:2], "lupa", *CLEAN[1][3:]]]
    client, at = signed_in(cast.supervisor), f"/import/{checked(cast, csv_of(rows))}/preview/"
    typed = fields_of(client.get(at))

    refused = client.post(at, typed)
    assert refused.status_code == 422
    assert "Ada baris yang tidak dapat dibaca" in text_of(refused)
    assert client.post(at, typed | {"without": "on", "version": "1"}).status_code == 422
    assert client.post(at, typed | {"without": "on"}).status_code == 302


def test_a_list_is_undone_from_its_page_and_not_when_worked_on(cast: Cast) -> None:
    client, batch_id = signed_in(cast.supervisor), taken_in(cast, csv_of(CLEAN))
    page = client.get(f"/import/{batch_id}/undo/")
    assert "3 kasus dihapus beserta orang dan janjinya" in text_of(page)
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert version

    answer = client.post(f"/import/{batch_id}/undo/", {"version": version[1]})

    assert answer["Location"] == "/import/"
    assert "3 kasus sudah dikeluarkan lagi" in text_of(client.get("/import/"))
    assert client.post(f"/import/{batch_id}/undo/", {"version": version[1]}).status_code == 409


def test_a_list_is_thrown_away(cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    at = brought(client, csv_of(CLEAN))

    assert client.post(f"{at}discard/")["Location"] == "/import/"
    assert "tidak ada yang disimpan" in text_of(client.get("/import/"))
    assert client.get(f"{at}discard/").status_code == 405


def test_only_a_supervisor_of_the_same_desk_sees_a_list(cast: Cast) -> None:
    at = f"/import/{understood(cast, csv_of(CLEAN))}/"

    assert signed_in(cast.manager).get(at).status_code == 403
    assert signed_in(cast.stranger).get(at).status_code == 403
    assert signed_in(cast.supervisor).get(f"/import/{uuid7()}/").status_code == 404
    assert send(signed_in(cast.duty), csv_of(CLEAN)).status_code == 403


def test_every_look_at_the_rows_is_in_the_read_log(cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    batch_id = checked(cast, csv_of(CLEAN))
    before = len(logged(cast, "read"))

    client.get(f"/import/{batch_id}/preview/")

    (read,) = logged(cast, "read")[before:]
    assert (read.subject_kind, read.subject_id, read.fields, read.purpose) == ("import", batch_id, "rows", "import")


@pytest.mark.parametrize("name", ["kasus-berjalan.csv", "kasus-berjalan.xlsx"])
def test_the_example_shows_all_that_can_be_wrong(cast: Cast, name: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    batch_id = checked(cast, data, header_row=3 if name.endswith("xlsx") else 1, kind={"hak asuh anak": ""})

    shown = lists.preview(cast, batch_id)

    assert (shown.rows, shown.errors, shown.left_out, shown.cases, shown.victims) == (20, 5, 2, 12, 13)


def test_a_long_list_costs_few_statements_to_preview(cast: Cast) -> None:
    rows = [["", "", "lupa", f"Korban {n} Contoh", "P", "30", "KDRT", "", "", "", "", "", ""] for n in range(600)]
    client, batch_id = signed_in(cast.supervisor), checked(cast, csv_of(rows))
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/import/{batch_id}/preview/")

    assert len(seen) <= 20
    assert isinstance(batch_id, UUID)
