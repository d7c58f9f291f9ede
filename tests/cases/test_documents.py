"""Papers of a case: sealed, looked at as pictures, taken along for a reason, removed and put back, printed and issued; the team's alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, Document, HomeReturn
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.kernel.ids import reference_is_valid, uuid7
from jejaring.kernel.verdict import Refused
from jejaring.ui.papers.scans import REASONS
from jejaring.vault import files
from jejaring.vault.models import FileKey
from tests.cases.files import open_file, victim_of
from tests.cases.paper import PDF, act, ask, attach, logged, words
from tests.cast import Cast
from tests.ui import hostile


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.FILES, settings.PAPERS = tmp_path / "files", tmp_path / "papers"
    return settings.FILES


def test_an_attached_paper_is_sealed_with_its_name_and_read_back(cast: Cast, case: Case, folder: Path) -> None:
    pk = attach(cast, case)

    row = ask(cast, "paper", case, pk)
    assert (row.media, row.pages, row.size, row.name, row.by_id) == ("pdf", 2, len(PDF), "laporan Bunga.pdf", cast.companion.id)
    stored = next(p for p in folder.rglob("*") if p.is_file())
    assert b"%PDF" not in stored.read_bytes()
    with acting_as(cast.manager, "test"):
        raw = Document.objects.get(pk=pk)
        assert b"Bunga" not in bytes(raw.name)
    _row, opened = ask(cast, "taken", case, pk, "check")
    assert b"".join(opened) == PDF


def test_a_photograph_is_stored_without_its_place(cast: Cast, case: Case) -> None:
    pk = attach(cast, case, hostile.located(), kind="photograph")

    row, opened = ask(cast, "taken", case, pk, "check")
    content = b"".join(opened)
    assert row.media == "jpeg"
    assert b"KAMERA" not in content
    assert len(content) == row.size


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"MZ nonsense", "unknown"), (hostile.HEIC, "heic"), (hostile.SCRIPTS["at opening"], "script"),
     (hostile.EMBEDDED["attached"], "embedded"), (hostile.pdf(trailer=hostile.LOCK), "encrypted")],
    ids=["empty", "program", "heic", "script", "embedded", "locked"],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_the_file_and_nothing_stays(
    cast: Cast, case: Case, folder: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        attach(cast, case, content)

    assert (refused.value.field, refused.value.reason) == ("file", REASONS[reason])
    assert not list(folder.rglob("*"))


def test_the_same_form_sent_twice_attaches_once(cast: Cast, case: Case) -> None:
    submission = uuid7()

    assert attach(cast, case, submission=submission) == attach(cast, case, submission=submission)
    assert len(ask(cast, "papers", case)) == 1


def test_a_date_to_come_is_refused(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        attach(cast, case, dated_on=today() + timedelta(days=1))

    assert refused.value.field == "dated_on"


def test_online_material_is_an_address_and_a_fingerprint_and_no_file(cast: Cast, case: Case, folder: Path) -> None:
    pk = act(cast, "note_address", case, address="https://contoh.invalid/video/1", digest="AB" * 32)

    row = ask(cast, "paper", case, pk)
    assert (row.address, row.digest, row.file) == ("https://contoh.invalid/video/1", "ab" * 32, None)
    assert not list(folder.rglob("*"))
    with pytest.raises(Refused):
        ask(cast, "taken", case, pk, "check")


# who sees it -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "police", "social", "duty", "secretary", "privacy", "admin"])
def test_nobody_outside_the_team_sees_a_paper_or_its_key(cast: Cast, case: Case, who: str) -> None:
    pk = attach(cast, case)
    actor: Actor = cast.actors[who]

    with acting_as(actor, "test"):
        assert not Document.objects.exists()
        assert not Document.objects.filter(pk=pk).exists()
        if actor.organisation != cast.manager.organisation:
            assert not FileKey.objects.exists()
        with pytest.raises(Http404):
            queries.summary(actor, case.pk)


def test_the_database_refuses_a_paper_in_anothers_case_and_any_change_of_what_was_written(cast: Cast, case: Case) -> None:
    pk = attach(cast, case)
    with acting_as(cast.stranger, "test"), pytest.raises(DatabaseError), transaction.atomic():
        Document(domain=uuid7(), case_id=case.pk, kind="other", file=uuid7(), by=cast.stranger.id, at=now()).save(force_insert=True)
    for change in ({"kind": "other"}, {"size": 1}, {"case_id": uuid7()}):
        with acting_as(cast.manager, "test"), pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(pk=pk).update(**change)
    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=pk).delete()


def test_a_paper_of_another_case_is_not_found_under_this_one(cast: Cast, case: Case) -> None:
    other = open_file(cast)
    pk = attach(cast, other)

    with pytest.raises(Http404):
        ask(cast, "paper", case, pk)


def test_a_file_bound_to_another_case_does_not_open(cast: Cast, case: Case) -> None:
    mine, other = attach(cast, case), attach(cast, open_file(cast))

    with acting_as(cast.manager, "test"):
        a, b = Document.objects.get(pk=mine), Document.objects.get(pk=other)
        with pytest.raises(Exception, match="file"):
            files.unseal(b.file, domain=a.domain, size=b.size)


def test_each_look_and_each_copy_is_in_the_log_with_its_purpose_and_reason(cast: Cast, case: Case) -> None:
    pk = attach(cast, case)

    ask(cast, "shown_paper", case, pk)
    ask(cast, "page_picture", case, pk, 2)
    ask(cast, "taken", case, pk, "hearing")

    assert logged(cast, "paper_attached") == [(pk, "police_report", "test")]
    assert logged(cast, "paper_shown") == [(pk, "police_report", "test")]
    assert logged(cast, "page_shown") == [(pk, "2", "test")]
    assert logged(cast, "paper_taken") == [(pk, "hearing", "test")]


def test_a_stored_file_that_was_cut_is_a_sentence_and_never_shown_as_whole(cast: Cast, case: Case) -> None:
    pk = attach(cast, case)
    row = ask(cast, "paper", case, pk)
    with open(files.path_of(row.file), "r+b") as file:
        file.truncate(files.sealed_size(row.size) - 1)

    with pytest.raises(Refused, match="changed or cut"):
        ask(cast, "taken", case, pk, "check")


# removing ----------------------------------------------------------------------------------------------------------------------------


def test_a_removed_paper_stays_as_a_row_with_its_reason_and_can_be_put_back(cast: Cast, case: Case) -> None:
    pk = attach(cast, case)

    act(cast, "remove", case, document_id=pk, reason="Salah kasus")
    row = ask(cast, "paper", case, pk)
    assert (row.removed_at is not None, row.removed_reason, row.badge) == (True, "Salah kasus", "Dihapus")
    act(cast, "restore", case, document_id=pk, by="companion")

    assert ask(cast, "paper", case, pk).removed_at is None
    assert len(logged(cast, "paper_removed")) == len(logged(cast, "paper_restored")) == 1


def test_who_did_not_attach_it_and_does_not_lead_the_case_removes_nothing(cast: Cast, case: Case) -> None:
    pk = attach(cast, case, by="manager")

    with pytest.raises(Refused, match="Only the case manager"):
        act(cast, "remove", case, document_id=pk, reason="x", by="companion")
    with pytest.raises(Refused, match="Say why"):
        act(cast, "remove", case, document_id=pk, reason=" ")


def test_after_fourteen_days_the_key_and_the_file_are_destroyed_and_the_row_stays(cast: Cast, case: Case, folder: Path) -> None:
    kept, gone = attach(cast, case), attach(cast, case)
    with standing_at(now() - timedelta(days=15)):
        act(cast, "remove", case, document_id=gone, reason="Salah kasus")
    with pytest.raises(Refused, match="content is gone"):
        act(cast, "restore", case, document_id=gone)

    with acting_as(cast.admin, "test"):
        assert actions.forget_removed() == 1
        assert files.sweep(older_than=-1) == 1

    assert ask(cast, "paper", case, gone).removed_reason == "Salah kasus"
    with pytest.raises(Refused, match="is gone"):
        ask(cast, "taken", case, gone, "check")
    assert b"".join(ask(cast, "taken", case, kept, "check")[1]) == PDF


def test_nobody_destroys_what_was_removed_lately(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError, match="too recently"), transaction.atomic():
        connection.cursor().execute("select forget_removed_documents(now())")


def test_the_daily_command_says_what_it_took(cast: Cast, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    attach(cast, case)

    call_command("sweep_files")

    assert capsys.readouterr().out == "Removed papers destroyed: 0. Files swept: 0.\n"


# printing ----------------------------------------------------------------------------------------------------------------------------

TASK = {
    "companion_name": "Petugas companion", "companion_office": "Pendamping", "tasks": "Mendampingi pemeriksaan", "where": "Polresta",
    "since": today(), "until": today(),
}  # fmt: skip


def issue(cast: Cast, case: Case, *, by: str = "manager", **rest: Any) -> UUID:
    """The companion's letter of assignment under a number."""
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        summary = queries.summary(actor, case.pk)
        data = lambda number: queries.build(actor, summary, "assignment", TASK, number=number)  # noqa: E731
        return actions.issue(by=actor, case_id=case.pk, kind="assignment", data=data, **rest)


