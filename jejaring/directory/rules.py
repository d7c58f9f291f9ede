"""Which roles fit which desk, what a user name and a password look like. Plain Python."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from jejaring.access.roles import Role
from jejaring.directory.states import DeskKind
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

PASSWORD_MINIMUM = 10  # characters
PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that are taken for one another
FRESH = timedelta(days=183)  # an entry of the directory that nobody checked for half a year says so
INVITED = timedelta(days=7)  # how long the password that an administrator chose for somebody else opens the account
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")

# Whoever keeps accounts or reads counts works at a desk that holds no case: two roles at one desk add up.
ROLES_OF_DESK: Mapping[DeskKind, tuple[Role, ...]] = {
    DeskKind.PROTECTION: (Role.DUTY, Role.MANAGER, Role.COMPANION, Role.SUPERVISOR, Role.PSYCHOLOGIST, Role.LEGAL, Role.SHELTER),
    DeskKind.PARTNER: (Role.PARTNER, Role.SHELTER, Role.PSYCHOLOGIST, Role.LEGAL),
    DeskKind.SECRETARIAT: (Role.SECRETARY, Role.CHAIR, Role.STATISTICIAN, Role.PRIVACY, Role.ADMIN),
    DeskKind.STATISTICS: (Role.STATISTICIAN,),
    DeskKind.PRIVACY: (Role.PRIVACY,),
    DeskKind.ADMINISTRATION: (Role.ADMIN,),
}


def role_fits(kind: DeskKind, role: Role) -> Verdict:
    """A role is held only at a desk of a kind that has it: nobody answers referrals at the secretariat or leads cases at the police."""
    return YES if role in ROLES_OF_DESK[kind] else Verdict(False, _("This role does not exist at a desk of this kind."))


def username_reads(username: str) -> Verdict:
    """A user name is 3 to 60 small letters, digits, points, dashes or underscores, so that it is the same on every keyboard."""
    if USERNAME.fullmatch(username):
        return YES
    return Verdict(False, _("Use 3 to 60 small letters, digits, points or dashes, without spaces."))


def one_time_password() -> str:
    """A password to be read out or copied once: four groups of four plain characters, 79 bits."""
    return "-".join("".join(secrets.choice(PLAIN) for _n in range(4)) for _group in range(4))


def fits(for_sex: str, minimum: int | None, maximum: int | None, *, sex: str, age: int | None) -> bool:
    """Whether a service is for somebody of this sex and age in years; what is not known excludes nobody."""
    if sex and for_sex and sex != for_sex:
        return False
    return age is None or ((minimum is None or minimum <= age) and (maximum is None or age <= maximum))


def is_fresh(checked: date | None, on: date) -> bool:
    """Whether an entry was checked within half a year."""
    return checked is not None and on - checked <= FRESH
