"""Noting where the entry in the national register stands, and making its sheet."""

from datetime import date
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import actions as cases
from jejaring.directory import actions as directory
from jejaring.exchange import permissions
from jejaring.exchange.models import RegisterEntry
from jejaring.exchange.queries import sheets
from jejaring.exchange.queries.dossiers import digest
from jejaring.exchange.queries.register import dossier_of
from jejaring.exchange.states import EntryState
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import NIL, uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.tables import Table
from jejaring.kernel.verdict import Refused, require


def note_entry(
    *, by: Actor, victim_id: UUID, state: EntryState | str, number: str = "", case_number: str = "", entered_on: date | None = None,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Note where the entry of a victim (a participant) stands, under which numbers. Earlier states stay on record.

    Entered needs the register's number; the day is today in Asia/Jakarta unless given. Refused for a day in the future.
    """
    require(permissions.may_enter(by))
    pk = uuid7()
    if submission and (known := directory.once(by=by, submission=submission, subject_id=pk)) != pk:
        return known
    d = dossier_of(by, victim_id)
    victim, wanted = next(v for v in d.victims if v.pk == victim_id), EntryState(state)
    on = (entered_on or today()) if wanted == EntryState.ENTERED else None
    if wanted == EntryState.ENTERED and not number.strip():
        raise Refused(_("Write the number that the register gave to the victim."), "number")
    if on and on > today():
        raise Refused(_("This date lies in the future."), "entered_on")
    cases.note_register_numbers(by=by, case_id=d.case.pk, party_id=victim_id, case_number=case_number.strip(), number=number.strip())
    seen = digest(d, victim) if wanted == EntryState.ENTERED else ""
    row = RegisterEntry(id=pk, case=d.case, victim_id=victim_id, state=wanted, entered_on=on, digest=seen, by=by.id, at=now())
    row.save(force_insert=True)
    audit.record("register_entry", "participant", victim_id, case_id=d.case.pk, detail=wanted.value)
    return pk


def make_sheet(*, by: Actor, chosen: sheets.Chosen, identity: bool, reason: str) -> list[Table]:
    """The entry sheet of what was chosen. Who took it out, why, of how many victims and whether with names is an entry of the log."""
    require(permissions.may_enter(by))
    if identity:
        require(permissions.may_name(by))
    tables, many = sheets.entry_sheet(by, chosen, identity=identity)
    if not many:
        raise Refused(_("None of the chosen victims is in a case that you see."))
    fields = sheets.IDENTITY if identity else ()
    audit.record("entry_sheet_made", "list", NIL, case_id=chosen.case_id, fields=fields, detail=f"{reason} {many}")
    return tables
