"""`./run manage verify_audit`: whether every entry of the log, every seal and every place outside say the same; if not, which does not."""

import os
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.audit.actions.anchoring import places
from jejaring.audit.queries.verifying import Report, verify
from jejaring.audit.rules import keys

SHOWN = 50


class Command(BaseCommand):
    """Reads as the owner of the database; changes nothing."""

    help = "Find entries of the log that were edited, deleted, inserted or reordered, forged seals, and a tail that was cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose keys, and what else to compare with."""
        parser.add_argument("--keys", type=Path, help="the file of public keys; default: the one beside the key file of this installation")
        parser.add_argument("--anchor", type=Path, action="append", default=[], help="a further folder, or a mail or sheet kept as a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a finding; the last one sums up. Raises CommandError (exit 1) where something is wrong."""
        owner_url = os.environ.get("DATABASE_OWNER_URL")
        if not owner_url:
            raise CommandError("The log is verified by the owner of the database: DATABASE_OWNER_URL.")
        path = Path(settings.SEAL_KEY)
        known = keys.public_keys(options["keys"] or keys.public_path(path))
        secret = keys.load(path) if path.exists() else None
        folders = [Path(place) for place in places() if "@" not in place]
        with psycopg.connect(owner_url) as owner:
            found = verify(owner, keys=known, key=secret, places=[*folders, *options["anchor"]])
        self._say(found)

    def _say(self, found: Report) -> None:
        for finding in found.findings[:SHOWN]:
            self.stdout.write(str(finding))
        if len(found.findings) > SHOWN:
            self.stdout.write(f"... and {len(found.findings) - SHOWN} more.")
        for place, count in found.anchored.items():
            self.stdout.write(f"Compared with {place}: {count} seals agree.")
        for place, why in found.unreached.items():
            self.stdout.write(f"NOT compared with {place}: {why}.")
        outside = [place for place in found.anchored if not place.startswith(str(settings.DATA))]
        if not outside:
            self.stdout.write("No place outside of this installation was compared: whoever has its files could have changed both.")
        seen = f"{found.entries} entries in {found.seals} seals, {found.waiting} not sealed yet"
        if found.findings:
            raise CommandError(f"The log was tampered with: {len(found.findings)} findings. Looked at: {seen}.")
        self.stdout.write(f"The log is whole: {seen}.")
