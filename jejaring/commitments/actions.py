"""Opening, keeping, waiving and cancelling commitments; always in the transaction of the act that does so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from jejaring.access.actor import Actor
from jejaring.commitments import queries, rules
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.commitments.states import ACT_OF_STATE, CommitmentAct, CommitmentState, RuleKey
from jejaring.guard.rows import change, insert
from jejaring.kernel.clock import now
from jejaring.kernel.deadlines import Window

# Plain SQL for what every act does: end what is open, and write the moment in each one's life, in one statement. Both desks see a row, so
# RETURNING is allowed. The events' ids are the database's own (version 7 as well), since nobody knows beforehand how many there will be.
END = """with ended as (
        update commitments_commitment set state = %s, ended_at = %s, ended_by_act = %s
        where state = 'open' and (subject_id = %s or case_id = %s) and (%s::text[] is null or key = any (%s)) and key <> all (%s)
        returning id)
    insert into commitments_commitmentevent (id, commitment_id, act, at, "by", desk, due_before, reason)
    select uuidv7(), ended.id, %s, %s, %s, %s, null, %s from ended"""


@dataclass(frozen=True, slots=True)
class About:
    """What a commitment is about, in clear codes: never a name."""

    subject_kind: str
    subject_id: UUID
    case_id: UUID | None = None
    reference: str = ""
    risk: str = ""
    sex: str = ""
    age: int | None = None
    area: str = ""
    kind: str = ""
    service: str = ""


def promise(
    key: RuleKey,
    *,
    by: Actor,
    about: About,
    desk_id: UUID | None = None,
    owed_to_desk_id: UUID | None = None,
    window: Window | None = None,
    start: datetime | None = None,
    due_at: datetime | None = None,
) -> Commitment:
    """Open one commitment under the rule in force today: this desk (default: the actor's) owes it from now on.

    A window makes it a promise of contact, which runs only inside the person's safe hours (Asia/Jakarta). `due_at` fixes the
    moment where the subject itself says it. One statement for the row and its first event.
    """
    row = _promised(key, by, about, desk_id=desk_id, owed_to_desk_id=owed_to_desk_id, window=window, start=start, due_at=due_at)
    insert(row, _event(row, CommitmentAct.OPENED, by))
    return row


def promise_all(*, by: Actor, about: About, wanted: Mapping[RuleKey, Window | None], start: datetime | None = None) -> None:
    """Open several commitments of the actor's desk on one subject, each with its window or none. One statement in all."""
    rows = [_promised(key, by, about, window=window, start=None if window else start) for key, window in wanted.items()]
    insert(*rows, *(_event(row, CommitmentAct.OPENED, by) for row in rows))


def _promised(
    key: RuleKey, by: Actor, about: About, *, desk_id: UUID | None = None, owed_to_desk_id: UUID | None = None,
    window: Window | None = None, start: datetime | None = None, due_at: datetime | None = None,
) -> Commitment:  # fmt: skip
    began = start or now()
    amount = queries.amount(key)
    when = rules.Due(due_at) if due_at else rules.due(began, amount, about.risk, window)
    return Commitment(
        key=key, rule_version=amount.version, subject_kind=about.subject_kind, subject_id=about.subject_id, case_id=about.case_id,
        reference=about.reference, desk_id=desk_id or by.desk, owed_to_desk_id=owed_to_desk_id, risk=about.risk, started_at=began,
        due_at=when.at, window_from=when.window_from, window_until=when.window_until, recorded_at=now(), about_sex=about.sex,
        about_age=about.age, about_area=about.area, about_kind=about.kind, service=about.service,
    )  # fmt: skip


def _event(row: Commitment, act: CommitmentAct, by: Actor, *, due_before: datetime | None = None, reason: str = "") -> CommitmentEvent:
    return CommitmentEvent(commitment_id=row.pk, act=act, at=now(), by=by.id, desk=by.desk, due_before=due_before, reason=reason)


def _end(
    state: CommitmentState, by: Actor, act: str, *, subject_id: UUID | None = None, case_id: UUID | None = None,
    keys: tuple[RuleKey, ...] = (), keep_keys: tuple[RuleKey, ...] = (), reason: str = "",
) -> int:  # fmt: skip
    """End what is open on a subject or case; each ending is one more event. One statement."""
    named, left, moment = [k.value for k in keys] or None, [k.value for k in keep_keys], now()
    which: list[Any] = [state.value, moment, act, subject_id, case_id, named, named, left]
    with connection.cursor() as cursor:
        cursor.execute(END, [*which, ACT_OF_STATE[state].value, moment, by.id, by.desk, reason])
        return int(cursor.rowcount)


def keep(*keys: RuleKey, subject_id: UUID, by: Actor, act: str) -> int:
    """End the open commitments of these kinds on a subject as kept by an act; how many there were (none is no error)."""
    return _end(CommitmentState.KEPT, by, act, subject_id=subject_id, keys=keys)


def cancel(*keys: RuleKey, subject_id: UUID, by: Actor, act: str, reason: str = "") -> int:
    """End open commitments whose ground fell away (all kinds when none is named); how many there were."""
    return _end(CommitmentState.CANCELLED, by, act, subject_id=subject_id, keys=keys, reason=reason)


def cancel_case(*, case_id: UUID, by: Actor, act: str, keep_keys: tuple[RuleKey, ...] = ()) -> int:
    """End everything that is still open on a case, except some kinds."""
    return _end(CommitmentState.CANCELLED, by, act, case_id=case_id, keep_keys=keep_keys)


def move(*, commitment_id: UUID, by: Actor, due_at: datetime, reason: str) -> None:
    """Give an open commitment a new due moment; the old one stays on record with the reason."""
    row = Commitment.objects.select_for_update().get(pk=commitment_id, state=CommitmentState.OPEN)
    insert(_event(row, CommitmentAct.MOVED, by, due_before=row.due_at, reason=reason))
    row.due_at = due_at
    change(row, "due_at")


def describe(*, subject_id: UUID, risk: str, sex: str, age: int | None, area: str, kind: str) -> None:
    """Correct what the open commitments of a subject or case are about, when its clear facts were corrected."""
    rows = Commitment.objects.filter(Q(subject_id=subject_id) | Q(case_id=subject_id), state=CommitmentState.OPEN)
    rows.update(risk=risk or F("risk"), about_sex=sex, about_age=age, about_area=area, about_kind=kind or F("about_kind"))
