"""Forms are drawn with our own templates; widgets that we do not redraw keep Django's."""

from pathlib import Path

from django import forms
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property


class FormRenderer(EngineMixin, BaseRenderer):
    """An engine of its own, so that it works whichever apps are installed and never meets a template of theirs."""

    backend = DjangoTemplates
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Our templates first, then the widgets that come with Django."""
        folders = [Path(__file__).parent / "templates", Path(forms.__file__).parent / "templates"]
        options = {"builtins": ["django.templatetags.i18n", "django.templatetags.static", "jejaring.ui.templatetags.jejaring"]}
        return self.backend({"APP_DIRS": False, "DIRS": folders, "NAME": "jejaring_forms", "OPTIONS": options})
