"""Keeping and cancelling."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from jejaring.access.actor import Actor
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import ACT_OF_STATE, CommitmentState, RuleKey
from jejaring.kernel.clock import now

# Plain SQL for what every act does: end what is open, and write the moment in each one's life, in one statement. Both desks see a row, so
# RETURNING is allowed. The events' ids are the database's own (version 7 as well), since nobody knows beforehand how many there will be.
END = """with ended as (
        update commitments_commitment set state = %s, ended_at = %s, ended_by_act = %s
        where state = 'open' and (subject_id = any (%s) or case_id = %s) and (%s::text[] is null or key = any (%s)) and key <> all (%s)
        returning id)
    insert into commitments_commitmentevent (id, commitment_id, act, at, "by", desk, due_before, reason)
    select uuidv7(), ended.id, %s, %s, %s, %s, null, %s from ended"""


def _end(
    state: CommitmentState, by: Actor, act: str, *, subjects: Iterable[UUID | None] = (), case_id: UUID | None = None,
    keys: tuple[RuleKey, ...] = (), keep_keys: tuple[RuleKey, ...] = (), reason: str = "",
) -> int:  # fmt: skip
    """End what is open on subjects or a case; each ending is one more event. One statement."""
    named, left, moment = [k.value for k in keys] or None, [k.value for k in keep_keys], now()
    which: list[Any] = [state.value, moment, act, [s for s in subjects if s], case_id, named, named, left]
    with connection.cursor() as cursor:
        cursor.execute(END, [*which, ACT_OF_STATE[state].value, moment, by.id, by.desk, reason])
        return int(cursor.rowcount)


def keep(
    *keys: RuleKey, subject_id: UUID, also: UUID | None = None, case_id: UUID | None = None, by: Actor, act: str, reason: str = ""
) -> int:  # fmt: skip
    """End the open commitments of these kinds as kept by an act; how many (none is no error).

    On a subject, on another one (the report of a case), and with `case_id` on all that is of the case, as the reports that joined it are.
    """
    return _end(CommitmentState.KEPT, by, act, subjects=(subject_id, also), case_id=case_id, keys=keys, reason=reason)


def keep_each(*keys: RuleKey, subjects: Sequence[UUID], by: Actor, act: str) -> int:
    """End the open commitments of these kinds on several subjects as kept; how many. No statement for no subject."""
    return _end(CommitmentState.KEPT, by, act, subjects=subjects, keys=keys) if subjects and keys else 0


def keep_contact(*, report_id: UUID | None, case_id: UUID, by: Actor, act: str) -> int:
    """End the promises of contact of a case and its report as kept, each where it is the hour for it: in the window for which it waits, or
    later. Otherwise it stays."""
    told = Q(case_id=case_id) | Q(subject_id=report_id) if report_id else Q(case_id=case_id)
    waiting = Commitment.objects.filter(told, key=RuleKey.SAFE_CONTACT, state=CommitmentState.OPEN, window_from__lte=now())
    return keep_each(RuleKey.SAFE_CONTACT, subjects=list(waiting.values_list("subject_id", flat=True)), by=by, act=act)


def carry_into(case_id: UUID, *, report_id: UUID) -> None:
    """A report joined a case: what is open on it is the case's from now on, kept and ended by what is done there."""
    Commitment.objects.filter(subject_id=report_id, state=CommitmentState.OPEN).update(case_id=case_id)


def cancel(*keys: RuleKey, subject_id: UUID, by: Actor, act: str, reason: str = "") -> int:
    """End open commitments whose ground fell away (all kinds when none is named); how many there were."""
    return _end(CommitmentState.CANCELLED, by, act, subjects=(subject_id,), keys=keys, reason=reason)


def cancel_each(*keys: RuleKey, case_id: UUID, by: Actor, act: str, reason: str) -> int:
    """End open commitments of these kinds, whatever of the case they are on, whose ground fell away; how many. None for no kind."""
    return _end(CommitmentState.CANCELLED, by, act, case_id=case_id, keys=keys, reason=reason) if keys else 0


def cancel_case(*, case_id: UUID, also: UUID | None = None, by: Actor, act: str, keep_keys: tuple[RuleKey, ...] = ()) -> int:
    """End everything that is still open on a case, the reports that joined it included (and on another subject, its report), except some
    kinds."""
    return _end(CommitmentState.CANCELLED, by, act, subjects=(also,), case_id=case_id, keep_keys=keep_keys)
