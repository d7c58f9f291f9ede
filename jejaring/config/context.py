"""The frame around every page: navigation by permission, desk, clock. It may not query."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jejaring.access.actor import VISITOR
from jejaring.access.roles import Permission as P
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as N

NAV = (
    (N("Desk"), "desk:home", "desk", {P.TAKE_REPORT, P.WORK_CASE, P.ANSWER_REFERRAL}),
    (N("Reports"), "intake:reports", "reports", {P.TAKE_REPORT, P.TRIAGE}),
    (N("Cases"), "desk:cases", "cases", {P.WORK_CASE}),
    (N("Referrals"), "referrals:referrals", "referrals", {P.SEND_REFERRAL, P.ANSWER_REFERRAL}),
    (N("Promises"), "indicators:promises", "promises", {P.SEE_PROMISES}),
    (N("Figures"), "indicators:figures", "figures", {P.SEE_FIGURES}),
    (N("Log"), "audit:events", "audit", {P.READ_AUDIT}),
    (N("Organisations"), "directory:organisations", "organisations", {P.ADMINISTER}),
    (N("Accounts"), "directory:accounts", "accounts", {P.ADMINISTER}),
    (N("Code lists"), "reference:lists", "codes", {P.ADMINISTER}),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


def _nav(request: HttpRequest) -> list[NavItem]:
    actor, items = getattr(request, "actor", VISITOR), []
    for label, name, root, needs in NAV:
        if actor.permissions & needs:
            try:
                url = reverse(name)
            except NoReverseMatch:
                continue
            here = request.path == url or (url != "/" and request.path.startswith(f"/{root}/"))
            items.append(NavItem(_(label), url, here))
    return items


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows around a page."""
    actor = getattr(request, "actor", VISITOR)
    return {"frame": {"nav": _nav(request), "actor": actor, "desk": actor.desk_name, "now": now(), "signed_in": not actor.is_visitor}}
