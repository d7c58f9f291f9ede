"""Random worlds made with the real actions, and the oracle: what design.md says that somebody sees of them.

The oracle is written from those words alone, over what the world's maker wrote down, and never asks the database: ring 1 is the team of a
case at its lead desk and the supervisor of that desk; ring 2 a partner desk with the packet of its referral until the access expires or is
withdrawn; everybody else sees nothing of a case. For whoever has a conflict of interest a case is not there at all. An emergency access
opens it under that purpose until it ends: the file within the organisation that leads the case, else its safety card. What is sealed is
there for who asked, while two people have it open.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from hypothesis import strategies as st

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.cases import actions as cases
from jejaring.cases.models import ConflictOfInterest, EmergencyAccess
from jejaring.directory import actions as directory
from jejaring.directory.models import User
from jejaring.directory.queries import actor_for
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
from jejaring.kernel.verdict import Refused
from jejaring.referrals import actions as referrals
from tests.cases import files, urgent

LEADS = (Role.MANAGER, Role.SUPERVISOR)
NUMBERS = st.integers(0, 10**6)


@dataclass
class Access:
    """An emergency access as it was opened, by whom and where, and who reviews it."""

    id: UUID
    case: UUID
    user: UUID
    desk: UUID
    file: bool  # of the organisation that leads the case
    opened: datetime
    until: datetime
    reviewing: UUID
    ended: bool = False
    reviewed: bool = False

    def runs(self, moment: datetime) -> bool:
        """Whether it is open."""
        return not self.ended and moment < self.until


@dataclass
class Sealed:
    """A note that was sealed, who asked to open it, and until when it is open for them."""

    id: UUID
    item: UUID
    case: UUID
    asked: UUID | None = None
    until: datetime | None = None
    ended: bool = False


@dataclass
class World:
    """What its maker wrote down."""

    desks: list[Any] = field(default_factory=list)
    office: Any = None  # where the privacy officer works
    jobs: list[tuple[UUID, UUID, Role, int, int | None]] = field(default_factory=list)  # account, desk, role, first and last day
    teams: list[tuple[UUID, UUID, set[UUID]]] = field(default_factory=list)  # case, lead desk, who works on it
    sent: list[dict[str, Any]] = field(default_factory=list)
    references: dict[UUID, str] = field(default_factory=dict)
    conflicts: set[tuple[UUID, UUID]] = field(default_factory=set)  # account, case; those that were lifted are not among them
    lifted: set[tuple[UUID, UUID]] = field(default_factory=set)
    accesses: list[Access] = field(default_factory=list)
    suspended: set[UUID] = field(default_factory=set)  # accounts whose access was not justified
    sealed: list[Sealed] = field(default_factory=list)
    notes: list[tuple[UUID, UUID]] = field(default_factory=list)  # note, case; the sealed ones as well

    def works(self, account: UUID, desk: UUID, role: Role | None = None) -> bool:
        """Whether somebody has a job at a desk today."""
        return any(
            j[:2] == (account, desk) and role in (None, j[2]) and j[3] <= 0 and (j[4] is None or j[4] >= 0) for j in self.jobs
        )  # fmt: skip

    def at(self, desk: UUID, *roles: Role) -> list[UUID]:
        """The accounts that work at a desk today in one of these roles."""
        return sorted({j[0] for j in self.jobs if j[1] == desk and j[2] in roles and self.works(j[0], desk, j[2])})

    def organisation(self, desk: UUID) -> UUID:
        """Whose desk it is."""
        return next(d.organisation_id for d in (*self.desks, self.office) if d.pk == desk)  # type: ignore[no-any-return]

    # the oracle --------------------------------------------------------------------------------------------------------------------

    def hidden(self, actor: Actor) -> set[UUID]:
        """The cases that do not exist for somebody, at whatever desk."""
        return {case for account, case in self.conflicts if account == actor.id}

    def first_ring(self, actor: Actor) -> set[UUID]:
        """The cases whose team somebody belongs to at the desk that leads them, or all of that desk for its supervisor."""
        leads = self.works(actor.id, actor.desk, Role.SUPERVISOR)
        return {case for case, desk, team in self.teams if desk == actor.desk and (leads or actor.id in team)} - self.hidden(actor)

    def rests(self, account: UUID, moment: datetime) -> bool:
        """Whether somebody has no right to emergency access: it was not justified, or not reviewed within 3x24 hours."""
        late = any(a.user == account and not a.reviewed and a.opened + timedelta(hours=72) <= moment for a in self.accesses)
        return late or account in self.suspended

    def opened_in_danger(self, actor: Actor, moment: datetime, purpose: str, *, file: bool = True) -> set[UUID]:
        """The cases whose file, or at least safety card, runs for somebody at this desk, on the pages of that purpose alone."""
        if purpose != Purpose.EMERGENCY or self.rests(actor.id, moment):
            return set()
        mine = [a for a in self.accesses if (a.user, a.desk) == (actor.id, actor.desk) and a.runs(moment)]
        return {a.case for a in mine if a.file or not file} - self.hidden(actor)

    def cases(self, actor: Actor, moment: datetime, purpose: str = "test") -> set[UUID]:
        """The cases whose rows are there for somebody."""
        return self.first_ring(actor) | self.opened_in_danger(actor, moment, purpose)

    def second_ring(self, actor: Actor, moment: datetime, purpose: str = "test") -> set[UUID]:
        """The referrals that a desk was sent, until the access ends; and those of the cases that the actor sees, which their desk sent."""
        theirs = [s for s in self.sent if s["case"] not in self.hidden(actor)]
        received = {s["id"] for s in theirs if s["to"] == actor.desk and not s["withdrawn"] and moment < s["expires"]}
        return received | {s["id"] for s in theirs if s["from"] == actor.desk and s["case"] in self.cases(actor, moment, purpose)}

    def cards(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """The safety cards: of the desk's cases for its officer on shift, of running accesses under their purpose."""
        if purpose == Purpose.EMERGENCY:
            return self.opened_in_danger(actor, moment, purpose, file=False)
        on_duty = self.works(actor.id, actor.desk, Role.DUTY)
        return {case for case, desk, _team in self.teams if on_duty and desk == actor.desk} - self.hidden(actor)

    def opened_seals(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """The sealed notes that two people have opened for somebody who still sees the case."""
        seen = self.cases(actor, moment, purpose)
        mine = [s for s in self.sealed if s.asked == actor.id and s.case in seen and not s.ended]
        return {s.id for s in mine if s.until and moment < s.until}

    def seen_notes(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """Every note of the cases that are there; the sealed ones only while they are open for who reads."""
        closed = {s.id for s in self.sealed} - self.opened_seals(actor, moment, purpose)
        seen = self.cases(actor, moment, purpose)
        return {note for note, case in self.notes if case in seen} - closed

    def told_of_seals(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """The sealed notes of which somebody knows that they are there: who sees the case, and the privacy officer."""
        of_all = self.works(actor.id, actor.desk, Role.PRIVACY)
        seen = self.cases(actor, moment, purpose)
        return {s.item for s in self.sealed if s.case in seen or (of_all and s.case not in self.hidden(actor))}

    def told_of_accesses(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """The emergency accesses of which somebody knows: the own ones, those to review, those of the cases that are there, as privacy
        officer all."""
        oversees = self.works(actor.id, actor.desk, Role.PRIVACY)
        heads = oversees or self.works(actor.id, actor.desk, Role.SUPERVISOR)
        seen, theirs = self.cases(actor, moment, purpose), [a for a in self.accesses if a.case not in self.hidden(actor)]
        return {
            a.id for a in theirs
            if a.user == actor.id or oversees or (heads and a.reviewing == actor.desk) or a.case in seen
        }  # fmt: skip

    def keys(self, actor: Actor, moment: datetime, purpose: str) -> set[UUID]:
        """The cases, packets and sealed notes whose keys are there: an organisation's own, those that it was given for a time."""
        ours = actor.organisation
        held = {case for case, desk, _team in self.teams if self.organisation(desk) == ours}
        held |= {a.case for a in self.accesses if not a.file and self.organisation(a.desk) == ours and a.runs(moment)}
        held -= self.hidden(actor)
        for s in self.sent:
            given = self.organisation(s["to"]) == ours and not s["withdrawn"] and moment < s["expires"]
            if s["case"] not in self.hidden(actor) and (self.organisation(s["from"]) == ours or given):
                held.add(s["id"])
        seals = self.opened_seals(actor, moment, purpose)
        return held | {s.item for s in self.sealed if s.id in seals and self.organisation(self.lead(s.case)) == ours}

    def lead(self, case: UUID) -> UUID:
        """The desk that leads a case."""
        return next(desk for one, desk, _team in self.teams if one == case)


def pick(found: list[Any], number: int) -> Any:
    """One of them, or none where there is none."""
    return found[number % len(found)] if found else None


# In minutes after everything was done, on both sides of an hour, four hours, and of whole days.
MOMENTS = (1, 2, 59, 61, 239, 241, 1439, 1441, 2881, 4319, 4321, 5761)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """How many of everything, and who."""
    role = st.sampled_from([Role.MANAGER, Role.SUPERVISOR, Role.COMPANION, Role.DUTY])
    lasts = st.sampled_from([(-9, None), (-9, None), (-9, None), (-9, 0), (-9, -1), (1, None)])
    referral = st.tuples(NUMBERS, NUMBERS, st.integers(1, 3), st.booleans())
    return {
        "desks": draw(st.lists(st.booleans(), min_size=3, max_size=4)),  # whether it is another desk of the organisation before
        "jobs": draw(st.lists(st.tuples(st.integers(0, 4), NUMBERS, role, lasts), min_size=5, max_size=9)),
        "cases": draw(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, st.booleans()), min_size=1, max_size=3)),
        "referrals": draw(st.lists(referral, max_size=3)),
        "conflicts": draw(st.lists(st.tuples(NUMBERS, NUMBERS, st.booleans()), max_size=3)),
        "seals": draw(st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(["closed", "asked", "open", "open", "ended"])), max_size=2)),
        "dangers": draw(st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(["", "", "ended", "justified", "unjustified"])), max_size=3)),
        "minutes": draw(st.sampled_from(MOMENTS)),
    }


