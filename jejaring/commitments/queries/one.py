"""One promise with its life, and what may be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.commitments import permissions
from jejaring.commitments.models import Commitment, CommitmentEvent, Waiver
from jejaring.commitments.queries.owed import Owed, one_of, whole
from jejaring.commitments.queries.ruling import of_version
from jejaring.commitments.queries.words import reason_words
from jejaring.commitments.rules import Terms
from jejaring.commitments.states import CommitmentAct, CommitmentState
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import Verdict
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One moment in a promise's life, as people say it."""

    act: CommitmentAct
    at: datetime
    by: str
    due_before: datetime | None
    reason: str
    note: str  # sealed words that the reader may open
    desk: str = ""  # where it was done


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise, the rule behind it, its life, and what the actor may do about it."""

    owed: Owed
    terms: Terms
    life: list[LifeRow]
    pause: Verdict
    resume: Verdict
    extend: Verdict
    waive: Verdict
    decide: Verdict


@dataclass(frozen=True, slots=True)
class AskedWaiver:
    """A waiver that waits for a decision: why, in the words of whoever asked."""

    id: UUID
    owed: Owed
    reason: str
    ground: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime


def promise_view(actor: Actor, commitment_id: UUID) -> PromiseView:
    """One promise that the actor's desk owes or awaits. Http404 otherwise. Three statements, a fourth where it is asked to be waived.

    Words about a case are opened in its file alone, by those who work on it; here those of reports and referrals.
    """
    owed = one_of(get_object_or_404(whole(Commitment.objects.all()), pk=commitment_id))
    events = list(CommitmentEvent.objects.filter(commitment_id=commitment_id).order_by("at", "pk"))
    told = owed.case_id is None or owed.subject_kind == "referral"
    asked_by = Waiver.objects.values_list("asked_by", flat=True).get(pk=owed.asked) if owed.asked else None
    decide = permissions.may_decide_waiver(actor, owed, asked_by) if asked_by else Verdict(False)
    runs = Verdict(owed.state == CommitmentState.OPEN, permissions.ENDED)
    return PromiseView(
        owed, of_version(owed.key, owed.rule_version), life(events, opening=told), runs & permissions.may_pause(actor, owed),
        runs & permissions.may_resume(actor, owed), runs & permissions.may_extend(actor, owed),
        runs & permissions.may_ask_waiver(actor, owed), runs & decide,
    )  # fmt: skip


def life(events: Iterable[CommitmentEvent], *, opening: bool) -> list[LifeRow]:
    """Events in words, in the order given; their sealed words where they are opened and the key is there."""
    rows = list(events)
    if opening:
        vault.preload({e.domain for e in rows if e.note and e.domain})
    return [
        LifeRow(
            CommitmentAct(e.act), e.at, directory.account_name(e.by), e.due_before, reason_words(e.act, e.reason),
            _opened(e) if opening else "", directory.desk_name(e.desk),
        ) for e in rows
    ]  # fmt: skip


def _opened(event: CommitmentEvent) -> str:
    if not event.note or event.domain is None:
        return ""
    try:
        return vault.read(event, "note")
    except vault.KeyMissing:
        return ""


def asked_waiver(commitment_id: UUID) -> AskedWaiver:
    """The waiver that waits for a decision on a promise that the context sees. Http404 where nobody asks."""
    row = get_object_or_404(Waiver, commitment_id=commitment_id, decided_at=None)
    owed = one_of(get_object_or_404(whole(Commitment.objects.all()), pk=commitment_id))
    reason = reason_words(CommitmentAct.WAIVER_ASKED, row.reason)
    try:
        ground = vault.read(row, "ground")
    except vault.KeyMissing:
        ground = ""
    return AskedWaiver(row.pk, owed, reason, ground, row.asked_by, directory.account_name(row.asked_by), row.asked_at)
