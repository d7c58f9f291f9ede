"""`./run manage backup FOLDER`: the database and the sealed files in one archive, while everybody goes on working."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.config.backup import CannotRestore, back_up
from jejaring.kernel.clock import WIB, now


class Command(BaseCommand):
    """The keyring is not in it, on purpose: whoever finds the one cannot read the other."""

    help = "Write the database and the sealed files into one archive in this folder. The keyring is kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="a folder, best on another disk")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say the path of the archive on the last line. Raises CommandError."""
        if not (owner := os.environ.get("DATABASE_OWNER_URL")):
            raise CommandError("A backup is written by the owner of the database: DATABASE_OWNER_URL.")
        try:
            path = back_up(owner, Path(settings.FILES), options["folder"].absolute(), now().astimezone(WIB))
        except (OSError, CannotRestore) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Keep the keyring apart from it: {settings.KEYRING}\n{path}")
