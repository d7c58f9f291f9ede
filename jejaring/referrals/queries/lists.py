"""Lists of referrals: what waits first, soonest due; nothing sealed is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState
from jejaring.directory.models import Desk
from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import day_after, midnight
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.moments import Moment
from jejaring.kernel.tables import Cell, Table
from jejaring.people.queries import words_for
from jejaring.reference import queries as reference
from jejaring.referrals import rules
from jejaring.referrals.models import Referral, ReferralEvent
from jejaring.referrals.states import Handover, ReferralAct, ReferralPurpose, ReferralState
from jejaring.ui.labels import label

MOST_WAITING, PAGE = 200, 50
RISKS = {"high": gettext_noop("High risk"), "medium": gettext_noop("Medium risk"), "low": gettext_noop("Low risk")}
WAITING = (ReferralState.SENT, ReferralState.ACCEPTED)
LOOKS = {ReferralAct.SENT: "sent", ReferralAct.SERVED: "kept", ReferralAct.DONE: "kept", ReferralAct.ACKNOWLEDGED: "kept"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of referrals is narrowed to; empty means everything. Days are those of Asia/Jakarta on which they were sent."""

    query: str = ""  # (part of) a reference
    state: str = ""
    purpose: str = ""
    risk: str = ""
    kind: str = ""
    district: str = ""
    mine: bool = False  # sent by the actor
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral in clear codes, as lists show it and permissions ask about it."""

    id: UUID
    reference: str
    case_id: UUID | None
    state: ReferralState
    purpose: ReferralPurpose
    handover: Handover
    services: tuple[str, ...]
    risk: str
    sex: str
    age: int | None
    area: str
    kind: str
    from_desk_id: UUID
    from_desk: str
    to_desk_id: UUID
    to_desk: str
    by_letter: bool
    letter_number: str
    sent_at: datetime
    expires_at: datetime
    version: int
    due: Owed | None  # the soonest open promise about it

    @property
    def access_ends(self) -> datetime | None:
        """When the receiver no longer sees it; never for a transfer that was accepted."""
        return self.expires_at if rules.may_take_back(self.handover, self.state) else None

    @property
    def waits(self) -> bool:
        """Whether somebody still owes something."""
        return rules.is_waiting(self.state)

    @property
    def about(self) -> str:
        """Of whom it is, without a name: "Girl, 17 · Trafficking"."""
        kind = reference.label("category", self.kind) if self.kind else ""
        return " · ".join(part for part in (words_for(self.sex, self.age, None), kind) if part)

    @property
    def service_labels(self) -> tuple[str, ...]:
        """What is asked for, in words."""
        return reference.labels("service", self.services)

    @property
    def service_words(self) -> str:
        """What is asked for, in one line."""
        return ", ".join(self.service_labels)

    @property
    def sent_line(self) -> str:
        """What the sender's list says below the desk: of whom, where, which state."""
        state = _(self.state.label) if self.due else ""  # else the badge says it
        return " · ".join(part for part in (self.about, self.area_name, self.reference, state) if part)

    @property
    def received_line(self) -> str:
        """What the receiver's list says below the services: of whom, where, from which desk, which state."""
        return f"{self.sent_line} · {self.from_desk}"

    @property
    def area_name(self) -> str:
        """Where it happened."""
        return reference.area_name(self.area) if self.area else ""


def label_of(desk: Desk) -> str:
    """Organisation and desk, once where the desk's name says both."""
    short = desk.organisation.short_name
    return desk.name if short in desk.name else f"{short}, {desk.name}"


