"""Emergency accesses: finding a case, who reviews, what was read, whose right rests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.audit.states import ACTS, FIELDS, OTHER_ACT, OTHER_FIELD
from jejaring.cases import permissions
from jejaring.cases.models import EmergencyAccess, EmergencySuspension
from jejaring.cases.queries.standing import visible_to
from jejaring.cases.rules.emergency import A_DAY, Sought
from jejaring.cases.states import Danger, EmergencyScope, EmergencyVerdict, SuspensionCause
from jejaring.directory import queries as directory
from jejaring.kernel.clock import now, today
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.queries import tokens_of
from jejaring.people.rules import match_values
from jejaring.vault import actions as vault
from jejaring.vault.actions import KeyMissing

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The case that somebody named exactly."""

    case_id: UUID
    domain: UUID
    desk: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The desk of another organisation that reviews, and its heads."""

    desk: UUID
    heads: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """An access that nobody reviewed in time."""

    access: UUID
    user: UUID
    desk: UUID
    reviewing: UUID
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Read:
    """One read under an access: when, which act, which kinds of fields; no content."""

    at: datetime
    act: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """An access in a list, without its reason."""

    id: UUID
    who: str
    desk: str
    danger: Danger
    scope: EmergencyScope
    found: bool
    on_shift: bool | None
    opened_at: datetime
    until: datetime
    ended_at: datetime | None
    ended_by: str  # by whom, if by somebody else than who asked
    reviewing_desk: str
    review_by: datetime | None
    verdict: EmergencyVerdict | None
    suspended: SuspensionCause | None  # what it cost; the right may have been given back since

    @property
    def runs(self) -> bool:
        """Whether it is open now."""
        return self.found and self.ended_at is None and self.until > now()

    @property
    def ends_at(self) -> datetime:
        """When it ended, or will."""
        return self.ended_at or self.until

    @property
    def waits(self) -> bool:
        """Whether nobody has reviewed it yet."""
        return self.found and self.verdict is None


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """An access with its reason, its review and what was read."""

    row: EmergencyRow
    case_id: UUID | None  # for whoever sees the case
    reason: str
    reads: tuple[Read, ...]
    reviewed_by: str
    reviewed_at: datetime | None
    review_reason: str
    stop_reason: str  # why somebody else ended it
    may_review: Verdict
    may_stop: Verdict


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """Somebody whose right rests, or rested."""

    id: UUID
    access: UUID
    user: UUID
    who: str
    cause: SuspensionCause
    at: datetime
    lifted_at: datetime | None
    lifted_by: str


@dataclass(frozen=True, slots=True)
class Right:
    """How it stands with one's own right: whether it rests, how often one may still ask today, what runs."""

    rests: bool
    left: int
    running: tuple[EmergencyRow, ...]


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def find(wanted: Sought) -> Found | None:
    """The case that is named exactly, open ones first; none for one of the actor's own conflict. One statement."""
    tokens = [token for _kind, token in tokens_of(match_values(nik=wanted.nik, phone=wanted.phone, today=today()))]
    found = _rows("select * from emergency_case(%s, %s::bytea[])", wanted.reference, tokens)
    return Found(*found[0]) if found else None


def reviewer(case_id: UUID) -> Reviewer | None:
    """Which desk of another organisation reviews an access to a case; for no case, whether there is one at all. One statement."""
    found = _rows("select * from emergency_reviewer(%s)", case_id)
    return Reviewer(found[0][0], tuple(found[0][1])) if found else None


def team_of(access_id: UUID) -> tuple[UUID, ...]:
    """Who works on the case of one's own access now: for the notice alone. One statement."""
    return tuple(user for (user,) in _rows("select * from emergency_team(%s)", access_id))


def unreviewed() -> list[Overdue]:
    """For the clock: what nobody reviewed in time. One statement."""
    return [Overdue(*row) for row in _rows("select * from unreviewed_emergencies()")]


def privacy_organisations() -> set[UUID]:
    """Where privacy officers work: they read the reasons as well."""
    return directory.organisations_with(Role.PRIVACY)


def rests(actor: Actor) -> bool:
    """Whether the actor's right to emergency access rests now. One statement."""
    return bool(_rows("select emergency_right_rests(%s)", actor.id)[0][0])


def asked_today(actor: Actor) -> int:
    """How often the actor has asked today (Asia/Jakarta), found or not. One statement."""
    return EmergencyAccess.objects.filter(user=actor.id, day=today()).count()


def may_ask_now(actor: Actor) -> Verdict:
    """Whether the right does not rest; how often somebody has asked is another question (`asked_today`)."""
    if rests(actor):
        return Verdict(False, gettext_noop("Your right to emergency access rests. The privacy officer or the administrator gives it back."))
    return YES


