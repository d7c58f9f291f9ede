"""`./run manage rotate_keys …`: changes root keys, keys of organisations and the index key while everybody goes on working."""

import os
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.config import index_keys
from jejaring.vault import rotation

WHAT = ("status", "root", "organisations", "index", "finish", "forget")


class Command(BaseCommand):
    """Stopped at any point, `finish` goes on. No field and no file is written; a new index key writes the tokens anew."""

    help = (
        "status; root: a new root key; organisations: new keys for all; index: a new key to find people by; finish: what was left; "
        "forget: destroy old root keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=WHAT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how far it is, and at the end where everything stands. Raises CommandError."""
        if not (owner_url := os.environ.get("DATABASE_OWNER_URL")):
            raise CommandError("Keys are changed by the owner of the database: DATABASE_OWNER_URL.")
        path, what = Path(settings.KEYRING), options["what"]
        with psycopg.connect(owner_url) as owner:
            if what == "root":
                self.stdout.write(f"Root key {rotation.new_root(path)} is the current one.")
            if what == "organisations":
                self.stdout.write(f"New keys for {len(rotation.new_organisation_keys(owner, path))} organisations.")
            if what in ("root", "organisations", "finish"):
                rotation.to_current_root(owner, path, self.stdout.write)
                rotation.to_newest_keys(owner, path, self.stdout.write)
            try:
                if what == "index":
                    index_keys.change(owner, path, self.stdout.write)
                if what == "finish":
                    index_keys.finish(owner, path, self.stdout.write)
            except index_keys.Busy:
                raise CommandError("Another process is changing the index key.") from None
            if what == "forget":
                gone = rotation.forget_roots(owner, path)
                self.stdout.write(f"Root keys destroyed: {', '.join(map(str, gone)) or 'none'}. Backups made under them open no more.")
            self._say(rotation.standing(owner, path), index_keys.standing(owner, path))

    def _say(self, now: rotation.Standing, index: index_keys.Standing) -> None:
        roots = ", ".join(map(str, now.roots))
        self.stdout.write(f"Root keys {roots}; current {now.root}. Keys of {now.organisations} organisations, {now.wraps} wraps.")
        self.stdout.write(f"Index key {index.version}" + (", a new one is being brought in." if index.changing else "."))
        left = now.under_old_root + now.under_old_key + index.lacking + index.earlier + index.changing
        self.stdout.write(f"Left to do: {left}. Earlier keys of organisations kept: {now.old_keys}." + (" Run: finish" if left else ""))
