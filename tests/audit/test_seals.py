"""The log is sealed, and whoever owns the database cannot change what was sealed without being named."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.actions import sealing
from jejaring.audit.actions.anchoring import anchor_all
from jejaring.audit.actions.sealing import seal_all
from jejaring.audit.models import Event, Seal
from jejaring.audit.rules import keys
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from tests.audit.logs import Log


def test_a_whole_log_is_whole_and_a_quiet_minute_makes_no_seal(log: Log) -> None:
    assert seal_all() == 0
    log.write(2)
    assert log.findings() == []
    assert seal_all() == 2
    assert log.findings() == []
    with acting_as(VISITOR, Purpose.CLOCK):
        assert [s.seq for s in Seal.objects.order_by("seq")] == [1, 2, 3, 4]


def test_an_edited_entry_is_found_also_with_its_leaf_computed_anew(log: Log) -> None:
    pk = log.entries()[7]
    log.owner("update audit_event set detail = 'other', leaf = sha256('x') where id = %s", pk)

    assert [line.split(",")[0] for line in log.findings()] == [f"EDITED: entry {pk}"]


@pytest.mark.parametrize(
    "column", ["at", "actor", "desk", "act", "subject_kind", "subject_id", "case_id", "purpose", "fields", "request_id"]
)
def test_no_column_of_an_entry_can_be_changed_unseen(log: Log, column: str) -> None:
    pk = log.entries()[-2]
    ids = {"actor", "desk", "subject_id", "case_id"}
    other = "at + interval '1 microsecond'" if column == "at" else "uuidv7()" if column in ids else "'other'"
    log.owner(f"update audit_event set {column} = {other} where id = %s", pk)

    assert [line.split(",")[0] for line in log.findings()] == [f"EDITED: entry {pk}"]


def test_a_deleted_entry_is_named(log: Log) -> None:
    pk = log.entries()[-3]
    log.owner("delete from audit_event where id = %s", pk)

    assert log.findings() == [f"DELETED: entry {pk}, sealed by seal 3, is gone."]


COPY = """insert into audit_event select %s, coalesce(%s, at), actor, desk, act, subject_kind, uuidv7(), case_id, purpose, fields,
    request_id, 'put in', leaf, mark from audit_event where id = %s"""


@pytest.mark.parametrize("age", [timedelta(0), timedelta(minutes=5), timedelta(days=3)])
def test_an_inserted_entry_is_named_whatever_its_moment_and_is_never_sealed(log: Log, age: timedelta) -> None:
    pk, pattern = uuid7(), log.entries()[-1]
    log.owner(COPY, pk, now() - age, pattern)
    _with_right_leaf(log, pk)

    assert [line[: len(f"INSERTED: entry {pk}")] for line in log.findings()] == [f"INSERTED: entry {pk}"]
    log.write(1)
    assert seal_all() == 1
    assert [line[: len(f"INSERTED: entry {pk}")] for line in log.findings()] == [f"INSERTED: entry {pk}"]


def _with_right_leaf(log: Log, pk: UUID) -> None:
    """Whoever reads the source computes the leaf as the database does."""
    from jejaring.audit.queries.entries import leaf_of

    with acting_as(log.cast.privacy, "test"):
        row = Event.objects.get(pk=pk)
    log.owner("update audit_event set leaf = %s where id = %s", leaf_of(row), pk)


def test_entries_that_have_changed_places_are_named_together(log: Log) -> None:
    one, other = sorted(log.entries()[-3:-1])
    log.owner("update audit_event a set at = b.at from audit_event b where (a.id, b.id) in ((%s, %s), (%s, %s))", one, other, other, one)

    assert log.findings() == [f"REORDERED: entries {one} and {other} of seal 3 have changed places."]


def test_a_list_in_another_order_is_found(log: Log) -> None:
    log.owner("update audit_seal set events = array(select unnest(events) e order by e desc), leaves = array(select l from "
              "unnest(events, leaves) as t(e, l) order by e desc) where seq = 2")  # fmt: skip

    assert log.findings() == ["REORDERED: the list of seal 2 stands in another order."]


def test_a_seal_forged_with_another_key_is_found(log: Log, tmp_path: Path) -> None:
    """The owner edits an entry and seals everything from there on anew, rightly in all but the key."""
    pk = log.entries()[-1]
    log.owner("update audit_event set detail = 'other' where id = %s", pk)
    _with_right_leaf(log, pk)
    forger = keys.load(tmp_path / "forger")
    with acting_as(VISITOR, Purpose.CLOCK):
        seal = Seal.objects.get(seq=3)
        before = Seal.objects.get(seq=2)
        listed = {e.pk: e for e in _read(log)}
        made = sealing._seal(before, [listed[pk] for pk in seal.events], forger, at=seal.at, until=seal.until)
    log.owner(
        "update audit_seal set leaves = %s, root = %s, key = %s, signature = %s where seq = 3",
        made.leaves,
        made.root,
        made.key,
        made.signature,
    )

    assert [line.split(" is not")[0] for line in log.findings()] == ["FORGED SEAL: seal 3", "FORGED SEAL: seal 3"]


def _read(log: Log) -> list[Event]:
    with acting_as(log.cast.privacy, "test"):
        return list(Event.objects.all())


def test_a_signature_of_another_seal_and_a_changed_horizon_are_forgeries(log: Log) -> None:
    log.owner("update audit_seal set signature = (select signature from audit_seal where seq = 1) where seq = 2")
    log.owner("update audit_seal set until = until + interval '1 day' where seq = 3")

    found = log.findings()
    assert "FORGED SEAL: seal 2 is not signed by a key of this installation." in found
    assert "FORGED SEAL: seal 3 is not signed by a key of this installation." in found


def test_a_seal_taken_out_of_the_middle_is_missed(log: Log) -> None:
    log.owner("delete from audit_event where id in (select unnest(events) from audit_seal where seq = 2)")
    log.owner("delete from audit_seal where seq = 2")

    assert "DELETED: the seals 2 are gone." in log.findings()


def test_a_tail_cut_off_together_with_its_seals_is_found_by_what_lies_outside(log: Log, tmp_path: Path) -> None:
    log.owner("delete from audit_event where id in (select unnest(events) from audit_seal where seq = 3)")
    log.owner("delete from audit_seal where seq = 3")

    [found] = log.findings()
    assert found.startswith(f"CUT TAIL: {tmp_path}/outside knows 1 seals from 3 (")
    assert "with 5 entries that are gone here" in found

    log.write(4)  # and life goes on, as if nothing had been
    assert seal_all() == 4
    anchor_all()
    assert [line for line in log.findings() if line.startswith("FORGED SEAL: seal 3 is not the one that lies in")]


def test_what_was_changed_before_its_first_seal_is_never_sealed(log: Log) -> None:
    log.write(2)
    edited = log.entries()[-1]
    log.owner("update audit_event set detail = 'other' where id = %s", edited)
    assert log.findings() == [f"EDITED: entry {edited}, not sealed yet, was changed after it was written."]
    _with_right_leaf(log, edited)

    assert seal_all() == 1
    assert [line[:8] for line in log.findings()] == ["INSERTED"]


def test_the_owner_does_not_write_into_the_log_by_the_ordinary_way(log: Log) -> None:
    with psycopg.connect(log.database.owner_url) as owner:
        owner.execute("select set_config('jj.actor', %s, true), set_config('jj.desk', %s, true), set_config('jj.purpose', 'desk', true), "
                      "set_config('jj.request', '', true)", [str(uuid7()), str(uuid7())])  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="by the application alone"):
            owner.execute("insert into audit_event (id, act, subject_kind, subject_id, purpose, fields, request_id, detail) "
                          "values (uuidv7(), 'read', 'case', uuidv7(), '', '', '', '')")  # fmt: skip


def test_an_entry_without_the_applications_mark_is_never_sealed(log: Log) -> None:
    with psycopg.connect(log.database.app_url) as late:
        _write_as(late, log)
        log.write(3)
        assert seal_all() == 3
        late.commit()
    assert seal_all() in (0, 1)  # written by hand here, without the application's mark: not sealed, but seen
    assert any(line.startswith("INSERTED") for line in log.findings())


def _write_as(connection: "psycopg.Connection[Any]", log: Log) -> None:
    settings = {"role": "jejaring_actor", "jj.actor": str(log.cast.duty.id), "jj.desk": str(log.cast.duty.desk), "jj.purpose": "desk",
                "jj.organisation": str(log.cast.duty.organisation), "jj.request": "", "jj.now": ""}  # fmt: skip
    for name, value in settings.items():
        connection.execute("select set_config(%s, %s, true)", [name, value])
    connection.execute("insert into audit_event (id, act, subject_kind, subject_id, purpose, fields, request_id, detail) "
                       "values (%s, 'read', 'case', %s, '', '', '', '')", [uuid7(), uuid7()])  # fmt: skip


def test_many_entries_are_sealed_in_batches_in_their_order(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    log.write(10)

    assert seal_all() == 10
    with acting_as(VISITOR, Purpose.CLOCK):
        sizes = [len(s.events) for s in Seal.objects.order_by("seq") if s.seq > 3]
        listed = [pk for s in Seal.objects.order_by("seq") for pk in s.events]
    assert sizes == [4, 4, 2]
    assert sorted(listed) == sorted(log.entries())
    assert log.findings() == []


def test_only_the_clock_and_the_privacy_officer_see_seals_and_nobody_changes_one(log: Log) -> None:
    with acting_as(log.cast.supervisor, Purpose.SUPERVISION):
        assert not Seal.objects.exists()
    with acting_as(log.cast.privacy, Purpose.AUDIT):
        assert Seal.objects.count() == 3
    for query in ("update audit_seal set seq = 9", "delete from audit_seal", "delete from audit_event", "update audit_event set act = 'x'"):
        with pytest.raises(DatabaseError, match="permission denied"), acting_as(log.cast.privacy, Purpose.CLOCK):
            connection.cursor().execute(query)
    with pytest.raises(DatabaseError, match="the clock alone seals"), acting_as(log.cast.duty, Purpose.DESK):
        list(Event.objects.raw("select * from unsealed_events(1)"))


def test_places_out_of_reach_are_named_and_made_up_for_later(log: Log, settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS = f"{tmp_path}/outside, {tmp_path}/mounted/far"
    log.write(1)
    seal_all()
    assert list(anchor_all()) == [f"{tmp_path}/mounted/far"]
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert f"NOT compared with {tmp_path}/mounted/far" in out.getvalue()

    (tmp_path / "mounted" / "far").mkdir(parents=True)
    assert anchor_all() == {}
    far, near = (b"".join(f.read_bytes() for f in sorted(tmp_path.glob(where))) for where in ("mounted/far/*", "outside/*"))
    assert far == near
    assert len(far.splitlines()) == 4


def test_once_a_day_the_seal_is_mailed_and_the_mail_is_an_anchor(log: Log, settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS, settings.EMAIL_HOST = "inspektorat@example.go.id", "mail.example"
    anchor_all()
    anchor_all()

    [message] = mail.outbox
    assert message.to == ["inspektorat@example.go.id"]
    (tmp_path / "kept.txt").write_text(str(message.message()))
    log.owner("delete from audit_event where id in (select unnest(events) from audit_seal where seq = 3)")
    log.owner("delete from audit_seal where seq = 3")
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_audit", anchor=[tmp_path / "kept.txt"], stdout=io.StringIO())


def test_the_printed_seal_can_be_read_aloud_and_names_nobody(log: Log) -> None:
    out = io.StringIO()
    call_command("seal_audit", printed=True, stdout=out)

    groups = out.getvalue().strip().splitlines()[-3].split()
    assert len(groups) == 8
    assert all(len(group) == 4 for group in groups)
    assert out.getvalue().strip().splitlines()[-1].startswith("jejaring-seal-1 3 ")


def test_a_clear_log_can_be_checked_with_the_public_key_alone(log: Log, settings: Any, tmp_path: Path) -> None:
    public = keys.public_path(Path(settings.SEAL_KEY))
    (tmp_path / "public").write_bytes(public.read_bytes())
    settings.SEAL_KEY = tmp_path / "absent"

    out = io.StringIO()
    call_command("verify_audit", keys=tmp_path / "public", stdout=out)

    assert "The log is whole" in out.getvalue()
    assert not (tmp_path / "absent").exists()


def test_the_key_file_is_for_its_owner_alone(log: Log, settings: Any) -> None:
    assert Path(settings.SEAL_KEY).stat().st_mode & 0o777 == 0o600
