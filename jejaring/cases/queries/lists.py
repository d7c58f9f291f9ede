"""The worklist of cases: pages by key, never by count, and shows nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases.models import Case, TeamMember
from jejaring.cases.queries.standing import VictimFacts, victim_facts, victim_words, victims_of, visible_to
from jejaring.cases.states import CaseState, TeamRole
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState
from jejaring.kernel.clock import day_after, midnight
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.tables import Cell, Table
from jejaring.reference import queries as reference
from jejaring.ui.labels import label

PAGE = 30
RISKS = {"high": gettext_noop("High risk"), "medium": gettext_noop("Medium risk"), "low": gettext_noop("Low risk")}
ACTIVE = (CaseState.OPEN, CaseState.CLOSURE_PROPOSED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the worklist."""

    id: UUID
    reference: str
    state: CaseState
    kind: str
    categories: tuple[str, ...]
    risk: str
    area: str
    registered_at: datetime
    victims: tuple[VictimFacts, ...]
    due_at: datetime | None  # the soonest promise that this desk owes on it

    @property
    def title(self) -> str:
        """The victims without a name: "Girl, 17 +1"."""
        return victim_words(self.victims)

    @property
    def kind_label(self) -> str:
        """The main category in words."""
        return reference.label("category", self.kind)

    @property
    def area_name(self) -> str:
        """Where it happened."""
        return reference.area_name(self.area) if self.area else ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the worklist and the key of the next one."""

    rows: tuple[CaseRow, ...]
    next_key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the worklist is narrowed to; empty means everything. Days are those of Asia/Jakarta on which cases were registered."""

    state: str = ""  # "active": open or about to close
    query: str = ""  # (part of) a reference
    risk: str = ""
    kind: str = ""
    district: str = ""
    mine: bool = False  # managed or accompanied by the actor
    since: date | None = None
    until: date | None = None


def _key(case: Case) -> str:
    return f"{case.registered_at.isoformat()}_{case.pk}"


def _before(key: str) -> Q:
    try:
        at, _sep, pk = key.partition("_")
        moment, last = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return Q()
    return Q(registered_at__lt=moment) | Q(registered_at=moment, pk__lt=last)


def _due(actor: Actor) -> Subquery:
    """The soonest promise that the actor's desk owes on each case."""
    rows = Commitment.objects.filter(case_id=OuterRef("pk"), desk_id=actor.desk, state=CommitmentState.OPEN)
    return Subquery(rows.order_by("due_at").values("due_at")[:1])


def _narrowed(actor: Actor, asked: Asked) -> QuerySet[Any]:
    """What the actor sees of what was asked, with the victims and the soonest promise of each case."""
    equal = {name: value for name in ("risk", "kind") if (value := getattr(asked, name))}
    wanted = Q(reference__contains=asked.query.strip().upper(), area__startswith=asked.district, **equal)
    if asked.state:
        wanted &= Q(state__in=ACTIVE if asked.state == "active" else [asked.state])
    if asked.mine:
        roles = (TeamRole.MANAGER, TeamRole.COMPANION)
        wanted &= Q(pk__in=TeamMember.objects.filter(user=actor.id, role__in=roles, until=None).values("case_id"))
    if asked.since:
        wanted &= Q(registered_at__gte=midnight(asked.since))
    if asked.until:
        wanted &= Q(registered_at__lt=day_after(asked.until))
    return visible_to(actor).filter(wanted).annotate(victim_rows=victims_of(), soonest=_due(actor)).order_by("-registered_at", "-pk")


def _row(c: Any) -> CaseRow:
    kinds, victims = tuple(c.categories), victim_facts(c.victim_rows)
    return CaseRow(c.pk, c.reference, c.state, c.kind, kinds, c.risk, c.area, c.registered_at, victims, c.soonest)


def cases(actor: Actor, *, before: str = "", limit: int = PAGE, **asked: Any) -> CasePage:
    """The cases that the actor sees, newest first. `before` is the key that the previous page gave, `asked` are those of `Asked`.
    One statement."""
    found = list(_narrowed(actor, Asked(**asked)).filter(_before(before) if before else Q())[: limit + 1])
    return CasePage(tuple(_row(c) for c in found[:limit]), _key(found[limit - 1]) if len(found) > limit else "")


def case_table(actor: Actor, *, limit: int, **asked: Any) -> Table:
    """The same cases as rows of a file, in clear facts alone. One statement."""
    heads = (_("Reference"), _("State"), _("Registered"), _("Kind of case"), _("Categories"), _("Risk"), _("District or village"))
    more = (_("Number of victims"), _("Sex"), _("Age"), _("Next promise due"))
    return Table(_("Cases"), heads + more, [_cells(_row(c)) for c in _narrowed(actor, Asked(**asked))[:limit]])


def _cells(r: CaseRow) -> list[Cell]:
    """One line; sex and age are those of the first victim."""
    first, place = next(iter(r.victims), None), reference.area_path(r.area) if r.area else ""
    told: list[Cell] = [r.reference, label(r.state), r.registered_at, r.kind_label, "; ".join(reference.labels("category", r.categories))]
    who: list[Cell] = [reference.label("sex", first.sex), first.age] if first else ["", None]
    return [*told, _(RISKS[r.risk]) if r.risk in RISKS else "", place, len(r.victims), *who, r.due_at]
