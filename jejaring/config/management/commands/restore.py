"""`./run manage restore ARCHIVE`: a backup in place of an empty installation."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from jejaring.config.backup import CannotRestore, restore


class Command(BaseCommand):
    """All or nothing; the next start brings an older backup to this version."""

    help = "Restore an archive of ./run manage backup into an empty installation, which must not be served meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, and whether anything that is there may go."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where there are accounts: what is there now is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what is wrong; then nothing was changed."""
        if not (owner := os.environ.get("DATABASE_OWNER_URL")):
            raise CommandError("A backup is restored by the owner of the database: DATABASE_OWNER_URL.")
        connections.close_all()
        try:
            restore(owner, Path(settings.DATA), Path(settings.FILES), options["archive"], replace=options["replace"])
        except CannotRestore as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored. It can be read with its own keyring alone: {settings.KEYRING}")
