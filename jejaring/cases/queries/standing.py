"""Where a case stands: the clear facts that acts, permissions and other apps ask for. One statement, nothing opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.cases import rules
from jejaring.cases.models import Case, TeamMember
from jejaring.cases.states import CaseState, TeamRole
from jejaring.directory.models import User
from jejaring.people.queries import words_for
from jejaring.reference import queries as reference

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works, or worked, on a case."""

    user_id: UUID
    name: str
    role: TeamRole
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class VictimFacts:
    """A victim in clear facts."""

    id: UUID
    person_id: UUID | None
    sex: str
    age: int | None
    minor: bool | None

    @property
    def words(self) -> str:
        """Somebody without a name: "Girl, 17"."""
        return words_for(self.sex, self.age, self.minor)


class Victim(NamedTuple):
    """A victim as a list knows one."""

    sex: str
    age: int | None
    minor: bool | None

    @property
    def words(self) -> str:
        """Somebody without a name: "Girl, 17"."""
        return words_for(*self)


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in clear facts."""

    id: UUID
    domain: UUID
    reference: str
    state: CaseState
    kind: str
    categories: tuple[str, ...]
    risk: str
    channel: str
    area: str
    reported_at: datetime
    registered_at: datetime
    recorded_at: datetime
    closed_at: datetime | None
    police_reported_on: date | None
    opened_from: UUID | None
    lead_desk_id: UUID
    organisation: UUID
    version: int
    synthetic: bool
    team: tuple[Member, ...]
    victims: tuple[VictimFacts, ...]
    forms: tuple[tuple[str, str], ...]
    danger_signs: tuple[str, ...] | None  # of the latest assessment; None before the first
    proposed_by: UUID | None
    told_signs: tuple[str, ...]  # of the report from which it was opened, so that nobody asks again before the first assessment

    @property
    def known_signs(self) -> tuple[str, ...]:
        """The danger signs as they are known today: those of the latest assessment, before the first those of the report."""
        return self.told_signs if self.danger_signs is None else self.danger_signs

    def _holder(self, role: TeamRole) -> Member | None:
        return next((m for m in self.team if m.role == role and m.until is None), None)

    @property
    def manager_id(self) -> UUID | None:
        """Who manages the case."""
        return m.user_id if (m := self._holder(TeamRole.MANAGER)) else None

    @property
    def manager(self) -> str:
        """The manager's name at work."""
        return m.name if (m := self._holder(TeamRole.MANAGER)) else ""

    @property
    def companion_id(self) -> UUID | None:
        """Who accompanies the person."""
        return m.user_id if (m := self._holder(TeamRole.COMPANION)) else None

    @property
    def companion(self) -> str:
        """The companion's name at work."""
        return m.name if (m := self._holder(TeamRole.COMPANION)) else ""

    @property
    def police_known(self) -> bool:
        """Whether a police report is recorded."""
        return self.police_reported_on is not None

    @property
    def is_sexual(self) -> bool:
        """Whether the duty to report to the police holds (UU 12/2022)."""
        return rules.is_sexual(self.kind, self.forms) or "sexual_violence" in self.categories

    @property
    def kind_label(self) -> str:
        """The main category in words."""
        return reference.label("category", self.kind)

    @property
    def category_labels(self) -> tuple[str, ...]:
        """All categories in words."""
        return reference.labels("category", self.categories)

    @property
    def area_name(self) -> str:
        """Where it happened."""
        return reference.area_name(self.area) if self.area else ""

    @property
    def title(self) -> str:
        """The case in words without a name: "Girl, 17 · Kota Jambi", with how many more victims there are."""
        return " · ".join(part for part in (victim_words(self.victims), self.area_name) if part)


def victim_words(victims: Sequence[VictimFacts | Victim]) -> str:
    """The first victim and how many more: "Girl, 17 +2"."""
    if not victims:
        return gettext("No victim registered")
    return victims[0].words + (f" +{len(victims) - 1}" if len(victims) > 1 else "")


def name_of(field: str) -> Subquery:
    """The name at work of the user whose id a column holds."""
    return Subquery(User.objects.filter(pk=OuterRef(field)).values("display_name")[:1])


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases of the actor's desk on whose team the actor is; a supervisor sees those of the desk. The policies say the same, and what a
    running emergency access opens, which is in no list."""
    rows = Case.objects.filter(lead_desk_id=actor.desk)
    return rows if Role.SUPERVISOR in actor.roles else rows.filter(Exists(_worked_on(actor, "pk")))


def _worked_on(actor: Actor, case: str) -> QuerySet[TeamMember]:
    """The actor's own place on the team of the case whose id a column holds."""
    return TeamMember.objects.filter(case=OuterRef(case), user=actor.id, desk=actor.desk, until=None)


