"""What desks owe and await, soonest first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Q, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now
from jejaring.kernel.ids import NIL


@dataclass(frozen=True, slots=True)
class Owed:
    """A commitment as the desk's list shows it."""

    id: UUID
    key: RuleKey
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None
    reference: str
    desk_id: UUID
    desk: str
    owed_to: str
    risk: str
    started_at: datetime
    due_at: datetime
    window_from: datetime | None
    window_until: datetime | None
    state: CommitmentState
    ended_at: datetime | None
    sex: str
    age: int | None
    area: str
    kind: str
    service: str
    paused_at: datetime | None = None
    owed_to_desk_id: UUID | None = None
    waits_for: str = ""  # reference list "waits_for", while it waits
    asked: UUID | None = None  # a waiver that nobody has decided yet
    rule_version: int = 1

    @property
    def late(self) -> bool:
        """Past its due moment and still open, or ended after it; while it waits for somebody it is not late."""
        return self.paused_at is None and (self.ended_at or now()) > self.due_at


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a commitment's life, for the timeline."""

    commitment: Owed
    act: str
    at: datetime
    by: UUID
    due_before: datetime | None
    reason: str
    event: CommitmentEvent | None = None  # its words are sealed


def one_of(c: Commitment) -> Owed:
    """A row of `whole` as lists show it."""
    row: Any = c
    desk, owed_to = row.desk_name, row.owed_to_name or ""
    when = (c.started_at, c.due_at, c.window_from, c.window_until, c.state, c.ended_at)
    about = (c.about_sex, c.about_age, c.about_area, c.about_kind, c.service)
    return Owed(
        c.pk, c.key, c.subject_kind, c.subject_id, c.case_id, c.reference, c.desk_id, desk, owed_to, c.risk, *when, *about,
        c.paused_at, c.owed_to_desk_id, c.waits_for, c.asked, c.rule_version,
    )  # fmt: skip


# Each only where it can be: most promises neither wait nor are asked to be waived.
WAITS_FOR: RawSQL = RawSQL(
    "case when commitments_commitment.paused_at is not null then (select p.waits_for from commitments_pause p"
    " where p.commitment_id = commitments_commitment.id and p.ended_at is null) end", (), CharField(),
)  # fmt: skip
ASKED: RawSQL = RawSQL(
    "(select w.id from commitments_waiver w where w.commitment_id = commitments_commitment.id and w.decided_at is null)", (), UUIDField()
)


