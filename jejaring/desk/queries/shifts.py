"""What the desk's home says of its shifts: who is on duty, and what earlier ones left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import CommitmentState
from jejaring.desk import acts
from jejaring.desk.queries.promises import what
from jejaring.directory import queries as directory
from jejaring.directory.queries import Duty, NoteRow
from jejaring.ui import when


@dataclass(frozen=True, slots=True)
class Left:
    """A note of an earlier shift with links to the promises that it is about."""

    id: UUID
    text: str
    by: str
    at: datetime
    read_by: str
    read_at: datetime | None
    links: list[tuple[str, str]]  # address, words


def shifts(actor: Actor) -> tuple[Duty, list[Left]]:
    """Who is on duty, and what others left that nobody has read yet. One statement; where something was left up to three."""
    duty, notes = directory.standing(actor)
    return duty, _left(notes)


def past_notes(actor: Actor) -> list[Left]:
    """The newest notes of the desk, read or not. Three statements at most."""
    return _left(directory.past_hand_overs(actor))


def _left(notes: list[NoteRow]) -> list[Left]:
    ids = {pk for note in notes for pk in note.attached}
    found = {owed.id: owed for owed in commitments.of_ids(ids)} if ids else {}
    return [
        Left(n.id, n.text, n.by_name, n.at, n.read_by, n.read_at, [_link(found[pk]) for pk in n.attached if pk in found]) for n in notes
    ]


def _link(owed: Owed) -> tuple[str, str]:
    """Address and words of a promise; one that ended meanwhile says so."""
    words = " · ".join(part for part in (what(owed), owed.reference) if part)
    ended = "" if owed.state == CommitmentState.OPEN else f" ({_said(owed)})"
    return acts.address("desk:promise", owed.id), words + ended


def _said(owed: Owed) -> str:
    return when.due_words(owed.due_at, now=owed.due_at, state=owed.state).words


def attachable(actor: Actor) -> list[tuple[str, str]]:
    """The open promises of the desk that a note can be about, soonest first: id and words."""
    found = [*commitments.owed_by(actor), *commitments.paused_by(actor)]
    return [(str(owed.id), _link(owed)[1]) for owed in found]
