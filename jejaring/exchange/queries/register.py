"""The worklist of the entry clerk: whom the national register does not know yet, and what is missing for a complete entry."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases import queries as cases
from jejaring.cases.models import Case, Participant, TeamMember
from jejaring.cases.states import CaseState, PartyRole, TeamRole
from jejaring.directory.queries import account_name
from jejaring.exchange.models import RegisterEntry
from jejaring.exchange.queries.dossiers import Dossier, dossiers, known
from jejaring.exchange.rules.register import gaps
from jejaring.exchange.states import EntryState, Gap
from jejaring.kernel.clock import day_after, midnight
from jejaring.people.queries import words_for
from jejaring.reference import queries as reference

PAGE = 20
ACTIVE = (CaseState.OPEN, CaseState.CLOSURE_PROPOSED)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One victim as the worklist shows her: without a name."""

    victim_id: UUID
    case_id: UUID
    respondent_id: UUID | None  # the first whose relation is not recorded
    reference: str
    active: bool  # a closed case is reopened before anything can be added
    case_number: str
    number: str
    sex: str
    age: int | None
    minor: bool | None
    kind: str
    area: str
    registered_at: datetime
    state: EntryState
    entered_on: date | None
    by: str
    at: datetime | None
    gaps: tuple[Gap, ...]
    changed: bool

    @property
    def who(self) -> str:
        """The victim in words: "Girl, 17"."""
        return words_for(self.sex, self.age, self.minor)

    @property
    def about(self) -> str:
        """Kind, place and reference of the case."""
        place = reference.area_name(self.area) if self.area else ""
        return " · ".join(part for part in (reference.label("category", self.kind), place, self.reference) if part)

    @property
    def said(self) -> str:
        """When and by whom it was entered, and under which number."""
        number = _("number %(n)s") % {"n": self.number} if self.number else ""
        return " · ".join(part for part in (number, self.by) if part)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of the worklist and the key of the next one."""

    rows: tuple[EntryRow, ...]
    next_key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the worklist is narrowed to; empty means everything. Days are those of Asia/Jakarta on which cases were registered."""

    state: str = ""
    query: str = ""
    mine: bool = False
    since: date | None = None
    until: date | None = None


def victims(actor: Actor, asked: Asked) -> QuerySet[Any]:
    """The victims of the cases that the actor sees, with the state of their entry; what was handed over is entered where it went."""
    newest = RegisterEntry.objects.filter(victim=OuterRef("pk")).order_by("-at", "-pk").values("state")[:1]
    state = Coalesce(Subquery(newest), Value(EntryState.NOT_ENTERED.value), output_field=CharField())
    seen = cases.visible_to(actor).exclude(state=CaseState.TRANSFERRED)
    if asked.mine:
        seen = seen.filter(pk__in=TeamMember.objects.filter(user=actor.id, role=TeamRole.MANAGER, until=None).values("case_id"))
    wanted = Q(role=PartyRole.VICTIM, case__in=seen, case__reference__icontains=asked.query.strip())
    if asked.since:
        wanted &= Q(case__registered_at__gte=midnight(asked.since))
    if asked.until:
        wanted &= Q(case__registered_at__lt=day_after(asked.until))
    rows = Participant.objects.filter(wanted).annotate(entry_state=state, registered=F("case__registered_at"))
    return rows.filter(entry_state=asked.state) if asked.state else rows


def _after(key: str) -> Q:
    try:
        at, _sep, pk = key.partition("_")
        moment, last = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return Q()
    return Q(registered__gt=moment) | Q(registered=moment, pk__gt=last)


def entries(actor: Actor, *, after: str = "", limit: int = PAGE, **asked: Any) -> EntryPage:
    """The victims whose entry is to be made or looked after, longest waiting first, each with what is missing. `asked` are those of
    `Asked`. Nine statements, whatever their number."""
    found = list(victims(actor, Asked(**asked)).filter(_after(after)).order_by("registered", "pk")[: limit + 1])
    shown = found[:limit]
    order = list(dict.fromkeys(p.case_id for p in shown))
    by_case = {d.case.pk: d for d in dossiers(list(Case.objects.filter(pk__in=order)))}
    rows = tuple(_row(by_case[p.case_id], p.pk) for p in shown)
    return EntryPage(rows, f"{shown[-1].registered.isoformat()}_{shown[-1].pk}" if len(found) > limit else "")


def entry(actor: Actor, victim_id: UUID) -> EntryRow:
    """One victim with what is missing. Http404 where the actor does not see the case."""
    return _row(dossier_of(actor, victim_id), victim_id)


def dossier_of(actor: Actor, victim_id: UUID) -> Dossier:
    """The dossier of a victim's case. Http404 where the actor does not see it."""
    case = cases.visible_to(actor).filter(participants__pk=victim_id, participants__role=PartyRole.VICTIM).first()
    if case is None:
        raise Http404
    return dossiers([case])[0]


def _row(d: Dossier, victim_id: UUID) -> EntryRow:
    victim = next(v for v in d.victims if v.pk == victim_id)
    row, c = d.entries.get(victim_id), d.case
    untied = [r.pk for r in d.respondents if (victim.pk, r.pk) not in d.relations or d.relations[victim.pk, r.pk].relation == "unknown"]
    on, by, at = (row.entered_on, account_name(row.by), row.at) if row else (None, "", None)
    return EntryRow(
        victim.pk, c.pk, next(iter(untied), None), c.reference, c.state in ACTIVE, c.simfoni_number, victim.simfoni_number,
        victim.sex, victim.age, victim.minor, c.kind, c.area, c.registered_at, d.state_of(victim), on, by, at,
        gaps(known(d, victim)), d.changed(victim),
    )  # fmt: skip