def whole(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """What `one_of` needs beside a row: of the desks their names alone, since two more models for each row cost as much as the row."""
    desks = {"desk_name": F("desk__name"), "owed_to_name": F("owed_to_desk__name")}
    return rows.annotate(**desks, open_pause=WAITS_FOR, open_waiver=ASKED)


def _owed(rows: QuerySet[Commitment]) -> list[Owed]:
    return [one_of(c) for c in whole(rows)]


Sees = Callable[[Actor], Q]  # whether the case whose id stands in case_id is one of the actor's


def owed_by(
    actor: Actor, *, keys: Collection[RuleKey] = (), of_cases: Collection[RuleKey] = (), cases: Sees | None = None, limit: int = 20
) -> list[Owed]:
    """What the actor's desk owes, soonest first; of some kinds alone where they are named. One statement.

    With `cases` (whether a case is one's own, asked of each row), the kinds named in `of_cases` count for those cases only. What waits for
    somebody is in `paused_by` instead.
    """
    return _listed(_stored(False, frozenset(keys), frozenset(of_cases), cases, actor.roles, limit), actor)


def paused_by(
    actor: Actor, *, keys: Collection[RuleKey] = (), of_cases: Collection[RuleKey] = (), cases: Sees | None = None, limit: int = 20
) -> list[Owed]:
    """What the actor's desk owes and cannot do yet, since somebody is waited for; longest waiting first. One statement."""
    return _listed(_stored(True, frozenset(keys), frozenset(of_cases), cases, actor.roles, limit), actor)


def _listed(query: Stored[Commitment], actor: Actor) -> list[Owed]:
    return [one_of(c) for c in query(actor.desk, actor.id)]


@lru_cache(maxsize=128)
def _stored(
    waiting: bool, keys: frozenset[RuleKey], of_cases: frozenset[RuleKey], cases: Sees | None, roles: frozenset[Role], limit: int
) -> Stored[Commitment]:
    """The list of one role, compiled once for each desk and actor."""

    def query(desk: UUID, user: UUID) -> QuerySet[Commitment]:
        rows = Commitment.objects.filter(desk_id=desk, state=CommitmentState.OPEN, paused_at__isnull=not waiting)
        if cases is not None:
            mine = cases(Actor(id=user, desk=desk, organisation=NIL, roles=roles))
            rows = rows.filter(Q(key__in=sorted(keys)) | Q(key__in=sorted(of_cases)) & mine)
        elif keys:
            rows = rows.filter(key__in=sorted(keys))
        return whole(rows).order_by("paused_at" if waiting else "due_at", "pk")[:limit]

    return Stored(query, sparing=True)


def owed_to(actor: Actor, *, limit: int = 20) -> list[Owed]:
    """What other desks owe to the actor's desk, soonest first. One statement."""
    return [one_of(c) for c in _awaited(limit)(actor.desk)]


@lru_cache(maxsize=8)
def _awaited(limit: int) -> Stored[Commitment]:
    """What is owed to a desk, compiled once for each length of the list."""

    def query(desk: UUID) -> QuerySet[Commitment]:
        rows = Commitment.objects.filter(owed_to_desk_id=desk, state=CommitmentState.OPEN).exclude(desk_id=desk)
        return whole(rows).order_by("due_at", "pk")[:limit]

    return Stored(query)


COUNTS = """select count(*), count(*) filter (where due_at < %s), exists (select from commitments_commitment
    where desk_id = %s and state = 'open' and paused_at is not null) from (select due_at from commitments_commitment
    where desk_id = %s and state = 'open' and paused_at is null order by due_at limit %s) soonest"""


def counts(actor: Actor, *, cap: int = 100) -> tuple[int, int, bool]:
    """Running and late commitments of the actor's desk, counted up to a cap, so that a huge desk costs no more than a large one; and
    whether any waits for somebody."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [now(), actor.desk, actor.desk, cap])
        running, late, waits = cursor.fetchone()
    return running, late, waits


def of_subjects(ids: list[UUID]) -> list[Owed]:
    """The commitments on these subjects that the context may see, oldest first. One statement."""
    return _owed(Commitment.objects.filter(subject_id__in=ids).order_by("started_at", "pk"))


def of_ids(ids: Collection[UUID]) -> list[Owed]:
    """These commitments, as far as the context may see them, soonest first. One statement."""
    return _owed(Commitment.objects.filter(pk__in=ids).order_by("due_at", "pk"))


def of_case(case_id: UUID) -> list[Owed]:
    """All commitments of a case, oldest first. One statement."""
    return _owed(Commitment.objects.filter(case_id=case_id).order_by("started_at", "pk"))


def must_not_miss(case_id: UUID) -> datetime | None:
    """The soonest future event (a wedding, a departure) that promises of a case were opened before. One statement."""
    rows = Commitment.objects.filter(case_id=case_id, before_at__gt=now()).order_by("before_at")
    return rows.values_list("before_at", flat=True).first()


STEPS = Branch(CommitmentEvent, on="{row}.commitment_id = {parent}.id", order="{row}.at, {row}.id")
LIVES = Stored(
    lambda case, report: whole(Commitment.objects.filter(Q(case_id=case) | Q(subject_id=report))).annotate(
        lived=STEPS.on_rows_of(Commitment)
    )
)


def steps_of_case(case_id: UUID, *, opened_from: UUID | None = None) -> list[Step]:
    """Every event in the life of a case's commitments (and of the report it was opened from), oldest first. One statement."""
    found: list[Any] = LIVES(case_id, opened_from or NIL)
    lived = [(one_of(c), STEPS.rows(c.lived)) for c in found]
    told = sorted(((e, owed) for owed, events in lived for e in events), key=lambda pair: (pair[0].at, pair[0].pk))
    return [Step(owed, e.act, e.at, e.by, e.due_before, e.reason, e) for e, owed in told]
