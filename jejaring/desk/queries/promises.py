"""A promise as lists show it: time, what, about whom without a name, and the one act that keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import RuleKey
from jejaring.desk import acts
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.deadlines import Window
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.queries import words_for
from jejaring.reference import queries as reference
from jejaring.triage.states import Risk
from jejaring.ui import when
from jejaring.ui.rows import e

RISKS: Mapping[str, str] = {code.value: code.label for code in Risk}


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
    badge: str = ""  # in place of the time that is left
    note: str = ""
    method: str = "get"


def to_rows(actor: Actor, found: list[Owed], seen: frozenset[UUID]) -> list[PromiseRow]:
    """Rows in the order given, with the acts that the actor may do; the first of them is the main one. No statement.

    `seen` are the cases whose files the actor opens: the acts of the others are their teams'.
    """
    rows, main = [], True
    for owed in found:
        act = acts.ACTS[owed.key]
        reachable = not act.of_case or owed.case_id in seen
        url = act.url(owed) if actor.permissions & act.needs and reachable else ""
        rows.append(
            PromiseRow(owed.id, linked(owed), said(owed), owed.due_at, window(owed), url, _(act.verb) if url else "", bool(url) and main)
        )
        main = main and not url
    return rows


def to_waiting(found: list[Owed]) -> list[PromiseRow]:
    """Rows of what waits for somebody: its one act says that it is here. No statement."""
    return [_waits(owed, said(owed)) for owed in found]


def _waits(owed: Owed, who: str) -> PromiseRow:
    url = acts.address("commitments:here", owed.id)
    return PromiseRow(
        owed.id, linked(owed), _joined(waiting(owed), who), owed.due_at, None, url, _("It is here"), badge=_("waits"), method="post"
    )


def waiting(owed: Owed) -> str:
    """For whom it waits, and since when; nothing where it does not."""
    if owed.paused_at is None:
        return ""
    for_what = reference.label("waits_for", owed.waits_for)
    return _("%(for_what)s, since %(day)s") % {"for_what": for_what, "day": when.near(owed.paused_at, now=now())}


def said(owed: Owed) -> str:
    """About whom without a name, and whether somebody asks that it need not be kept."""
    return _joined(about(owed), _("asked that it need not be kept") if owed.asked else "")


def linked(owed: Owed) -> str:
    """The promise in words, as a link to its page, where its life is told and its due moment can be changed."""
    return SafeString(f'<a href="{e(acts.address("desk:promise", owed.id))}">{e(what(owed))}</a>')


def rows_of_case(actor: Actor, found: list[Owed], verdicts: Mapping[str, Verdict]) -> list[PromiseRow]:
    """Rows on the page of their case: what the page says already is left out, an act that is refused says why. No statement."""
    rows, main = [], True
    for owed in found:
        if owed.paused_at:
            rows.append(_waits(owed, for_whom(owed)))
            continue
        act = acts.ACTS[owed.key]
        verdict = actor.may(*act.needs) & verdicts.get(act.url_name, YES)
        url = act.url(owed) if verdict else ""
        who = " · ".join(part for part in (for_whom(owed), "" if verdict else _(verdict.reason)) if part)
        rows.append(PromiseRow(owed.id, linked(owed), who, owed.due_at, window(owed), url, _(act.verb) if url else "", bool(url) and main))
        main = main and not url
    return rows


def awaited(found: list[Owed], *, short: bool = False) -> list[PromiseRow]:
    """Rows of what other desks owe: no act of ours keeps them. `short` leaves out of whom it is, which the page says already."""
    who = (f"{owed.desk} · {owed.reference}" if short else about(owed, owed.desk) for owed in found)
    return [
        PromiseRow(
            owed.id, linked(owed), _joined(waiting(owed), words), owed.due_at, window(owed), badge=_("waits") if owed.paused_at else ""
        ) for owed, words in zip(found, who, strict=True)
    ]  # fmt: skip


def _joined(*parts: str) -> str:
    """Words with a point between them; markup in one of them stays markup."""
    return SafeString(" · ".join([e(part) for part in parts if part]))


def what(owed: Owed) -> str:
    """The promise in words, with the service where it is one."""
    words = _("Report to the police (3×24 hours)") if owed.key == RuleKey.POLICE_REPORT else _(owed.key.label)
    return f"{words}: {reference.label('service', owed.service)}" if owed.service else words


def about(owed: Owed, by: str = "") -> str:
    """The desk that owes it or to which it is owed, sex, age, place, kind, risk, reference; codes only, so that nobody is named.

    A reference is never broken at the end of a line.
    """
    known = owed.age is not None or owed.sex in ("female", "male")
    return _joined(
        by, words_for(owed.sex, owed.age, None) if known else "", owed.area and reference.area_name(owed.area),
        owed.kind and reference.label("category", owed.kind), risk(owed.risk),
        owed.reference and SafeString(f'<span class="ref">{e(owed.reference)}</span>'), "" if by else for_whom(owed),
    )  # fmt: skip


def for_whom(owed: Owed) -> str:
    """The desk to which it is owed; nothing where it is owed to the person."""
    return _("for %(desk)s") % {"desk": owed.owed_to} if owed.owed_to and owed.owed_to != owed.desk else ""


def risk(code: str) -> str:
    """The words of a risk; nothing where none was decided."""
    return _(RISKS[code]) if code in RISKS else ""


def window(owed: Owed) -> Window | None:
    """The safe hours of a promise of contact, on the clock of Asia/Jakarta."""
    if not owed.window_from or not owed.window_until:
        return None
    start, end = (at.astimezone(WIB).time().replace(second=0, microsecond=0) for at in (owed.window_from, owed.window_until))
    return Window(start, end) if start != end else None
