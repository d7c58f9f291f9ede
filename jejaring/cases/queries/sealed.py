"""Sealed notes and papers: what a case has, what is asked, and the content of one that two people have opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.cases.models import Document, Note, SealedItem, Unsealing
from jejaring.cases.queries.documents import PaperRow, label_of, paper
from jejaring.cases.queries.standing import CaseSummary, name_of
from jejaring.cases.states import DocumentOrigin, SealedKind, SealGround, UnsealGround, UnsealingState
from jejaring.directory import queries as directory
from jejaring.kernel.clock import now
from jejaring.ui import when
from jejaring.vault import actions as vault

ANSWER = timedelta(hours=24)  # how long a request waits; guard/sql/57_sealed.sql says the same


@dataclass(frozen=True, slots=True)
class UnsealingRow:
    """Who asked to open something, who agreed, and how long it is open."""

    id: UUID
    case_id: UUID
    item_id: UUID
    kind: SealedKind
    ground: UnsealGround
    reason: str  # "" for who is not of the team
    desk: UUID
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    until: datetime | None
    ended_at: datetime | None

    @property
    def answer_by(self) -> datetime:
        """Until when a second person can agree."""
        return self.asked_at + ANSWER

    @property
    def state(self) -> UnsealingState:
        """Where it stands now."""
        if self.until is None:
            return UnsealingState.ASKED if self.answer_by > now() else UnsealingState.LAPSED
        return UnsealingState.OPEN if self.ended_at is None and self.until > now() else UnsealingState.ENDED

    @property
    def desk_name(self) -> str:
        """The desk of who asked."""
        return directory.desk_name(self.desk)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A sealed note or paper: that there is one, why and by whom; nothing of what it says."""

    id: UUID
    kind: SealedKind
    subject_id: UUID
    ground: SealGround
    reason: str
    by: str
    at: datetime
    unsealings: tuple[UnsealingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What was opened: the text of a note, or a paper whose pages the page of papers draws."""

    text: str
    paper: PaperRow | None


def _unsealing(u: Any, *, reason: bool = True) -> UnsealingRow:
    return UnsealingRow(
        u.pk, u.case_id, u.item_id, SealedKind(u.item_kind), UnsealGround(u.ground), vault.read(u, "reason") if reason else "", u.desk,
        u.asked_by, u.asker or "", u.asked_at, u.second or "", u.until, u.ended_at,
    )  # fmt: skip


def _unsealings() -> Any:
    return Unsealing.objects.annotate(asker=name_of("asked_by"), second=name_of("confirmed_by"), item_kind=F("item__kind"))


def _item(i: Any, unsealings: Sequence[UnsealingRow]) -> SealedRow:
    return SealedRow(
        i.pk, SealedKind(i.kind), i.subject_id, SealGround(i.ground), vault.read(i, "reason"), i.author or "", i.at,
        tuple(u for u in unsealings if u.item_id == i.pk),
    )  # fmt: skip


def sealed_items(actor: Actor, case: CaseSummary) -> list[SealedRow]:
    """The sealed notes and papers of a case, newest first, with who asked to open them; the read is logged. Three statements."""
    vault.preload([case.domain])
    unsealings = [_unsealing(u) for u in _unsealings().filter(case_id=case.id).order_by("-asked_at", "-pk")]
    found = SealedItem.objects.filter(case_id=case.id).annotate(author=name_of("by")).order_by("-at", "-pk")
    audit.record("read", "case", case.id, case_id=case.id, fields=["sealed"])
    return [_item(i, unsealings) for i in found]


def sealed_item(actor: Actor, case: CaseSummary, item_id: UUID) -> SealedRow:
    """One of them. Http404 where the case has none of this id."""
    vault.preload([case.domain])
    item: Any = get_object_or_404(SealedItem.objects.annotate(author=name_of("by")), pk=item_id, case_id=case.id)
    return _item(item, [_unsealing(u) for u in _unsealings().filter(item_id=item.pk).order_by("-asked_at", "-pk")])


def own(actor: Actor, item_id: UUID) -> UnsealingRow | None:
    """The actor's own newest request for an item."""
    u = _unsealings().filter(item_id=item_id, asked_by=actor.id).order_by("-asked_at", "-pk").first()
    return _unsealing(u, reason=False) if u else None


def opened(actor: Actor, case: CaseSummary, item: SealedRow) -> tuple[UnsealingRow, Content] | None:
    """By which request it is open for the actor, and the content; the read is logged. Else nothing: there is no row, and no key."""
    mine = next((u for u in item.unsealings if u.asked_by_id == actor.id and u.state == UnsealingState.OPEN), None)
    if mine is None:
        return None
    audit.record("item_read", "sealed_item", item.id, case_id=case.id)
    if item.kind == SealedKind.DOCUMENT:
        return mine, Content("", paper(actor, case, item.subject_id, sealed=True))
    return mine, Content(vault.read(get_object_or_404(Note, pk=item.subject_id, domain=item.id), "sealed_text"), None)


def open_until(actor: Actor, subject_id: UUID) -> datetime | None:
    """Until when a sealed note or paper is open for the actor. One statement."""
    found = Unsealing.objects.filter(item__subject_id=subject_id, asked_by=actor.id, ended_at=None, until__gt=now())
    return found.order_by("-until").values_list("until", flat=True).first()


def waiting(actor: Actor) -> list[UnsealingRow]:
    """The requests of others that wait for a second person, oldest first: of the own desk, for a privacy officer of all."""
    found = _unsealings().filter(confirmed_by=None, asked_at__gt=now() - ANSWER).exclude(asked_by=actor.id)
    return [_unsealing(u, reason=False) for u in found.order_by("asked_at", "pk")]


def request(actor: Actor, unsealing_id: UUID) -> UnsealingRow:
    """One request, in codes; the reason for the team alone, whose key it is sealed with. Http404 for what the actor does not see."""
    u = get_object_or_404(_unsealings(), pk=unsealing_id)
    return _unsealing(u, reason=Role.SUPERVISOR in actor.roles)


def privacy_officers() -> list[tuple[UUID, UUID]]:
    """Every privacy officer of today, with the desk. One statement."""
    return directory.holders(Role.PRIVACY)


def sealable(actor: Actor, case: CaseSummary) -> list[tuple[str, str]]:
    """What of a case may be sealed, as choices: notes by kind, day and author, papers by kind, day and number. Two statements."""
    notes = Note.objects.filter(case_id=case.id, domain=case.domain).annotate(author=name_of("by")).order_by("-at", "-pk")
    papers = Document.objects.filter(case_id=case.id, domain=case.domain, removed_at=None).exclude(origin=DocumentOrigin.ISSUED)
    told = [(f"note:{n.pk}", f"{_(n.kind.label)}, {when.moment(n.at)}, {n.author or ''}") for n in notes]
    for d in papers.order_by("-at", "-pk"):
        told.append((f"document:{d.pk}", f"{label_of(DocumentOrigin(d.origin), d.kind)}, {when.moment(d.at)}"))
    return told
