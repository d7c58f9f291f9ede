"""Signing in, one's own password, and what was typed before a session ended."""

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from jejaring.directory.rules import PASSWORD_MINIMUM
from jejaring.ui import forms as ui

TYPED = "typed."  # the prefix under which another form's fields travel through the sign-in page


class SignInForm(ui.Form):
    """User name and password."""

    username = ui.Text(label=_("User name"), autocomplete="username", max_length=60)
    password = ui.Text(label=_("Password"), kind="password", autocomplete="current-password", strip=False, max_length=200)


class ElsewhereForm(ui.Form):
    """The own password, before the sessions in other browsers end."""

    title = _("Sign out everywhere else")
    verb = _("Sign out everywhere else")
    password = ui.Text(label=_("Present password"), kind="password", autocomplete="current-password", strip=False, max_length=200)


def _present_password() -> ui.Text:
    return ui.Text(label=_("Present password"), kind="password", autocomplete="current-password", strip=False, max_length=200)


class NewKeyForm(ui.Form):
    """What the key is called, and the own password, before the browser is asked for a key."""

    title = _("Add a security key")
    verb = _("Go on")
    saves = False
    name = ui.Text(label=_("Name of the key"), hint=_("So that you know it again: the blue key, the telephone of the desk."), max_length=60)
    password = _present_password()


class RemoveKeyForm(ui.Form):
    """The own password, before a key is removed."""

    title = _("Remove the security key")
    verb = _("Remove the key")
    password = _present_password()


class CodesForm(ui.Form):
    """The own password, before new recovery codes are made."""

    title = _("New recovery codes")
    verb = _("Make new codes")
    password = _present_password()


class KeyAnswerForm(ui.Form):
    """What a key answered, as the browser hands it over."""

    saves = False
    credential = django_forms.CharField(required=False, widget=django_forms.HiddenInput)


class RecoveryCodeForm(ui.Form):
    """A recovery code in the place of the key."""

    saves = False
    code = ui.Text(label=_("Recovery code"), hint=_("One of the ten that were printed: abcd-efgh-jkmn."), max_length=40, width="medium")


class PasswordForm(ui.Form):
    """A new password, known twice, beside the present one."""

    current_password = ui.Text(label=_("Present password"), kind="password", autocomplete="current-password", strip=False, max_length=200)
    new_password = ui.Text(
        label=_("New password"), hint=_("At least 10 characters. A short sentence is easy to remember."), kind="password",
        autocomplete="new-password", strip=False, min_length=PASSWORD_MINIMUM, max_length=200,
    )  # fmt: skip
    new_password_again = ui.Text(
        label=_("New password once more"), kind="password", autocomplete="new-password", strip=False, max_length=200
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both spellings of the new password are the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("new_password_again"):
            self.add_error("new_password_again", _("The two new passwords differ."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Carried:
    """What was typed into a form before the session ended, and where it was to go."""

    to: str
    fields: tuple[tuple[str, str], ...]

    @property
    def prefixed(self) -> list[tuple[str, str]]:
        """The fields under names that no field of the sign-in form has."""
        return [(TYPED + name, value) for name, value in self.fields]


def carried(post: QueryDict) -> Carried | None:
    """The fields that a sign-in page carried on; None where it carried nothing, or to another site."""
    to = local(post.get("carried_to", ""))
    pairs = ((name, value) for name, values in post.lists() for value in values)
    return Carried(to, tuple((name.removeprefix(TYPED), value) for name, value in pairs if name.startswith(TYPED))) if to else None


def local(path: str | None) -> str:
    """The path if it leads to this site alone, else nothing."""
    return path if path and path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
