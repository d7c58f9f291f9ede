"""Case files for the tests of cases, opened with the real action."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from jejaring.cases import actions
from jejaring.cases.actions import NewIncident, NewParty
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import WINDOWS
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now, standing_at, today
from jejaring.people.rules import ContactWish
from tests.cast import Cast

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=WIB)
GIRL = NewParty("victim", "female", 17, name="Bunga Contoh", phone="0812-1111-2222", needs=("trusted_person",))
RECRUITER = NewParty("respondent", "male", relation="recruiter", known=False)
HUSBAND = NewParty("respondent", "male", 40, name="Suami Contoh", relation="spouse", lives_together=True)
WIFE = NewParty("victim", "female", 31, name="Ibu Contoh")


def lodging(**other: Any) -> NewIncident:
    """Three days ago in a hotel, in three forms."""
    facts = {"forms": (("trafficking", ""), ("sexual", "forced_prostitution"), ("exploitation", "")), "narrative": "Cerita contoh"}
    return NewIncident(today() - timedelta(3), "day", "lodging", "15.71.07", **(facts | other))


def at_home(*forms: tuple[str, str]) -> NewIncident:
    """Yesterday at home."""
    return NewIncident(today() - timedelta(1), "day", "home", "15.71.07", forms or (("physical", ""),), "Cerita contoh")


def open_file(cast: Cast, *, by: str = "duty", **other: Any) -> Case:
    """A girl recruited online, as the duty officer opens it; keyword arguments of `open_case` change it."""
    facts: dict[str, Any] = {
        "opened_from": None, "reported_at": now(), "channel": "whatsapp", "kind": "trafficking", "risk": "high", "area": "15.71.07",
        "manager": cast.manager.id, "companion": cast.companion.id, "parties": (GIRL, RECRUITER), "incident": lodging(),
        "contact": ContactWish(("whatsapp",), ("phone",)),
    }  # fmt: skip
    with acting_as(cast.actors[by], "test"):
        return actions.open_case(by=cast.actors[by], **(facts | other))


def wife_hit(cast: Cast, **other: Any) -> Case:
    """A woman hit by her husband at home, medium risk."""
    facts = {"kind": "violence_against_women", "risk": "medium", "parties": (WIFE, HUSBAND), "incident": at_home(), "channel": "walk_in"}
    return open_file(cast, **(facts | other))


@contextmanager
def later(days: float = 0, hours: float = 0) -> Iterator[None]:
    """Stand at a later moment than now."""
    with standing_at(now() + timedelta(days=days, hours=hours)):
        yield


def promises(case: Case, state: str = "open") -> list[str]:
    """The kinds of promises on a case in a state, by name; the windows of an incident have tests of their own. Call it inside a context of
    the desk."""
    rows = Commitment.objects.filter(case_id=case.pk, state=state).exclude(key__in=WINDOWS)
    return sorted(rows.values_list("key", flat=True))


def victim_of(case: Case) -> Any:
    """The id of the first victim. Call it inside the team's context."""
    return case.participants.filter(role="victim").order_by("recorded_at").values_list("pk", flat=True)[0]
