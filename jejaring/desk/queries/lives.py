"""The promises of a case, each as one line with its life: on the journey of its file, and as rows that leave as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases import queries as cases
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import LifeRow, Owed, Step
from jejaring.commitments.states import CommitmentAct as A
from jejaring.commitments.states import CommitmentState
from jejaring.desk import acts
from jejaring.desk.queries.promises import waiting, what
from jejaring.kernel.tables import Cell, Table
from jejaring.ui import when

KINDS = {A.KEPT: "kept", A.ESCALATED: "late", A.REMINDED: "sent"}


@dataclass(frozen=True, slots=True)
class Told:
    """One moment of a life, for a timeline."""

    at: datetime
    kind: str
    title: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Life:
    """A promise in one line, and every moment of its life when it is unfolded."""

    title: str
    desks: str
    due_at: datetime
    state: CommitmentState
    ended_at: datetime | None
    started_at: datetime
    waits: str
    url: str  # nothing for whoever's desk neither owes nor awaits it
    told: list[Told]
    opened: bool  # whether sealed words of somebody are among them


def lives(actor: Actor, steps: Iterable[Step]) -> list[Life]:
    """Every promise of a case with its life, the newest promise first. One statement, where sealed words are opened."""
    return [_life(actor, owed, rows) for owed, rows in _of_each(steps, opening=True)][::-1]


def _of_each(steps: Iterable[Step], *, opening: bool) -> list[tuple[Owed, list[LifeRow]]]:
    """The promises in the order in which they were made, each with its events in words."""
    told = [s for s in steps if s.event is not None]
    rows = commitments.life((s.event for s in told if s.event), opening=opening)
    pairs = sorted(zip(told, rows, strict=True), key=lambda pair: (pair[0].commitment.started_at, pair[0].commitment.id))
    grouped = groupby(pairs, key=lambda pair: pair[0].commitment)
    return [(owed, [row for _step, row in found]) for owed, found in grouped]


def _life(actor: Actor, owed: Owed, rows: list[LifeRow]) -> Life:
    owing = owed.desk if not owed.owed_to or owed.owed_to == owed.desk else _("%(desk)s to %(other)s")
    desks = owing % {"desk": owed.desk, "other": owed.owed_to} if owing != owed.desk else owed.desk
    url = acts.address("desk:promise", owed.id) if actor.desk in (owed.desk_id, owed.owed_to_desk_id) else ""
    return Life(
        what(owed), desks, owed.due_at, owed.state, owed.ended_at, owed.started_at, waiting(owed), url, life_told(owed, rows),
        any(row.note for row in rows),
    )  # fmt: skip


def life_told(owed: Owed, life: list[LifeRow]) -> list[Told]:
    """The moments in words, in the order given: by whom at which desk, why, the old due moment and the new one."""
    dues = due_moments(owed, life)
    return [
        Told(row.at, KINDS.get(row.act, "plain"), _(row.act.label), _text(owed, row, due), by_whom(row))
        for row, due in zip(life, dues, strict=True)
    ]  # fmt: skip


def due_moments(owed: Owed, life: list[LifeRow]) -> list[datetime]:
    """When the promise was due after each of its moments: what a later move says that it was before, else as it stands."""
    found, due = [], owed.due_at
    for row in reversed(life):
        found.append(due)
        due = row.due_before or due
    return found[::-1]


def by_whom(row: LifeRow) -> str:
    """The office and its desk; steps of the ladder are the clock's own."""
    return " · ".join(part for part in (row.by or _("the clock"), row.desk) if part)


def _text(owed: Owed, row: LifeRow, due: datetime) -> str:
    parts = [row.reason]
    if row.act == A.OPENED:
        parts += [_("Owed by %(desk)s") % {"desk": owed.desk}, _("due %(at)s") % {"at": when.moment(due)}]
    elif row.due_before:
        parts += [_("was due %(at)s") % {"at": when.moment(row.due_before)}, _("now due %(at)s") % {"at": when.moment(due)}]
    return " · ".join(part for part in (*parts, row.note) if part)


def life_table(actor: Actor, case_id: UUID) -> Table:
    """Every moment in the life of a case's promises, one a row, in clear facts alone: sealed words stay in the file.

    Http404 for whoever does not see the case. Two statements.
    """
    head = cases.summary(actor, case_id)
    heads = (_("Promise"), _("Owed by"), _("Owed to"), _("State"), _("Promised"), _("What happened"), _("When"), _("By whom"))
    more = (_("Reason"), _("Due before"), _("Due after"))
    found = _of_each(commitments.steps_of_case(case_id, opened_from=head.opened_from), opening=False)
    return Table(_("Promises"), heads + more, [cells for owed, rows in found for cells in _cells(owed, rows)])


def _cells(owed: Owed, rows: list[LifeRow]) -> Iterator[list[Cell]]:
    promised: list[Cell] = [what(owed), owed.desk, owed.owed_to, _(owed.state.label), owed.started_at]
    for row, due in zip(rows, due_moments(owed, rows), strict=True):
        yield [*promised, _(row.act.label), row.at, by_whom(row), row.reason, row.due_before, due]
