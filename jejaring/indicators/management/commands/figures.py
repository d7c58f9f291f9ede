"""`./run figures`: counts on standard output, and nothing else there; what is wrong with a question goes to standard error, with 2."""

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from jejaring.access.purposes import Purpose
from jejaring.guard.context import acting_as
from jejaring.indicators.definitions import BASES, UNITS
from jejaring.indicators.permissions import FIGURES_JOB
from jejaring.indicators.queries import figures, sheets
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused

FORMATS = ("table", "json", "csv")


class Command(BaseCommand):
    """Count as the job that may count and nothing else."""

    help = "Count reports, cases, victims, respondents, persons or services. Days are those of Asia/Jakarta, both ends included."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The question."""
        year = today().replace(month=1, day=1)
        parser.add_argument("--unit", default="cases", help=", ".join(UNITS))
        parser.add_argument("--basis", default="registered", help=", ".join(BASES))
        parser.add_argument("--since", default=year.isoformat(), help="first day, YYYY-MM-DD (default: 1 January of this year)")
        parser.add_argument("--until", default=today().isoformat(), help="last day, until 23:59:59 (default: today)")
        parser.add_argument("--by", action="append", default=[], help="split, repeated or with commas: month,sex")
        parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE", help="limit, repeated: category=trafficking")
        parser.add_argument("--format", default="table", choices=FORMATS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, or say in a sentence why there is no answer."""
        with override("en"):
            try:
                with acting_as(FIGURES_JOB, Purpose.FIGURES):
                    figure = figures.count(FIGURES_JOB, _question(options))
            except Refused as refused:
                self.stderr.write(refused.reason)
                sys.exit(2)
            self.stdout.write(WRITERS[options["format"]](figure), ending="")


def _question(options: dict[str, Any]) -> figures.Question:
    by = [key.strip() for text in options["by"] for key in text.split(",") if key.strip()]
    where = [tuple(part.strip() for part in text.split("=", 1)) for text in options["where"]]
    if wrong := [text for text, pair in zip(options["where"], where, strict=True) if len(pair) != 2]:
        raise Refused(f"“{wrong[0]}” is no limit. Write it like category=trafficking.", "where")
    since, until = _day(options["since"]), _day(options["until"])
    limits = [(pair[0], pair[1]) for pair in where]
    return figures.question(unit=options["unit"], basis=options["basis"], since=since, until=until, by=by, where=limits)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is no day. Write it like 2024-10-31.", "since")


def _table(figure: figures.Figure) -> str:
    """What is counted in words, then aligned columns: words of the values, and the counts."""
    asked, unit = figure.question, figure.question.unit
    limits = "".join(f", {d.key} {' or '.join(chosen)}" for d, chosen in asked.where)
    said = f"{unit.label} {unit.bases[asked.basis.key]}, {asked.since} to {asked.until} (Asia/Jakarta){limits}"
    heads = [*(d.label for d in asked.by), "count"]
    lines = [[*(figures.words(unit, d, v) for d, v in zip(asked.by, r.values, strict=True)), str(r.count)] for r in figure.rows]
    total = [["total", *[""] * (len(asked.by) - 1), str(figure.total)]] if asked.by else []
    widths = [max(len(line[i]) for line in (heads, *lines, *total)) for i in range(len(heads))]
    drawn = ["  ".join([*map(str.ljust, x[:-1], widths), x[-1].rjust(widths[-1])]) for x in (heads, *lines, *total)]
    notes = [f"note: {note}" for note in sheets.notes(figure)]
    return "\n".join([said, "", *drawn, "", *notes]) + "\n"


WRITERS = {"table": _table, "json": lambda f: json.dumps(sheets.as_json(f), ensure_ascii=False) + "\n", "csv": sheets.as_csv}
