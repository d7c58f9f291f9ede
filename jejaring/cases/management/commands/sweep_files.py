"""`./run manage sweep_files`: what nothing opens any more leaves the disk. The worker does it every night; harmless at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from jejaring.cases import jobs


class Command(BaseCommand):
    """Destroys the keys of papers removed more than fourteen days ago, then the files that no key opens, and what a crash left behind."""

    help = "Destroys removed papers whose removal cannot be undone any more, and sealed files that no row names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went."""
        swept = jobs.sweep()
        self.stdout.write(f"Removed papers destroyed: {swept.forgotten}. Files swept: {swept.files}.")
