"""The commands of ./run."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from jejaring.config import bench, checks, setup, testing
from jejaring.config.place import Place
from jejaring.config.serve import Stopped, listen_to_signals, serve

USAGE = """./run                 set everything up and serve the demo city on http://127.0.0.1:8000
./run serve           serve a real installation: empty, no demo accounts
./run test [...]      all checks and tests; with arguments, pytest alone with them
./run check           linters, types, import contracts, sizes, translations, migrations
./run manage ...      Django's management commands
./run figures ...     counts as JSON, CSV or a table
./run sql ...         psql as the owner of the database; reads standard input
./run bench           the benchmarks; --chaos kills at random and counts what is lost

JEJARING_DATA names the data folder, PORT the port, DATABASE_URL and DATABASE_OWNER_URL an external
database, JEJARING_KEYRING the keyring file."""
DATABASE_COMMANDS = ("migrate", "showmigrations", "sqlmigrate")
REAL_COMMANDS = ("first_administrator", "one_time_password", "backup", "restore")  # they mean what ./run serve serves, not the demo
OWNERS_COMMANDS = (*DATABASE_COMMANDS, "load_reference", "load_rules", "backup", "restore", "verify_audit", "rotate_keys")

KEYRING_COMMANDS = ("recovery", "keyring_passphrase")  # they work while the keyring is lost or closed


@contextlib.contextmanager
def _opened(mode: str = "demo") -> Iterator[Place]:
    """The demo data (or those of JEJARING_DATA), set up; a server that nobody else uses is stopped afterwards."""
    listen_to_signals()
    place = Place(mode)
    try:
        place.server.ensure()
        setup.set_up(place)
        yield place
    finally:
        setup.close()
        place.server.stop()


def _pass_on(number: int, frame: FrameType | None) -> None:
    """Ctrl-C reaches the whole terminal: the program that we wait for decides what it means."""


def sql(words: list[str]) -> int:
    """psql as the owner; stops at the first error with a code other than 0."""
    with _opened() as place:
        signal.signal(signal.SIGINT, _pass_on)
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        command = [str(place.server.bin / "psql"), "-X", "-v", "ON_ERROR_STOP=1", "-d", place.owner_url, *words]
        return subprocess.call(command, env=env)


def manage(words: list[str]) -> int:
    """A management command. Only those that change the schema or the reference data see the owner's connection."""
    name = words[0] if words else ""
    if name in KEYRING_COMMANDS:
        return _without_database(words)
    with _opened("real" if name in REAL_COMMANDS else "demo"):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if name in DATABASE_COMMANDS and not any(word.startswith("--database") for word in words):
            words = [*words, "--database", "owner"]
        if name not in OWNERS_COMMANDS:
            os.environ.pop("DATABASE_OWNER_URL", None)
            _forget_owner()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["./run manage", *words])
        return 0


def _without_database(words: list[str]) -> int:
    """What has to work while the keyring is lost and nothing can be served."""
    place = Place("demo")
    os.environ |= {"JEJARING_DATA": str(place.data), "JEJARING_KEYRING": str(place.keyring)}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jejaring.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["./run manage", *words])
    return 0


def _forget_owner() -> None:
    """Set-up may have loaded the settings while they still named the owner."""
    if "django.conf" in sys.modules:
        from django.conf import settings

        settings.DATABASES.pop("owner", None)


def figures(words: list[str]) -> int:
    """Counts; standard output carries the result alone."""
    return manage(["figures", *words])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "": lambda words: serve("demo"),
    "serve": lambda words: serve("real"),
    "test": testing.test,
    "check": checks.check,
    "manage": manage,
    "figures": figures,
    "sql": sql,
    "bench": bench.bench,
}


def main() -> int:
    """Run the command named first; usage errors answer 2."""
    name, words = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name in ("help", "-h", "--help"):
        print(USAGE)
        return 0
    if name not in COMMANDS:
        setup.say(f"There is no command {name!r}.\n{USAGE}")
        return 2
    try:
        return COMMANDS[name](words)
    except KeyboardInterrupt:
        return 130
    except Stopped:
        return 143


if __name__ == "__main__":
    sys.exit(main())
