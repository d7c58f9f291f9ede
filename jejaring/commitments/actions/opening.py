"""Opening commitments, always in the transaction of the act that does so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from jejaring.access.actor import Actor
from jejaring.commitments import queries, rules
from jejaring.commitments.actions.events import event
from jejaring.commitments.models import Commitment
from jejaring.commitments.rules import Terms
from jejaring.commitments.states import CommitmentAct, CommitmentState, CountsFrom, RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.calendars import Calendar
from jejaring.kernel.clock import now
from jejaring.kernel.deadlines import Window

TRAFFICKING = "trafficking"


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
    key: RuleKey, *, by: Actor, about: About, desk_id: UUID | None = None, owed_to_desk_id: UUID | None = None,
    window: Window | None = None, start: datetime | None = None, due_at: datetime | None = None, happened: datetime | None = None,
    before: datetime | None = None,
) -> Commitment:  # fmt: skip
    """Open one commitment under the rule in force today: this desk (default: the actor's) owes it from now on.

    A window makes it a promise of contact, which runs only inside the person's safe hours (Asia/Jakarta). `due_at` fixes the moment
    where the subject itself says it; `happened` is the incident, for rules that count from there; `before` is a future event that must
    not be missed. One statement for the row and its first event.
    """
    row = drafted(
        key, by, about, desk_id=desk_id, owed_to_desk_id=owed_to_desk_id, window=window, start=start, due_at=due_at, happened=happened,
        before=before,
    )  # fmt: skip
    insert(row, event(row, CommitmentAct.OPENED, by))
    return row


def promise_all(
    *, by: Actor, about: About, wanted: Mapping[RuleKey, Window | None], start: datetime | None = None, desk_id: UUID | None = None,
    happened: datetime | None = None, before: datetime | None = None,
) -> None:  # fmt: skip
    """Open several commitments of a desk (default: the actor's) on one subject, each with its window or none. One statement in all.

    `happened` is the incident, for those whose rule counts from there; `before` is a future event that none of them may miss.
    """
    rows = [
        drafted(
            key, by, about, desk_id=desk_id, window=window, start=None if window else start, before=before,
            happened=happened if queries.terms(key).counts_from == CountsFrom.INCIDENT else None,
        ) for key, window in wanted.items()
    ]  # fmt: skip
    insert(*rows, *(event(row, CommitmentAct.OPENED, by) for row in rows))


def promise_each(key: RuleKey, *, by: Actor, abouts: Iterable[About]) -> None:
    """Open the same commitment of the actor's desk on each of several subjects. One statement in all, none for no subject."""
    if rows := [drafted(key, by, about) for about in abouts]:
        insert(*rows, *(event(row, CommitmentAct.OPENED, by) for row in rows))


def drafted(
    key: RuleKey, by: Actor, about: About, *, desk_id: UUID | None = None, owed_to_desk_id: UUID | None = None,
    window: Window | None = None, start: datetime | None = None, due_at: datetime | None = None, happened: datetime | None = None,
    before: datetime | None = None,
) -> Commitment:  # fmt: skip
    """The row of a promise as it would be opened, with its due moment and first step; nothing is written."""
    began, terms, owing = start or now(), queries.terms(key), desk_id or by.desk
    calendar = queries.calendar_for(terms, owing)
    when = rules.Due(due_at) if due_at else rules.due(began, terms, about.risk, window, calendar=calendar, happened=happened, before=before)
    assert when is not None, "without a pause there is a due moment"  # noqa: S101
    first = _first_step(when.window_from or began, when.at, terms, about.kind, calendar)
    return Commitment(
        key=key, rule_version=terms.version, subject_kind=about.subject_kind, subject_id=about.subject_id, case_id=about.case_id,
        reference=about.reference, desk_id=owing, owed_to_desk_id=owed_to_desk_id, risk=about.risk, started_at=began,
        due_at=when.at, window_from=when.window_from, window_until=when.window_until, happened_at=happened, before_at=before,
        fixed=due_at is not None, recorded_at=now(), about_sex=about.sex, about_age=about.age, about_area=about.area,
        about_kind=about.kind, service=about.service, next_step_at=first,
    )  # fmt: skip


def _first_step(start: datetime, due_at: datetime, terms: Terms, kind: str, calendar: Calendar | None) -> datetime | None:
    rungs = rules.rungs_for(terms, trafficking=kind == TRAFFICKING)
    step = rules.next_step(start, due_at, rungs, frozenset(), calendar)
    return step[1] if step else None


def describe(*, subject_id: UUID, risk: str, sex: str, age: int | None, area: str, kind: str) -> None:
    """Correct what the open commitments of a subject or case are about, when its clear facts were corrected."""
    rows = Commitment.objects.filter(Q(subject_id=subject_id) | Q(case_id=subject_id), state=CommitmentState.OPEN)
    rows.update(risk=risk or F("risk"), about_sex=sex, about_age=age, about_area=area, about_kind=kind or F("about_kind"))
