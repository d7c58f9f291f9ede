"""Databases for tests: a template is migrated once per state of the schema, and every test session gets a clone of it in milliseconds.

Several test sessions may share one server, so a clone's name carries the process id, and the template is built under a lock.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from jejaring.config.place import BASE
from jejaring.config.setup import schema_fingerprint

KEPT_TEMPLATES = 20


@dataclass(frozen=True, slots=True)
class Clone:
    """A migrated, empty database: as the application sees it, and as its owner."""

    name: str

    @property
    def app_url(self) -> str:
        return _named(os.environ["DATABASE_URL"], self.name)

    @property
    def owner_url(self) -> str:
        return _named(os.environ["JEJARING_TEST_OWNER_URL"], self.name)


def _named(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


@contextlib.contextmanager
def _admin() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """One at a time: building, cloning and cleaning."""
    with open(Path(os.environ["JEJARING_DATA"]) / "template.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(_named(os.environ["JEJARING_TEST_OWNER_URL"], "postgres"), autocommit=True) as connection:
            yield connection


def _names(connection: "psycopg.Connection[tuple[object, ...]]", prefix: str) -> list[str]:
    query = "select datname from pg_database where starts_with(datname, %s) order by oid desc"
    return [str(name) for (name,) in connection.execute(query, [prefix])]


def _template(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    name = "t_" + schema_fingerprint()[:16]
    templates = _names(connection, "t_")
    if name in templates:
        return name
    for old in templates[KEPT_TEMPLATES:]:
        connection.execute(f'drop database "{old}" with (force)')
    part = Clone("n_" + name)
    connection.execute(f'drop database if exists "{part.name}" with (force)')
    connection.execute(f'create database "{part.name}"')
    env = os.environ | {"DATABASE_URL": part.app_url, "DATABASE_OWNER_URL": part.owner_url}
    code = f"from jejaring.config.setup import migrate; migrate({part.owner_url!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError("the template database could not be built:\n" + done.stdout + done.stderr)
    connection.execute(f'alter database "{part.name}" rename to "{name}"')
    return name


def _sweep(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Drop what test processes that were killed left behind."""
    for name in _names(connection, "c_"):
        if not Path(f"/proc/{name.split('_')[1]}").exists():
            connection.execute(f'drop database if exists "{name}" with (force)')


@contextlib.contextmanager
def clone(purpose: str) -> Iterator[Clone]:
    """A database of this process's own, dropped at the end. `purpose` is a word of lower-case letters, digits and underscores."""
    new = Clone(f"c_{os.getpid()}_{purpose}"[:63])
    with _admin() as connection:
        _sweep(connection)
        template = _template(connection)
        connection.execute(f'drop database if exists "{new.name}" with (force)')
        connection.execute(f'create database "{new.name}" template "{template}" strategy file_copy')
    try:
        yield new
    finally:
        with _admin() as connection:
            connection.execute(f'drop database if exists "{new.name}" with (force)')


@contextlib.contextmanager
def connected_to(url_of: Clone) -> Iterator[None]:
    """Point Django's default connection at another database, with everything committed; the old one comes back afterwards."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = url_of.name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
