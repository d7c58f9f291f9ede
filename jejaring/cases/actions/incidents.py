"""What happened, whether it indicates trafficking, and what was sighted."""

from collections.abc import Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions, rules
from jejaring.cases.actions.counting import follow_correction
from jejaring.cases.actions.grip import earlier, hold, recompute
from jejaring.cases.actions.opening import NewIncident, checked, incident_rows
from jejaring.cases.actions.windows import owe_windows
from jejaring.cases.models import Identifier, Incident, Participant, TraffickingScreen
from jejaring.cases.queries.standing import summary
from jejaring.cases.rules import windows
from jejaring.cases.states import IdentifierUse, PartyRole
from jejaring.guard.rows import change, insert
from jejaring.kernel.clock import now
from jejaring.kernel.identifiers import normal_identifier
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import LOST
from jejaring.vault import actions as vault


def add_incident(*, by: Actor, case_id: UUID, incident: NewIncident, submission: UUID | None = None) -> UUID:
    """Record something that happened, in all its forms. Categories, the duty to report to the police and the windows that count from it
    follow.

    Refused for a date in the future, and for a date without its precision.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    checked([], incident)
    insert(*incident_rows(by, case_id, incident, now(), pk=pk))
    audit.record("incident_added", "incident", pk, case_id=case_id)
    recompute(by, case_id)
    moments = windows.moments_of(incident.happened_at, incident.happened_on, incident.precision)
    told = {"sexual": rules.is_sexual("", incident.forms), "abroad": incident.learned_abroad}
    owe_windows(by, summary(by, case_id), (sub for _form, sub in incident.forms), moments, **told)
    return pk


def correct_incident(
    *, by: Actor, case_id: UUID, incident_id: UUID, incident: NewIncident, reason: str, submission: UUID | None = None
) -> UUID:  # fmt: skip
    """Put right what was told of an incident: one more row replaces it, with who corrected it and why; the earlier wording stays sealed.

    Categories, the duty to report to the police, and the promises that count from what happened are brought up to date, each by a recorded
    event; what was kept stays kept. `incident_id` is the wording that the page showed: Refused where somebody else corrected it first.
    Refused without a reason, and for a date that cannot be.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    before = hold(by, case_id)
    require(permissions.may_work(by, before))
    old = get_object_or_404(Incident.objects.only("replaced_by_id"), pk=incident_id, case_id=case_id)
    if old.replaced_by_id is not None:
        raise Refused(LOST)
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), "reason")
    checked([], incident)
    insert(*incident_rows(by, case_id, incident, now(), pk=pk, reason=reason.strip()))
    change(Incident(id=old.pk, replaced_by_id=pk), "replaced_by_id")
    audit.record("incident_corrected", "incident", pk, case_id=case_id)
    recompute(by, case_id)
    follow_correction(by, before, summary(by, case_id), pk)
    return pk


def screen_trafficking(
    *, by: Actor, case_id: UUID, victim_id: UUID, acts: Sequence[str] = (), means: Sequence[str] = (), purposes: Sequence[str] = (),
    control: Sequence[str] = (), coerced: bool = False, note: str = "", submission: UUID | None = None,
) -> TraffickingScreen:  # fmt: skip
    """Screen one victim (a participant): identified for services, and elements for the charge. Both are indications.

    Control methods are kept apart from the means of the law. `coerced` notes that the victim was forced into an offence, so that nobody
    makes a respondent of them (UU 21/2007 article 18).
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return TraffickingScreen.objects.get(pk=known)
    case = hold(by, case_id)
    require(permissions.may_assess(by, case))
    victim = get_object_or_404(Participant, pk=victim_id, case_id=case_id, role=PartyRole.VICTIM)
    services, charge = rules.screen(acts, means, purposes, victim.age, victim.minor)
    row = TraffickingScreen(
        id=pk, domain=case.domain, case_id=case_id, victim=victim, acts=list(acts), means=list(means), purposes=list(purposes),
        control=list(control), identified_for_services=services, elements_for_charge=charge, note=note, by=by.id, at=now(),
    )  # fmt: skip
    row.save(force_insert=True)
    if coerced and not victim.coerced:
        Participant.objects.filter(pk=victim_id).update(coerced=True)
    audit.record("screened", "screen", pk, case_id=case_id, detail=f"services={services} charge={charge}")
    recompute(by, case_id)
    return row


def sight_identifier(
    *, by: Actor, case_id: UUID, kind: str, value: str, role: str = "unknown", use: IdentifierUse | str = IdentifierUse.HELP_ONLY,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Keep a number, account or plate that may link files: in its one spelling and as told, findable by a keyed token alone.

    Said to get help, it serves help only, until the person allows that it goes to the police. Refused for what cannot be one.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    normal = normal_identifier(kind, value)
    if not normal:
        raise Refused(_("This cannot be read as an identifier of that kind. Check the digits, or choose another kind."), "value")
    row = Identifier(
        id=pk, domain=case.domain, case_id=case_id, kind=kind, role=role, use=IdentifierUse(use), value=normal, raw=value,
        token=vault.blind(f"identifier.{kind}", normal), by=by.id, at=now(),
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record("identifier_sighted", "identifier", pk, case_id=case_id, detail=kind)
    return pk


def allow_use(*, by: Actor, case_id: UUID, identifier_id: UUID, use: IdentifierUse | str) -> None:
    """The person allows, or no longer allows, that an identifier goes to the police."""
    require(permissions.may_work(by, hold(by, case_id)))
    row = get_object_or_404(Identifier, pk=identifier_id, case_id=case_id)
    Identifier.objects.filter(pk=row.pk).update(use=IdentifierUse(use))
    audit.record("identifier_use_changed", "identifier", row.pk, case_id=case_id, detail=IdentifierUse(use).value)
