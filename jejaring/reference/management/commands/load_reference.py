"""`./run manage load_reference`: bring code lists, legal bases and areas in line with the files of this version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from jejaring.reference.actions import load_reference


class Command(BaseCommand):
    """Load the reference data as the owner of the database."""

    help = "Bring code lists, legal bases and areas in line with the files of this version."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what changed in each table. Raises CommandError without the owner's connection."""
        if "owner" not in connections.settings:
            raise CommandError("Reference data is loaded by the owner: set DATABASE_OWNER_URL.")
        for table in load_reference(using="owner"):
            self.stdout.write(f"{table.table}: {table.rows} rows, {table.added} added, {table.changed} changed, {table.retired} ended")
