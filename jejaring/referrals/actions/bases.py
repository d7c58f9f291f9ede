"""What a person consents to is written down, and every sending rests on a basis that is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.models import Participant
from jejaring.cases.queries import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.directory import queries as directory
from jejaring.directory.actions import once
from jejaring.directory.queries import DeskRow
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.rules import is_child
from jejaring.referrals import permissions, queries, rules
from jejaring.referrals.models import SharingBasis
from jejaring.referrals.states import Evidence, ReferralPurpose
from jejaring.ui.papers import printing

TAKEN_BACK = _("This consent was withdrawn. Ask again and record the new answer, or choose another basis that holds.")
CONFLICTED = _("The guardian who gave this consent is in conflict with the child by now. Ask again, or choose another basis that holds.")


@transaction.atomic
def record_consent(
    *, by: Actor, case_id: UUID, victim: UUID, to_desk: UUID, purpose: ReferralPurpose | str, guardian: UUID | None = None, reason: str,
    child_view: str = "", evidence: Evidence | str = Evidence.SPOKEN, document: UUID | None = None, days: int = rules.DEFAULT_DAYS,
    submission: UUID | None = None,
) -> SharingBasis:  # fmt: skip
    """Write down a consent to one purpose and one receiver: who gave it, how it is shown, in which wording, and what the child says.

    `guardian` is the participant who consents for a child; none: the person does. `document` is the signed paper, of this case.
    Raises Refused with the field; Http404 for a case, guardian or paper that is not there. The same submission gives the first back.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return SharingBasis.objects.get(pk=first)
    require(permissions.may_keep_consents(by))
    case, desk, purpose = cases.summary(by, case_id), directory.desk(to_desk), ReferralPurpose(purpose)
    about = next((v for v in case.victims if v.id == victim), None)
    if about is None:
        raise Refused(_("Choose whom it is about."), "victim")
    child = is_child(about.age, about.minor)
    facts = replace(queries.facts_for(by, case, desk), adult=not child)
    giver = get_object_or_404(Participant, pk=guardian, case_id=case.id, role=PartyRole.GUARDIAN) if guardian else None
    _check(facts, giver, child=child, child_view=child_view, reason=reason, days=days)
    said: dict[str, Any] = {"victim_id": about.id, "child_view": child_view, "evidence": Evidence(evidence).value, "reason": reason}
    said["consent_by"] = "guardian" if giver else "person"
    row = _row(pk, by, case, desk, moment=now(), days=days, purpose=purpose, basis="consent", **said)
    row.guardian_id, row.guardian_conflict = giver.pk if giver else None, bool(giver and giver.conflict)
    row.document_id = _paper(by, case, row.evidence, document)
    insert(row)
    audit.record("consent_recorded", "case", case.id, case_id=case.id, detail=f"{purpose},{row.wording}")
    return row


def _check(facts: rules.Facts, giver: Participant | None, *, child: bool, child_view: str, reason: str, days: int) -> None:
    verdict = rules.consent_fits(replace(facts, guardians=()), giver="guardian" if giver else "person")
    if not verdict or (giver and giver.conflict):
        raise Refused(verdict.reason or rules.IN_CONFLICT, "guardian")
    if child and not child_view.strip():
        raise Refused(_("Write what the child says to it, or why the child could not be asked."), "child_view")
    if not reason.strip():
        raise Refused(_("Say in a sentence what was explained and agreed."), "reason")
    if not (lasting := rules.lasting_fits(days)):
        raise Refused(lasting.reason, "days")


def _paper(by: Actor, case: CaseSummary, evidence: str, document: UUID | None) -> UUID | None:
    """The signed paper of a consent on paper, which is one of the case and not removed."""
    if evidence != Evidence.PAPER:
        return None
    if document is None:
        raise Refused(_("Attach the scanned form to the case, then choose it here."), "document")
    if cases.paper(by, case, document).removed_at:
        raise Refused(_("This paper was removed from the case."), "document")
    return document


def _row(pk: UUID, by: Actor, case: CaseSummary, desk: DeskRow, *, moment: datetime, days: int, **plain: Any) -> SharingBasis:
    wording = printing.wording_in_force("consent") if plain["basis"] == "consent" else ""
    until = moment + timedelta(days=days)
    facts = {"domain": case.domain, "case_id": case.id, "to_desk_id": desk.id, "by": by.id, "at": moment}
    return SharingBasis(id=pk, until=until, wording=wording, **facts, **plain)


def basis_for(
    by: Actor, case: CaseSummary, desk: DeskRow, *, purpose: ReferralPurpose, basis: str, giver: str, reason: str, moment: datetime,
    days: int,
) -> SharingBasis:  # fmt: skip
    """The stored basis on which something is sent now: the consent on record that covers it, else a new row with what the sender says.

    After a withdrawal nothing goes on consent until somebody has asked again and recorded it. Raises Refused at the basis.
    """
    known = queries.consent_for(case, desk.id, purpose) if basis == "consent" else None
    if known and known.withdrawn_at:
        raise Refused(TAKEN_BACK, "basis")
    if known and known.until > moment and known.consent_by == giver:
        guardians: Mapping[UUID, Participant] = {g.pk: g for g in queries.GUARDIANS(case.id)}
        if queries.in_conflict(known, guardians.get(known.guardian_id) if known.guardian_id else None, guardians.values()):
            raise Refused(CONFLICTED, "basis")
        return known
    spoken = {"consent_by": giver, "evidence": Evidence.SPOKEN.value} if basis == "consent" else {}
    row = _row(uuid7(), by, case, desk, moment=moment, days=days, purpose=purpose, basis=basis, reason=reason, **spoken)
    insert(row)
    return row
