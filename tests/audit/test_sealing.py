"""Sealing goes on whatever lies in the way: entries that can never be sealed, a second worker, late commits, a line torn by a kill."""

import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit import actions as audit
from jejaring.audit.actions import sealing
from jejaring.audit.actions.anchoring import anchor_all
from jejaring.audit.actions.sealing import seal_all
from jejaring.audit.models import Seal
from jejaring.audit.queries.anchors import lines_of, newest_of
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from tests.audit.logs import Log

PUT_IN = """insert into audit_event select uuidv7(), clock_timestamp(), actor, desk, act, subject_kind, uuidv7(), case_id, purpose, fields,
    request_id, 'put in', leaf, null from (select * from audit_event limit 1) one cross join generate_series(1, %s)"""


def seals() -> list[Seal]:
    with acting_as(VISITOR, Purpose.CLOCK):
        return list(Seal.objects.order_by("seq"))


def test_more_forged_entries_than_a_batch_neither_stop_sealing_nor_hide_what_is_genuine(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    log.owner(PUT_IN, 9)
    log.write(6)

    assert _soon(seal_all) == 6
    assert _soon(seal_all) == 0
    assert sum(line.startswith(("INSERTED", "EDITED")) for line in log.findings()) == 9


def _soon(act: Any) -> Any:
    """The answer of an act that must end: run beside this test, so that one which never ends fails it instead of stopping the suite."""
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.append(act())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert answer, "it did not end"
    return answer[0]


@pytest.mark.parametrize("many", [3, 4, 5, 8])
def test_around_the_size_of_a_batch_every_entry_is_sealed_once(log: Log, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    log.write(many)

    assert seal_all() == many
    listed = [pk for seal in seals() for pk in seal.events]
    assert sorted(listed) == sorted(log.entries())
    assert log.findings() == []


def test_two_that_seal_at_once_list_every_entry_once_and_make_one_chain(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 7)
    log.write(100)
    sealed: list[int] = []

    def seal() -> None:
        try:
            sealed.append(seal_all())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=seal) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(sealed) == 3
    assert sum(sealed) == 100
    listed = [pk for seal in seals() for pk in seal.events]
    assert sorted(listed) == sorted(log.entries())
    assert [seal.seq for seal in seals()] == list(range(1, len(seals()) + 1))
    assert log.findings() == []


@pytest.mark.parametrize("batch", [5, 5_000])
def test_an_entry_that_is_committed_after_younger_ones_were_sealed_is_sealed_next(
    log: Log, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Its moment and its id are older than theirs; also where the seal that passed it by was a full batch."""
    monkeypatch.setattr(sealing, "BATCH", batch)
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with acting_as(log.cast.duty, Purpose.DESK, "slow"):
                audit.record("read", "case", uuid7(), detail="late")
                began.set()
                go_on.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert began.wait(30)
    log.write(5)
    assert seal_all() == 5
    go_on.set()
    thread.join(30)

    assert seal_all() == 1
    assert log.owner("select detail from audit_event where id = %s", seals()[-1].events[0]) == [("late",)]
    assert log.findings() == []


def outside(folder: Path) -> Path:
    """The only file of a folder of anchors."""
    [file] = folder.glob("seals-*.txt")
    return file


def test_a_line_torn_by_a_kill_is_written_again_whole_and_joins_no_other(log: Log, tmp_path: Path) -> None:
    file = outside(tmp_path / "outside")
    whole = file.read_text()
    lines = whole.splitlines()
    for cut in (len(lines[2]) - 1, len(lines[2]) - 20, len(lines[2]) - 128, 100, 3):
        file.write_text("\n".join(lines[:2]) + "\n" + lines[2][:cut])
        log.write(1)
        seal_all()

        assert anchor_all() == {}
        assert [statement.seq for statement, _signature in lines_of(tmp_path / "outside")] == [seal.seq for seal in seals()], cut
        assert log.findings() == []
        assert lines[2][:cut] in file.read_text().splitlines(), "what lies there is never touched"


def test_a_last_line_that_is_whole_but_for_its_end_is_known_and_stays_readable(log: Log, tmp_path: Path) -> None:
    file = outside(tmp_path / "outside")
    file.write_text(file.read_text().rstrip("\n"))
    log.write(1)
    seal_all()
    anchor_all()

    assert [statement.seq for statement, _signature in lines_of(tmp_path / "outside")] == [1, 2, 3, 4]


def test_a_new_month_whose_first_line_was_torn_does_not_bring_the_old_ones_again(log: Log, tmp_path: Path) -> None:
    file = outside(tmp_path / "outside")
    before = file.read_text()
    (tmp_path / "outside" / "seals-9999-12.txt").write_text("jejaring-seal-1 4 2026")

    assert newest_of(tmp_path / "outside") == 3
    assert anchor_all() == {}
    assert file.read_text() == before


def test_the_newest_seal_is_read_from_the_last_line_of_a_large_file(log: Log, tmp_path: Path) -> None:
    """A month has more than forty thousand lines, and every minute asks: only the end is read."""
    file = outside(tmp_path / "outside")
    [*_others, last] = file.read_text().splitlines()
    words = last.split()
    words[1] = "45000"
    file.write_text("".join(f"{line}\n" for line in [last] * 45_000) + " ".join(words) + "\n")

    read = Path("/proc/self/io").read_text()
    assert newest_of(tmp_path / "outside") == 45_000
    spent = _read_bytes(Path("/proc/self/io").read_text()) - _read_bytes(read)
    assert spent < 1_000_000 < file.stat().st_size


def _read_bytes(io: str) -> int:
    return int(io.split("rchar: ")[1].split(maxsplit=1)[0])


def test_two_that_bring_seals_outside_at_once_write_each_line_once(log: Log, tmp_path: Path) -> None:
    for _n in range(20):
        log.write(1)
        seal_all()
    failed: list[dict[str, str]] = []

    def bring() -> None:
        try:
            failed.append(anchor_all())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=bring) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == [{}] * 4
    assert [statement.seq for statement, _signature in lines_of(tmp_path / "outside")] == list(range(1, 24))


def test_the_unsealed_entries_are_found_without_reading_the_seals_of_a_year(log: Log) -> None:
    with psycopg.connect(log.database.owner_url) as owner:
        owner.execute("set enable_seqscan = off")  # a table of three seals is read whole by any planner
        plan = "\n".join(row[0] for row in owner.execute("explain select max(until) from audit_seal"))
        window = "\n".join(row[0] for row in owner.execute("explain select from audit_seal where until > now() - interval '1 hour'"))
    assert "audit_seal_until" in plan
    assert "audit_seal_until" in window