def make(plan: dict[str, Any]) -> World:
    """A world with the real actions. Every desk has an opener and a supervisor; nobody else is sure to be there."""
    world = World()
    with acting_as(VISITOR, "administration"):
        us: dict[str, Any] = {"by": VISITOR}
        for n, joined in enumerate(plan["desks"]):
            if not (joined and world.desks):
                kind = OrganisationKind.PROTECTION_UNIT
                organisation = directory.add_organisation(name=f"Badan {n}", short_name="", kind=kind, **us)
            services = ("case_management",)
            desk = directory.add_desk(organisation=organisation, name=f"Meja {n}", kind=DeskKind.PROTECTION, services=services, **us)
            world.desks.append(desk)
        world.office = _office()
        count = range(6 + 2 * len(world.desks))
        people = [directory.add_user(username=f"orang{n}", display_name=f"P {n}", password=None, **us) for n in count]
        User.objects.filter(pk__in=[p.pk for p in people]).update(password=_hashed())
        told = [(people[who], world.desks[desk % len(world.desks)], role, lasts) for who, desk, role, lasts in plan["jobs"]]
        told += [(people[5 + n], desk, Role.DUTY, (-9, None)) for n, desk in enumerate(world.desks)]
        told += [(people[5 + len(world.desks) + n], desk, Role.SUPERVISOR, (-9, None)) for n, desk in enumerate(world.desks)]
        told.append((people[-1], world.office, Role.PRIVACY, (-9, None)))
        for user, desk, role, (since, until) in told:
            if (user.pk, desk.pk, role) not in [j[:3] for j in world.jobs]:
                first, last = today() + timedelta(days=since), None if until is None else today() + timedelta(days=until)
                directory.add_membership(user=user, desk=desk, role=role, valid_from=first, valid_until=last, **us)
                world.jobs.append((user.pk, desk.pk, role, since, until))
    for one in plan["cases"]:
        _open(world, *one)
    for to_send in plan["referrals"]:
        _send(world, *to_send)
    for to_seal in plan["seals"] if world.teams else ():
        _seal(world, *to_seal)
    for in_danger in plan["dangers"] if world.teams else ():
        _in_danger(world, *in_danger)
    for to_hide in plan["conflicts"] if world.teams else ():
        _hide(world, *to_hide)
    return world


