"""Coming in and going out; what somebody changes about the own account."""

from uuid import UUID

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password as matches

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.actions.attempts import attempts_of, check_ration, failed, succeeded
from jejaring.directory.actions.grip import check_password_choice
from jejaring.directory.actions.sessions import revoke_sessions
from jejaring.directory.models import User
from jejaring.directory.queries import desks_of, is_demo
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused


def check_password(*, username: str, password: str, address: str) -> UUID:
    """The account that this name and password open today. Raises Refused, with the same words for a wrong name and a wrong password.

    Ten failures of one name from one address within 15 minutes have to wait. An account without a desk today comes in nowhere.
    """
    key = attempts_of("sign-in", f"{username.casefold()}|{address}")
    check_ration(key)
    user = authenticate(username=username, password=password)
    if user is None:
        failed(key)
        raise Refused(_("The user name or the password is not right."))
    succeeded(key)
    if user.one_time_until and user.one_time_until < now():
        raise Refused(_("This one-time password has expired. Ask the administrator for a new one."))
    if not desks_of(user.pk):
        raise Refused(_("This account works at no desk today. Ask the administrator."))
    return user.pk


def confirm_password(*, by: Actor, password: str, field: str = "password") -> None:
    """Whoever is signed in proves it once more, for one act. Raises Refused at `field`; ten failures within 15 minutes have to wait.

    Call it outside of a savepoint, in a context that counts attempts (policy of `directory_signinattempt`): a failure stays counted. The
    account is locked until the transaction ends, so that what is rationed is counted one after the other.
    """
    key = attempts_of("confirm", str(by.id))
    check_ration(key, field)
    stored = User.objects.select_for_update().get(pk=by.id).password
    if not matches(password, stored):  # a stronger hash is written at the next sign-in: here it would end the session amid an act
        failed(key)
        raise Refused(_("This is not your present password."), field)
    succeeded(key)


def come_in(*, by: Actor, language: str = "") -> str:
    """Note a sign-in; the language of the account from now on. A language chosen just before is stored with the account."""
    if language:
        User.objects.filter(pk=by.id).update(language=language)
    audit.record("signed_in", "user", by.id)
    return language or User.objects.values_list("language", flat=True).get(pk=by.id)


def go_out(*, by: Actor, left_alone: bool = False) -> None:
    """Note a sign-out, or that a page was left alone for so long that it was locked."""
    audit.record("locked" if left_alone else "signed_out", "user", by.id)


def end_other_sessions(*, by: Actor, password: str, but: str) -> None:
    """End the sessions of one's own account in other browsers, at once; `but` names the one that stays.

    Raises Refused for a wrong password. Call it outside of a savepoint: it counts although it is refused.
    """
    confirm_password(by=by, password=password)
    revoke_sessions(by.id, but=but)
    audit.record("sessions_ended", "user", by.id)


def choose_language(*, by: Actor, language: str) -> None:
    """Keep the language of the screens with the account."""
    User.objects.filter(pk=by.id).update(language=language)
    audit.record("language_chosen", "user", by.id, detail=language)


def change_desk(*, by: Actor) -> None:
    """Note that somebody acts for this desk from now on."""
    audit.record("desk_changed", "desk", by.desk)


def change_password(*, by: Actor, current: str, new: str, but: str = "") -> None:
    """Only who knows the present password changes it; in the demo nobody does, since everybody shares its accounts.

    Every other session of the account ends; `but` names the one that stays.
    Call it outside of a savepoint: a wrong password counts although it is refused.
    """
    user = User.objects.select_for_update().get(pk=by.id)
    if is_demo():
        raise Refused(_("The accounts of the demo keep their password."))
    confirm_password(by=by, password=current, field="current_password")
    if user.check_password(new):
        raise Refused(_("This is the present password. Choose another one."), "new_password")
    check_password_choice(new, user.username, "new_password")
    user.set_password(new)
    user.one_time_until = None
    user.save(update_fields=["password", "one_time_until"])
    revoke_sessions(user.pk, but=but)
    audit.record("password_changed", "user", user.pk)
