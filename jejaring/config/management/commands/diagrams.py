"""Draw the state diagrams of docs/reference/states.md from the transition tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jejaring.cases.states import CASE
from jejaring.commitments.states import COMMITMENT
from jejaring.config.place import BASE
from jejaring.exchange.states import BATCH
from jejaring.intake.states import REPORT
from jejaring.referrals.states import REFERRAL

PAGE = BASE / "docs" / "reference" / "states.md"
TABLES = (REPORT, CASE, REFERRAL, COMMITMENT, BATCH)


def page() -> str:
    """The whole page, in the order in which a report meets the tables."""
    parts = ["# States\n\nGenerated from the transition tables by `./run manage diagrams`; do not edit.\n"]
    parts += [f"## {t.name.capitalize()}\n\n```mermaid\n{t.mermaid()}```\n" for t in TABLES]
    return "\n".join(parts)


class Command(BaseCommand):
    """`--check` changes nothing and fails when the page is not what the tables say."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        if not options["check"]:
            PAGE.parent.mkdir(parents=True, exist_ok=True)
            PAGE.write_text(page(), encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/reference/states.md is not what the transition tables say: ./run manage diagrams")
