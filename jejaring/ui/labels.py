"""Labels of codes: enums carry their own, code lists are looked up where an app registered them."""

from collections.abc import Callable

from django.utils.translation import gettext

_lists: dict[str, Callable[[str], str]] = {}


def register(list_name: str, lookup: Callable[[str], str]) -> None:
    """Let `{{ code|label:"list_name" }}` ask this function, which answers in the language of the request."""
    _lists[list_name] = lookup


def label(value: object, list_name: str = "") -> str:
    """The words for a stored code: of its code list, of its labelled enum, else the code itself. Empty for nothing."""
    if value is None or value == "":
        return ""
    if list_name in _lists:
        return _lists[list_name](str(value))
    return gettext(getattr(value, "label", "") or str(value))
