"""What a browser is in the midst of proving: kept in its session on the server for five minutes, and a challenge that counts once."""

from datetime import datetime
from typing import Any

from jejaring.directory.rules.security_keys import PENDING, Site
from jejaring.kernel.clock import now
from jejaring.ui.http import Request

COMING_IN, NEW_KEY = "coming_in", "new_key"  # names in the session


def site_of(request: Request) -> Site:
    """The address in the browser's bar. The host is one of JEJARING_HOSTS; a page elsewhere that hands everything on has another."""
    return Site(f"{request.scheme}://{request.get_host()}")


def begin(request: Request, name: str, **state: str) -> None:
    """Remember what was proved so far."""
    request.session[name] = {**state, "until": (now() + PENDING).isoformat()}


def begun(request: Request, name: str) -> dict[str, Any]:
    """What was proved so far in this browser; nothing after five minutes."""
    state: dict[str, Any] = request.session.get(name) or {}
    return state if state and now() < datetime.fromisoformat(state["until"]) else {}


def challenge_taken(request: Request) -> str:
    """The challenge that this browser was given last; it is gone afterwards, whatever the answer is worth."""
    return request.session.take("challenge") or ""
