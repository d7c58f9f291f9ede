"""Forms are drawn in Python and with our own templates; widgets that we do not redraw keep Django's."""

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

from jejaring.ui import BUILTINS
from jejaring.ui.drawing import DRAWN


class FormRenderer(EngineMixin, BaseRenderer):
    """An engine of its own, so that it works whichever apps are installed and never meets a template of theirs."""

    backend = DjangoTemplates
    form_template_name = "ui/forms/form.html"
    field_template_name = "field"

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Our templates first, then the widgets that come with Django."""
        folders = [Path(__file__).parent / "templates", Path(forms.__file__).parent / "templates"]
        options = {"builtins": [*BUILTINS]}
        return self.backend({"APP_DIRS": False, "DIRS": folders, "NAME": "jejaring_forms", "OPTIONS": options})

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """What is drawn in Python, else the template."""
        if draw := DRAWN.get(template_name):
            return draw(context)
        return super().render(template_name, context, request)
