"""Backing up and restoring an installation: one archive with the database and the sealed files, never with the keyring.

The archive names nobody to whoever has no keyring: names, contacts and stories in it are sealed. Clear are codes, areas, moments, sex
and age.
"""

import fcntl
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg

from jejaring.config import binaries

DUMP = "database.dump"


class CannotRestore(Exception):
    """Nothing was changed; the message says why."""


def _program(name: str, *words: str) -> None:
    """One of PostgreSQL's own programs. Raises CannotRestore with its last words."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    done = subprocess.run([str(binaries.folder() / name), *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRestore(f"{name}: {done.stderr.strip()[-600:]}")


def back_up(owner_url: str, files: Path, folder: Path, at: datetime) -> Path:
    """Write the archive into a folder while the installation is served; the database as of one moment, mode 0600. Returns its path.

    Files are written once and never changed, so those that are copied after the database was read are at most too many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"jejaring-{at:%Y-%m-%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".jejaring-") as work:
        dump, whole = Path(work) / DUMP, Path(work) / "whole.tar"
        _program("pg_dump", "--format=custom", "--file", str(dump), "--dbname", owner_url)
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w") as archive:
                archive.add(dump, DUMP)
                if files.is_dir():
                    archive.add(files, "files")
            out.flush()
            os.fsync(out.fileno())
        whole.rename(target)  # a file with this name is whole
    return target


def _is_empty(owner_url: str) -> bool:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute("select exists (select from directory_user)").fetchone()
    return row is not None and not row[0]


def _not_served(data: Path) -> None:
    with open(data / "serve.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRestore("This installation is being served. End ./run serve first.") from None


def _unpack(archive: Path, folder: Path) -> None:
    """The dump and the files of an archive; whatever else it holds, or would put elsewhere, stays where it is."""
    try:
        with tarfile.open(archive) as whole:
            for member in whole:
                content = whole.extractfile(member) if member.isreg() else None
                inside = member.name == DUMP or Path(member.name).parts[:1] == ("files",)
                if content and inside and ".." not in Path(member.name).parts:
                    (folder / member.name).parent.mkdir(parents=True, exist_ok=True)
                    with open(folder / member.name, "xb") as out:
                        shutil.copyfileobj(content, out)
    except (OSError, tarfile.TarError) as error:
        raise CannotRestore(f"{archive} cannot be read: {error}") from None


def restore(owner_url: str, data: Path, files: Path, archive: Path, *, replace: bool = False) -> None:
    """Put the archive in place of an empty installation, or of any with `replace`: all of the database or nothing of it.

    Raises CannotRestore where accounts are there already, where the installation is served, or where the archive is none.
    """
    _not_served(data)
    if not replace and not _is_empty(owner_url):
        raise CannotRestore("There are accounts in this installation. --replace puts the backup in their place; what is there now is lost.")
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as work:
        _unpack(archive, Path(work))
        dump = Path(work) / DUMP
        if not dump.is_file():
            raise CannotRestore(f"{archive} is no backup of Jejaring.")
        words = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--dbname", owner_url, str(dump))
        _program("pg_restore", *words)
        if (kept := Path(work) / "files").is_dir():
            files.mkdir(parents=True, exist_ok=True)
            shutil.copytree(kept, files, dirs_exist_ok=True)
