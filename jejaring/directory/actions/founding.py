"""The first administrator of a new installation, made by whoever holds its server; from then on accounts make accounts."""

from datetime import timedelta

from django.db import connection, transaction

from jejaring.access.actor import VISITOR
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.directory.actions.accounts import add_membership, add_user, set_password
from jejaring.directory.actions.grip import check_password_choice
from jejaring.directory.actions.offices import add_desk, add_organisation
from jejaring.directory.actions.security_keys import take_keys_away
from jejaring.directory.models import User
from jejaring.directory.queries import administrators, is_demo
from jejaring.directory.states import DeskKind, KeysGone, OrganisationKind
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused

ONE_TIME = timedelta(hours=24)  # how long a one-time password opens its account
ALONE = "select pg_advisory_xact_lock(hashtext('jejaring first administrator'))"  # two at once: the second sees the first


@transaction.atomic
def first_administrator(*, name: str, login: str, password: str, organisation: str, desk: str, one_time: bool = False) -> User:
    """Make the account that makes all others, with an organisation and a desk of administration. Only where nobody administers yet.

    A one-time password opens the account for 24 hours and has to be changed at the first sign-in. The demo city has its own accounts.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
    if is_demo():
        raise Refused(_("This is the demo city; it has an administrator."))
    if administrators():
        raise Refused(_("There is an administrator already, who makes further accounts under Accounts."))
    check_password_choice(password, login, "password")
    user = add_user(by=VISITOR, username=login, display_name=name, password=password, one_time=ONE_TIME if one_time else None)
    office = add_organisation(by=VISITOR, name=organisation, short_name=organisation[:60], kind=OrganisationKind.OTHER)
    place = add_desk(by=VISITOR, organisation=office, name=desk, kind=DeskKind.ADMINISTRATION)
    add_membership(by=VISITOR, user=user, desk=place, role=Role.ADMIN)
    audit.record("first_administrator", "user", user.pk)
    return user


@transaction.atomic
def renew_password(*, login: str, password: str, without_keys: bool = False) -> None:
    """Whoever holds the server gives any account a one-time password: the way back for the only administrator who forgot theirs, or lost
    security key and recovery codes."""
    user = User.objects.filter(username=login, is_active=True).first()
    if user is None:
        raise Refused(_("There is no open account with this user name."))
    if without_keys:
        take_keys_away(by=VISITOR, user_id=user.pk, reason=KeysGone.LOST)
    set_password(by=VISITOR, user_id=user.pk, password=password, one_time=ONE_TIME)
