"""Which roles fit which desk, what a user name and a password look like, when somebody is on duty. Plain Python."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

from jejaring.access.roles import Role
from jejaring.directory.states import DeskKind
from jejaring.kernel.clock import WIB
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

PASSWORD_MINIMUM = 10  # characters
PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that are taken for one another
FRESH = timedelta(days=183)  # an entry of the directory that nobody checked for half a year says so
INVITED = timedelta(days=7)  # how long the password that an administrator chose for somebody else opens the account
OWN_SIGNS = 5  # so many signs of a password are no word that everybody tries, and so many differ
TRIED_FIRST = (
    "jejaring", "password", "katasandi", "kata sandi", "rahasia", "indonesia", "bismillah", "sayang", "merdeka", "pancasila", "garuda",
    "administrator", "admin", "qwerty", "asdfgh", "12345678", "123456", "1234", "dppa", "uptd", "polisi",
)  # fmt: skip
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")

# In this order: most browsers name others as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip
Network = IPv4Network | IPv6Network

# Whoever keeps accounts or reads counts works at a desk that holds no case: two roles at one desk add up.
ROLES_OF_DESK: Mapping[DeskKind, tuple[Role, ...]] = {
    DeskKind.PROTECTION: (Role.DUTY, Role.MANAGER, Role.COMPANION, Role.SUPERVISOR, Role.PSYCHOLOGIST, Role.LEGAL, Role.SHELTER),
    DeskKind.PARTNER: (Role.PARTNER, Role.HEAD, Role.SHELTER, Role.PSYCHOLOGIST, Role.LEGAL),
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


def password_reads(password: str, username: str) -> Verdict:
    """A password is not what everybody tries first: the user name, the name of this program or an everyday word with a few digits, or one
    sign again and again. Which signs it is made of is free (ASVS 6.2.5, 6.2.11)."""
    rest = password.casefold()
    for word in sorted({username.casefold(), *TRIED_FIRST}, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 3 else rest
    if len(rest) < OWN_SIGNS or len(set(password)) < OWN_SIGNS:
        return Verdict(False, _("Others would guess this first. A short sentence of your own is easy to remember."))
    return YES


def one_time_password() -> str:
    """A password to be read out or copied once: four groups of four plain characters, 79 bits."""
    return "-".join("".join(secrets.choice(PLAIN) for _n in range(4)) for _group in range(4))


def came_from(remote: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The address that a request comes from: the nearest one that is no proxy of ours.

    X-Forwarded-For is read from the right and only as far as trusted proxies wrote it, since everything left of that is the visitor's own
    word. Of an IPv6 address the network of 64 bits counts, of which one visitor has as many addresses as he likes.
    """
    nearest, said = _address(remote), forwarded.split(",")
    while nearest and said and any(nearest in network for network in proxies):
        if (before := _address(said.pop())) is None:
            break
        nearest = before
    if isinstance(nearest, IPv6Address):
        return str(ip_network((nearest, 64), strict=False))
    return str(nearest or remote)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text is; one of IPv4 written as IPv6 is one of IPv4."""
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def browser_words(agent: str) -> str:
    """Browser and system in two words, so that somebody recognises the own computer; never the whole text of the browser."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system)))


def fits(for_sex: str, minimum: int | None, maximum: int | None, *, sex: str, age: int | None) -> bool:
    """Whether a service is for somebody of this sex and age in years; what is not known excludes nobody."""
    if sex and for_sex and sex != for_sex:
        return False
    return age is None or ((minimum is None or minimum <= age) and (maximum is None or age <= maximum))


def is_fresh(checked: date | None, on: date) -> bool:
    """Whether an entry was checked within half a year."""
    return checked is not None and on - checked <= FRESH


WEEK = timedelta(days=7)
LONGEST_SHIFT = timedelta(hours=24)
Span = tuple[datetime, datetime]


class OnRoster(Protocol):
    """What the rules ask about a shift."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def weekly(self) -> bool: ...
    @property
    def until(self) -> date | None: ...


def occurrences(shift: OnRoster, since: datetime, until: datetime) -> Iterator[Span]:
    """When a shift is worked between two moments: once, or every week up to its last day (in Asia/Jakarta)."""
    step = WEEK if shift.weekly else timedelta(0)
    passed = (since - shift.ends_at) // WEEK + 1 if step and shift.ends_at <= since else 0
    start, end = shift.starts_at + passed * step, shift.ends_at + passed * step
    while start < until and (shift.until is None or start.astimezone(WIB).date() <= shift.until):
        if end > since:
            yield start, end
        if not step:
            return
        start, end = start + step, end + step


def shift_problems(starts_at: datetime, ends_at: datetime, *, until: date | None, now: datetime) -> dict[str, str]:
    """What stands against a shift, by field."""
    if ends_at <= starts_at:
        return {"ends_at": _("A shift ends after it begins.")}
    if ends_at - starts_at > LONGEST_SHIFT:
        return {"ends_at": _("Nobody is on duty for more than 24 hours. Plan two shifts.")}
    if until is not None and until < starts_at.astimezone(WIB).date():
        return {"until": _("The last day lies before the first.")}
    if until is None and ends_at <= now - WEEK:
        return {"starts_at": _("This lies more than a week back.")}
    return {}


def uncovered(wanted: Sequence[Span], covered: Sequence[Span]) -> list[Span]:
    """The parts of the wanted spans that no covered one covers."""
    found = []
    for start, end in wanted:
        at = start
        for a, b in sorted(covered):
            if a >= end or b <= at:
                continue
            if a > at:
                found.append((at, a))
            at = max(at, b)
        if at < end:
            found.append((at, end))
    return found
