"""Restitution: amounts in a victim's ledger, never changed, corrected by a row that supersedes."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import earlier, hold
from jejaring.cases.actions.law import owe_payment, victim_of
from jejaring.cases.models import RestitutionEntry
from jejaring.cases.queries import law as reading
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import restitution
from jejaring.cases.states import LedgerKind
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require


def _held(by: Actor, case_id: UUID, kind: str) -> CaseSummary:
    case = hold(by, case_id)
    paid = kind in (LedgerKind.PAID, LedgerKind.FUND)
    require((permissions.may_record_payment if paid else permissions.may_record_law)(by, case))
    return case


def record_amount(
    *, by: Actor, case_id: UUID, kind: LedgerKind | str, amount: int, happened_on: date, victim_id: UUID | None = None, office: str = "",
    number: str = "", note: str = "", submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Enter one amount in whole rupiah: requested, assessed by LPSK, demanded, ordered, or one of several payments. Returns the entry.

    Refused where a payment lies before the order or above what is left. Keeps RESTITUTION_PAYMENT when all is paid.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = _held(by, case_id, kind)
    victim = victim_of(case, victim_id)
    _refuse(kind, amount, happened_on, reading.entries_of(case_id, victim), case_id)
    insert(
        RestitutionEntry(
            id=pk, domain=case.domain, case_id=case_id, victim_id=victim, kind=LedgerKind(kind), amount=amount, happened_on=happened_on,
            office=office, number=number, note=note, by=by.id, at=now(),
        )
    )  # fmt: skip
    audit.record("restitution_recorded", "restitution", pk, case_id=case_id, detail=kind)
    owe_payment(by, case)
    return pk


def correct_amount(
    *, by: Actor, case_id: UUID, entry_id: UUID, reason: str, amount: int = 0, happened_on: date | None = None, office: str = "",
    number: str = "", void: bool = False, submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Supersede an amount by what is right, or say with `void` that it was entered by mistake. The earlier row stays."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    old = get_object_or_404(RestitutionEntry.objects.defer("number", "note"), pk=entry_id, case_id=case_id)
    case = _held(by, case_id, old.kind)
    before = reading.entries_of(case_id, old.victim_id)
    others = [e for e in before if e.pk != old.pk]
    if len(others) == len(before):
        raise Refused(_("This entry was corrected already. Correct the newer one."))
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), "reason")
    day, right = happened_on or old.happened_on, old.amount if void else amount
    if not void:
        _refuse(old.kind, right, day, others, case_id)
    elif restitution.overpaid(others):
        raise Refused(_("Payments rest on this order. Correct those first."), "void")
    insert(
        RestitutionEntry(
            id=pk, domain=case.domain, case_id=case_id, victim_id=old.victim_id, kind=old.kind, amount=right, happened_on=day,
            office=office, number=number, note=reason, supersedes=old, void=void, by=by.id, at=now(),
        )
    )  # fmt: skip
    audit.record("restitution_corrected", "restitution", pk, case_id=case_id, detail=old.kind)
    owe_payment(by, case)
    return pk


def _refuse(kind: str, amount: int, day: date, entries: list[RestitutionEntry], case_id: UUID) -> None:
    for field, why in restitution.problems(kind, amount, day, entries, reading.around(case_id)).items():
        raise Refused(why, field)
