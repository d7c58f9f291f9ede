"""The case file: people, incidents, assessment, plan, services, notes, closure."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.cases.states import (
    CaseState,
    ClosureState,
    IdentifierUse,
    NoteKind,
    PartyRole,
    Precision,
    ServiceFactKind,
    TeamRole,
)
from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.people.models import Person
from jejaring.vault.models import CLINICAL, IDENTITY, SEALED, SealedField


class Case(models.Model):
    """One course of work for one or more victims, led by one desk. Its key domain is its own."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    reference = models.CharField(max_length=20)
    lead_desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    organisation = models.UUIDField()
    state = StateField(CaseState, default=CaseState.OPEN)
    kind = models.CharField(max_length=40)  # the main category, reference list "category"
    categories = ArrayField(models.CharField(max_length=40), default=list)  # computed, see rules.categories
    risk = models.CharField(max_length=10, default="medium")
    opened_from = models.UUIDField(null=True)  # the report
    channel = models.CharField(max_length=40, default="", blank=True)
    reported_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    recorded_at = models.DateTimeField()  # when this row became known to the system: a figure "as known then" asks for it
    area = models.CharField(max_length=13, default="", blank=True)
    simfoni_number = models.CharField(max_length=40, default="", blank=True)
    police_reported_on = models.DateField(null=True)
    police_recorded_at = models.DateTimeField(null=True)
    police_number = SealedField(label="case.police_number")
    closed_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["lead_desk", "-registered_at"], name="cases_of_a_desk"),
            models.Index(fields=["registered_at"], name="cases_registered"),
            models.Index(fields=["opened_from"], name="cases_opened_from"),
        ]


class TeamMember(models.Model):
    """Somebody of the lead desk who works on a case."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="team")
    user = models.UUIDField()
    desk = models.UUIDField()
    role = StateField(TeamRole)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "case"], name="cases_team_of_a_user", condition=models.Q(until=None))]


class Participant(models.Model):
    """A person in this case, in one role. Several of each."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # an unknown respondent has none
    role = StateField(PartyRole)
    sex = models.CharField(max_length=10, default="unknown")
    age = models.IntegerField(null=True)  # in years, at the report
    minor = models.BooleanField(null=True)  # under 18 when the age in years is not known
    coerced = models.BooleanField(default=False)  # forced into an offence: never a respondent for it (UU 21/2007 art. 18)
    conflict = models.BooleanField(default=False)  # a guardian who is the respondent or sides with him gives no consent
    simfoni_number = models.CharField(max_length=40, default="", blank=True)
    note = SealedField(label="participant.note")
    domain = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "role"], name="cases_participants")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(age=None) | models.Q(age__range=(0, 120)), name="cases_age_of_a_person"),
            models.CheckConstraint(condition=models.Q(coerced=False) | ~models.Q(role="respondent"), name="cases_coerced_is_no_respondent"),
        ]


class Incident(models.Model):
    """Something that happened: when (with precision), where, in which forms. A correction is one more row; the earlier wording stays in
    its own and names the row that replaced it: only a row that names none holds."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="incidents")
    happened_on = models.DateField(null=True)
    precision = StateField(Precision, default=Precision.UNKNOWN)
    place = models.CharField(max_length=40, default="unknown")
    area = models.CharField(max_length=13, default="", blank=True)
    narrative = SealedField(label="incident.narrative")
    learned_abroad = models.BooleanField(default=False)  # the victim was outside of Indonesia when she learned of it
    recorded_at = models.DateTimeField()
    by = models.UUIDField(null=True)  # nobody: it was written before this was kept
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = SealedField(label="incident.reason")  # why it corrects an earlier wording


class IncidentForm(models.Model):
    """One form of violence in an incident; one row for each, as the ministry's register has it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="forms")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="forms")
    form = models.CharField(max_length=40)
    sub_form = models.CharField(max_length=60, default="", blank=True)


class Relation(models.Model):
    """What a respondent is to a victim."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="relations")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    respondent = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=40)
    lives_together = models.BooleanField(default=False)


class TraffickingScreen(models.Model):
    """A screen for one victim, with two results, both indications: identified for services, and elements for the charge."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="screens")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    acts = ArrayField(models.CharField(max_length=40), default=list)
    means = ArrayField(models.CharField(max_length=40), default=list)
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    control = ArrayField(models.CharField(max_length=40), default=list)
    identified_for_services = models.BooleanField()
    elements_for_charge = models.BooleanField()
    note = SealedField(label="screen.note")
    by = models.UUIDField()
    at = models.DateTimeField()


class Identifier(models.Model):
    """Something sighted that may link files: a number, an account, a plate. Said to get help, so it carries what it may be used for."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=40)
    role = models.CharField(max_length=40, default="unknown")
    use = StateField(IdentifierUse, default=IdentifierUse.HELP_ONLY)
    value = SealedField(label="identifier.value", key_class=IDENTITY)  # normalised
    raw = SealedField(label="identifier.raw", key_class=IDENTITY)  # as told
    token = models.BinaryField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "token"], name="cases_identifier_token")]


class Assessment(models.Model):
    """What the team found out: risk, danger signs, contributing factors, the person's situation in her own words."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    danger_signs = ArrayField(models.CharField(max_length=40), default=list)
    risk_computed = models.CharField(max_length=10)
    risk = models.CharField(max_length=10)
    lowered_reason = SealedField(label="assessment.lowered_reason")
    factors = ArrayField(models.CharField(max_length=40), default=list)
    condition = SealedField(label="assessment.condition")
    wishes = SealedField(label="assessment.wishes")
    by = models.UUIDField()
    at = models.DateTimeField()


class PlannedService(models.Model):
    """A need in the plan. What became of it are ServiceFacts."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="plan")
    victim = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    service = models.CharField(max_length=40)
    by_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    wanted_by = models.DateField(null=True)
    goal = SealedField(label="planned_service.goal")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_plan")]


class ServiceFact(models.Model):
    """Given, refused or unavailable: one fact about a need (or a service given before it was planned)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="service_facts")
    planned = models.ForeignKey(PlannedService, models.PROTECT, null=True, related_name="facts")
    victim = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=40)
    kind = StateField(ServiceFactKind)
    by_desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+")
    referral_id = models.UUIDField(null=True)
    happened_on = models.DateField()
    note = SealedField(label="service_fact.note")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], name="cases_service_facts")]


class Note(models.Model):
    """A note of the team. Clinical notes have a key class of their own; the kind says which act wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = StateField(NoteKind, default=NoteKind.GENERAL)
    text = SealedField(label="note.text")
    clinical_text = SealedField(label="note.clinical_text", key_class=CLINICAL)
    sealed_text = SealedField(label="note.sealed_text", key_class=SEALED)  # two people open it; `domain` is then that of its own key
    by = models.UUIDField()
    at = models.DateTimeField()


class Closure(models.Model):
    """Two people close a case: one proposes with reason and outcome, another decides."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    state = StateField(ClosureState, default=ClosureState.PROPOSED)
    reason = models.CharField(max_length=40)  # reference list "closure_reason"
    outcome = models.CharField(max_length=40)  # reference list "closure_outcome"
    account = SealedField(label="closure.account")  # what was reached, in the team's words
    follow_up_agreed = models.BooleanField(default=False)
    agreement_withdrawn_at = models.DateTimeField(null=True)  # checks after closure end with it
    watch_law = models.BooleanField(default=False)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = SealedField(label="closure.decision_note")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")), name="cases_closure_by_two_people"
            ),
        ]
