"""The reference data as a Django app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "jejaring.reference"
    label = "reference"