def _hashed(made: list[str] = []) -> str:  # noqa: B006  made once: it takes as long as it is meant to
    if not made:
        made.append(make_password(urgent.PASSWORD))
    return made[0]


def _office() -> Any:
    us: dict[str, Any] = {"by": VISITOR}
    organisation = directory.add_organisation(name="Sekretariat", short_name="", kind=OrganisationKind.TASK_FORCE, **us)
    return directory.add_desk(organisation=organisation, name="Sekretariat", kind=DeskKind.SECRETARIAT, services=(), **us)


def at_desk(account: UUID, desk: UUID) -> Actor:
    """Somebody at one of the own desks."""
    return actor_for(account, str(desk))


def _open(world: World, desk: int, manager: int, companion: int, changes: bool) -> None:
    lead = pick(world.desks, desk).pk
    leads = world.at(lead, *LEADS)
    if not leads:
        return
    first, opener = pick(leads, manager), at_desk(pick(world.at(lead, Role.DUTY), 0), lead)
    other = pick(world.at(lead, Role.COMPANION), companion)
    other = other if other != first else None
    with acting_as(opener, "test"):
        case = cases.open_case(
            by=opener, opened_from=None, reported_at=now(), channel="walk_in", kind="violence_against_women", risk="high",
            area="15.71.07", manager=first, companion=other, parties=(files.WIFE,), incident=files.at_home(),
        )  # fmt: skip
    team = {first} | ({other} if other else set())
    after = pick(leads, manager + 1)
    if changes and after not in team:
        by = at_desk(first, lead)
        with acting_as(by, "test"):
            cases.assign(by=by, case_id=case.pk, manager=after)
        team = team - {first} | {after}
    world.teams.append((case.pk, lead, team))
    world.references[case.pk] = case.reference


