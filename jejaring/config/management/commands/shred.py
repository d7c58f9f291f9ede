"""`./run manage shred …`: destroys the keys of one person, case, report or packet, and writes the certificate."""

import getpass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit import actions as audit
from jejaring.directory import actions as directory
from jejaring.directory.models import User
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, today
from jejaring.kernel.verdict import Refused
from jejaring.vault import actions as vault
from jejaring.vault.models import Shredding

REASONS = ("retention_ended", "asked_by_subject", "registered_by_mistake")


class Command(BaseCommand):
    """For the privacy officer and a supervisor together, each with a password, where the law lets data end; nothing brings it back."""

    help = "Destroy every key of one domain (the id of a person, case, report or packet). Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, why, and the two who answer for it."""
        parser.add_argument("domain", type=UUID, help="the id of the person, case, report or referral")
        parser.add_argument("--reason", required=True, choices=REASONS)
        parser.add_argument("--by", required=True, help="the privacy officer's user name")
        parser.add_argument("--agreed-by", required=True, help="the user name of a supervisor at an organisation that holds the keys")
        parser.add_argument("--yes", action="store_true", help="without this nothing is destroyed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the certificate. Raises CommandError where one of the two may not, or where nobody holds a key any more."""
        if not options["yes"]:
            raise CommandError("Nothing was destroyed. What is destroyed is gone for ever; add --yes.")
        by, agreed = _agrees(options["by"]), _agrees(options["agreed_by"])
        actor = actor_for(by)
        with acting_as(actor, Purpose.ADMINISTRATION):
            made = vault.shred(
                options["domain"], agreed_by=agreed, reason=options["reason"], backups_until=today() + timedelta(days=settings.BACKUP_DAYS)
            )
            if made is None:
                raise CommandError("Refused: no key is left, or these two are not the privacy officer and a supervisor who holds one.")
            audit.record("keys_destroyed", "domain", options["domain"], detail=options["reason"])
        self.stdout.write(certificate(made))


def _agrees(login: str) -> UUID:
    """The account whose owner types its password here, unseen: a user name alone is nobody's consent. Raises CommandError."""
    if not User.objects.filter(username=login, is_active=True).exists():
        raise CommandError(f"There is no account {login}.")
    password = getpass.getpass(f"Password of {login}: ")
    with acting_as(VISITOR, Purpose.SIGN_IN):  # a failure is counted, so it is not rolled back
        try:
            return directory.check_password(username=login, password=password, address="terminal")
        except Refused as refused:
            reason = refused.reason
    raise CommandError(f"Nothing was destroyed. {login}: {reason}")


# Filed by an office, shown to an inspector: in both languages.
CERTIFICATE = """BERITA ACARA PEMUSNAHAN KUNCI {id}
Pada {at} WIB semua kunci domain {domain} dimusnahkan: {wraps} bungkus kunci milik {holders} instansi, {files} kunci berkas,
{tokens} token pencocokan; termasuk kunci {apart} catatan atau surat yang disegel. Alasan: {reason}.
Diminta oleh {asked}, disetujui oleh {agreed}.
Yang tersimpan dengan kunci itu tinggal derau yang tidak terbaca. Cadangan dari masa sebelumnya masih dapat membukanya sampai {until}, saat
cadangan itu harus dihapus, atau sampai kunci instansi dan kunci akar diganti dan kunci akar yang lama dimusnahkan.

CERTIFICATE OF DESTRUCTION {id}
On {at} WIB all keys of domain {domain} were destroyed: {wraps} wraps of {holders} organisations, {files} keys of files,
{tokens} tokens for matching; among them the keys of {apart} sealed notes or papers. Reason: {reason}.
Asked by {asked}, agreed by {agreed}.
What is stored under these keys is unreadable noise. Backups from before can open it until {until}, when they have to be deleted, or until
the keys of organisations and the root key were changed and the old root key was destroyed."""


def certificate(row: Shredding) -> str:
    """What was destroyed, in words that can be filed."""
    counted = {"wraps": row.wraps, "holders": row.holders, "files": row.files, "tokens": row.tokens,
               "apart": row.sealed_parts}  # fmt: skip
    days = {"at": f"{row.at.astimezone(WIB):%d-%m-%Y %H.%M}", "until": f"{row.backups_until:%d-%m-%Y}"}
    return CERTIFICATE.format(id=row.pk, domain=row.domain, reason=row.reason, asked=row.asked_by, agreed=row.agreed_by, **counted, **days)
