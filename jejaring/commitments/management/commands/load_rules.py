"""Publish the default rules. A published version is frozen: what is there already is left as it is."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from jejaring.commitments.models import Rule
from jejaring.kernel.clock import now

DATA = Path(__file__).resolve().parents[2] / "data" / "rules.csv"

SAID = ("key", "clock", "counts_from", "high", "medium", "low", "steps", "steps_trafficking", "legal_basis")


class Command(BaseCommand):
    """Idempotent; needs the owner's database."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Insert the versions that the database does not have yet."""
        have = set(Rule.objects.using("owner").values_list("key", "version"))
        with DATA.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if (row["key"], int(row["version"])) not in have:
                    said = {name: row[name] for name in SAID}
                    Rule(
                        version=int(row["version"]), verified=row["verified"] == "1", valid_from=date.fromisoformat(row["valid_from"]),
                        published_at=now(), **said,
                    ).save(force_insert=True, using="owner")  # fmt: skip
