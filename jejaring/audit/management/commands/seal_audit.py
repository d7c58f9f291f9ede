"""`./run manage seal_audit`: seals the log now and brings the seal outside, or prints the newest one to be kept on paper."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.actions.anchoring import anchor_all, letter, places
from jejaring.audit.actions.sealing import seal_all
from jejaring.audit.models import Seal
from jejaring.guard.context import acting_as


class Command(BaseCommand):
    """The worker does the same every minute."""

    help = "Seal the log now and bring the seal to the places outside. --print shows it for the paper that somebody else keeps."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to print."""
        parser.add_argument("--print", action="store_true", dest="printed", help="show the newest seal, to be printed and signed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how much was sealed and which places could not be reached. Raises CommandError where there is nothing to print."""
        sealed, failed = seal_all(), anchor_all()
        if options["printed"]:
            with acting_as(VISITOR, Purpose.CLOCK):
                newest = Seal.objects.order_by("-seq").first()
            if newest is None:
                raise CommandError("The log is empty: there is no seal yet.")
            self.stdout.write(letter(newest))
            return
        self.stdout.write(f"Entries sealed: {sealed}. Places: {', '.join(places())}.")
        for place, why in failed.items():
            self.stderr.write(f"Not reached: {place} ({why})")
