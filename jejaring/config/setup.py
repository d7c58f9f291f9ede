"""Brings a database and its files to the state of this code, and does nothing when they are there already.

A warm start compares fingerprints only and never loads Django in the parent, so that the first page is there within seconds.
"""

import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from jejaring.config import roles
from jejaring.config.place import BASE, Place, remember, remembered
from jejaring.config.postgres import Server


def say(text: str) -> None:
    """Progress for the person at the terminal; standard output belongs to results."""
    print(text, file=sys.stderr, flush=True)


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(f for f in files if f.is_file() and f.suffix != ".pyc"):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(BASE)} {len(content)} ".encode() + content)
    return digest.hexdigest()


def schema_fingerprint() -> str:
    """Of everything that `migrate` brings into a database: migrations (ours and the packages'), policies, reference data."""
    code = BASE / "jejaring"
    reference = ("*/data/**/*", "reference/*.py", "reference/management/**/*.py")
    patterns = ("*/migrations/*.py", "guard/sql/*.sql", "guard/apply.py", *reference)
    return _fingerprint([BASE / "requirements.lock", *(file for pattern in patterns for file in code.glob(pattern))])


def static_fingerprint() -> str:
    """Of all static files, ours and the packages'."""
    return _fingerprint([BASE / "requirements.lock", *(BASE / "jejaring").glob("*/static/**/*")])


def migrate(owner_url: str) -> None:
    """Migrations, policies, reference data, in one process; skipped when this database has seen exactly these files."""
    fingerprint = schema_fingerprint()
    if remembered(owner_url).get("schema") == fingerprint:
        return
    say("Preparing the database")
    _django()
    from django.core.management import call_command, get_commands

    from jejaring.guard.apply import apply

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    apply(owner_url)
    for loads in ("load_reference", "load_rules"):
        if loads in get_commands():
            call_command(loads, stdout=io.StringIO())
    remember(owner_url, schema=fingerprint)


def collect_static(data: Path) -> None:
    """Gather, hash and compress the static files when one of them changed."""
    fingerprint, mark = static_fingerprint(), data / "static.hash"
    if mark.exists() and mark.read_text() == fingerprint and (data / "static").is_dir():
        return
    _django()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(fingerprint)


def _django() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def close() -> None:
    """End this process's own database connections, if Django was loaded at all."""
    if "django.db" in sys.modules:
        sys.modules["django.db"].connections.close_all()


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One process at a time sets an installation up."""
    with open(place.data / "setup.lock", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def set_up(place: Place, *, strict: bool = False) -> None:
    """Everything that must be true before a page can be served. Quick when it is true already."""
    with _alone(place), contextlib.redirect_stdout(sys.stderr):
        _discard_half_a_city(place)
        place.settle(strict=strict)
        migrate(place.owner_url)
        collect_static(place.data)
        if place.mode == "demo" and "demo" not in place.remembered():
            demo(place)
        close()


def today() -> date:
    """The day in the city, whatever the machine's time zone."""
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()


def demo_is_behind(place: Place) -> bool:
    """Whether the demo city ends before today."""
    return place.mode == "demo" and _has_demo() and place.remembered().get("demo") != today().isoformat()


def demo(place: Place) -> None:
    """Build the demo city, or bring it on to today. A first build that was interrupted is thrown away at the next start."""
    if not _has_demo():
        return
    first, day = "demo" not in place.remembered(), today()
    if first:
        place.remember(demo="building")
    _django()
    importlib.import_module("jejaring.config.demo").build(day)
    importlib.import_module("jejaring.audit.jobs").seal_every_minute(0)  # the city's log is sealed before anybody looks at it
    place.remember(demo=day.isoformat())
    close()


def _has_demo() -> bool:
    return importlib.util.find_spec("jejaring.config.demo") is not None


def _discard_half_a_city(place: Place) -> None:
    if not isinstance(place.server, Server) or place.remembered().get("demo") != "building":
        return
    say("The demo city was not finished last time; building it anew")
    with psycopg.connect(place.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f"drop database {roles.DATABASE} with (force)")
        roles.database(connection, roles.DATABASE)
