"""`./run manage canary`: finds the canary of the demo city by her number, as its supervisor, through the ordinary queries."""

from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.cases import queries as cases
from jejaring.config.demo import canary
from jejaring.directory import queries as directory
from jejaring.guard.context import acting_as
from jejaring.people import queries as people
from jejaring.vault.actions import KeyMissing
from jejaring.vault.keyring import KeyringClosed


class Command(BaseCommand):
    """Opens her once and says what the keys open; without the keyring of this installation nobody is found and nothing opens."""

    help = "Show that the canary of the demo city opens with the keyring, and with it alone. Her read is logged like any other."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print name, phone, address and note, one a line. Raises CommandError where she is not found or does not open."""
        account = directory.demo_account("supervisor")
        if account is None:
            raise CommandError("Only the demo city has a canary.")
        actor = directory.actor_for(account)
        try:
            with acting_as(actor, Purpose.SUPERVISION):
                lines = _told(actor)
        except KeyringClosed as error:
            raise CommandError(str(error)) from None
        except (InvalidTag, KeyMissing, KeyError, OSError):
            raise CommandError(
                "What is stored of her does not open: the keyring of this installation is missing or is another one."
            ) from None
        self.stdout.write("\n".join(lines))


def _told(actor: Actor) -> list[str]:
    """What her file says of her."""
    found = people.known_of(nik=canary.NIK)
    if not found:
        raise CommandError("Nobody has this number: either she is not told yet, or this is not the keyring of this installation.")
    person, case = found[0].person_id, found[0].case_id
    who = people.identity(actor, person, case_id=case)
    return [f"Name: {who.name}", f"Phone: {who.phone}", f"Address: {who.address}", *(f"Note: {text}" for text in _notes(actor, case))]


def _notes(actor: Actor, case: UUID) -> list[str]:
    """The notes of her file; the review and closing words are notes as well, hers is the one of the team."""
    return [note.text for note in cases.case_for(actor, case).notes if note.kind == "general"]
