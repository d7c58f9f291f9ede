"""`./run manage papers --sample DIR` prints one paper of each kind about invented people; `--check` tries the city's templates."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jejaring.ui.papers import printing, samples


class Command(BaseCommand):
    """Shows and checks the templates of papers."""

    help = "Prints a sample of each paper, or checks the templates in the folder papers of the data folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        parser.add_argument("--sample", metavar="DIR", type=Path, help="write a PDF of each kind into this folder")
        parser.add_argument("--check", action="store_true", help="try the city's templates; ends with 1 where one cannot be used")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was written, or what is wrong."""
        if options["sample"]:
            for file in samples.print_all(options["sample"]):
                self.stdout.write(str(file))
            return
        folder = printing.city_folder()
        if found := samples.problems():
            lines = "\n".join(f"  {p.text}" for p in found)
            raise CommandError(f"In {folder}, the built-in template is used instead until this is mended:\n{lines}")
        own = ", ".join(printing.of_the_city()) or "nothing"
        self.stdout.write(f"All papers can be printed. Of the city's own in {folder}: {own}.")
