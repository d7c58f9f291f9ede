"""A promise as lists show it: time, what, about whom without a name, and the one act that keeps it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases.queries.standing import words_for
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import RuleKey
from jejaring.desk import acts
from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.reference import queries as reference
from jejaring.triage.states import Risk


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise of a list: never a name."""

    id: UUID
    what: str
    who: str
    due_at: datetime
    window: Window | None
    url: str = ""
    act: str = ""
    primary: bool = False


def to_rows(actor: Actor, found: list[Owed], *, short: bool = False, seen: frozenset[UUID] | None = None) -> list[PromiseRow]:
    """Rows in the order given, with the acts that the actor may do; the first of them is the main one. No statement.

    `short` leaves out what a page about one case says already; `seen` are the cases whose acts the actor can reach, None for all.
    """
    rows, main = [], True
    for owed in found:
        act = acts.ACTS[owed.key]
        reachable = not act.of_case or seen is None or owed.case_id in seen
        url = act.url(owed) if actor.permissions & act.needs and reachable else ""
        who = for_whom(owed) if short else about(owed)
        rows.append(PromiseRow(owed.id, what(owed), who, owed.due_at, window(owed), url, _(act.verb) if url else "", bool(url) and main))
        main = main and not url
    return rows


def awaited(found: list[Owed]) -> list[PromiseRow]:
    """Rows of what other desks owe: no act of ours keeps them."""
    return [PromiseRow(owed.id, what(owed), f"{owed.desk} · {about(owed, other=False)}", owed.due_at, window(owed)) for owed in found]


def what(owed: Owed) -> str:
    """The promise in words, with the service where it is one."""
    words = _("Report to the police (3×24 hours)") if owed.key == RuleKey.POLICE_REPORT else _(owed.key.label)
    return f"{words}: {reference.label('service', owed.service)}" if owed.service else words


def about(owed: Owed, *, other: bool = True) -> str:
    """Sex, age, place, kind, risk, reference and for whom; codes only, so that nobody is named."""
    known = owed.age is not None or owed.sex in ("female", "male")
    parts = (
        words_for(owed.sex, owed.age, None) if known else "", owed.area and reference.area_name(owed.area),
        owed.kind and reference.label("category", owed.kind), risk(owed.risk), owed.reference, for_whom(owed) if other else "",
    )  # fmt: skip
    return " · ".join(p for p in parts if p)


def for_whom(owed: Owed) -> str:
    """The desk to which it is owed; nothing where it is owed to the person."""
    return _("for %(desk)s") % {"desk": owed.owed_to} if owed.owed_to and owed.owed_to != owed.desk else ""


def risk(code: str) -> str:
    """The words of a risk; nothing where none was decided."""
    return _(Risk(code).label) if code in set(Risk) else ""


def window(owed: Owed) -> Window | None:
    """The safe hours of a promise of contact, on the clock of Asia/Jakarta."""
    if not owed.window_from or not owed.window_until:
        return None
    start, end = (at.astimezone(WIB).time().replace(second=0, microsecond=0) for at in (owed.window_from, owed.window_until))
    return Window(start, end) if start != end else None
