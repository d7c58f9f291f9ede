"""What the composition root joins once at start: the words of the code lists for the `label` filter, the catalogues of all apps."""

from functools import partial

from django.apps import AppConfig
from django.core.checks import register as register_check

from jejaring.config.place import BASE

CODE_LISTS = BASE / "jejaring" / "reference" / "data" / "codes"


class Root(AppConfig):
    """The composition root as an app: it holds management commands and catalogues, no tables."""

    name = "jejaring.config"

    def ready(self) -> None:
        """Reference and ui are siblings: the labels of every code list are registered here. Every address has its row."""
        from jejaring.config.doors import check_doors
        from jejaring.config.moments import read_moments
        from jejaring.config.words import join_catalogues, speak_by_thread
        from jejaring.reference.queries import area_name, label
        from jejaring.ui.labels import register

        for file in CODE_LISTS.glob("*.csv"):
            register(file.stem, partial(label, file.stem))
        register("area", area_name)
        register_check(check_doors)
        join_catalogues()
        speak_by_thread()
        read_moments()
