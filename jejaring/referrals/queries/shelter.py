"""A shelter's beds and who stays there; beds of any shelter as numbers; notes that a receiving desk keeps for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries.standing import name_of
from jejaring.people.queries import words_for
from jejaring.referrals import permissions
from jejaring.referrals.models import DeskNote, Referral, Shelter, Stay
from jejaring.referrals.queries.lists import ReferralRow, to_row, with_desks
from jejaring.referrals.states import DeskNoteKind, ReferralState
from jejaring.vault import actions as vault

RECENT = 20  # exits that the page still lists


@dataclass(frozen=True, slots=True)
class Beds:
    """The beds of a shelter: how many there are and how many are in use or promised."""

    total: int
    taken: int

    @property
    def free(self) -> int:
        """Never below zero: a house that closed rooms while people stay is full."""
        return max(self.total - self.taken, 0)

    @property
    def words(self) -> str:
        """As lists say it: "3 of 8 beds free"."""
        return _("%(free)s of %(total)s beds free") % {"free": self.free, "total": self.total}


@dataclass(frozen=True, slots=True)
class StayRow:
    """Somebody staying, without a name."""

    id: UUID
    referral_id: UUID
    reference: str
    who: str
    children: str
    admitted_at: datetime
    left_at: datetime | None
    exit_reason: str


@dataclass(frozen=True, slots=True)
class StayView:
    """A stay with its words opened, for the shelter and for the team that sent the person."""

    row: StayRow
    condition: str
    belongings: str
    destination: str


@dataclass(frozen=True, slots=True)
class DeskNoteRow:
    """A note that the desk keeps for itself."""

    kind: DeskNoteKind
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ShelterPage:
    """Everything on the shelter's page."""

    beds: Beds | None  # none: nobody has said how many there are
    expected: list[ReferralRow]  # accepted, not yet arrived
    staying: list[StayRow]
    left: list[StayRow]


def beds_taken(desk: UUID) -> int:
    """Beds of a desk in use or promised, whoever asks: a number and nothing else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select beds_taken(%s)", [desk])
        return int((cursor.fetchone() or (0,))[0])


def beds_of(desks: Iterable[UUID]) -> dict[UUID, Beds]:
    """The beds of those desks that keep some here. One statement."""
    rows = Shelter.objects.filter(desk_id__in=list(desks)).extra(select={"taken": "beds_taken(desk_id)"})
    return {row.desk_id: Beds(row.beds, row.taken) for row in rows.only("desk_id", "beds")}


def _children(stay: Stay) -> str:
    found = [words_for(c.sex, c.age, True) for c in stay.children.all()]
    if not found:
        return ""
    return ngettext("with %(n)s child: %(who)s", "with %(n)s children: %(who)s", len(found)) % {"n": len(found), "who": "; ".join(found)}


@dataclass(frozen=True, slots=True)
class StayAbout:
    """Of whom a stay is, in clear codes, and which desk sent the person."""

    reference: str
    sex: str
    age: int | None
    sender: UUID


def stays_about(stays: Iterable[UUID]) -> dict[UUID, StayAbout]:
    """Of whom these stays are, also after the access to the packet has ended: somebody who still sleeps in the house. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from stays_about(%s::uuid[])", [list(stays)])
        return {row[0]: StayAbout(*row[1:]) for row in cursor.fetchall()}


def _rows(stays: Iterable[Stay]) -> list[StayRow]:
    found = list(stays)
    about = stays_about(s.pk for s in found) if found else {}
    return [_row(s, about[s.pk]) for s in found]


def _row(s: Stay, about: StayAbout) -> StayRow:
    who = words_for(about.sex, about.age, None)
    return StayRow(s.pk, s.referral_id, about.reference, who, _children(s), s.admitted_at, s.left_at, s.exit_reason)


def _view(s: Stay, row: StayRow) -> StayView:
    return StayView(row, vault.read(s, "condition"), vault.read(s, "belongings"), vault.read(s, "destination"))


def shelter_page(actor: Actor) -> ShelterPage:
    """Beds, who is expected, who stays, who has left lately, of the actor's own desk. Seven statements, whatever the house holds."""
    stays = Stay.objects.filter(desk=actor.desk).prefetch_related("children")
    waiting = Referral.objects.filter(to_desk_id=actor.desk, state=ReferralState.ACCEPTED, services__contains=["shelter"], stays=None)
    here = stays.filter(left_at=None).order_by("admitted_at")
    rows = _rows([*here, *stays.exclude(left_at=None).order_by("-left_at")[:RECENT]])
    return ShelterPage(
        beds_of([actor.desk]).get(actor.desk),
        [to_row(r) for r in with_desks(waiting).order_by("sent_at")],
        [row for row in rows if row.left_at is None],
        [row for row in rows if row.left_at is not None],
    )


def stay_row(actor: Actor, stay_id: UUID) -> StayRow:
    """One stay of the actor's own house in clear codes. Raises Stay.DoesNotExist (ObjectDoesNotExist) for others."""
    return _rows([Stay.objects.prefetch_related("children").get(pk=stay_id, desk=actor.desk)])[0]


def stay_for(actor: Actor, stay_id: UUID) -> StayView:
    """One stay of the actor's own house with its words opened; logged. Raises Stay.DoesNotExist (ObjectDoesNotExist) for others."""
    stay = Stay.objects.prefetch_related("children").get(pk=stay_id, desk=actor.desk)
    vault.preload([stay.domain])
    found = _view(stay, _rows([stay])[0])
    audit.record("read", "stay", stay.pk, fields=[name for name in ("condition", "belongings", "destination") if getattr(found, name)])
    return found


def stays_of(referral_id: UUID) -> list[StayView]:
    """The stays after a referral, opened, newest first; for the shelter and the team that sent the person. At most four statements."""
    stays = list(Stay.objects.filter(referral_id=referral_id).prefetch_related("children").order_by("-admitted_at"))
    vault.preload(s.domain for s in stays)
    return [_view(s, row) for s, row in zip(stays, _rows(stays), strict=True)]


def own_notes(actor: Actor, row: ReferralRow) -> list[DeskNoteRow]:
    """What the receiving desk wrote for itself, newest first, as far as the actor's roles open it; reading one is logged."""
    if row.to_desk_id != actor.desk:
        return []
    rows = DeskNote.objects.filter(referral_id=row.id, kind__in=permissions.note_kinds(actor)).annotate(author=name_of("by"))
    found = list(rows.order_by("-at"))
    if found:
        vault.preload(n.domain for n in found)
        audit.record("read", "desk_note", row.id, fields=sorted({n.kind for n in found}))
    return [DeskNoteRow(n.kind, vault.read(n, "text"), n.at, n.author or "") for n in found]


def shelter_address(actor: Actor) -> str:
    """Where the house is, for its own keepers alone; every look is logged. Raises Shelter.DoesNotExist where nothing was said."""
    row = Shelter.objects.get(desk_id=actor.desk)
    audit.record("revealed", "shelter", row.pk, fields=["address"])
    return vault.read(row, "address")