def _send(world: World, case: int, to: int, days: int, withdrawn: bool) -> None:
    found = pick(world.teams, case)
    desk = pick([d for d in world.desks if found and d.pk != found[1]], to)
    sender = pick([a for a in sorted(found[2]) if world.at(found[1], *LEADS).count(a)], 0) if found else None
    if not desk or not sender:
        return
    by = at_desk(sender, found[1])
    words = {"basis": "vital_interest", "basis_reason": "Terancam", "request": "Mohon ditangani", "purpose": "companion"}
    with acting_as(by, "test"):
        row = referrals.send(by=by, case_id=found[0], to_desk=desk.pk, services=("case_management",), expires_days=days, **words)
        if withdrawn:
            referrals.withdraw(by=by, referral_id=row.pk, version=row.version)
    until = row.sent_at + timedelta(days=days)
    world.sent.append({"id": row.pk, "case": found[0], "from": found[1], "to": desk.pk, "withdrawn": withdrawn, "expires": until})


def _supervisors(world: World, case: UUID, *but: UUID) -> list[UUID]:
    """Who supervises the lead desk of a case and sees it."""
    return [a for a in world.at(world.lead(case), Role.SUPERVISOR) if (a, case) not in world.conflicts and a not in but]


def _seal(world: World, case: int, asker: int, fate: str) -> None:
    """Two notes, of which one is sealed, and perhaps asked for, opened, ended."""
    found, lead, team = pick(world.teams, case)
    head = at_desk(pick(_supervisors(world, found), 0), lead)
    with acting_as(head, "test"):
        plain, secret = [cases.write_note(by=head, case_id=found, text=text) for text in ("terbuka", "tersegel")]
        item = cases.seal(by=head, case_id=found, kind="note", subject_id=secret, ground="adoption", reason="Asal-usul anak")
    world.notes += [(plain, found), (secret, found)]
    row = Sealed(secret, item, found)
    world.sealed.append(row)
    who = pick(sorted(team | {head.id}), asker)
    second = pick(_supervisors(world, found, who), 0)
    if fate == "closed" or not (world.at(lead, *LEADS).count(who) or world.at(lead, Role.COMPANION).count(who)):
        return
    with acting_as(by := at_desk(who, lead), "test"):
        asked = cases.ask_unsealing(by=by, case_id=found, item_id=item, ground="court", reason="Diminta pengadilan")
    row.asked = who
    if fate != "asked" and second:
        with acting_as(by := at_desk(second, lead), "test"):
            cases.confirm_unsealing(by=by, unsealing_id=asked, password=urgent.PASSWORD)
        row.until = now() + timedelta(hours=1)
        if fate == "ended":
            with acting_as(by := at_desk(who, lead), "test"):
                cases.end_unsealing(by=by, case_id=found, unsealing_id=asked)
            row.ended = True


