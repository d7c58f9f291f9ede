"""Opening a case: the file, its people, what happened, and what is owed from now on. Few statements: a city opens many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions, rules
from jejaring.cases.actions.grip import form_rows, require_colleagues
from jejaring.cases.actions.windows import Moments, following
from jejaring.cases.models import Case, Incident, IncidentForm, Participant, Relation, ServiceFact, TeamMember
from jejaring.cases.rules import windows
from jejaring.cases.rules.windows import Told
from jejaring.cases.states import PartyRole, Precision, ServiceFactKind, TeamRole
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import change, insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.people import actions as people
from jejaring.people.rules import OF_IDENTITY, ContactWish, PartlyKnown
from jejaring.vault import actions as vault
from jejaring.vault.models import CLINICAL, GENERAL, IDENTITY


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody who takes part. Not `known`: nobody knows who it is, so no person is registered (an unknown respondent)."""

    role: PartyRole | str
    sex: str = "unknown"
    age: int | None = None
    minor: bool | None = None
    name: str = ""
    relation: str = ""  # of a respondent to the victims
    phone: str = ""
    nik: str = ""
    birth_date: PartlyKnown | str | None = ""
    address: str = ""
    domicile: str = ""
    origin: str = ""
    coerced: bool = False
    conflict: bool = False
    known: bool = True
    lives_together: bool = False
    alias: str = ""
    age_is_estimate: bool = False
    needs: tuple[str, ...] = ()
    note: str = ""
    nationality: str = "idn"
    address_area: str = ""
    domicile_area: str = ""
    origin_area: str = ""
    education: str = "unknown"
    occupation: str = "unknown"
    marital_status: str = "unknown"
    religion: str = ""  # empty: not asked
    disabilities: tuple[str, ...] = ()
    pregnancy: str = ""  # empty: not asked
    language: str = ""
    person_id: UUID | None = None  # somebody who takes part already, in another role: no second registration
    guardian_of: tuple[UUID, ...] = ()  # persons of victims


