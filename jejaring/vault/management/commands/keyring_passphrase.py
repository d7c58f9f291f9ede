"""`./run manage keyring_passphrase`: puts the keyring under the passphrase in JEJARING_PASSPHRASE_FILE, or takes it out again."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.vault import keyring

SHORTEST = 16  # characters


class Command(BaseCommand):
    """The keys stay the same: nothing that is stored has to be written anew."""

    help = "Put the keyring under the passphrase that the file named by JEJARING_PASSPHRASE_FILE holds; --remove takes it out again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which way."""
        parser.add_argument("--remove", action="store_true", help="keep the keyring as a plain file again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where the keyring or the phrase is not there, or the phrase is short."""
        path = Path(settings.KEYRING)
        try:
            with keyring.alone(path):
                document = keyring.document(path)
                if not options["remove"] and len(keyring.phrase()) < SHORTEST:
                    raise CommandError(f"A passphrase has at least {SHORTEST} characters: five words that do not belong together.")
                keyring.replace(path, document, keyring.Plain() if options["remove"] else keyring.Passphrase())
        except (keyring.KeyringClosed, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{path} is {'a plain file' if options['remove'] else 'under its passphrase'} now.")