def sees_already(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor has a right to the case anyway."""
    return visible_to(actor).filter(pk=case_id).exists()


def leads(actor: Actor, case_id: UUID | None) -> bool:
    """Whether the actor is a supervisor of the desk that leads the case, and sees it. One statement for a supervisor, else none."""
    return case_id is not None and bool(actor.may(P.CONFIRM_CLOSURE)) and sees_already(actor, case_id)


def still_runs(actor: Actor, access_id: UUID) -> bool:
    """Whether one's own access is still open: it may have been ended by others since the session learned of it. One statement."""
    return _running(actor).filter(pk=access_id).exists()


def on_shift(actor: Actor) -> bool | None:
    """Whether the roster of the desk has the actor on duty now; None where the desk plans no shifts. It refuses nobody, and is shown."""
    duty, _notes = directory.standing(actor)
    return any(w.user_id == actor.id for w in duty.now) if duty.planned else None


def _running(actor: Actor) -> QuerySet[EmergencyAccess]:
    rows = EmergencyAccess.objects.filter(user=actor.id, desk=actor.desk, ended_at=None, until__gt=now(), case__isnull=False)
    return rows.select_related("review").order_by("-opened_at")


def running_for(actor: Actor, case_id: UUID) -> UUID | None:
    """The actor's running access to a case."""
    return _running(actor).filter(case_id=case_id).values_list("pk", flat=True).first()


def of_case(access_id: UUID) -> UUID | None:
    """The access itself where it found a case: what a form sent twice is answered with."""
    return EmergencyAccess.objects.filter(pk=access_id, case__isnull=False).values_list("pk", flat=True).first()


def right(actor: Actor) -> Right:
    """How it stands with one's own right. Three statements."""
    return Right(rests(actor), max(A_DAY - asked_today(actor), 0), tuple(_row(a) for a in _running(actor)))


def opened_case(actor: Actor, access_id: UUID) -> tuple[EmergencyRow, UUID]:
    """One's own running access and its case. Http404 for everything else. Two statements."""
    row = get_object_or_404(_running(actor), pk=access_id)
    if rests(actor) or row.case_id is None:
        raise Http404
    return _row(row), row.case_id


def is_mine(actor: Actor, access_id: UUID) -> bool:
    """Whether the actor opened it, running or not."""
    return EmergencyAccess.objects.filter(pk=access_id, user=actor.id).exists()


COST = Subquery(EmergencySuspension.objects.filter(access=OuterRef("pk")).order_by("at").values("cause")[:1])


def _accesses() -> QuerySet[EmergencyAccess]:
    """What the policy shows, with the review, and whether it cost somebody the right."""
    return EmergencyAccess.objects.select_related("review").annotate(cost=COST)


def _row(a: EmergencyAccess) -> EmergencyRow:
    review, cost = getattr(a, "review", None), a.__dict__.get("cost")
    reviewing = directory.desk_name(a.reviewing_desk) if a.reviewing_desk else ""
    return EmergencyRow(
        a.pk, directory.account_name(a.user), directory.desk_name(a.desk), a.danger, a.scope, a.case_id is not None, a.on_shift,
        a.opened_at, a.until, a.ended_at, directory.account_name(a.ended_by), reviewing, a.review_by, review.verdict if review else None,
        SuspensionCause(cost) if cost else None,
    )  # fmt: skip


def emergencies(actor: Actor, *, before: UUID | None = None, limit: int = PAGE) -> tuple[list[EmergencyRow], UUID | None]:
    """The accesses that the actor answers for, reviews or oversees, newest first, and after which id older ones follow. One statement."""
    rows = _accesses().order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: limit + 1])
    return [_row(a) for a in found[:limit]], found[limit - 1].pk if len(found) > limit else None


def emergency_for(actor: Actor, access_id: UUID) -> EmergencyView:
    """An access for its asker, its reviewers, the case's team and the privacy officer: why, what was read, what the review said; the read
    is logged. Http404 for everybody else. Five statements."""
    a = get_object_or_404(_accesses(), pk=access_id)
    review = getattr(a, "review", None)
    audit.record("read", "emergency", a.pk, case_id=a.case_id, fields=["access_reason"])
    return EmergencyView(
        _row(a), a.case_id if a.case_id and sees_already(actor, a.case_id) else None, _opened(a, "reason"),
        tuple(_read(*row) for row in _rows("select * from emergency_reads(%s)", a.pk)),
        directory.account_name(review.by) if review else "", review.at if review else None, _opened(review, "reason") if review else "",
        _opened(a, "ended_reason"), permissions.may_review_emergency(actor, a),
        permissions.may_stop_emergency(actor, a, leads=leads(actor, a.case_id)),
    )  # fmt: skip


def _opened(row: Any, name: str) -> str:
    """A sealed text; empty where this organisation holds no key of it."""
    try:
        return vault.read(row, name)
    except KeyMissing:
        return ""


def _read(at: datetime, act: str, fields: str) -> Read:
    names = dict.fromkeys(_(FIELDS.get(f, OTHER_FIELD)) for f in fields.split(",") if f)
    return Read(at, _(ACTS.get(act, OTHER_ACT)), tuple(names))


def suspensions(actor: Actor, *, limit: int = PAGE) -> list[SuspensionRow]:
    """Whose right rests or rested, those that rest first. One statement."""
    rows = EmergencySuspension.objects.order_by("lifted_at", "-at")[:limit]
    return [_suspension(s) for s in sorted(rows, key=lambda s: s.lifted_at is not None)]


def suspension(actor: Actor, suspension_id: UUID) -> SuspensionRow:
    """One whose right rests. Http404 where it does not, or for whoever may not see it. One statement."""
    return _suspension(get_object_or_404(EmergencySuspension, pk=suspension_id, lifted_at=None))


def _suspension(s: EmergencySuspension) -> SuspensionRow:
    name = directory.account_name
    return SuspensionRow(s.pk, s.access_id, s.user, name(s.user), s.cause, s.at, s.lifted_at, name(s.lifted_by) if s.lifted_by else "")