def test_an_issued_paper_gets_a_number_and_is_kept_as_it_left_the_house(cast: Cast, case: Case) -> None:
    pk = issue(cast, case)

    row, opened = ask(cast, "taken", case, pk, "sign")
    shown = words(b"".join(opened))
    assert reference_is_valid(row.number)
    assert f"Nomor: {row.number}" in shown
    assert case.reference in shown
    assert "Bunga" not in shown
    assert "KONSEP" not in shown
    assert row.pages == 1
    assert logged(cast, "paper_issued") == [(pk, "assignment,2026-1", "test")]


def test_the_same_form_sent_twice_issues_one_number(cast: Cast, case: Case) -> None:
    submission = uuid7()

    assert issue(cast, case, submission=submission) == issue(cast, case, submission=submission)


def test_only_who_leads_the_case_issues_and_an_issued_paper_is_not_removed(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused):
        issue(cast, case, by="companion")

    with pytest.raises(Refused, match="has left the house"):
        act(cast, "remove", case, document_id=issue(cast, case), reason="x")


def test_a_draft_is_marked_not_kept_and_logged(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        summary = queries.summary(cast.companion, case.pk)
        data = queries.build(cast.companion, summary, "assignment", TASK)
        pdf = actions.print_draft(by=cast.companion, case_id=case.pk, kind="assignment", data=data)

    assert "KONSEP" in words(pdf)
    assert ask(cast, "papers", case) == []
    assert logged(cast, "paper_printed") == [(case.pk, "assignment,2026-1", "test")]


def test_the_record_of_a_hand_over_names_the_person_and_logs_it(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        given = {
            "victim": victim_of(case), "at": now(), "where": "Kantor", "receiver_name": "Penerima", "receiver_office": "Dinas Sosial",
            "receiver_identity": "", "condition": "Sehat", "things": "Tas; 1 buah\n\nTelepon", "message": "", "own_view": "",
        }  # fmt: skip
        data = queries.build(cast.manager, queries.summary(cast.manager, case.pk), "hand_over", given)
        shown = words(actions.print_draft(by=cast.manager, case_id=case.pk, kind="hand_over", data=data))

    assert "Bunga Contoh" in shown
    assert "Tas 1 buah" in shown
    assert "Pasal 18" not in shown
    assert [detail for _subject, detail, _purpose in logged(cast, "paper_printed")] == ["hand_over,2026-1"]


def test_a_record_of_closure_needs_a_closure(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        given = {"victim": victim_of(case)}
        with pytest.raises(Refused, match="Nobody has proposed"):
            queries.build(cast.manager, queries.summary(cast.manager, case.pk), "closure", given)
    act(cast, "propose_closure", case, reason="plan_reached", outcome="safe", account="Kembali bersekolah")
    with acting_as(cast.manager, "test"):
        data = queries.build(cast.manager, queries.summary(cast.manager, case.pk), "closure", given)
        shown = words(actions.print_draft(by=cast.manager, case_id=case.pk, kind="closure", data=data))

    assert "Kembali bersekolah" in shown
    assert "menunggu persetujuan" in shown


def test_a_hand_over_for_a_return_home_begins_with_what_is_known(cast: Cast, case: Case) -> None:
    known = {"handed_to": "Petugas Rekaan", "condition": "Sehat", "things": "Tas; 1 buah"}
    with acting_as(cast.manager, "test"):
        row = HomeReturn(
            domain=case.domain, case_id=case.pk, victim_id=victim_of(case), direction="outbound", applied_on=today(), office="Dinas Contoh",
            handed_over_at=now(), by=cast.manager.id, at=now(), **known,
        )  # fmt: skip
        row.save(force_insert=True)
        summary = queries.summary(cast.manager, case.pk)
        offered = queries.offered(cast.manager, summary, "hand_over", row.pk)
        nothing = queries.offered(cast.manager, summary, "admission", row.pk)

    assert (offered["receiver_name"], offered["receiver_office"], offered["condition"]) == ("Petugas Rekaan", "Dinas Contoh", "Sehat")
    assert nothing == {}
