"""The screens of papers: attach, look, take along, remove, print; what is refused keeps what was typed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jejaring.cases import queries
from jejaring.cases.models import Case, Document
from jejaring.guard.context import acting_as
from tests.cases.files import victim_of
from tests.cases.paper import PDF, act, attach, words
from tests.cast import Cast
from tests.screens import signed_in
from tests.ui import hostile

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES, settings.PAPERS = tmp_path / "files", tmp_path / "papers"


def upload(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("laporan.pdf", content)


def test_a_paper_is_attached_looked_at_taken_along_and_removed_on_the_screens(cast: Cast, case: Case) -> None:
    client, at = signed_in(cast.manager), f"/cases/{case.pk}/papers/"
    typed = {"kind": "police_report", "file": upload(), "decent": "on", "note": "", "dated_on": ""}

    assert client.post(at + "attach/", typed).status_code == 302
    page = client.get(at).content.decode()
    with acting_as(cast.manager, "test"):
        pk = Document.objects.get().pk
    assert "laporan.pdf" in page
    shown = client.get(f"{at}{pk}/")
    assert shown.content.decode().count("<img") == 2
    picture = client.get(f"{at}{pk}/picture/?page=2")
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "no-store")
    assert client.get(f"{at}{pk}/take/").status_code == 200
    assert client.post(f"{at}{pk}/take/", {}).status_code == 422
    copy = client.post(f"{at}{pk}/take/", {"reason": "hearing"})
    assert b"".join(copy.streaming_content) == PDF  # type: ignore[attr-defined]
    assert "laporan" not in copy["Content-Disposition"]
    assert client.post(f"{at}{pk}/remove/", {"reason": "Salah kasus"}).status_code == 302
    assert "Salah kasus" in client.get(at).content.decode()
    assert client.post(f"{at}{pk}/restore/").status_code == 302


def test_a_refused_file_keeps_what_was_typed(cast: Cast, case: Case) -> None:
    client = signed_in(cast.manager)
    typed = {"kind": "police_report", "file": upload(hostile.SCRIPTS["at opening"]), "decent": "on", "note": "catatan panjang"}

    page = client.post(f"/cases/{case.pk}/papers/attach/", typed, headers=ENGLISH)

    assert page.status_code == 422
    assert "catatan panjang" in page.content.decode()
    assert "script" in page.content.decode()


def test_a_file_above_the_limit_is_said_in_the_form(cast: Cast, case: Case, settings: Any) -> None:
    settings.FILE_LIMIT = 1_000_000
    typed = {"kind": "police_report", "file": upload(bytes(1_200_000)), "decent": "on", "note": "catatan panjang"}

    page = signed_in(cast.manager).post(f"/cases/{case.pk}/papers/attach/", typed)

    assert page.status_code == 422
    assert "Berkas ini 2 MB; yang dapat dilampirkan paling besar 1 MB" in page.content.decode()
    assert "catatan panjang" in page.content.decode()


def test_the_form_asks_that_nothing_intimate_is_attached(cast: Cast, case: Case) -> None:
    typed = {"kind": "photograph", "file": upload(hostile.picture())}

    page = signed_in(cast.manager).post(f"/cases/{case.pk}/papers/attach/", typed)

    assert page.status_code == 422
    assert f"/cases/{case.pk}/papers/online/" in page.content.decode()


@pytest.mark.parametrize("kind", ["assignment", "hand_over", "admission", "closure"])
def test_every_kind_of_the_page_can_be_printed_from_its_form(cast: Cast, case: Case, kind: str) -> None:
    act(cast, "propose_closure", case, reason="plan_reached", outcome="safe", account="Kembali bersekolah")
    client, at = signed_in(cast.manager), f"/cases/{case.pk}/papers/print/{kind}/"
    with acting_as(cast.manager, "test"):
        victim = str(victim_of(case))
    typed = {
        "victim": victim, "companion_name": "Petugas", "tasks": "Mendampingi", "since": "3/3/2026", "until": "4/3/2026", "at_0": "3/3/2026",
        "at_1": "09.15", "where": "Kantor", "receiver_name": "Penerima", "receiver_office": "Dinas", "condition": "Sehat",
        "shelter": "Rumah",
    }  # fmt: skip

    assert client.get(at).status_code == 200
    assert client.post(at, {"act": "draft"}).status_code in (200, 422)
    draft = client.post(at, {**typed, "act": "draft"})
    assert draft["Content-Type"] == "application/pdf"
    assert "KONSEP" in words(draft.content)
    issued = client.post(at, {**typed, "act": "issue"})
    assert issued.status_code == 302
    assert client.get(issued["Location"]).status_code == 200


def test_a_kind_that_is_not_printed_here_is_not_found(cast: Cast, case: Case) -> None:
    assert signed_in(cast.manager).get(f"/cases/{case.pk}/papers/print/referral/").status_code == 404
    assert signed_in(cast.stranger).get(f"/cases/{case.pk}/papers/").status_code == 404


def test_the_timeline_tells_of_papers_without_their_names(cast: Cast, case: Case) -> None:
    attach(cast, case)
    act(cast, "note_address", case, address="https://contoh.invalid/Bunga")

    with acting_as(cast.manager, "test"):
        told = [m for m in queries.moments(cast.manager, case.pk) if m.url_name == "cases:papers"]

    assert len(told) == 2
    assert not any("Bunga" in f"{m.title}{m.text}" for m in told)