@dataclass(frozen=True, slots=True)
class NewIncident:
    """Something that happened, as told. Forms are pairs of a form and a sub-form ("" where none is known)."""

    happened_on: date | None = None
    precision: Precision | str = Precision.UNKNOWN
    place: str = "unknown"
    area: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    narrative: str = ""
    happened_at: datetime | None = None  # to the hour, where windows are counted from it; not stored here
    learned_abroad: bool = False  # every victim was outside of Indonesia when she learned of it: a complaint has nine months


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes along with a report from another body: the police report that exists already, services given elsewhere."""

    police_number: str = ""
    police_reported_on: date | None = None
    services: tuple[str, ...] = ()
    services_until: date | None = None  # the day of the letter that tells of them
    services_by: str = ""  # who gave them


COERCED = _("Somebody who was forced into an offence is not a respondent for it (UU 21/2007 article 18). Register a victim.")


def checked(parties: Sequence[NewParty], incident: NewIncident | None) -> None:
    """Refuse what cannot be: a coerced respondent, an impossible age, an incident in the future."""
    for party in parties:
        if party.coerced and party.role == PartyRole.RESPONDENT:
            raise Refused(COERCED, "coerced")
    if incident:
        possible = rules.may_have_happened(incident.happened_on, incident.precision, today())
        if not possible:
            raise Refused(possible.reason, "happened_on")


def new_participant(
    by: Actor, case_id: UUID, party: NewParty, *, moment: datetime, synthetic: bool = False, pk: UUID | None = None
) -> Participant:
    """A participant ready to be inserted; its person is registered already, in a key domain of its own."""
    person_id, age = party.person_id, party.age
    if party.known and person_id is None:
        who = {name: getattr(party, name) for name in OF_IDENTITY}
        person = people.register_person(by=by, case_id=case_id, synthetic=synthetic, **who)
        person_id, age = person.pk, person.age
    return Participant(
        id=pk or uuid7(), case_id=case_id, person_id=person_id, role=PartyRole(party.role), sex=party.sex, age=age, minor=party.minor,
        coerced=party.coerced, conflict=party.conflict, note=party.note, domain=case_id, recorded_at=moment,
    )  # fmt: skip


def new_relations(case_id: UUID, victims: Sequence[Participant], told: Sequence[tuple[Participant, NewParty]]) -> list[Relation]:
    """What each respondent is to each victim, as far as told."""
    return [
        Relation(case_id=case_id, victim=victim, respondent=respondent, relation=party.relation, lives_together=party.lives_together)
        for respondent, party in told if party.role == PartyRole.RESPONDENT and party.relation for victim in victims
    ]  # fmt: skip


def _team(case: Case, by: Actor, manager: UUID, companion: UUID | None, moment: datetime) -> list[TeamMember]:
    """The team; whoever opens belongs to it, as the first, until the end of the action, since only the team may write."""
    wanted = [(by.id, TeamRole.OPENER), (manager, TeamRole.MANAGER), (companion, TeamRole.COMPANION)]
    return [TeamMember(case=case, user=user, desk=by.desk, role=role, since=moment) for user, role in wanted if user is not None]


def incident_rows(
    by: Actor, case_id: UUID, told: NewIncident, moment: datetime, *, pk: UUID | None = None, reason: str = ""
) -> list[Incident | IncidentForm]:  # fmt: skip
    """Something that happened, with its forms, ready to be inserted; the reason is that of a correction."""
    row = Incident(
        id=pk or uuid7(), domain=case_id, case_id=case_id, happened_on=told.happened_on, precision=Precision(told.precision),
        place=told.place, area=told.area, narrative=told.narrative, learned_abroad=told.learned_abroad, recorded_at=moment, by=by.id,
        reason=reason or None,
    )  # fmt: skip
    return [row, *form_rows(case_id, row.pk, told.forms)]


def _police(brought: Brought | None, moment: datetime) -> dict[str, Any]:
    """The police report that came along, as the case keeps it."""
    if brought is None or not brought.police_number:
        return {}
    said = {"police_number": brought.police_number, "police_reported_on": brought.police_reported_on}
    return said | {"police_recorded_at": moment}


def _given(case: Case, by: Actor, brought: Brought | None, victims: Sequence[Participant]) -> list[ServiceFact]:
    """Services given elsewhere: facts of the first victim, so that they travel with referrals and nobody asks again."""
    if brought is None:
        return []
    day = brought.services_until or case.registered_at.date()
    return [
        ServiceFact(
            domain=case.domain, case=case, victim=victims[0] if victims else None, service=service, kind=ServiceFactKind.GIVEN,
            happened_on=day, note=brought.services_by, by=by.id, at=case.recorded_at,
        ) for service in brought.services
    ]  # fmt: skip


def _promise(
    case: Case, by: Actor, victims: Sequence[Participant], told: Told, start: datetime, moments: Moments, before: datetime | None
) -> None:
    sex, age = (victims[0].sex, victims[0].age) if victims else ("", None)
    facts = About(
        "case", case.pk, case.pk, reference=case.reference, risk=case.risk, sex=sex, age=age, area=case.area, kind=case.kind
    )  # fmt: skip
    keys = [RuleKey.ASSESSMENT, RuleKey.PLAN, RuleKey.REVIEW, *((RuleKey.POLICE_REPORT,) if told.sexual and not told.police_known else ())]
    wanted = dict.fromkeys([*keys, *following(told, case.risk, moments)])
    commitments.promise_all(by=by, about=facts, wanted=wanted, start=start, happened=moments[0] if moments else None, before=before)


def open_case(
    *, by: Actor, opened_from: UUID | None, reported_at: datetime, channel: str, kind: str, risk: str, area: str, manager: UUID,
    companion: UUID | None = None, parties: Sequence[NewParty], incident: NewIncident | None = None, contact: ContactWish | None = None,
    brought: Brought | None = None, registered_at: datetime | None = None, synthetic: bool = False, clocks_from: datetime | None = None,
    quiet: bool = False, before: datetime | None = None,
) -> Case:  # fmt: skip
    """Open a case file from a decided report: people, incident, safe contact, team, and the promises that run from registration.

    Assessment, plan and review are owed from now on, for sexual violence the police report too (UU 12/2022). Whoever opens sees the case
    only while doing so, unless on its team. `reported_at` and `registered_at` are moments with a zone. Refused for a future incident,
    for a respondent who was forced, and for a manager or companion who does not work at the desk. What was `brought` is not asked for
    again: a police report keeps the duty to report, services given elsewhere are facts of the case.

    What happened opens windows that count from it, from the beginning of its day where the hour is not known; `before` is a wedding or a
    departure that none of the promises may miss. A case that comes from an older list owes from `clocks_from` on, and `quiet` tells the
    desk nothing of it: hundreds come at once.
    """
    require(permissions.may_open(by))
    checked(parties, incident)
    require_colleagues(by.desk, {TeamRole.MANAGER: manager} | ({TeamRole.COMPANION: companion} if companion else {}))
    moment, forms, pk = now(), incident.forms if incident else (), uuid7()
    # A microsecond apart, so that they stay in the order in which they were told.
    moments = [moment + timedelta(microseconds=n) for n in range(len(parties))]
    taking_part = [new_participant(by, pk, p, moment=at, synthetic=synthetic) for p, at in zip(parties, moments, strict=True)]
    victims = [p for p in taking_part if p.role == PartyRole.VICTIM]
    relations = new_relations(pk, victims, list(zip(taking_part, parties, strict=True)))
    ties = [(r.relation, r.lives_together) for r in relations]
    case = Case(
        id=pk, domain=pk, reference=next_reference("case"), lead_desk_id=by.desk, organisation=by.organisation, kind=kind, risk=risk,
        categories=list(rules.categories(kind, forms, ties, victims, {incident.place} if incident else ())), opened_from=opened_from,
        channel=channel, reported_at=reported_at, registered_at=registered_at or moment, recorded_at=moment, area=area, synthetic=synthetic,
        **_police(brought, moment),
    )  # fmt: skip
    opener, *others = _team(case, by, manager, companion, case.registered_at)
    insert(*vault.new_domain(pk, by.organisation, classes=(GENERAL, IDENTITY, CLINICAL)), case, opener, *others)
    insert(*taking_part, *relations, *(incident_rows(by, pk, incident, moment) if incident else ()), *_given(case, by, brought, victims))
    if contact:
        people.record_contact(by=by, subject_id=pk, domain=pk, wish=contact, case_id=pk)
    told = Told(
        rules.is_sexual(kind, forms), [sub for _form, sub in forms], case.categories, victims, brought.services if brought else (),
        police_known=case.police_reported_on is not None, abroad=incident is not None and incident.learned_abroad,
    )  # fmt: skip
    happened = windows.moments_of(incident.happened_at, incident.happened_on, incident.precision) if incident else None
    _promise(case, by, victims, told, clocks_from or case.registered_at, happened, before)
    audit.record("case_opened", "case", pk, case_id=pk, detail=kind)
    if not quiet:
        notices.tell(desk_id=by.desk, kind=NoticeKind.CASE_ASSIGNED, subject_kind="case", subject_id=pk)
    opener.until = moment
    change(opener, "until")
    return case