def with_desks(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Everything that `to_row` asks for, in the same statement."""
    return rows.select_related("from_desk__organisation", "to_desk__organisation", "letter")


def to_row(r: Referral, promises: Iterable[Owed] = ()) -> ReferralRow:
    """The row of a referral of `with_desks`, with the soonest open promise of those given."""
    is_open = [p for p in promises if p.subject_id == r.pk and p.state == CommitmentState.OPEN]
    letter = getattr(r, "letter", None)
    return ReferralRow(
        r.pk, r.reference, r.case_id, r.state, r.purpose, r.handover, tuple(r.services), r.risk, r.sex, r.age, r.area, r.kind,
        r.from_desk_id, label_of(r.from_desk), r.to_desk_id, label_of(r.to_desk), letter is not None, letter.number if letter else "",
        r.sent_at, r.expires_at, r.version, min(is_open, key=lambda p: p.due_at, default=None),
    )  # fmt: skip


def _rows(found: list[Referral]) -> list[ReferralRow]:
    promises = commitments.of_subjects([r.pk for r in found]) if found else []
    return [to_row(r, promises) for r in found]


def _listed(rows: QuerySet[Referral], before: datetime | None) -> list[ReferralRow]:
    settled = rows.exclude(state__in=WAITING).order_by("-sent_at", "-pk")
    settled = settled.filter(sent_at__lt=before) if before else settled
    waiting = [] if before else list(rows.filter(state__in=WAITING).order_by("sent_at", "pk")[:MOST_WAITING])
    return sorted(_rows([*waiting, *settled[:PAGE]]), key=_soonest)


def _narrowed(actor: Actor, rows: QuerySet[Referral], asked: Asked) -> QuerySet[Referral]:
    equal = {name: value for name in ("state", "purpose", "risk", "kind") if (value := getattr(asked, name))}
    wanted = Q(reference__icontains=asked.query.strip(), area__startswith=asked.district, **equal)
    if asked.mine:
        wanted &= Q(sent_by=actor.id)
    if asked.since:
        wanted &= Q(sent_at__gte=midnight(asked.since))
    if asked.until:
        wanted &= Q(sent_at__lt=day_after(asked.until))
    return with_desks(rows.filter(wanted))


def _soonest(r: ReferralRow) -> tuple[int, float]:
    if not r.waits:
        return (2, 0.0)
    return (0, r.due.due_at.timestamp()) if r.due else (1, r.sent_at.timestamp())


def _received(actor: Actor, asked: dict[str, Any]) -> QuerySet[Referral]:
    return _narrowed(actor, Referral.objects.filter(to_desk_id=actor.desk), Asked(**asked))


def _sent(actor: Actor, asked: dict[str, Any]) -> QuerySet[Referral]:
    return _narrowed(actor, Referral.objects.filter(from_desk_id=actor.desk), Asked(**asked))


def inbox(actor: Actor, *, before: datetime | None = None, **asked: Any) -> list[ReferralRow]:
    """What was referred to the actor's desk and may still be seen: waiting first, soonest due, then the newest. `asked` are those of
    `Asked`. Three statements."""
    return _listed(_received(actor, asked), before)


def outbox(actor: Actor, *, before: datetime | None = None, **asked: Any) -> list[ReferralRow]:
    """What the actor's desk sent for cases that the actor sees: waiting first, soonest due, then the newest. `asked` are those of
    `Asked`. Three statements."""
    return _listed(_sent(actor, asked), before)


def referral_table(actor: Actor, *, sent: bool, limit: int, **asked: Any) -> Table:
    """Referrals sent or received as rows of a file, newest first, in clear facts alone. Two statements."""
    found = (_sent if sent else _received)(actor, asked).order_by("-sent_at", "-pk")[:limit]
    heads = (_("Reference"), _("State"), _("Sent"), _("From desk"), _("To desk"), _("Purpose"), _("Services"))
    more = (_("Risk"), _("Sex"), _("Age"), _("Kind of case"), _("District or village"), _("Next promise"), _("Due"))
    return Table(_("Outgoing referrals") if sent else _("Incoming referrals"), heads + more, [_cells(r) for r in _rows(list(found))])


def _cells(r: ReferralRow) -> list[Cell]:
    next_ = (label(r.due.key), r.due.due_at) if r.due else ("", None)
    place, kind = reference.area_path(r.area) if r.area else "", reference.label("category", r.kind) if r.kind else ""
    told = [r.reference, label(r.state), r.sent_at, r.from_desk, r.to_desk, label(r.purpose), r.service_words]
    return [*told, _(RISKS[r.risk]) if r.risk in RISKS else "", reference.label("sex", r.sex), r.age, kind, place, *next_]


def of_case(actor: Actor, case_id: UUID) -> list[ReferralRow]:
    """The referrals that the actor's desk sent from a case, newest first. Two statements."""
    return _rows(list(with_desks(Referral.objects.filter(case_id=case_id, from_desk_id=actor.desk)).order_by("-sent_at", "-pk")))


EVENTS = Branch(ReferralEvent, on="{row}.referral_id = {parent}.id", order="{row}.at, {row}.id")
SENT = Stored(
    lambda case, desk: with_desks(Referral.objects.filter(case_id=case, from_desk_id=desk))
    .annotate(lived=EVENTS.on_rows_of(Referral)).order_by("-sent_at", "-pk")
)  # fmt: skip


def journey(actor: Actor, case_id: UUID, promises: Iterable[Owed] = ()) -> tuple[list[ReferralRow], list[Moment]]:
    """The referrals that the actor's desk sent from a case, newest first, and what became of them, oldest first, for its timeline.

    One statement, where the caller gives the promises of the case; words of the packet stay closed.
    """
    found: list[Any] = SENT(case_id, actor.desk)
    told = [_moment(r, e) for r in reversed(found) for e in EVENTS.rows(r.lived)]
    promises = tuple(promises)
    return [to_row(r, promises) for r in found], sorted(told, key=lambda moment: moment.at)


def moments(actor: Actor, case_id: UUID) -> list[Moment]:
    """What became of a case's referrals, for its timeline, oldest first; words of the packet stay closed. One statement."""
    return journey(actor, case_id)[1]


def _moment(r: Referral, e: ReferralEvent) -> Moment:
    sent = e.act == ReferralAct.SENT
    title = _("Referral to %(desk)s") % {"desk": label_of(r.to_desk)} if sent else f"{_(e.act.label)}: {label_of(r.to_desk)}"
    text = ", ".join(reference.labels("service", [e.service] if e.service else r.services if sent else []))
    by = label_of(r.from_desk) if e.desk == r.from_desk_id else label_of(r.to_desk)
    return Moment(e.at, LOOKS.get(e.act, "plain"), title, text, by, "referrals:referral", r.pk, r.reference, group="papers")
