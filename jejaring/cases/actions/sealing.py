"""A note or paper is sealed, and opened again by two people together."""

import json
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import earlier, hold
from jejaring.cases.models import Document, Note, SealedItem, Unsealing
from jejaring.cases.queries import sealed as reading
from jejaring.cases.queries.documents import SEALED_TEXTS
from jejaring.cases.queries.standing import CaseSummary, summary
from jejaring.cases.states import NoteKind, SealedKind, SealGround, UnsealGround
from jejaring.directory import actions as directory
from jejaring.directory import queries as offices
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.actions import Word
from jejaring.notices.states import NoticeKind
from jejaring.vault import actions as vault
from jejaring.vault import files
from jejaring.vault.models import SEALED


def _note_box(case: CaseSummary, note_id: UUID, domain: UUID) -> tuple[bytes, bytes | None]:
    row = get_object_or_404(Note, pk=note_id, case_id=case.id, domain=case.domain)
    text = vault.read(row, "clinical_text" if row.kind == NoteKind.CLINICAL else "text")
    row.domain = domain
    return vault.seal(row, Note._meta.get_field("sealed_text"), text), None


def _paper_box(case: CaseSummary, document_id: UUID, domain: UUID) -> tuple[bytes, bytes | None]:
    row = get_object_or_404(Document, pk=document_id, case_id=case.id, domain=case.domain)
    require(permissions.may_seal_paper(row.origin, row.removed_at))
    texts = json.dumps({name: vault.read(row, name) for name in SEALED_TEXTS})
    key = files.key_for(row.file, domain=case.domain, to_domain=domain, key_class=SEALED) if row.file else None
    row.domain = domain
    return vault.seal(row, Document._meta.get_field("sealed_content"), texts), key


def seal(
    *, by: Actor, case_id: UUID, kind: SealedKind | str, subject_id: UUID, ground: SealGround | str, reason: str,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """A supervisor puts a note or paper under a key of its own: from then on two people open it together, the supervisor too.

    What was written is sealed anew and the old texts and file keys are gone; only a backup from before still has them. What went along
    with a packet stays with its receiver. Http404 for what is not in the file; Refused for a paper that was issued or removed.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_seal(by))
    if not reason.strip():
        raise Refused(_("Say in a sentence why it is sealed."), "reason")
    kind = SealedKind(kind)
    wraps = vault.new_domain(pk, by.organisation, classes=(SEALED,))
    try:
        box, file_key = (_note_box if kind == SealedKind.NOTE else _paper_box)(case, subject_id, pk)
    except vault.KeyMissing:
        raise Refused(_("Your organisation does not hold the key of this."), "subject")
    insert(*wraps, SealedItem(
        id=pk, domain=case.domain, case_id=case_id, kind=kind, subject_id=subject_id, ground=SealGround(ground), reason=reason, by=by.id,
        at=now(),
    ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select seal_item(%s, %s, %s, %s)", [pk, box, file_key, now()])
        if not cursor.fetchone()[0]:
            raise Http404
    vault.forget(pk)
    audit.record("item_sealed", "sealed_item", pk, case_id=case_id, detail=f"{kind},{ground}")
    return pk


def ask_unsealing(
    *, by: Actor, case_id: UUID, item_id: UUID, ground: UnsealGround | str, reason: str, submission: UUID | None = None
) -> UUID:  # fmt: skip
    """Whoever works on the case asks to open a sealed item; supervisors and privacy officers are told and have a day to agree.

    Refused while the actor's own request waits or the item is open for them. Http404 for an item of another case.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_read_papers(by))
    item = get_object_or_404(SealedItem, pk=item_id, case_id=case_id)
    if not reason.strip():
        raise Refused(_("Say in a sentence why it has to be opened."), "reason")
    require(permissions.may_ask_unsealing(reading.own(by, item_id)))
    insert(Unsealing(
        id=pk, domain=case.domain, case_id=case_id, item_id=item.pk, desk=by.desk, ground=UnsealGround(ground), reason=reason,
        asked_by=by.id, asked_at=now(),
    ))  # fmt: skip
    audit.record("unsealing_asked", "unsealing", pk, case_id=case_id, detail=str(ground))
    told = [(user, by.desk) for user in offices.supervisors_of(by.desk)] + reading.privacy_officers()
    notices.tell_all(
        [Word(desk, NoticeKind.UNSEALING_ASKED, "unsealing", pk, to_user=user) for user, desk in told if user != by.id], from_desk=by.desk
    )
    return pk


def confirm_unsealing(*, by: Actor, unsealing_id: UUID, password: str) -> None:
    """The second person agrees, with the password in this very act: for an hour it is open for who asked, and for nobody else.

    A supervisor who sees the case or a privacy officer, never who asked (guard/sql/57). Http404 for what the actor does not see; Refused
    for one's own request and for one that does not wait any more. Call it outside of a savepoint: a wrong password counts.
    """
    row = reading.request(by, unsealing_id)
    require(permissions.may_confirm_unsealing(by, row))
    directory.confirm_password(by=by, password=password)
    with connection.cursor() as cursor:
        cursor.execute("select confirm_unsealing(%s)", [unsealing_id])
        if cursor.fetchone()[0] is None:
            raise Refused(_("This request does not wait any more."))
    audit.record("unsealing_confirmed", "unsealing", unsealing_id, case_id=row.case_id)
    notices.tell(
        desk_id=row.desk, kind=NoticeKind.UNSEALING_CONFIRMED, subject_kind="case", subject_id=row.case_id, from_desk=by.desk,
        to_user=row.asked_by_id,
    )  # fmt: skip


def end_unsealing(*, by: Actor, case_id: UUID, unsealing_id: UUID) -> None:
    """Who asked is done before the hour is over. Http404 for a request of another case, Refused where it is not open for the actor."""
    summary(by, case_id)
    row = get_object_or_404(Unsealing, pk=unsealing_id, case_id=case_id)
    with connection.cursor() as cursor:
        cursor.execute("select end_unsealing(%s)", [row.pk])
        if not cursor.fetchone()[0]:
            raise Refused(_("It is not open for you."))
    vault.forget(row.item_id)
    audit.record("unsealing_ended", "unsealing", row.pk, case_id=case_id)
