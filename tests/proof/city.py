"""A city in which every kind of thing that an address can name exists once, made with the real actions; and everybody who may knock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.roles import Role
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty, claims, law, returning, rights, safety
from jejaring.cases.models import Case, EmergencySuspension, Identifier, Incident, Participant, RestitutionEntry
from jejaring.commitments import actions as commitments
from jejaring.commitments import queries as rules
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import RuleKey
from jejaring.directory import actions as directory
from jejaring.directory.models import ClosedDay, EmergencyNumber, HandOver, Membership, SecurityKey, Shift
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.people import actions as people
from jejaring.people.models import PersonRelation
from jejaring.reference import actions as reference
from jejaring.reference.states import HolidayKind
from jejaring.referrals import actions as referrals
from jejaring.referrals.models import PacketPaper, SharingBasis
from jejaring.triage.models import Outcome
from tests.cases import files, paper, urgent
from tests.cast import LONG_AGO, Cast, assemble
from tests.exchange import lists
from tests.referrals.sent import act, send
from tests.triage.told import decide, report

TO_HOUSE = {"purpose": "shelter", "services": ("shelter",), "basis": "public_task"}
MORE_PEOPLE = (
    ("lawyer", "police", Role.LEGAL),
    ("head", "police", Role.HEAD),
    ("colleague", "unit", Role.MANAGER),  # works at the same desk, on none of its cases
    ("neighbour", "other_unit", Role.SUPERVISOR),
    ("neighbour_duty", "other_unit", Role.DUTY),
    ("party", "unit", Role.SUPERVISOR),  # to the case: for them it does not exist, whatever their roles
    ("party", "unit", Role.DUTY),
    ("kin", "police", Role.PARTNER),  # of somebody in the case, at the desk that has its packet
    ("kin_officer", "office", Role.PRIVACY),
)
CONFLICTED = ("party", "kin", "kin_officer")


@dataclass
class City:
    """The cast, an id or word for each parameter of an address, and those that only some addresses take."""

    cast: Cast
    things: dict[str, Any] = field(default_factory=dict)
    of_route: dict[str, dict[str, Any]] = field(default_factory=dict)
    other_case: UUID | None = None  # a case of the other unit's
    told_case: UUID | None = None  # opened from a report, and another report proposed to join it

    def named(self, route: str, names: tuple[str, ...]) -> dict[str, Any]:
        """What an address names, of this city."""
        here = self.things | self.of_route.get(route, {})
        return {name: here[name] for name in names}


@contextmanager
def by(actor: Actor) -> Iterator[dict[str, Any]]:
    """Inside of somebody's context, with what every action asks for."""
    with acting_as(actor, "test"):
        yield {"by": actor}


def build() -> City:
    """Everything, in the order in which it happens. Call it inside a transaction that is rolled back."""
    city = City(assemble())
    with by(VISITOR) as us:
        users: dict[str, Any] = {}
        for name, desk, role in MORE_PEOPLE:
            user = users.get(name) or directory.add_user(username=name, display_name=f"Petugas {name}", password=None, **us)
            users[name] = user
            directory.add_membership(user=user, desk=city.cast.desks[desk], role=role, valid_from=LONG_AGO, **us)
            city.cast.actors[name] = actor_for(user.pk)
    with standing_at(now() - timedelta(days=9)):
        case = files.open_file(city.cast)
        expired = send(city.cast, case, "social", expires_days=1)
    city.of_route["expired"] = {"referral_id": expired.pk}
    _of_the_office(city)
    _of_the_desk(city)
    _of_the_reports(city)
    _of_the_case(city, case)
    _of_the_law(city, case)
    _of_what_is_sealed(city, case)
    _of_the_referrals(city, case)
    _elsewhere(city)
    _in_danger(city)
    return city


