"""Pausing, extending and waiving: every change keeps the old due moment and the reason on record."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import permissions, queries, rules
from jejaring.commitments.actions.ending import cancel
from jejaring.commitments.actions.events import event
from jejaring.commitments.actions.opening import TRAFFICKING
from jejaring.commitments.models import Commitment, Pause, StepTaken, Waiver
from jejaring.commitments.states import CommitmentAct, CommitmentState, RuleKey
from jejaring.directory.actions import once, sent_before
from jejaring.directory.queries import supervisors_of
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.clocks import Pause as Span
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.actions import Word
from jejaring.notices.states import NoticeKind

FARTHEST_DAYS = 366
RISEN = "risk_changed"  # the code of the reason


def _hold(commitment_id: UUID) -> Commitment:
    """Lock an open commitment that the context sees. Refused when it ended meanwhile."""
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("desk__organisation").annotate(open_waiver=queries.ASKED)
    row: Commitment = get_object_or_404(rows, pk=commitment_id)
    if row.state != CommitmentState.OPEN:
        raise Refused(permissions.ENDED)
    return row


def _write(row: Commitment, by: Actor, act: CommitmentAct, *, code: str = "", said: str = "", due_before: datetime | None = None) -> None:
    """One more moment in its life; words are sealed in the domain of what the promise is about."""
    domain = (row.case_id or row.subject_id) if row.subject_kind != "referral" else row.subject_id
    insert(event(row, act, by, due_before=due_before, reason=code, domain=domain, said=said))
    audit.record(f"promise_{act.value}", "commitment", row.pk, case_id=row.case_id, detail=code)


def _steps_again(row: Commitment) -> datetime | None:
    """When the next step comes after the due moment has moved. Steps that were taken are not taken again."""
    terms = queries.of_version(row.key, row.rule_version)
    calendar = queries.calendar_for(terms, row.desk_id)
    done = frozenset(StepTaken.objects.filter(commitment=row).values_list("step", flat=True))
    rungs = rules.rungs_for(terms, trafficking=row.about_kind == TRAFFICKING)
    step = rules.next_step(row.window_from or row.started_at, row.due_at, rungs, done, calendar)
    return step[1] if step else None


def move(*, commitment_id: UUID, by: Actor, due_at: datetime, reason: str) -> None:
    """Another act moves a due moment (a risk that has risen): the old one stays on record with the reason's code."""
    row = _hold(commitment_id)
    _move(row, by, CommitmentAct.MOVED, due_at, code=reason)


def _move(row: Commitment, by: Actor, act: CommitmentAct, due_at: datetime, *, code: str = "", said: str = "") -> None:
    _write(row, by, act, code=code, said=said, due_before=row.due_at)
    row.due_at = max(due_at, row.started_at)
    row.next_step_at = _steps_again(row)
    row.save(force_update=True, update_fields=["due_at", "next_step_at", "fixed", "paused_at", "happened_at"])


def recount(*, commitment_id: UUID, by: Actor, moments: Sequence[tuple[datetime, datetime]], act: str, reason: str) -> None:
    """What an open promise counts from was put right: `moments` are the first and the last at which it can have happened, in order.

    Where one of them is still its own, nothing changes. Else it counts from the first of those under which it would have been opened
    then, its old due moment on record; without one its ground is gone, and it is cancelled by the act, with the reason's code.
    """
    row = _hold(commitment_id)
    if row.happened_at is None or any(first <= row.happened_at < max(last, first + timedelta(microseconds=1)) for first, last in moments):
        return
    time = timedelta(hours=queries.of_version(row.key, row.rule_version).amount(row.risk))
    row.happened_at = next((first for first, last in moments if last + time > row.started_at), None)
    if row.happened_at is None:
        cancel(row.key, subject_id=row.subject_id, by=by, act=act, reason=reason)
    else:
        _move(row, by, CommitmentAct.MOVED, _computed(row), code=reason)


def hasten(
    *, by: Actor, risk: str, subject_id: UUID | None = None, case_id: UUID | None = None, keys: Collection[RuleKey] = ()
) -> int:  # fmt: skip
    """The risk has risen: what the actor's desk owes on a subject or case is due as soon as if it were promised now, where that is sooner.

    Of some kinds alone where they are named; what was fixed by hand, waits, or counts from an incident stays. How many due moments moved.
    """
    rows = Commitment.objects.select_for_update().filter(
        Q(subject_id=subject_id) if subject_id else Q(case_id=case_id), desk_id=by.desk, state=CommitmentState.OPEN, paused_at=None,
        fixed=False, window_until=None, happened_at=None,
    )  # fmt: skip
    moved = 0
    for row in rows.filter(key__in=keys) if keys else rows:
        terms = queries.of_version(row.key, row.rule_version)
        sooner = rules.due(now(), terms, risk, calendar=queries.calendar_for(terms, row.desk_id), before=row.before_at)
        if sooner and sooner.at < row.due_at:
            _move(row, by, CommitmentAct.MOVED, sooner.at, code=RISEN)
            moved += 1
    return moved


