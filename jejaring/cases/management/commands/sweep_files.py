"""`./run manage sweep_files`: what nothing opens any more leaves the disk. Harmless to run at any time, meant for once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.cases import actions
from jejaring.guard.context import acting_as
from jejaring.vault import files


class Command(BaseCommand):
    """Destroys the keys of papers removed more than fourteen days ago, then the files that no key opens, and what a crash left behind."""

    help = "Destroys removed papers whose removal cannot be undone any more, and sealed files that no row names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went."""
        with acting_as(VISITOR, Purpose.ADMINISTRATION):
            forgotten = actions.forget_removed()
        with acting_as(VISITOR, Purpose.ADMINISTRATION):
            swept = files.sweep()
        self.stdout.write(f"Removed papers destroyed: {forgotten}. Files swept: {swept}.")
