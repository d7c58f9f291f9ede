"""The interface as a Django app: templates, static files and tags, no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jejaring.ui"
    label = "ui"
