"""`./run manage one_time_password --login …`: the way back in for an account whose password nobody knows any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.directory import actions, rules
from jejaring.guard.context import acting_as
from jejaring.kernel.verdict import Refused


class Command(BaseCommand):
    """Shows the password once, on the terminal alone; every session of the account ends."""

    help = "Give an account a one-time password: good for 24 hours, to be changed at the next sign-in. Its sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("--login", required=True, help="the user name of the account")
        parser.add_argument("--without-keys", action="store_true", help="take its security keys and recovery codes away as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason of a refusal."""
        password = rules.one_time_password()
        with override("en"):
            try:
                with acting_as(VISITOR, Purpose.ADMINISTRATION):
                    actions.renew_password(login=options["login"], password=password, without_keys=options["without_keys"])
            except Refused as refused:
                raise CommandError(refused.reason) from None
        self.stdout.write(f"One-time password, good for 24 hours and to be changed at the next sign-in:\n{password}")
