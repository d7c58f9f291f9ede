"""Everything of some cases that the national register asks for, in clear codes: one statement for each kind of row."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from jejaring.cases.models import Case, Incident, IncidentForm, LegalStep, Note, Participant, Relation, ServiceFact
from jejaring.cases.queries.sections.law import valid
from jejaring.cases.states import NoteKind, PartyRole, ServiceFactKind
from jejaring.exchange.models import RegisterEntry
from jejaring.exchange.rules.register import Known
from jejaring.exchange.states import EntryState


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case with its rows; ids of participants end in their order of registration: K-26-0417-X/1."""

    case: Case
    victims: tuple[Participant, ...]
    respondents: tuple[Participant, ...]
    incidents: tuple[Incident, ...]
    forms: tuple[IncidentForm, ...]
    relations: dict[tuple[UUID, UUID], Relation]  # by victim and respondent
    services: tuple[ServiceFact, ...]  # given
    steps: tuple[LegalStep, ...]  # of the criminal tracks, those that no correction replaces
    no_police: bool  # somebody wrote down why nothing is reported
    entries: dict[UUID, RegisterEntry]  # the newest of each victim

    def number_of(self, party: Participant) -> str:
        """The number of a participant on the sheets: that of the case, a letter for the part, and the order."""
        same, letter = (self.victims, "K") if party.role == PartyRole.VICTIM else (self.respondents, "T")
        return f"{self.case.reference}/{letter}{[p.pk for p in same].index(party.pk) + 1}"

    def services_of(self, victim: Participant) -> tuple[ServiceFact, ...]:
        """What was given to a victim; what was given to nobody in particular was given to each."""
        return tuple(s for s in self.services if s.victim_id in (None, victim.pk))

    def state_of(self, victim: Participant) -> EntryState:
        """Where the entry of a victim stands."""
        entry = self.entries.get(victim.pk)
        return EntryState(entry.state) if entry else EntryState.NOT_ENTERED

    def changed(self, victim: Participant) -> bool:
        """Whether the clear facts of an entered victim are others than when they were entered."""
        entry = self.entries.get(victim.pk)
        return bool(entry and entry.state == EntryState.ENTERED and entry.digest != digest(self, victim))


def _by(rows: Iterable[Any], key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _of(model: type[Model], ids: Sequence[UUID], *order: str, **where: Any) -> dict[Any, list[Any]]:
    return _by(model._default_manager.filter(case_id__in=ids, **where).order_by(*order), "case_id")


def _services(ids: Sequence[UUID]) -> dict[Any, list[Any]]:
    rows = ServiceFact.objects.filter(case_id__in=ids, kind=ServiceFactKind.GIVEN).select_related("by_desk__organisation")
    return _by(rows.order_by("happened_on", "at", "pk"), "case_id")


def _steps(ids: Sequence[UUID]) -> dict[Any, list[Any]]:
    rows = LegalStep.objects.filter(case_id__in=ids, track__respondent__isnull=False).select_related("track").defer("number", "note")
    return _by(valid(list(rows.order_by("happened_on", "at", "pk"))), "case_id")


def dossiers(cases: Sequence[Case]) -> list[Dossier]:
    """The dossiers of cases that the actor sees, in their order. Eight statements."""
    ids = [c.pk for c in cases]
    if not ids:
        return []
    roles = (PartyRole.VICTIM, PartyRole.RESPONDENT)
    people = Participant.objects.filter(case_id__in=ids, role__in=roles).select_related("person").order_by("recorded_at", "pk")
    parties, services, steps = _by(people, "case_id"), _services(ids), _steps(ids)
    incidents = _of(Incident, ids, "happened_on", "pk", replaced_by=None)  # a corrected wording is not counted beside the one that holds
    forms = _of(IncidentForm, ids, "pk", incident__replaced_by=None)
    relations, entries = _of(Relation, ids, "pk"), _of(RegisterEntry, ids, "at", "pk")
    grounds = set(Note.objects.filter(case_id__in=ids, kind=NoteKind.NO_POLICE_REPORT).values_list("case_id", flat=True))
    return [
        Dossier(
            c, tuple(p for p in parties[c.pk] if p.role == PartyRole.VICTIM), tuple(p for p in parties[c.pk] if p.role != PartyRole.VICTIM),
            tuple(incidents[c.pk]), tuple(forms[c.pk]), {(r.victim_id, r.respondent_id): r for r in relations[c.pk]},
            tuple(services[c.pk]), tuple(steps[c.pk]), c.pk in grounds, {e.victim_id: e for e in entries[c.pk]},
        ) for c in cases
    ]  # fmt: skip


def of_person(party: Participant, name: str) -> str:
    """A code of the registration behind a participant; "unknown" where nobody is registered or nobody asked."""
    return str(getattr(party.person, name)) if party.person else "unknown"


def disabilities(party: Participant) -> tuple[str, ...]:
    """The disabilities of a participant as codes; empty where nobody asked."""
    return tuple(party.person.disabilities) if party.person else ()


def known(d: Dossier, victim: Participant) -> Known:
    """What is recorded of one victim, for the rule of completeness."""
    given = d.services_of(victim)
    ties = [d.relations.get((victim.pk, r.pk)) for r in d.respondents]
    return Known(
        sex=victim.sex, age=victim.age, education=of_person(victim, "education"), occupation=of_person(victim, "occupation"),
        marital_status=of_person(victim, "marital_status"), disabilities=disabilities(victim), incidents=len(d.incidents),
        dated=any(i.happened_on for i in d.incidents), areas=[a for a in (d.case.area, *(i.area for i in d.incidents)) if a],
        places=[i.place for i in d.incidents], forms=[f.form for f in d.forms], respondents=len(d.respondents),
        relations=[tie.relation if tie else "" for tie in ties], services=len(given),
        services_without_desk=sum(s.by_desk_id is None for s in given),
        legal=bool(d.case.police_reported_on or d.steps) or d.no_police,
    )  # fmt: skip


def digest(d: Dossier, victim: Participant) -> str:
    """A digest of the clear facts of one victim that the register holds. Nothing sealed goes into it."""
    k = known(d, victim)
    facts = [
        d.case.kind, sorted(d.case.categories), d.case.area,
        k.sex, k.age, k.education, k.occupation, k.marital_status, sorted(k.disabilities),
        [(i.happened_on, i.precision, i.place, i.area) for i in d.incidents], sorted((f.form, f.sub_form) for f in d.forms),
        [(r.sex, r.age) for r in d.respondents], list(k.relations),
        [(s.service, s.by_desk_id, s.happened_on) for s in d.services_of(victim)], d.case.police_reported_on,
        [(s.track.respondent_id, s.stage, s.office, s.happened_on) for s in d.steps],
    ]  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).hexdigest()