def _of_the_office(city: City) -> None:
    cast, day = city.cast, today() + timedelta(days=30)
    with by(cast.admin) as us:
        directory.add_emergency_number(name="Polisi Contoh", number="110", note="", place=1, **us)
        directory.close_days(desk_id=cast.desk_id("unit"), first=day, last=day, **us)
        commitments.publish(terms=replace(rules.terms(RuleKey.TRIAGE), valid_from=date(2099, 1, 1), valid_until=None), **us)
        reference.announce(day=date(2027, 8, 4), name="Libur Contoh", kind=HolidayKind.NATIONAL)
        city.things |= {
            "number_id": EmergencyNumber.objects.latest("pk").pk, "closed_id": ClosedDay.objects.get().pk, "day": "2027-08-04",
            "organisation_id": cast.desks["unit"].organisation_id, "desk_id": cast.desk_id("unit"), "service": "case_management",
            "user_id": cast.duty.id, "membership_id": Membership.objects.get(user_id=cast.duty.id).pk, "name": "victim_right",
        }  # fmt: skip
    city.of_route |= {"commitments:rule": {"key": "triage"}, "commitments:publish": {"key": "triage"}, "desk:guide": {"key": "everybody"}}
    city.of_route["commitments:take_back_rule"] = {"key": "triage", "version": "2"}


def _of_the_desk(city: City) -> None:
    cast, start = city.cast, now() + timedelta(days=1)
    with by(cast.duty) as us:
        directory.plan_shift(user_id=cast.duty.id, starts_at=start, ends_at=start + timedelta(hours=8), **us)
        directory.write_hand_over(text="Catatan serah terima", **us)
        key = SecurityKey(user_id=cast.duty.id, name="Kunci", credential_id=b"key", public_key=b"of nobody", added_at=now())
        key.save(force_insert=True)
        city.things |= {"key_id": key.pk, "shift_id": Shift.objects.get().pk, "note_id": HandOver.objects.get().pk}


def _of_the_reports(city: City) -> None:
    cast, told = city.cast, report(city.cast)
    done = decide(cast, report(cast))
    city.told_case = done.case_id
    with by(cast.manager):
        named = Case.objects.get(pk=done.case_id).reference
    joining = report(cast)
    decide(cast, joining, outcomes=("join_case",), manager=None, companion=None, join_reference=named)
    batch = lists.checked(cast, lists.csv_of(lists.CLEAN))
    with by(cast.supervisor):
        city.things |= {"report_id": told.pk, "outcome_id": Outcome.objects.get(report_id=joining.pk).pk, "batch_id": batch}


def _of_the_case(city: City, case: Case) -> None:
    cast = city.cast
    with by(cast.manager) as us:
        on: dict[str, Any] = us | {"case_id": case.pk}
        victim = Participant.objects.get(case=case, role="victim")
        mother = cases.add_party(party=NewParty("witness", "female", 40, name="Ibu Contoh", nik="1571074512860001"), **on)
        other = Participant.objects.filter(case=case, role="witness").latest("recorded_at")
        assert mother
        cases.relate(person=other.person_id, kind="parent", other=victim.person_id, **on)
        people.link(person_id=victim.person_id, same_as_id=other.person_id, reason="papers", **us)
        cases.sight_identifier(kind="phone", value="0812-3333-4444", **on)
        city.things |= {
            "case_id": case.pk, "party_id": other.pk, "person_id": victim.person_id, "other_id": other.person_id, "victim_id": victim.pk,
            "subject_id": victim.person_id, "relation_id": PersonRelation.objects.get().pk, "identifier_id": Identifier.objects.get().pk,
            "document_id": paper.attach(cast, case), "incident_id": Incident.objects.get(case_id=case.pk).pk,
            "commitment_id": Commitment.objects.filter(case_id=case.pk, key="assessment").values_list("pk", flat=True)[0],
        }  # fmt: skip
        waived = Commitment.objects.filter(case_id=case.pk, key="plan").values_list("pk", flat=True)[0]
        commitments.ask_waiver(commitment_id=waived, reason="done_elsewhere", ground="Alasan contoh", **us)
        city.of_route["commitments:decide"] = {"commitment_id": waived}
    kinds = {"desk:known_one": "person", "cases:print": "assignment", "referrals:stay_paper": "admission"}
    city.of_route |= {route: {"kind": kind} for route, kind in kinds.items()}