class AskedOfEachRow(Exists):
    """Whether there is such a row, asked when a row is reached. Of a plain EXISTS the planner looks all rows up first, which for a list of
    twenty promises were the thousand cases of somebody; a subquery with an offset is left as it is."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def sees_its_case(actor: Actor) -> Q:
    """As `visible_to`, whether the actor sees the case of a row (its `case_id`), asked of each row: of the team first, which for most rows
    of a large desk says no at once, and only then of the case with all its policies."""
    case = Q(AskedOfEachRow(Case.objects.filter(pk=OuterRef("case_id"), lead_desk_id=actor.desk)))
    return case if Role.SUPERVISOR in actor.roles else Q(AskedOfEachRow(_worked_on(actor, "case_id"))) & case


def victim_facts(found: list[dict[str, Any]]) -> tuple[VictimFacts, ...]:
    """Victims from what the database gives of them."""
    return tuple(VictimFacts(UUID(v["id"]), _uuid(v["person_id"]), v["sex"], v["age"], v["minor"]) for v in found)


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _member(row: dict[str, Any]) -> Member:
    until = datetime.fromisoformat(row["until"]) if row["until"] else None
    return Member(UUID(row["user"]), row["name"] or "", TeamRole(row["role"]), datetime.fromisoformat(row["since"]), until)


# In plain SQL, since every act on a case asks for it first. Who sees it is said as in `visible_to`, or by a running emergency access.
CLEAR = ", ".join((
    """c.id, c.domain, c.reference, c.state, c.kind, c.categories, c.risk, c.channel, c.area, c.reported_at, c.registered_at,
    c.recorded_at, c.closed_at, c.police_reported_on, c.opened_from, c.lead_desk_id, c.organisation, c.version, c.synthetic""",
    """(select json_agg(json_build_object('user', t."user", 'role', t.role, 'since', t.since, 'until', t.until, 'name', u.display_name)
        order by t.since, t.id) from cases_teammember t left join directory_user u on u.id = t."user" where t.case_id = c.id)::text""",
    """(select json_agg(json_build_object('id', p.id, 'person_id', p.person_id, 'sex', p.sex, 'age', p.age, 'minor', p.minor)
        order by p.recorded_at, p.id) from cases_participant p where p.case_id = c.id and p.role = 'victim')::text""",
    """(select json_agg(json_build_array(f.form, f.sub_form) order by f.id) from cases_incidentform f
        join cases_incident i on i.id = f.incident_id and i.replaced_by_id is null where f.case_id = c.id)::text""",
    "(select a.danger_signs from cases_assessment a where a.case_id = c.id order by a.at desc, a.id desc limit 1)",
    """case when c.state = 'closure_proposed' then
        (select k.proposed_by from cases_closure k where k.case_id = c.id and k.state = 'proposed') end""",
    "(select r.danger_signs from intake_report r where r.id = c.opened_from)",
))  # fmt: skip
SEEN = """from cases_case c where c.id = %s and (c.lead_desk_id = %s and (%s or exists (
    select from cases_teammember m where m.case_id = c.id and m."user" = %s and m.desk = %s and m.until is null))
    or c.id = any ((select emergency_cases())::uuid[]))"""
FACTS = 25  # values of CLEAR


def row_of(actor: Actor, case_id: UUID, *, also: Sequence[str] = (), lock: bool = False) -> tuple[Row, Row]:
    """The clear facts of a case (called c) as the database gives them, and what `also` asks for beside them. Http404 for strangers."""
    with connection.cursor() as cursor:
        supervises = Role.SUPERVISOR in actor.roles
        asked = f"select {', '.join((CLEAR, *also))} {SEEN}" + (" for update of c" if lock else "")
        cursor.execute(asked, [case_id, actor.desk, supervises, actor.id, actor.desk])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return row[:FACTS], row[FACTS:]


def facts_of(row: Row) -> CaseSummary:
    """The summary from the answer to CLEAR."""
    facts: list[Any] = list(row)
    facts[3], facts[5] = CaseState(facts[3]), tuple(facts[5])
    facts[19:22] = (
        tuple(_member(m) for m in json.loads(facts[19] or "[]")),
        victim_facts(json.loads(facts[20] or "[]")),
        tuple((form, sub) for form, sub in json.loads(facts[21] or "[]")),
    )
    facts[22] = None if facts[22] is None else tuple(facts[22])
    facts[24] = tuple(facts[24] or ())
    return CaseSummary(*facts)


def summary(actor: Actor, case_id: UUID, *, lock: bool = False) -> CaseSummary:
    """A case in clear facts, for whoever sees it; locked for an act on request. One statement. Http404 for everybody else."""
    return facts_of(row_of(actor, case_id, lock=lock)[0])
