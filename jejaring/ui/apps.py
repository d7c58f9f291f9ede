"""The interface as a Django app: templates, static files and tags, no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jejaring.ui"
    label = "ui"

    def ready(self) -> None:
        """Templates are read by our own reader from the first one on."""
        from jejaring.ui import quick

        quick.install()
