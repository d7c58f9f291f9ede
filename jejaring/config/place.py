"""One installation: its data folder, its database, its secrets, and what its database remembers about the set-up."""

import importlib
import os
import secrets
import sys
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from jejaring.config.postgres import Server
from jejaring.config.roles import DATABASE

BASE = Path(__file__).resolve().parent.parent.parent
FOLDERS = {"demo": ".data/demo", "real": ".data/real", "test": ".data/test"}


class Database(Protocol):
    """What the commands need of a database server, embedded or not."""

    @property
    def bin(self) -> Path: ...
    def ensure(self) -> bool: ...
    def alive(self) -> bool: ...
    def stop(self) -> None: ...
    def url(self, role: str, db: str) -> str: ...


class External:
    """A server that an administrator runs: named by DATABASE_URL (the application's) and DATABASE_OWNER_URL (the owner's)."""

    def __init__(self) -> None:
        self.urls = {"jejaring_app": os.environ["DATABASE_URL"], "jejaring_owner": os.environ["DATABASE_OWNER_URL"]}

    @property
    def bin(self) -> Path:
        """The client programs still come with us."""
        from jejaring.config import binaries

        return binaries.folder()

    def ensure(self) -> bool:
        """Never starts anything; ends the program with one sentence when the server does not answer."""
        for url in self.urls.values():
            try:
                psycopg.connect(url).close()
            except psycopg.OperationalError as error:
                sys.exit(f"The external database does not answer: {str(error).strip()}")
        return False

    def alive(self) -> bool:
        """Its administrator watches it."""
        return True

    def stop(self) -> None:
        """Leaves the server alone."""

    def url(self, role: str, db: str) -> str:
        """The address that the administrator gave for this role; it names its database itself."""
        return self.urls[role]


def server(mode: str, data: Path) -> Database:
    """The database server of an installation: the external one when both addresses are given, else our own."""
    given = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if os.environ.get(name)]
    if mode != "test" and len(given) == 2:
        return External()
    if mode == "real" and given:
        sys.exit("An external database needs both DATABASE_URL (the application's role) and DATABASE_OWNER_URL (the owner's).")
    return Server(data / "pg", fast=mode == "test")


class Place:
    """An installation in `data`. Its mode (demo or real) is remembered by its database; a data folder never changes it."""

    def __init__(self, mode: str) -> None:
        named = "" if mode == "test" else os.environ.get("JEJARING_DATA", "")
        self.mode = mode
        self.data = Path(named).absolute() if named else BASE / FOLDERS[mode]
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sys.exit(f"{self.data} cannot be made ({error.strerror}): JEJARING_DATA names another data folder.")
        self.server = server(mode, self.data)
        self.keyring = Path(os.environ.get("JEJARING_KEYRING") or self.data / "keyring.json").absolute()

    @property
    def seal_key(self) -> Path:
        """The key that signs the log: beside the keyring."""
        return Path(os.environ.get("JEJARING_SEAL_KEY") or self.keyring.with_name("seal_key")).absolute()

    @property
    def owner_url(self) -> str:
        """The address for set-up: the web process never gets it."""
        return self.server.url("jejaring_owner", DATABASE)

    def settle(self, *, strict: bool) -> None:
        """Settle the mode and make the secrets. `strict`: this command serves one mode only and refuses the other's data."""
        known = self.remembered()
        if strict and known.get("mode", self.mode) != self.mode:
            command = "./run" if known["mode"] == "demo" else "./run serve"
            sys.exit(f"{self.data} holds a {known['mode']} installation: {command} serves it.")
        self.mode = known.get("mode", self.mode)
        if self.keyring.exists() and self.keyring.stat().st_mode & 0o077:
            sys.exit(f"Others can read the keyring: chmod 600 {self.keyring}")
        if not self.keyring.exists():
            if "mode" in known and self.mode != "test":
                back = "put it back, or bring it back with two sheets: ./run manage recovery restore"
                sys.exit(f"The keyring {self.keyring} is missing. Nothing sealed can be read without it: {back}")
            self.keyring.parent.mkdir(parents=True, exist_ok=True)
            importlib.import_module("jejaring.vault.keyring").create(self.keyring)
        importlib.import_module("jejaring.audit.rules.keys").ensure(self.seal_key)
        self._export(self._secret_key())
        self.remember(mode=self.mode)

    def _secret_key(self) -> str:
        path = self.data / "secret_key"
        if not path.exists():
            part = path.with_name(f".secret_key.{os.getpid()}")
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            try:
                os.link(part, path)  # whole or not at all, and the first one wins
            except FileExistsError:
                pass
            finally:
                part.unlink()
        return path.read_text()

    def _export(self, secret_key: str) -> None:
        """Hand everything to Django's settings, which read the environment."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jejaring.config.settings")
        os.environ |= {
            "JEJARING_DATA": str(self.data),
            "JEJARING_KEYRING": str(self.keyring),
            "JEJARING_SEAL_KEY": str(self.seal_key),
            "JEJARING_MODE": "demo" if self.mode == "test" else self.mode,
            "JEJARING_SECRET_KEY": secret_key,
            "DATABASE_URL": self.server.url("jejaring_app", DATABASE),
            "DATABASE_OWNER_URL": self.owner_url,
        }

    def remembered(self) -> dict[str, str]:
        """What earlier set-ups left in the database: mode, schema, demo."""
        return remembered(self.owner_url)

    def remember(self, **facts: str) -> None:
        """Keep facts about the set-up in the database, where a restored copy or another server brings its own."""
        remember(self.owner_url, **facts)


def remembered(owner_url: str) -> dict[str, str]:
    """The facts about the set-up in that database; none in an empty one."""
    with psycopg.connect(owner_url) as connection:
        if not connection.execute("select 1 from pg_tables where schemaname = 'setup' and tablename = 'state'").fetchone():
            return {}
        return {str(key): str(value) for key, value in connection.execute("select key, value from setup.state")}


def remember(owner_url: str, **facts: str) -> None:
    """Keep facts in a schema of the owner's own, where the application's role has no right."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("set local client_min_messages = warning")
        connection.execute("create schema if not exists setup")
        connection.execute("create table if not exists setup.state (key text primary key, value text not null)")
        insert = sql.SQL("insert into setup.state values (%s, %s) on conflict (key) do update set value = excluded.value")
        for key, value in facts.items():
            connection.execute(insert, [key, value])
