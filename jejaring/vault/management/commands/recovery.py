"""`./run manage recovery …`: three shares on paper, of which two bring the keyring back; and the rehearsal of that."""

import getpass
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.kernel.clock import today
from jejaring.vault import recovery
from jejaring.vault.keyring import KeyringClosed
from jejaring.vault.shares import NEEDED, BadShare

WHAT = ("shares", "rehearse", "restore", "status")
# On paper it goes to people who have never seen Jejaring: in both languages.
SHEET = """
---------------------------------------------------------------------------
Jejaring: bagian pemulihan {number} dari 3, perangkat {set}, dibuat {day}
Simpan dalam amplop tersegel, di lembaga yang lain dari kedua bagian lainnya.
Dua dari tiga bagian mengembalikan kunci Jejaring; satu saja tidak membuka apa pun.

Jejaring: recovery share {number} of 3, set {set}, made on {day}
Keep it in a sealed envelope, at another body than the other two.
With any two of the three the keys of Jejaring come back; one alone opens nothing.

    {share}
---------------------------------------------------------------------------"""


class Command(BaseCommand):
    """Needs no database: it works where only the sealed copy of the keyring is left."""

    help = "shares: print three new shares; rehearse: try two of them, nothing is changed; restore: bring a lost keyring back; status."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and where the sealed copy lies if elsewhere."""
        parser.add_argument("what", choices=WHAT)
        parser.add_argument("--copy", type=Path, help="the sealed copy of the keyring; default: beside the keyring")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do."""
        path = Path(settings.KEYRING)
        copy = options["copy"] or recovery.copy_of(path)
        try:
            getattr(self, f"_{options['what']}")(path, copy)
        except (BadShare, KeyringClosed) as error:
            raise CommandError(str(error)) from None
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is not there. Without the sealed copy shares open nothing.") from None

    def _shares(self, path: Path, copy: Path) -> None:
        for share in recovery.make_shares(path):
            self.stdout.write(SHEET.format(number=share.number, set=share.set_id, day=today(), share=share))
        self.stdout.write("\nGive them away today, close this window, then run: ./run manage recovery rehearse")

    def _rehearse(self, path: Path, copy: Path) -> None:
        done = recovery.rehearse(path, _typed(), copy)
        if not done.same:
            raise CommandError("The shares open an older keyring than the one in use. Make new ones: ./run manage recovery shares")
        marked(copy).write_text(f"{today()}\n")
        self.stdout.write(f"Both shares are right: the keyring would come back ({done.seconds:.2f} s). Nothing was changed.")

    def _restore(self, path: Path, copy: Path) -> None:
        try:
            recovery.restore(copy, path, _typed())
        except FileExistsError:
            raise CommandError(f"There is a keyring already, and it is left as it is: {path}") from None
        self.stdout.write(f"The keyring is back: {path}. Start Jejaring, then make new shares: ./run manage recovery shares")

    def _status(self, path: Path, copy: Path) -> None:
        if not copy.exists():
            self.stdout.write("Shares were never made. A lost keyring is lost: ./run manage recovery shares")
            return
        last = marked(copy)
        days = (today() - date.fromisoformat(last.read_text().strip())).days if last.exists() else None
        said = "It was never rehearsed." if days is None else f"Last rehearsed {days} days ago."
        self.stdout.write(f"Two shares of set {recovery.set_of(copy)} bring the keyring back. {said}")


def marked(copy: Path) -> Path:
    """Where the day of the last rehearsal stands."""
    return copy.with_name(copy.name + ".rehearsed")


def _typed() -> list[str]:
    """Two shares, asked for unseen on a terminal, or one a line from standard input."""
    if not sys.stdin.isatty():
        return [line for line in sys.stdin.read().splitlines() if line.strip()][:NEEDED]
    return [getpass.getpass(f"{which} share (not shown): ") for which in ("First", "Second")]
