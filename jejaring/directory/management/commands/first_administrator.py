"""`./run manage first_administrator --name … --login …`: the account that makes all others, in an installation that has none yet."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.directory import actions, rules
from jejaring.guard.context import acting_as
from jejaring.kernel.verdict import Refused


class Command(BaseCommand):
    """The password is never an argument: it is asked for twice on the terminal, or made here and shown once."""

    help = "Make the first administrator of a new installation. Refused when somebody administers already. Asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is, and for which office."""
        parser.add_argument("--name", required=True, help="the name shown: the office or the person at work")
        parser.add_argument("--login", required=True, help="the user name: 3 to 60 small letters, digits, points or dashes")
        parser.add_argument("--organisation", default="Sekretariat Gugus Tugas", help="its organisation; can be corrected")
        parser.add_argument("--desk", default="Administrasi Jejaring", help="the desk; can be corrected")
        parser.add_argument("--one-time", action="store_true", help="ask nothing; show a one-time password that has to be changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason of a refusal, or when what was typed is no password."""
        one_time = options["one_time"] or not sys.stdin.isatty()
        with override("en"):
            password = rules.one_time_password() if one_time else _asked()
            words = {word: options[word].strip() for word in ("name", "login", "organisation", "desk")}
            try:
                with acting_as(VISITOR, Purpose.ADMINISTRATION):
                    actions.first_administrator(**words, password=password, one_time=one_time)
            except Refused as refused:
                raise CommandError(refused.reason) from None
        self.stdout.write(f"{options['login']} administers this installation from now on.")
        if one_time:
            self.stdout.write(f"One-time password, good for 24 hours and to be changed at the first sign-in:\n{password}")


def _asked() -> str:
    """A password typed twice, unseen. Raises CommandError."""
    password = getpass.getpass("Password (at least 10 characters): ")
    if len(password) < rules.PASSWORD_MINIMUM:
        raise CommandError("A password has at least 10 characters. A short sentence is easy to remember.")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("The two passwords differ. Nothing was made.")
    return password
