"""The worklist of cases: pages by key, never by count, and shows nobody's name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.cases.queries.standing import Victim, victim_words
from jejaring.cases.states import CaseState
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
    victims: tuple[Victim, ...]
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


# In plain SQL, which the ORM made anew at a higher cost than running it. The index of the desk is read from the newest case on until the
# page is full. The team is asked by scalar questions: an EXISTS would be joined to all cases of the actor first, however few are shown.
# "is not null", since the planner believes that to be true of nearly every row; of a bare question it expects half, and sorts them all.
# Moments come as text, which Python reads at a tenth of what Django's reader of moments takes.
VICTIMS = """(select json_agg(json_build_array(p.sex, p.age, p.minor) order by p.recorded_at, p.id)
    from cases_participant p where p.case_id = c.id and p.role = 'victim')::text"""
DUE = """(select min(o.due_at) from commitments_commitment o
    where o.case_id = c.id and o.desk_id = %(desk)s and o.state = 'open')::text"""
FACTS = ", ".join(("c.id, c.reference, c.state, c.kind, c.categories, c.risk, c.area, c.registered_at::text", VICTIMS, DUE))
OF_THE_TEAM = """(select m.id from cases_teammember m
    where m.case_id = c.id and m."user" = %(actor)s and m.desk = %(desk)s and m.until is null limit 1) is not null"""
MINE = """(select m.id from cases_teammember m
    where m.case_id = c.id and m."user" = %(actor)s and m.role in ('manager', 'companion') and m.until is null limit 1) is not null"""
NARROWED: Mapping[str, str] = {
    "states": "c.state = any(%(states)s)",
    "query": "strpos(c.reference, %(query)s) > 0",
    "district": "starts_with(c.area, %(district)s)",
    "risk": "c.risk = %(risk)s",
    "kind": "c.kind = %(kind)s",
    "mine": MINE,
    "since": "c.registered_at >= %(since)s",
    "until": "c.registered_at < %(until)s",
    "before": "(c.registered_at, c.id) < (%(before)s, %(last)s)",
}


def _key(row: CaseRow) -> str:
    return f"{row.registered_at.isoformat()}_{row.id}"


def _before(key: str) -> dict[str, Any]:
    try:
        at, _sep, pk = key.partition("_")
        return {"before": datetime.fromisoformat(at), "last": UUID(pk)}
    except ValueError:
        return {}


def _values(asked: Asked) -> dict[str, Any]:
    """What the worklist is narrowed by, under the names of NARROWED."""
    states = list(ACTIVE) if asked.state == "active" else [asked.state] if asked.state else []
    given: dict[str, Any] = {"states": states, "query": asked.query.strip().upper()}
    given |= {name: getattr(asked, name) for name in ("district", "risk", "kind", "mine")}
    given |= {"since": asked.since and midnight(asked.since), "until": asked.until and day_after(asked.until)}
    return {name: value for name, value in given.items() if value}


def _found(actor: Actor, asked: Asked, limit: int, before: str = "") -> list[CaseRow]:
    """What the actor sees of what was asked, with the victims and the soonest promise that the desk owes on each case."""
    values = _values(asked) | _before(before)
    wanted = "".join(f" and {condition}" for name, condition in NARROWED.items() if name in values)
    seen = "true" if Role.SUPERVISOR in actor.roles else OF_THE_TEAM
    select = f"select {FACTS} from cases_case c where c.lead_desk_id = %(desk)s and {seen}{wanted}"  # noqa: S608  no value stands in it
    with connection.cursor() as cursor:
        by = {"desk": actor.desk, "actor": actor.id}
        cursor.execute(f"{select} order by c.registered_at desc, c.id desc limit {limit:d}", values | by)
        return [_row(*facts) for facts in cursor.fetchall()]


def _row(id: UUID, reference: str, state: str, kind: str, categories: list[str], risk: str, area: str, registered_at: str,
    victims: str | None, due_at: str | None) -> CaseRow:  # fmt: skip
    known = tuple(Victim(*facts) for facts in json.loads(victims or "[]"))
    since, due = datetime.fromisoformat(registered_at), datetime.fromisoformat(due_at) if due_at else None
    return CaseRow(id, reference, CaseState(state), kind, tuple(categories), risk, area, since, known, due)


def cases(actor: Actor, *, before: str = "", limit: int = PAGE, **asked: Any) -> CasePage:
    """The cases that the actor sees, newest first. `before` is the key that the previous page gave, `asked` are those of `Asked`.
    One statement."""
    found = _found(actor, Asked(**asked), limit + 1, before)
    return CasePage(tuple(found[:limit]), _key(found[limit - 1]) if len(found) > limit else "")


def case_table(actor: Actor, *, limit: int, **asked: Any) -> Table:
    """The same cases as rows of a file, in clear facts alone. One statement."""
    heads = (_("Reference"), _("State"), _("Registered"), _("Kind of case"), _("Categories"), _("Risk"), _("District or village"))
    more = (_("Number of victims"), _("Sex"), _("Age"), _("Next promise due"))
    return Table(_("Cases"), heads + more, [_cells(row) for row in _found(actor, Asked(**asked), limit)])


def _cells(r: CaseRow) -> list[Cell]:
    """One line; sex and age are those of the first victim."""
    first, place = next(iter(r.victims), None), reference.area_path(r.area) if r.area else ""
    told: list[Cell] = [r.reference, label(r.state), r.registered_at, r.kind_label, "; ".join(reference.labels("category", r.categories))]
    who: list[Cell] = [reference.label("sex", first.sex), first.age] if first else ["", None]
    return [*told, _(RISKS[r.risk]) if r.risk in RISKS else "", place, len(r.victims), *who, r.due_at]
