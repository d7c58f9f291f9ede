"""The team's notes. A clinical one without its key is locked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Note
from jejaring.cases.queries.sections.kinds import UNSEALED, Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import NoteKind
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.vault import actions as vault

LOOK = {NoteKind.REVIEW: "kept", NoteKind.FOLLOW_UP: "kept"}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note; a clinical one without the key is locked."""

    id: UUID
    kind: NoteKind
    text: str
    locked: bool
    at: datetime
    by: str


def _build(found: Brought) -> tuple[NoteRow, ...]:
    return tuple(_note(n) for n in found.of(Note))


def _note(n: Any) -> NoteRow:
    try:
        text = vault.read(n, "clinical_text" if n.kind == NoteKind.CLINICAL else "text")
    except vault.KeyMissing:
        if n.kind != NoteKind.CLINICAL:
            raise
        return NoteRow(n.pk, n.kind, "", True, n.at, n.author or "")
    return NoteRow(n.pk, n.kind, text, False, n.at, n.author or "")


def _tell(_head: CaseSummary, notes: tuple[NoteRow, ...]) -> Iterator[Moment]:
    for n in notes:
        text = _("Locked: your organisation does not hold the key of clinical notes.") if n.locked else n.text
        yield Moment(n.at, LOOK.get(n.kind, "plain"), _(n.kind.label), text=text, by=n.by)


SECTION = Section(
    "notes", _build, tells=_tell, opens=("notes",),
    brings=(Branch(Note, on=UNSEALED, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),),
)  # fmt: skip