def _of_the_law(city: City, case: Case) -> None:
    cast = city.cast
    with by(cast.manager) as us:
        on: dict[str, Any] = us | {"case_id": case.pk}
        respondent = Participant.objects.get(case=case, role="respondent").pk
        step = law.record_step(respondent_id=respondent, stage="police_report", happened_on=today(), number="LP/1", **on)
        track = law.open_track(kind="religious_court", matter="divorce", filed_on=today(), **on)
        claims.record_amount(kind="requested", amount=90_000_000, happened_on=today(), **on)
        examination = rights.request_examination(kind="physical", letter_number="R/1", letter_on=today(), **on)
        notice = rights.log_progress(number="SP2HP/1", dated=today(), **on)
        safety.write_safety_plan(threats="Ancaman contoh", written_with=True, **on)
        home = returning.plan_return(direction="outbound", applied_on=today(), region="15.05", **on)
        city.things |= {
            "step_id": step, "track_id": track, "entry_id": RestitutionEntry.objects.get().pk, "examination_id": examination,
            "notice_id": notice, "return_id": home,
        }  # fmt: skip
    city.of_route["cases:step"] = {"party_id": respondent}


def _of_what_is_sealed(city: City, case: Case) -> None:
    """A note that two people open together, and somebody who asks."""
    cast = city.cast
    with by(cast.manager) as us:
        note = cases.write_note(case_id=case.pk, text="Catatan contoh", **us)
    with by(cast.supervisor) as us:
        words = {"ground": "adoption", "reason": "Asal-usul anak"}
        item = cases.seal(case_id=case.pk, kind="note", subject_id=note, **words, **us)
    with by(cast.manager) as us:
        asked = cases.ask_unsealing(case_id=case.pk, item_id=item, ground="court", reason="Diminta pengadilan", **us)
    city.things |= {"item_id": item, "unsealing_id": asked}


def _of_the_referrals(city: City, case: Case) -> None:
    cast = city.cast
    with by(cast.keeper) as us:
        referrals.set_beds(beds=4, address="Jalan Rahasia 7", **us)
    housed = send(cast, case, "house", **TO_HOUSE)
    act(cast, "keeper", "accept", housed)
    with by(cast.keeper) as us:
        stay = referrals.admit(referral_id=housed.pk, version=housed.version + 1, at=now(), **us)
    asked = send(cast, case, papers=(city.things["document_id"],))
    posted = send(cast, case, "letters")
    with by(cast.manager):
        along = PacketPaper.objects.get(referral_id=asked.pk).pk
        basis = SharingBasis.objects.filter(case_id=case.pk).earliest("pk").pk
    city.things |= {"basis_id": basis, "referral_id": asked.pk, "stay_id": stay.pk, "paper_id": along}
    city.of_route |= {name: {"referral_id": posted.pk} for name in ("referrals:letter", "referrals:print", "referrals:acknowledge")}
    city.of_route["referrals:admit"] = {"referral_id": send(cast, case, "house", **TO_HOUSE).pk}


def _elsewhere(city: City) -> None:
    cast = city.cast
    with by(cast.supervisor) as us:
        conflict = cases.declare_conflict(case_id=city.things["case_id"], account="therapist", kind="kin", reason="Saudara terlapor", **us)
        city.things["conflict_id"] = conflict.pk
        for name in CONFLICTED:
            for hidden in (city.things["case_id"], city.told_case):
                cases.declare_conflict(case_id=hidden, account=name, kind="party", reason="Pihak", **us)
    other = cast.actors["neighbour"]
    with by(other) as us:
        case = cases.open_case(
            opened_from=None, reported_at=now(), channel="walk_in", kind="violence_against_women", risk="medium", area="15.71.07",
            manager=cast.stranger.id, companion=None, parties=(files.WIFE, files.HUSBAND),
            incident=files.at_home(), **us,
        )  # fmt: skip
    city.other_case = case.pk


def _in_danger(city: City) -> None:
    """A colleague's emergency access runs, and the neighbours review it; another one was not justified."""
    cast = city.cast
    urgent.know_the_password(cast, "colleague", "duty")
    with by(cast.manager):
        reference = Case.objects.get(pk=city.things["case_id"]).reference
    running, other = urgent.ask(cast.colleague, reference), urgent.ask(cast.duty, reference)
    assert other
    urgent.review(cast.head, other, "unjustified")
    with by(cast.privacy):
        city.things |= {"access_id": running, "suspension_id": EmergencySuspension.objects.get().pk}
