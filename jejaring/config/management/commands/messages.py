"""`./run manage messages [app …]`: bring the translation catalogues in line with the code. `--check` only looks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    """Extract English message ids, keep translations, compile; or check that nothing is left to do."""

    help = "Extract texts into each app's catalogues and compile them. With --check, change nothing and fail if something is left to do."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Names of apps narrow it down; developers working at the same time name their own."""
        parser.add_argument("apps", nargs="*", help="names of apps; all without")
        parser.add_argument("--check", action="store_true", help="change nothing; fail with a list of what is left to do")
        parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the apps")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for unknown apps, without Babel, and where `--check` finds something."""
        try:
            from jejaring.config import catalogues
        except ImportError as error:
            raise CommandError("Catalogues need the development packages: ./run check installs them.") from error
        known = {app.name: app for app in catalogues.apps_in(options["root"])}
        if unknown := sorted(set(options["apps"]) - set(known)):
            raise CommandError(f"No such app: {', '.join(unknown)}")
        chosen = [known[name] for name in options["apps"] or known]
        texts = {app.name: catalogues.texts_of(app) for app in chosen}
        faults, total = [], sum(map(len, texts.values()))
        for language in catalogues.LANGUAGES:
            for app in chosen:
                elsewhere = {key: string for other in known.values() if other != app
                             for key, string in catalogues.answers(catalogues.read(other, language)).items()}
                if not options["check"]:
                    catalogues.write(app, language, catalogues.merged(texts[app.name], catalogues.read(app, language), language, elsewhere))
                faults += catalogues.faults(app, language, texts[app.name], elsewhere)
        self._report(total, len(chosen), faults, failing=options["check"])

    def _report(self, texts: int, apps: int, faults: list[str], *, failing: bool) -> None:
        for line in faults:
            self.stdout.write(line)
        self.stdout.write(f"{texts} texts in {apps} apps, {len(faults)} left to do")
        if faults and failing:
            raise CommandError("The catalogues are not complete.")
