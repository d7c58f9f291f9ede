"""Papers of a case: attached, noted by address, printed, issued under a number, removed and put back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import earlier, hold
from jejaring.cases.actions.windows import owe_takedown
from jejaring.cases.models import Document
from jejaring.cases.queries.documents import PaperRow, paper
from jejaring.cases.queries.standing import CaseSummary, summary
from jejaring.cases.states import DocumentOrigin, Media
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.ui.papers import printing, scans
from jejaring.ui.papers.kinds import Data
from jejaring.vault import actions as vault
from jejaring.vault import files
from jejaring.vault.models import CLINICAL, GENERAL, IDENTITY

# Which key opens the content: a medical report needs the clinical one, a card or a photograph that of identities.
CLASSES = {"forensic_report": CLINICAL, "psychological_report": CLINICAL, "identity_document": IDENTITY, "photograph": IDENTITY}
GROWN = 3  # a picture drawn anew may be larger than it came, by this factor at most


def _check_day(day: date | None) -> None:
    if day and day > today():
        raise Refused(_("This date lies in the future."), "dated_on")


def _store(content: bytes, case: CaseSummary, key_class: str) -> files.Stored:
    try:
        return files.store([content], domain=case.domain, key_class=key_class, limit=max(len(content), 1) * GROWN)
    except vault.KeyMissing:
        raise Refused(_("Your organisation does not hold the key for papers of this kind in this case."), "kind")


def attach(
    *, by: Actor, case_id: UUID, kind: str, content: bytes, name: str, dated_on: date | None = None, note: str = "",
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Attach a paper from outside: PDF, JPEG or PNG by its content, checked in a process of its own, a picture drawn anew, sealed.

    Refused with the field where the file is empty, of another type, locked, active or cannot be drawn. The same form sent twice
    attaches once.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = summary(by, case_id)
    require(permissions.may_attach(by, case))
    _check_day(dated_on)
    try:
        found = scans.examine(content)
    except scans.Unfit as unfit:
        raise Refused(unfit.reason, "file")
    kept = _store(found.content, case, CLASSES.get(kind, GENERAL))
    insert(Document(
        id=pk, domain=case.domain, case_id=case_id, kind=kind, dated_on=dated_on, media=Media(found.media), size=kept.size,
        pages=found.pages, file=kept.id, name=name, note=note, digest=kept.digest, by=by.id, at=now(),
    ))  # fmt: skip
    audit.record("paper_attached", "document", pk, case_id=case_id, detail=kind)
    return pk


def note_address(
    *, by: Actor, case_id: UUID, address: str, digest: str = "", dated_on: date | None = None, note: str = "",
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Note where something lies online, and its fingerprint, without taking the thing itself: intimate pictures are never stored.

    It is owed that somebody asks to take it down.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = summary(by, case_id)
    require(permissions.may_attach(by, case))
    _check_day(dated_on)
    insert(Document(
        id=pk, domain=case.domain, case_id=case_id, kind="online_material", origin=DocumentOrigin.ONLINE, dated_on=dated_on,
        address=address, digest=digest.lower(), note=note, by=by.id, at=now(),
    ))  # fmt: skip
    owe_takedown(by, case)
    audit.record("address_noted", "document", pk, case_id=case_id)
    return pk


def print_draft(*, by: Actor, case_id: UUID, kind: str, data: Data) -> bytes:
    """Print a paper without a number. It is not kept; that it was printed, as which kind and in which wording, is in the log."""
    require(permissions.may_read_papers(by))
    done = printing.render(kind, data)
    audit.record("paper_printed", "case", case_id, case_id=case_id, detail=f"{kind},{done.wording}")
    return done.pdf


def issue(
    *, by: Actor, case_id: UUID, kind: str, data: Callable[[str], Data], number: str = "", referral_id: UUID | None = None,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Issue a paper: it gets the next number of the letters (or has one already), is printed once and kept as it left the house.

    `data` is what stands on it, given its number. The same form sent twice issues once.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_issue(by, case))
    number = number or next_reference("letter")
    done = printing.render(kind, data(number))
    return keep_issued(by=by, case=case, kind=kind, number=number, done=done, referral_id=referral_id, pk=pk)


def keep_issued(
    *, by: Actor, case: CaseSummary, kind: str, number: str, done: printing.Printed, referral_id: UUID | None = None, pk: UUID | None = None
) -> UUID:
    """Keep a printed paper as it was issued. For apps above that print their own; who may is for them to ask."""
    pk = pk or uuid7()
    kept = _store(done.pdf, case, IDENTITY)
    insert(Document(
        id=pk, domain=case.domain, case_id=case.id, kind=kind, origin=DocumentOrigin.ISSUED, number=number, wording=done.wording,
        referral_id=referral_id, dated_on=today(), media=Media.PDF, size=kept.size, pages=done.pages,
        file=kept.id, digest=kept.digest, by=by.id, at=now(),
    ))  # fmt: skip
    audit.record("paper_issued", "document", pk, case_id=case.id, detail=f"{kind},{done.wording}")
    return pk


def _change(row: PaperRow, **fields: Any) -> None:
    Document(id=row.id, domain=row.domain, **fields).save(force_update=True, update_fields=list(fields))


def remove(*, by: Actor, case_id: UUID, document_id: UUID, reason: str) -> None:
    """Take a paper out of the file, with a reason: the row stays, its content goes after fourteen days in which it can be put back."""
    case = hold(by, case_id)
    row = paper(by, case, document_id)
    require(permissions.may_remove(by, case, row))
    if not reason.strip():
        raise Refused(_("Say why it is removed."), "reason")
    _change(row, removed_at=now(), removed_by=by.id, removed_reason=reason)
    audit.record("paper_removed", "document", document_id, case_id=case_id)


def restore(*, by: Actor, case_id: UUID, document_id: UUID) -> None:
    """Put a removed paper back, within fourteen days."""
    case = hold(by, case_id)
    row = paper(by, case, document_id)
    require(permissions.may_restore(by, case, row))
    _change(row, removed_at=None, removed_by=None, removed_reason="")
    audit.record("paper_restored", "document", document_id, case_id=case_id)


def forget_removed() -> int:
    """Destroy the keys of papers whose removal can no longer be undone; the sweep of files then takes what nothing opens any more."""
    with connection.cursor() as cursor:
        cursor.execute("select forget_removed_documents(%s)", [now() - timedelta(days=permissions.UNDO_DAYS)])
        gone: int = cursor.fetchone()[0]
    return gone
