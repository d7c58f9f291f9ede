"""Rows to be counted, written as the supervisor of the unit: the shortest way to a city with known numbers."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from jejaring.cases.models import Case, Incident, IncidentForm, Participant, ServiceFact
from jejaring.cases.states import CaseState, PartyRole, Precision, ServiceFactKind
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.intake.states import ReporterKind, ReportState
from jejaring.kernel.clock import WIB
from jejaring.kernel.ids import uuid7
from jejaring.people.models import Person, PersonLink
from tests.cast import Cast

VILLAGE = "15.71.01.1001"
Party = tuple[str, int | None]


def wib(text: str) -> datetime:
    """A moment in Asia/Jakarta."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def case(
    cast: Cast, registered: str = "2024-03-05 10:00", *, reported: str = "", incident: str = "", precision: str = "day",
    kind: str = "trafficking", categories: Sequence[str] = (), forms: Sequence[str] = ("physical",), area: str = VILLAGE,
    victims: Sequence[Party] = (("female", 30),), respondents: Sequence[Party] = (), services: Sequence[tuple[str, str]] = (),
    state: CaseState = CaseState.OPEN, channel: str = "hotline",
) -> list[UUID]:  # fmt: skip
    """One case with its parties, one incident and services given; the ids of its victims as persons."""
    row_id = uuid7()
    with acting_as(cast.supervisor, "test"):
        Case(
            id=row_id, domain=row_id, reference="K", lead_desk_id=cast.desk_id("unit"), organisation=cast.supervisor.organisation,
            kind=kind, categories=list(categories or [kind]), reported_at=wib(reported or registered), registered_at=wib(registered),
            recorded_at=wib(registered), area=area, channel=channel, state=state,
        ).save(force_insert=True)  # fmt: skip
        happened = Incident(
            domain=row_id, case_id=row_id, happened_on=date.fromisoformat(incident) if incident else None,
            precision=Precision(precision if incident else "unknown"), recorded_at=wib(registered),
        )  # fmt: skip
        happened.save(force_insert=True)
        for form in forms:
            IncidentForm(case_id=row_id, incident=happened, form=form).save(force_insert=True)
        persons = [_party(cast, row_id, PartyRole.VICTIM, sex, age, registered) for sex, age in victims]
        for sex, age in respondents:
            _party(cast, row_id, PartyRole.RESPONDENT, sex, age, registered)
        for service, on in services:
            ServiceFact(
                domain=row_id, case_id=row_id, victim=Participant.objects.filter(case_id=row_id, role="victim").first(), service=service,
                kind=ServiceFactKind.GIVEN, happened_on=date.fromisoformat(on), by=cast.supervisor.id, at=wib(registered),
            ).save(force_insert=True)  # fmt: skip
    return persons


def _party(cast: Cast, case_id: UUID, role: PartyRole, sex: str, age: int | None, registered: str) -> UUID:
    organisation = cast.supervisor.organisation
    person = Person(domain=uuid7(), organisation=organisation, case_id=case_id, sex=sex, age=age, recorded_at=wib(registered))
    person.save(force_insert=True)
    Participant(case_id=case_id, person=person, role=role, sex=sex, age=age, domain=case_id, recorded_at=wib(registered)).save(
        force_insert=True
    )
    return person.pk


def same(cast: Cast, one: UUID, other: UUID, state: str = "same") -> None:
    """Somebody says that two registrations are one person."""
    with acting_as(cast.supervisor, "test"):
        case_of = dict(Person.objects.filter(pk__in=(one, other)).values_list("pk", "case_id"))
        PersonLink(
            person_id=one, same_as_id=other, organisation=cast.supervisor.organisation, state=state, by=cast.supervisor.id,
            at=wib("2024-06-01 09:00"), reason="says_so", case_id=case_of[one], same_as_case_id=case_of[other],
        ).save(force_insert=True)  # fmt: skip


def report(cast: Cast, received: str = "2024-03-05 10:00", *, state: ReportState = ReportState.WAITING, sex: str = "female") -> None:
    """One report as told."""
    row_id = uuid7()
    with acting_as(cast.duty, "test"):
        Report(
            id=row_id, domain=row_id, reference="L", desk_id=cast.desk_id("unit"), organisation=cast.duty.organisation, state=state,
            channel="hotline", received_at=wib(received), recorded_at=wib(received), recorded_by=cast.duty.id,
            reporter_kind=ReporterKind.OTHER, victim_sex=sex,
        ).save(force_insert=True)  # fmt: skip
