"""Base layout, components, form templates, tokens, stylesheet and template tags."""

BUILTINS = (
    "jejaring.ui.templatetags.jejaring",
    "jejaring.ui.templatetags.wording",
    "django.templatetags.i18n",
    "django.templatetags.static",
)
