"""A backup restores to what was there, needs its keyring, and never carries it."""

import os
import stat
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jejaring.config import backup
from jejaring.config.backup import CannotRestore
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import WIB, now
from jejaring.vault import actions as vault
from tests import databases
from tests.cast import assemble
from tests.databases import Clone
from tests.intake.conftest import receive

STORY = "Cerita yang hanya dibaca dengan kunci."
EVERYTHING = "select (select count(*) from pg_policies), (select count(*) from audit_event), (select count(*) from directory_membership)"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The folder of sealed files with one in it."""
    (tmp_path / "data" / "files" / "0a").mkdir(parents=True)
    (tmp_path / "data" / "files" / "0a" / "sealed").write_bytes(b"sealed")
    return tmp_path / "data" / "files"


def facts(of: Clone) -> tuple[object, ...]:
    with psycopg.connect(of.owner_url) as owner:
        return owner.execute(EVERYTHING).fetchone() or ()


def test_what_was_backed_up_is_there_again_under_the_same_locks(own_database: Clone, files: Path, tmp_path: Path) -> None:
    cast = assemble()
    report = receive(cast.duty, narrative=STORY)

    archive = backup.back_up(own_database.owner_url, files, tmp_path / "backups", now().astimezone(WIB))

    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [archive.name]
    with databases.clone("restored") as other:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        backup.restore(other.owner_url, elsewhere, elsewhere / "files", archive)

        assert facts(other) == facts(own_database)
        assert (elsewhere / "files" / "0a" / "sealed").read_bytes() == b"sealed"
        with databases.connected_to(other), acting_as(cast.duty, "test"):
            vault.preload([report.domain])
            assert vault.read(Report.objects.get(pk=report.pk), "narrative") == STORY
        with databases.connected_to(other), acting_as(cast.police, "test"):
            assert not Report.objects.exists(), "the policies came along"


def test_neither_story_nor_keyring_is_in_the_archive(own_database: Clone, files: Path, tmp_path: Path) -> None:
    receive(assemble().duty, narrative=STORY)

    archive = backup.back_up(own_database.owner_url, files, tmp_path, now().astimezone(WIB))

    with tarfile.open(archive) as whole:
        assert [name for name in whole.getnames() if not name.startswith("files")] == ["database.dump"]
    keys = Path(os.environ["JEJARING_KEYRING"]).read_bytes() if os.environ.get("JEJARING_KEYRING") else b"no keyring named"
    content = archive.read_bytes()
    assert STORY.encode() not in content
    assert keys not in content


def test_an_archive_puts_nothing_outside_of_its_place(own_database: Clone, files: Path, tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar", "w") as evil:
        for name in ("files/../../escaped", "/tmp/escaped", "else/escaped"):
            evil.add(tmp_path / "evil", name)

    with pytest.raises(CannotRestore, match="no backup of Jejaring"):
        backup.restore(own_database.owner_url, tmp_path, files, tmp_path / "evil.tar")
    assert not list(tmp_path.rglob("escaped"))


def test_a_restore_never_covers_accounts_unasked(own_database: Clone, files: Path, tmp_path: Path) -> None:
    assemble()
    archive = backup.back_up(own_database.owner_url, files, tmp_path, now().astimezone(WIB))
    before = facts(own_database)

    with pytest.raises(CannotRestore, match="There are accounts"):
        backup.restore(own_database.owner_url, tmp_path, files, archive)
    backup.restore(own_database.owner_url, tmp_path, files, archive, replace=True)

    assert facts(own_database) == before


def test_a_broken_archive_changes_nothing(own_database: Clone, files: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.tar").write_bytes(b"nothing of that kind")
    (tmp_path / "database.dump").write_bytes(b"half a dump")
    with tarfile.open(tmp_path / "half.tar", "w") as half:
        half.add(tmp_path / "database.dump", "database.dump")
    before = facts(own_database)

    for name in ("broken.tar", "half.tar", "absent.tar"):
        with pytest.raises(CannotRestore):
            backup.restore(own_database.owner_url, tmp_path, files, tmp_path / name)
    assert facts(own_database) == before


@pytest.mark.django_db
@pytest.mark.parametrize("command", [("backup", "somewhere"), ("restore", "something.tar")])
def test_without_the_owner_both_say_what_is_missing(command: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command(*command)
