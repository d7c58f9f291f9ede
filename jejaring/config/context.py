"""The frame around every page: navigation by permission, desk, account, the demo's strip. It touches open tables only, unless an
emergency access runs."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.directory.queries import is_demo
from jejaring.guard.context import is_acting
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop
from jejaring.ui import when

NAV = (
    (gettext_noop("Desk"), "desk:home", "desk", "desk", DESK_WORK),
    (gettext_noop("Reports"), "intake:reports", "reports", "report", {P.TAKE_REPORT, P.TRIAGE}),
    (gettext_noop("Sent reports"), "intake:sent", "reports/sent", "report", {P.SEND_REPORT}),
    (gettext_noop("Cases"), "desk:cases", "cases", "case", {P.WORK_CASE}),
    (gettext_noop("Referrals"), "referrals:referrals", "referrals", "referral", {P.SEND_REFERRAL, P.ANSWER_REFERRAL}),
    (gettext_noop("Safety cards"), "desk:cards", "safety", "shield", {P.SEE_CARDS}),
    (gettext_noop("Shelter"), "referrals:shelter", "referrals/shelter", "shield", {P.KEEP_SHELTER}),
    (gettext_noop("Perhaps known"), "desk:known", "known", "search", {P.MATCH_PERSONS}),
    (gettext_noop("SIMFONI"), "exchange:entries", "simfoni", "exchange", {P.SEND_REFERRAL}),
    (gettext_noop("Take a list in"), "exchange:imports", "import", "add", {P.CONFIRM_CLOSURE}),
    (gettext_noop("Promises"), "indicators:promises", "promises", "clock", {P.SEE_PROMISES}),
    (gettext_noop("Figures"), "indicators:figures", "figures", "figures", {P.SEE_FIGURES}),
    (gettext_noop("Sealed"), "cases:unsealings", "cases/sealed", "lock", {P.READ_AUDIT}),
    (gettext_noop("Conflicts of interest"), "cases:conflicts_told", "cases/conflicts", "people", {P.READ_AUDIT}),
    (gettext_noop("Log"), "desk:log", "log", "eye", {P.READ_AUDIT, P.CONFIRM_CLOSURE}),
    (gettext_noop("Emergency access"), "cases:emergencies", "cases/emergency", "shield", {P.RESTORE_EMERGENCY}),
    (gettext_noop("Directory"), "directory:directory", "directory", "people", set(P)),
    (gettext_noop("Organisations"), "directory:organisations", "organisations", "network", {P.ADMINISTER}),
    (gettext_noop("Rules"), "commitments:rules", "rules", "plan", {P.ADMINISTER, P.SEE_PROMISES}),
    (gettext_noop("Accounts"), "directory:accounts", "accounts", "user", {P.ADMINISTER}),
    (gettext_noop("Code lists"), "directory:codes", "codes", "plan", {P.ADMINISTER}),
)
# Under the thumb on a phone, where a longer label takes two lines.
SHORT = {"desk:cards": gettext_noop("Cards"), "cases:conflicts_told": gettext_noop("Conflicts")}
DEMO_LIVES_SECONDS = 60
_demo: dict[str, tuple[float, bool]] = {}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    icon: str
    short: str = ""
    count: int = 0


@cache
def _address(name: str, root: str) -> str:
    """The address of a page under this address book, or nothing where it has none. The addresses never change."""
    try:
        return reverse(name, urlconf=root)
    except NoReverseMatch:
        return ""


def _url(name: str) -> str:
    return _address(name, settings.ROOT_URLCONF)


def _nav(path: str, actor: Actor) -> list[NavItem]:
    items = []
    for label, name, root, icon, needs in NAV:
        if actor.permissions & needs and (url := _url(name)):
            here = path == url or (url != "/" and (path.startswith((url, f"/{root}/"))))
            items.append(NavItem(_(label), url, here, icon, _(SHORT[name]) if name in SHORT else ""))
    nearest = max((len(item.url) for item in items if item.current), default=0)  # a page stands under one entry alone
    return [replace(item, current=item.current and len(item.url) == nearest) for item in items]


def _in_demo() -> bool:
    """Whether this is the demo city, asked of the database once a minute."""
    key, at = str(connection.settings_dict["NAME"]), time.monotonic()
    since, known = _demo.get(key, (0.0, False))
    if key not in _demo or at - since > DEMO_LIVES_SECONDS:
        known = is_demo()
        _demo[key] = (at, known)
    return known


def _emergency(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the banner of a running emergency access shows, from the session: until when, and where. What it opens, the database decides.

    Whether others have ended it meanwhile is asked of the database, by whoever has one alone; a page of an error cannot ask.
    """
    kept = request.session.get("emergency")
    if not kept or kept["desk"] != str(actor.desk) or (until := datetime.fromisoformat(kept["until"])) <= now():
        return {}
    access = UUID(kept["id"])
    if is_acting() and not cases.still_runs(actor, access):
        del request.session["emergency"]
        return {}
    ways = {"url": reverse("desk:emergency", args=[access]), "end_url": reverse("cases:emergency_end", args=[access])}
    return {"until": until, "left": when.span(until - now()), **ways}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows around a page."""
    actor: Actor = getattr(request, "actor", VISITOR)
    shown: dict[str, Any] = {"actor": actor, "desk": actor.desk_name, "now": now(), "signed_in": not actor.is_visitor}
    shown["nav"] = _nav(request.path, actor)
    if actor.is_visitor:
        return {"frame": shown | {"sign_in_url": _url("directory:sign_in")}}
    account = _url("directory:account")
    several = request.session.get("several", False)
    shown |= {"home_url": _url("desk:home"), "account_url": account, "desks_url": f"{account}#desks" if several else ""}
    shown |= {"idle": settings.IDLE_MINUTES * 60, "awake_url": _url("directory:awake"), "lock_url": _url("directory:lock")}
    shown |= {"sign_out_url": _url("directory:sign_out"), "help_url": _url("desk:help")}
    shown["new_report_url"] = _url("intake:new") if actor.may(P.TAKE_REPORT) else _url("intake:send") if actor.may(P.SEND_REPORT) else ""
    shown["emergency"] = _emergency(request, actor)
    if _in_demo():
        shown["demo"] = _("Demo city: every person and every case is invented. Enter nothing real here.")
    return {"frame": shown}