def extend(
    *, commitment_id: UUID, by: Actor, due_at: datetime, reason: str, note: str = "", submission: UUID | None = None
) -> None:  # fmt: skip
    """The desk that owes takes more time, with a reason (list "extension_reason"). What the law fixes is not extended."""
    if sent_before(by=by, submission=submission):
        return
    row = _hold(commitment_id)
    require(permissions.may_extend(by, row))
    if due_at <= max(now(), row.due_at):
        raise Refused(_("The new moment lies after the old one, and after now."), "due_at")
    if (due_at - now()).days > FARTHEST_DAYS:
        raise Refused(_("At most a year from now."), "due_at")
    row.fixed = True
    _move(row, by, CommitmentAct.MOVED, due_at, code=reason, said=note)


def pause(*, commitment_id: UUID, by: Actor, waits_for: str, note: str = "", submission: UUID | None = None) -> None:
    """The desk waits for somebody else (list "waits_for"): the clock stands still, and nothing is late meanwhile."""
    if sent_before(by=by, submission=submission):
        return
    row = _hold(commitment_id)
    require(permissions.may_pause(by, row))
    insert(Pause(commitment=row, waits_for=waits_for, started_at=now()))
    _write(row, by, CommitmentAct.PAUSED, code=waits_for, said=note)
    row.paused_at = now()
    row.save(force_update=True, update_fields=["paused_at"])


def resume(*, commitment_id: UUID, by: Actor) -> None:
    """The waiting is over: the due moment is computed anew without the time of the pause, and never earlier than before."""
    row = _hold(commitment_id)
    require(permissions.may_resume(by, row))
    assert row.paused_at is not None, "it waits"  # noqa: S101
    Pause.objects.filter(commitment=row, ended_at=None).update(ended_at=now())
    stood_still, row.paused_at = now() - row.paused_at, None
    again = row.due_at + stood_still if row.fixed or row.window_until else _computed(row)
    _move(row, by, CommitmentAct.RESUMED, max(again, row.due_at))


def _computed(row: Commitment) -> datetime:
    """The due moment under the rule, the pauses taken out."""
    terms = queries.of_version(row.key, row.rule_version)
    calendar = queries.calendar_for(terms, row.desk_id)
    pauses = [Span(p.started_at, p.ended_at) for p in Pause.objects.filter(commitment=row)]
    found = rules.due(row.started_at, terms, row.risk, calendar=calendar, pauses=pauses, happened=row.happened_at, before=row.before_at)
    return found.at if found else row.due_at


def recompute(*, commitments: Sequence[UUID], by: Actor) -> int:
    """A day off was announced after these promises were made: each due moment that changes is moved by a recorded event; how many did."""
    moved = 0
    for row in Commitment.objects.select_for_update().filter(pk__in=commitments, state=CommitmentState.OPEN, paused_at=None, fixed=False):
        again = _computed(row)
        if row.window_until is None and again != row.due_at:
            _move(row, by, CommitmentAct.RECOMPUTED, again)
            moved += 1
    return moved


def ask_waiver(*, commitment_id: UUID, by: Actor, reason: str, ground: str, submission: UUID | None = None) -> UUID:
    """The desk that owes asks that a promise need not be kept (list "waiver_reason"); it runs on until somebody else decides.

    The supervisors of the desk are told, and the desk that waits for it.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return first
    row = _hold(commitment_id)
    require(permissions.may_ask_waiver(by, row))
    if not ground.strip():
        raise Refused(_("Say why in a sentence: whoever decides was not there."), "ground")
    domain = (row.case_id or row.subject_id) if row.subject_kind != "referral" else row.subject_id
    insert(Waiver(id=pk, domain=domain, commitment=row, reason=reason, ground=ground, asked_by=by.id, asked_at=now()))
    _write(row, by, CommitmentAct.WAIVER_ASKED, code=reason)
    deciders = [Word(row.desk_id, NoticeKind.WAIVER_ASKED, "promise", row.pk, to_user=user) for user in supervisors_of(row.desk_id)]
    waiting = [row.owed_to_desk_id] if row.owed_to_desk_id and row.owed_to_desk_id != row.desk_id else []
    others = [Word(desk, NoticeKind.WAIVER_ASKED, "promise", row.pk) for desk in waiting]
    notices.tell_all([*deciders, *others], from_desk=by.desk)
    return pk


def decide_waiver(*, waiver_id: UUID, by: Actor, grant: bool) -> None:
    """A second person decides: granted, the promise ends as waived; declined, it has to be kept."""
    asked = get_object_or_404(Waiver.objects.select_for_update(), pk=waiver_id, decided_at=None)
    row = _hold(asked.commitment_id)
    require(permissions.may_decide_waiver(by, row, asked.asked_by))
    asked.decided_by, asked.decided_at, asked.granted = by.id, now(), grant
    asked.save(force_update=True, update_fields=["decided_by", "decided_at", "granted"])
    _write(row, by, CommitmentAct.WAIVED if grant else CommitmentAct.WAIVER_DECLINED, code=asked.reason)
    notices.tell(
        desk_id=row.desk_id, kind=NoticeKind.WAIVER_DECIDED, subject_kind="promise", subject_id=row.pk, from_desk=by.desk,
        to_user=asked.asked_by,
    )  # fmt: skip
    if grant:
        row.state, row.ended_at, row.ended_by_act = CommitmentState.WAIVED, now(), "waive"
        row.save(force_update=True, update_fields=["state", "ended_at", "ended_by_act"])