def _in_danger(world: World, case: int, asker: int, fate: str) -> None:
    """Somebody at some desk opens a case that is not theirs; what is refused (no right, no reviewer, one's own case) is no access."""
    found, lead, _team = pick(world.teams, case)
    account, desk = pick(sorted({j[:2] for j in world.jobs if world.works(*j[:2])}), asker)
    actor = at_desk(account, desk)
    try:
        access = urgent.ask(actor, world.references[found])
    except Refused:
        return
    if access is None or any(a.id == access for a in world.accesses):
        return
    with acting_as(actor, Purpose.EMERGENCY):
        reviewing = EmergencyAccess.objects.values_list("reviewing_desk", flat=True).get(pk=access)
    file = world.organisation(desk) == world.organisation(lead)
    row = Access(access, found, account, desk, file, now(), now() + timedelta(hours=4), reviewing)
    world.accesses.append(row)
    if fate == "ended":
        with acting_as(actor, Purpose.EMERGENCY):
            cases.end_emergency(by=actor, access_id=access)
        row.ended = True
    head = pick([a for a in world.at(reviewing, Role.SUPERVISOR, Role.PRIVACY) if a != account], 0)
    if fate in ("justified", "unjustified") and head:
        urgent.review(at_desk(head, reviewing), access, fate)
        row.reviewed = True
        if fate == "unjustified":  # the right rests, and whatever else the account has open ends
            world.suspended.add(account)
            _close([a for a in world.accesses if a.user == account])


def _close(accesses: list[Access]) -> None:
    for one in accesses:
        one.ended = True


def _hide(world: World, case: int, whom: int, lifted: bool) -> None:
    """A supervisor declares somebody's conflict; perhaps it is lifted again, and the account stays off the team."""
    found, lead, team = pick(world.teams, case)
    account = pick(sorted({j[0] for j in world.jobs}), whom)
    head = pick(_supervisors(world, found, account), 0)
    if not head or (account, found) in world.conflicts:
        return
    by = at_desk(head, lead)
    with acting_as(by, "test"):
        name = User.objects.values_list("username", flat=True).get(pk=account)
        row = cases.declare_conflict(by=by, case_id=found, account=name, kind="kin", reason="Saudara terlapor")
        if lifted:  # as another supervisor would, whom not every desk of a world has
            ConflictOfInterest.objects.filter(pk=row.pk).update(ended_at=now(), ended_by=world.jobs[-1][0])
    team.discard(account)
    _close([a for a in world.accesses if (a.user, a.case) == (account, found)])
    (world.lifted if lifted else world.conflicts).add((account, found))
