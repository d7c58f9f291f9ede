"""The desk's first page: what it owes, what is owed to it, what happened since the last visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.desk import acts
from jejaring.desk.queries.promises import PromiseRow, awaited, to_rows, to_waiting
from jejaring.desk.queries.shifts import Left, shifts
from jejaring.directory import queries as directory
from jejaring.directory.queries import Duty
from jejaring.kernel.clock import now
from jejaring.notices import queries as notices
from jejaring.notices.states import NoticeKind
from jejaring.ui import when

TO_MANY = frozenset({NoticeKind.DESK_LATE, NoticeKind.LETTER_DUE})
SHOWN = 20
COUNTED = 100  # a longer list is said as "more than"


@dataclass(frozen=True, slots=True)
class News:
    """A notice: that something happened, where to look, nothing of whom."""

    text: str
    desk: str
    at: datetime
    url: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Owing:
    """What a desk owes: a sentence and the list, soonest first."""

    sentence: str
    rows: list[PromiseRow]
    waiting: list[PromiseRow]  # for somebody else: neither due nor late
    more: int
    whole: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """The desk's home."""

    owing: Owing
    awaited: list[PromiseRow]
    news: list[News]
    duty: Duty
    left: list[Left]


def owing(actor: Actor, *, whole: bool = False) -> Owing:
    """What the actor's desk owes, soonest first: what the actor may keep, or all of the desk's.

    Two statements: how many in all, and the list; where something waits for somebody a third, and for the whole list one that says which
    of its cases the actor works on.
    """
    mine = {} if whole else _own(actor)
    open_, late, waits = commitments.counts(actor, cap=COUNTED)
    found = commitments.owed_by(actor, limit=COUNTED if whole else SHOWN, **mine)
    waiting = commitments.paused_by(actor, **mine) if waits else []
    ids = {owed.case_id for owed in found if owed.case_id}
    seen = frozenset(cases.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if whole and ids else ids
    rows = to_rows(actor, found, frozenset(seen))
    return Owing(_sentence(found, open_, late, len(waiting)), rows, to_waiting(waiting), max(open_ - len(found), 0), whole, now())


def _own(actor: Actor) -> dict[str, Any]:
    """Which promises the actor may keep: of the kinds of the own role, and those of a case only where the actor works on it."""
    keys = acts.keys_of(actor)
    of_cases = frozenset(key for key in keys if acts.ACTS[key].of_case)
    return {"keys": keys - of_cases, "of_cases": of_cases, "cases": cases.sees_its_case if of_cases else None}


def home(actor: Actor, *, whole: bool = False) -> Home:
    """All of a desk's first page. Five statements, one more where something waits for somebody, two where an earlier shift left something,
    and one for each kind of names that this process does not hold yet."""
    return Home(owing(actor, whole=whole), awaited(commitments.owed_to(actor, limit=8)), news(actor), *shifts(actor))


def news(actor: Actor) -> list[News]:
    """The newest notices of the actor's desk. One statement."""
    rows = notices.recent(actor)
    return [
        News(said(n.kind, n.count), directory.desk_name(n.from_desk), n.at, _leads_to(actor, n.kind, n.subject_kind, n.subject_id),
             n.seen_at is None) for n in rows
    ]  # fmt: skip


def _leads_to(actor: Actor, kind: NoticeKind, subject_kind: str, subject_id: UUID) -> str:
    """Where a notice leads: the secretary and the chair to the page of promises, a desk to its own list or to the promise itself."""
    if kind in TO_MANY or subject_kind in ("desk", "promises"):
        if actor.may(P.SEE_PROMISES):
            return acts.address("indicators:promises")
        if subject_kind in ("desk", "promises"):
            return f"{acts.address('desk:home')}?all=1"
    return acts.page_of(actor, subject_kind, subject_id)


def said(kind: NoticeKind, n: int) -> str:
    """A notice in words; a digest says how many."""
    if n < 2:
        return _(kind.label)
    counted = {
        NoticeKind.PROMISE_DUE: ngettext("%(n)s promise will be due soon", "%(n)s promises will be due soon", n),
        NoticeKind.PROMISE_LATE: ngettext("%(n)s promise is late", "%(n)s promises are late", n),
        NoticeKind.DESK_LATE: ngettext("Other desks are late with %(n)s promise", "Other desks are late with %(n)s promises", n),
        NoticeKind.LETTER_DUE: ngettext(
            "A reminder by letter is to be written for %(n)s late promise",
            "Reminders by letter are to be written for %(n)s late promises", n,
        ),
    }  # fmt: skip
    return counted[kind] % {"n": n} if kind in counted else _(kind.label)


def _sentence(rows: list[Owed], open_: int, late: int, waiting: int) -> str:
    """What matters in one line: how many are open, how many late, when the next is due, how many wait for somebody."""
    waits = [_("%(n)s waiting for somebody") % {"n": waiting}] if waiting else []
    if not open_:
        return " · ".join([_("Nothing is due now."), *waits]) if waits else _("Nothing is owed now.")
    many = _("more than %(n)s open") if open_ >= COUNTED else _("%(n)s open")
    parts = [many % {"n": min(open_, COUNTED - 1)}, _("%(n)s late") % {"n": late} if late else _("none late")]
    if ahead := [row.due_at for row in rows if row.due_at > now()]:
        parts.append(_("next in %(span)s") % {"span": when.span(min(ahead) - now())})
    return " · ".join(parts + waits)
