"""The log with the offices behind its ids: who did or read what, never what was written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import queries as audit
from jejaring.audit.permissions import may_read_all
from jejaring.audit.queries import EventRow
from jejaring.audit.states import ACTS, FIELDS, OTHER_ACT, OTHER_FIELD, OTHER_THING, PURPOSES, RATIONS, THINGS
from jejaring.cases.rules import PACKET
from jejaring.directory import queries as directory
from jejaring.directory.states import KeysGone
from jejaring.kernel.ids import NIL
from jejaring.kernel.tables import Cell, Table
from jejaring.ui.downloads import DownloadReason


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry in words."""

    at: datetime | None
    who: str
    desk: str
    act: str
    detail: str
    thing: str
    case_id: UUID | None
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some entries, newest first, and the id after which older ones follow."""

    rows: list[LogRow]
    older_than: UUID | None
    whole: bool  # everything, or what the own desk did on its cases
    spent: int  # questions beyond the rations in the last seven days, for whoever sees everything


def log_page(actor: Actor, *, before: UUID | None = None, **asked: Any) -> LogPage:
    """The log as far as the actor may read it; `asked` as `audit.events` has it. At most three statements, and one for each kind of
    names not held yet."""
    found, whole = audit.events(actor, before=before, **asked), may_read_all(actor).ok
    return LogPage([_row(e) for e in found.rows], found.older_than, whole, audit.spent(actor) if whole else 0)


def log_table(actor: Actor, *, limit: int, **asked: Any) -> Table:
    """The same entries as rows of a file. One statement, and one for each kind of names not held yet."""
    heads = (_("When"), _("Who"), _("Desk"), _("Act"), _("Detail"), _("About"), _("Fields"), _("Purpose"), _("Id of the case"))
    found = (_row(e) for e in audit.events(actor, limit=limit, **asked).rows)
    return Table(_("Log"), heads, [_cells(r) for r in found])


def _cells(r: LogRow) -> list[Cell]:
    return [r.at, r.who, r.desk, r.act, r.detail, r.thing, ", ".join(r.fields), r.purpose, str(r.case_id or "")]


def purpose_choices() -> list[tuple[str, str]]:
    """The purposes by their words in the language of the screen."""
    return sorted(((code, _(words)) for code, words in PURPOSES.items()), key=lambda pair: pair[1])


def act_choices() -> list[tuple[str, str]]:
    """The acts that have words, by their words in the language of the screen."""
    return sorted(((code, _(words)) for code, words in ACTS.items()), key=lambda pair: pair[1])


def _row(e: EventRow) -> LogRow:
    who = _("Nobody signed in") if e.actor in (None, NIL) else directory.account_name(e.actor) or _("The system")
    thing = _(THINGS.get(e.subject_kind, OTHER_THING)) if e.subject_kind else ""
    purpose = _(PURPOSES.get(e.purpose, OTHER_THING)) if e.purpose else ""
    fields = tuple(dict.fromkeys(_(FIELDS.get(f) or PACKET.get(f, OTHER_FIELD)) for f in e.fields))
    act = _(ACTS.get(e.act, OTHER_ACT))
    return LogRow(e.at, who, directory.desk_name(e.desk), act, _detail(e), thing, e.case_id, fields, purpose)


def _detail(e: EventRow) -> str:
    """Which role was given or ended, what a list was taken out for, why keys were taken away, which ration was used up. All other details
    are codes of content, which this page promises never to show."""
    if e.act in ("membership_added", "membership_ended"):
        return next((_(role.label) for role in Role if role.value == e.detail), "")
    if e.act == "list_downloaded":
        return next((_(reason.label) for reason in DownloadReason if reason.value in e.detail.split()), "")
    if e.act == "keys_taken_away":
        return next((_(reason.label) for reason in KeysGone if reason.value == e.detail), "")
    return _(RATIONS.get(e.detail, "")) if e.act == "ration_spent" else ""
