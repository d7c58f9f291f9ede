"""Why somebody acts. Every view names its purpose; it is written beside each read of a person."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from jejaring.access.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


class Purpose(StrEnum):
    """Purposes of a request or job, as written to the audit log."""

    PUBLIC = "public"
    SIGN_IN = "sign_in"
    ACCOUNT = "account"
    DESK = "desk"
    INTAKE = "intake"
    TRIAGE = "triage"
    CASE_WORK = "case_work"
    REFERRAL = "referral"
    SUPERVISION = "supervision"
    FIGURES = "figures"
    TASK_FORCE = "task_force"
    ADMINISTRATION = "administration"
    AUDIT = "audit"
    REGISTER = "register"
    UNSEALING = "unsealing"
    CLOCK = "clock"
    IMPORT = "import"
    EMERGENCY = "emergency"
    DEMO = "demo"


def screen(purpose: Purpose, *needs: Permission) -> Callable[[View], View]:
    """Declare a view's purpose and the permissions of which its actor needs at least one (none: everybody signed in;
    Purpose.PUBLIC and SIGN_IN: visitors as well)."""

    def mark(view: View) -> View:
        view.purpose = purpose  # type: ignore[attr-defined]
        view.needs = frozenset(needs)  # type: ignore[attr-defined]
        return view

    return mark
