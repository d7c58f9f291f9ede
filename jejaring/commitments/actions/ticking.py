"""Taking the steps that are due: reminders and the rungs of the ladder, each once for a commitment, whatever was killed in between."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.commitments import queries, rules
from jejaring.commitments.actions.events import event
from jejaring.commitments.actions.opening import TRAFFICKING
from jejaring.commitments.models import Commitment, StepTaken
from jejaring.commitments.rules import Rung
from jejaring.commitments.states import Addressee, CommitmentAct, CommitmentState
from jejaring.directory import queries as directory
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.notices import actions as notices
from jejaring.notices.actions import Word
from jejaring.notices.states import NoticeKind

BATCH = 500
STORM = 3  # more notices of one kind to one desk in one tick become a digest
LETTER = "letter"  # the reason of a step that drafts one
LATE = """update commitments_commitment c set next_step_at = v.at from unnest(%s::uuid[], %s::timestamptz[]) v(id, at) where c.id = v.id"""


@dataclass(frozen=True, slots=True)
class _Step:
    row: Commitment
    rung: Rung
    at: datetime


def take_steps(*, by: Actor, limit: int = BATCH) -> int:
    """Take what is due at the actor's desk, in the caller's transaction; how many commitments were looked at (fewer than `limit`: all).

    Rows that another worker holds are left to it. Steps, events, notices and the next moment are written together, so that a worker or
    database killed at any point has either taken a step or not. Six statements, whatever their number.
    """
    due = Commitment.objects.filter(desk_id=by.desk, state=CommitmentState.OPEN, paused_at=None, next_step_at__lte=now())
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("desk__organisation").order_by("next_step_at")[:limit])
    if not rows:
        return 0
    taken: dict[UUID, set[str]] = defaultdict(set)
    for commitment, step in StepTaken.objects.filter(commitment__in=rows).values_list("commitment_id", "step"):
        taken[commitment].add(step)
    steps: list[_Step] = []
    following: list[tuple[UUID, datetime | None]] = []
    for row in rows:
        ready, later = _ready(row, taken[row.pk])
        steps += ready
        following.append((row.pk, later))
    _write(by, steps)
    with connection.cursor() as cursor:
        cursor.execute(LATE, [[pk for pk, _ in following], [at for _, at in following]])
    notices.tell_all(_words(steps), from_desk=by.desk)
    return len(rows)


def _ready(row: Commitment, taken: set[str]) -> tuple[list[_Step], datetime | None]:
    """The steps of one commitment whose moment has come, and the moment of the one after them."""
    terms = queries.of_version(row.key, row.rule_version)
    calendar = queries.calendar_for(terms, row.desk_id)
    rungs = rules.rungs_for(terms, trafficking=row.about_kind == TRAFFICKING)
    moments = [s for s in rules.step_moments(row.window_from or row.started_at, row.due_at, rungs, calendar) if s[0].name not in taken]
    ready = [_Step(row, rung, at) for rung, at in moments if at <= now()]
    return ready, min((at for _rung, at in moments if at > now()), default=None)


def _write(by: Actor, steps: list[_Step]) -> None:
    moment = now()
    taken = [StepTaken(commitment=s.row, step=s.rung.name, due_at=s.at, taken_at=moment) for s in steps]
    insert(*taken, *(event(s.row, _act(s.rung), by, reason=_to_whom(s)) for s in steps))


def _by_letter(step: _Step) -> bool:
    """Whether the head of a vertical body would be told, or the secretary of one: it is written to instead, nobody orders it."""
    return step.row.desk.organisation.vertical and step.rung.to in (Addressee.AGENCY, Addressee.SECRETARY)


def _to_whom(step: _Step) -> str:
    return LETTER if _by_letter(step) else step.rung.to.value


def _act(rung: Rung) -> CommitmentAct:
    return CommitmentAct.REMINDED if rung.percent < 100 else CommitmentAct.ESCALATED


def _words(steps: list[_Step]) -> list[Word]:
    """Whom to tell. Of several steps of one commitment only the highest is told; many at once are one digest for each desk or head."""
    highest: dict[UUID, _Step] = {}
    for step in sorted(steps, key=lambda s: s.rung.percent):
        highest[step.row.pk] = step
    found: dict[tuple[UUID, NoticeKind, UUID | None], list[Word]] = defaultdict(list)
    for step in highest.values():
        for word in _told(step):
            found[word.desk_id, word.kind, word.to_user].append(word)
    return [word for words in found.values() for word in _gathered(words)]


def _gathered(words: list[Word]) -> list[Word]:
    if len(words) <= STORM:
        return words
    first = words[0]
    return [Word(first.desk_id, first.kind, "desk", first.desk_id, len(words), first.to_user)]


def _told(step: _Step) -> Iterable[Word]:
    row, to = step.row, step.rung.to
    if to in (Addressee.DESK, Addressee.HEAD):
        kind = NoticeKind.PROMISE_DUE if step.rung.percent < 100 else NoticeKind.PROMISE_LATE
        heads = directory.supervisors_of(row.desk_id) if to == Addressee.HEAD else ()
        return [Word(row.desk_id, kind, "promise", row.pk, to_user=user) for user in heads or (None,)]
    if to == Addressee.AGENCY:
        return _to_the_agency(row)
    if _by_letter(step):
        return [Word(desk, NoticeKind.LETTER_DUE, "promise", row.pk) for desk in directory.secretariat()]
    return [Word(desk, NoticeKind.DESK_LATE, "promises", desk) for desk in directory.secretariat()]


def _to_the_agency(row: Commitment) -> list[Word]:
    """The head of the agency is told. A vertical body is written to instead, by whoever waits for it or by the secretariat."""
    head = None if row.desk.organisation.vertical else directory.head_desk_of(row.desk.organisation_id)
    if head is not None:
        return [Word(head, NoticeKind.DESK_LATE, "promises", head)]
    writers = [row.owed_to_desk_id] if row.owed_to_desk_id else directory.secretariat()
    return [Word(desk, NoticeKind.LETTER_DUE, "promise", row.pk) for desk in writers if desk]
